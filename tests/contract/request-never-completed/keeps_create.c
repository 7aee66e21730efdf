/*
 * Never completes the request for a handle that its EvtDeviceFileCreate is given.
 */
#include "control_queue.h"

EVT_WDF_DEVICE_FILE_CREATE EvtDeviceFileCreate;

_Use_decl_annotations_
VOID
EvtDeviceFileCreate(
    WDFDEVICE Device,
    WDFREQUEST Request,
    WDFFILEOBJECT FileObject
    )
{
    UNREFERENCED_PARAMETER(Device);
    UNREFERENCED_PARAMETER(Request);
    UNREFERENCED_PARAMETER(FileObject);
}

static VOID Prepare(PWDFDEVICE_INIT DeviceInit)
{
    WDF_FILEOBJECT_CONFIG config;

    WDF_FILEOBJECT_CONFIG_INIT(&config, EvtDeviceFileCreate, NULL, NULL);
    WdfDeviceInitSetFileObjectConfig(DeviceInit, &config, WDF_NO_OBJECT_ATTRIBUTES);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    WDFDEVICE device;
    NTSTATUS status;

    status = CreateControlDevice(DriverObject, RegistryPath, Prepare, &device);
    if (NT_SUCCESS(status)) {
        WdfControlFinishInitializing(device);
    }
    return status;
}
