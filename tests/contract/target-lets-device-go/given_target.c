/*
 * Has another driver's device open, by an I/O target that was given the device and its file object,
 * which it does not hold itself: it is told whether the device is removed, and asks what it is.
 */
#include <ntddk.h>
#include <wdf.h>
#include <wdmsec.h>

#include "named_interface.h"

#define IOCTL_OPEN      CTL_CODE(FILE_DEVICE_UNKNOWN, 0x801, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_PROPERTY  CTL_CODE(FILE_DEVICE_UNKNOWN, 0x802, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_INTERFACE CTL_CODE(FILE_DEVICE_UNKNOWN, 0x803, METHOD_BUFFERED, FILE_ANY_ACCESS)

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_UNLOAD EvtDriverUnload;
EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL EvtIoDeviceControl;
EVT_WDF_IO_TARGET_QUERY_REMOVE EvtIoTargetQueryRemove;
EVT_WDF_IO_TARGET_REMOVE_CANCELED EvtIoTargetRemoveCanceled;
EVT_WDF_IO_TARGET_REMOVE_COMPLETE EvtIoTargetRemoveComplete;

static WDFIOTARGET Target;

_Use_decl_annotations_
VOID
EvtDriverUnload(
    WDFDRIVER Driver
    )
{
    UNREFERENCED_PARAMETER(Driver);
}

DECLSPEC_NOINLINE
static
NTSTATUS
OpenTarget(
    VOID
    )
{
    DECLARE_UNICODE_STRING_SIZE(name, 32);
    WDF_IO_TARGET_OPEN_PARAMS openParams;
    PDEVICE_OBJECT deviceObject;
    PFILE_OBJECT fileObject;
    NTSTATUS status;

    RtlAppendUnicodeToString(&name, L"\\Device\\Named");
    status = IoGetDeviceObjectPointer(&name, FILE_READ_DATA, &fileObject, &deviceObject);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_IO_TARGET_OPEN_PARAMS_INIT_EXISTING_DEVICE(&openParams, deviceObject);
    openParams.TargetFileObject = fileObject;
    openParams.EvtIoTargetQueryRemove = EvtIoTargetQueryRemove;
    openParams.EvtIoTargetRemoveCanceled = EvtIoTargetRemoveCanceled;
    openParams.EvtIoTargetRemoveComplete = EvtIoTargetRemoveComplete;

    /* The target has a reference of its own. */
    status = WdfIoTargetOpen(Target, &openParams);
    ObDereferenceObject(fileObject);
    return status;
}

_Use_decl_annotations_
NTSTATUS
EvtIoTargetQueryRemove(
    WDFIOTARGET IoTarget
    )
{
    WdfIoTargetCloseForQueryRemove(IoTarget);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
EvtIoTargetRemoveCanceled(
    WDFIOTARGET IoTarget
    )
{
    WDF_IO_TARGET_OPEN_PARAMS openParams;

    /* What was opened by its name is opened again; not what was given. */
    WDF_IO_TARGET_OPEN_PARAMS_INIT_REOPEN(&openParams);
    if (WdfIoTargetOpen(IoTarget, &openParams) == STATUS_INVALID_DEVICE_REQUEST) {
        (VOID)OpenTarget();
    }
}

_Use_decl_annotations_
VOID
EvtIoTargetRemoveComplete(
    WDFIOTARGET IoTarget
    )
{
    WdfIoTargetClose(IoTarget);
}

DECLSPEC_NOINLINE
static
NTSTATUS
AnswerProperty(
    WDFREQUEST Request,
    size_t *Length
    )
{
    WDFMEMORY memory;
    NTSTATUS status;
    PVOID property;
    PVOID buffer;

    status = WdfIoTargetAllocAndQueryTargetProperty(Target,
                                                    DevicePropertyEnumeratorName,
                                                    NonPagedPoolNx,
                                                    WDF_NO_OBJECT_ATTRIBUTES,
                                                    &memory);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    property = WdfMemoryGetBuffer(memory, Length);
    status = WdfRequestRetrieveOutputBuffer(Request, *Length, &buffer, NULL);
    if (NT_SUCCESS(status)) {
        RtlCopyMemory(buffer, property, *Length);
    }
    WdfObjectDelete(memory);
    return status;
}

_Use_decl_annotations_
VOID
EvtIoDeviceControl(
    WDFQUEUE Queue,
    WDFREQUEST Request,
    size_t OutputBufferLength,
    size_t InputBufferLength,
    ULONG IoControlCode
    )
{
    INTERFACE interface;
    NTSTATUS status;
    size_t length = 0;

    UNREFERENCED_PARAMETER(Queue);
    UNREFERENCED_PARAMETER(OutputBufferLength);
    UNREFERENCED_PARAMETER(InputBufferLength);

    switch (IoControlCode) {
    case IOCTL_OPEN:
        status = OpenTarget();
        break;
    case IOCTL_PROPERTY:
        status = AnswerProperty(Request, &length);
        break;
    default:
        status = WdfIoTargetQueryForInterface(Target,
                                              &NamedInterface,
                                              &interface,
                                              sizeof(interface),
                                              NAMED_VERSION,
                                              NULL);
        if (NT_SUCCESS(status)) {
            interface.InterfaceDereference(interface.Context);
        }
        break;
    }
    WdfRequestCompleteWithInformation(Request, status, length);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    DECLARE_CONST_UNICODE_STRING(name, L"\\Device\\Opener");
    NTSTATUS status;
    WDF_DRIVER_CONFIG config;
    WDF_IO_QUEUE_CONFIG queueConfig;
    WDFDRIVER driver;
    WDFDEVICE device;
    PWDFDEVICE_INIT deviceInit;

    WDF_DRIVER_CONFIG_INIT(&config, WDF_NO_EVENT_CALLBACK);
    config.DriverInitFlags |= WdfDriverInitNonPnpDriver;
    config.EvtDriverUnload = EvtDriverUnload;

    status = WdfDriverCreate(DriverObject,
                             RegistryPath,
                             WDF_NO_OBJECT_ATTRIBUTES,
                             &config,
                             &driver);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    deviceInit = WdfControlDeviceInitAllocate(driver, &SDDL_DEVOBJ_SYS_ALL_ADM_ALL);
    if (deviceInit == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    status = WdfDeviceInitAssignName(deviceInit, &name);
    if (NT_SUCCESS(status)) {
        status = WdfDeviceCreate(&deviceInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
    }
    if (!NT_SUCCESS(status)) {
        WdfDeviceInitFree(deviceInit);
        return status;
    }

    WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queueConfig, WdfIoQueueDispatchSequential);
    queueConfig.EvtIoDeviceControl = EvtIoDeviceControl;
    status = WdfIoQueueCreate(device, &queueConfig, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = WdfIoTargetCreate(device, WDF_NO_OBJECT_ATTRIBUTES, &Target);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WdfControlFinishInitializing(device);
    return STATUS_SUCCESS;
}
