/*
 * Asks to be told of the interfaces of a class, opens each device that arrives, and closes it when
 * its removal is asked for, or is over.
 */
#include <ntddk.h>

static const GUID InterfaceClass = { 0x5d2a1f60, 0x1111, 0x4222, { 0x83, 0x33, 0x44, 0x44, 0x55, 0x55, 0x66, 0x66 } };

static PVOID InterfaceEntry;
static PVOID TargetEntry;
static PFILE_OBJECT Target;
static PDRIVER_OBJECT Driver;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD Unload;
DRIVER_NOTIFICATION_CALLBACK_ROUTINE InterfaceChanged;
DRIVER_NOTIFICATION_CALLBACK_ROUTINE TargetChanged;

static VOID
CloseTarget(
    VOID
    )
{
    if (Target != NULL) {
        ObDereferenceObject(Target);
        Target = NULL;
    }
}

NTSTATUS
TargetChanged(
    PVOID NotificationStructure,
    PVOID Context
    )
{
    PTARGET_DEVICE_REMOVAL_NOTIFICATION change = NotificationStructure;

    UNREFERENCED_PARAMETER(Context);

    if (!IsEqualGUID(&change->Event, &GUID_TARGET_DEVICE_REMOVE_CANCELLED)) {
        CloseTarget();
    }
    if (IsEqualGUID(&change->Event, &GUID_TARGET_DEVICE_REMOVE_COMPLETE)) {
        IoUnregisterPlugPlayNotification(TargetEntry);
        TargetEntry = NULL;
    }
    return STATUS_SUCCESS;
}

NTSTATUS
InterfaceChanged(
    PVOID NotificationStructure,
    PVOID Context
    )
{
    PDEVICE_INTERFACE_CHANGE_NOTIFICATION change = NotificationStructure;
    PDEVICE_OBJECT device;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(Context);

    if (!IsEqualGUID(&change->Event, &GUID_DEVICE_INTERFACE_ARRIVAL) || Target != NULL) {
        return STATUS_SUCCESS;
    }
    status = IoGetDeviceObjectPointer(change->SymbolicLinkName, FILE_READ_DATA, &Target, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    return IoRegisterPlugPlayNotification(EventCategoryTargetDeviceChange,
                                          0,
                                          Target,
                                          Driver,
                                          TargetChanged,
                                          NULL,
                                          &TargetEntry);
}

VOID
Unload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);

    IoUnregisterPlugPlayNotificationEx(InterfaceEntry);
    if (TargetEntry != NULL) {
        IoUnregisterPlugPlayNotificationEx(TargetEntry);
    }
    CloseTarget();
}

NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    UNREFERENCED_PARAMETER(RegistryPath);

    Driver = DriverObject;
    DriverObject->DriverUnload = Unload;
    return IoRegisterPlugPlayNotification(EventCategoryDeviceInterfaceChange,
                                          PNPNOTIFY_DEVICE_INTERFACE_INCLUDE_EXISTING_INTERFACES,
                                          (PVOID)&InterfaceClass,
                                          DriverObject,
                                          InterfaceChanged,
                                          NULL,
                                          &InterfaceEntry);
}
