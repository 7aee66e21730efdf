/*
 * A minidriver of the HID class driver: it passes on whatever its devices are asked. Its third device it
 * does not want.
 */
#include <wdm.h>

#include <hidport.h>

#define TAG            'scHO'
#define EXTENSION_SIZE 24

DRIVER_INITIALIZE DriverEntry;
DRIVER_ADD_DEVICE AddDevice;
DRIVER_UNLOAD Unload;
DRIVER_DISPATCH PassOn;

static ULONG g_Devices;

/* What the class driver has filled in, and no more: the size is 1 when that is so. */
static DECLSPEC_NOINLINE VOID Say(PDEVICE_OBJECT DeviceObject, ULONG Size)
{
    PHID_DEVICE_EXTENSION extension = DeviceObject->DeviceExtension;
    PUCHAR own = extension->MiniDeviceExtension;
    PVOID block;
    ULONG i;

    if (extension->PhysicalDeviceObject == NULL || extension->NextDeviceObject == NULL ||
        DeviceObject->StackSize != extension->NextDeviceObject->StackSize + 1) {
        Size += 100;
    }
    for (i = 0; i < EXTENSION_SIZE; i++) {
        Size += own[i];
    }
    block = ExAllocatePool2(POOL_FLAG_NON_PAGED, Size, TAG);
    if (block != NULL) {
        ExFreePoolWithTag(block, TAG);
    }
}

_Use_decl_annotations_
NTSTATUS
AddDevice(
    PDRIVER_OBJECT DriverObject,
    PDEVICE_OBJECT FunctionalDeviceObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);

    Say(FunctionalDeviceObject, 1);
    FunctionalDeviceObject->Flags &= ~DO_DEVICE_INITIALIZING;
    return ++g_Devices == 3 ? STATUS_UNSUCCESSFUL : STATUS_SUCCESS;
}

_Use_decl_annotations_
NTSTATUS
PassOn(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    PHID_DEVICE_EXTENSION extension = DeviceObject->DeviceExtension;
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);

    if (stack->MajorFunction == IRP_MJ_PNP && stack->MinorFunction == IRP_MN_REMOVE_DEVICE) {
        Say(DeviceObject, 2);
    }
    IoSkipCurrentIrpStackLocation(Irp);
    return IoCallDriver(extension->NextDeviceObject, Irp);
}

_Use_decl_annotations_
VOID
Unload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    HID_MINIDRIVER_REGISTRATION registration;
    ULONG i;

    for (i = 0; i <= IRP_MJ_MAXIMUM_FUNCTION; i++) {
        DriverObject->MajorFunction[i] = PassOn;
    }
    DriverObject->DriverExtension->AddDevice = AddDevice;
    DriverObject->DriverUnload = Unload;

    RtlZeroMemory(&registration, sizeof(registration));
    registration.Revision = HID_REVISION;
    registration.DriverObject = DriverObject;
    registration.RegistryPath = RegistryPath;
    registration.DeviceExtensionSize = EXTENSION_SIZE;
    return HidRegisterMinidriver(&registration);
}
