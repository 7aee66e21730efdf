/*
 * A filter with file objects that sends the opening of a file on in three ways, by the name of the file:
 * with a completion routine, formatted and forgotten, and forgotten with a completion routine.
 */
#include <ntddk.h>
#include <wdf.h>

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
EVT_WDF_DEVICE_FILE_CREATE EvtDeviceFileCreate;
EVT_WDF_REQUEST_COMPLETION_ROUTINE EvtCreateCompleted;

_Use_decl_annotations_
VOID
EvtCreateCompleted(
    WDFREQUEST Request,
    WDFIOTARGET Target,
    PWDF_REQUEST_COMPLETION_PARAMS Params,
    WDFCONTEXT Context
    )
{
    UNREFERENCED_PARAMETER(Target);
    UNREFERENCED_PARAMETER(Context);
    WdfRequestComplete(Request, Params->IoStatus.Status);
}

_Use_decl_annotations_
VOID
EvtDeviceFileCreate(
    WDFDEVICE Device,
    WDFREQUEST Request,
    WDFFILEOBJECT FileObject
    )
{
    DECLARE_CONST_UNICODE_STRING(formatted, L"\\formatted");
    DECLARE_CONST_UNICODE_STRING(routine, L"\\routine");
    PUNICODE_STRING name = WdfFileObjectGetFileName(FileObject);
    WDF_REQUEST_SEND_OPTIONS options;
    PWDF_REQUEST_SEND_OPTIONS sendOptions = &options;

    WDF_REQUEST_SEND_OPTIONS_INIT(&options, WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET);
    if (RtlEqualUnicodeString(name, &formatted, FALSE)) {
        WdfRequestFormatRequestUsingCurrentType(Request);
    } else if (RtlEqualUnicodeString(name, &routine, FALSE)) {
        WdfRequestSetCompletionRoutine(Request, EvtCreateCompleted, WDF_NO_CONTEXT);
    } else {
        WdfRequestFormatRequestUsingCurrentType(Request);
        WdfRequestSetCompletionRoutine(Request, EvtCreateCompleted, WDF_NO_CONTEXT);
        sendOptions = WDF_NO_SEND_OPTIONS;
    }

    if (!WdfRequestSend(Request, WdfDeviceGetIoTarget(Device), sendOptions)) {
        WdfRequestComplete(Request, WdfRequestGetStatus(Request));
    }
}

_Use_decl_annotations_
NTSTATUS
EvtDriverDeviceAdd(
    WDFDRIVER Driver,
    PWDFDEVICE_INIT DeviceInit
    )
{
    WDF_FILEOBJECT_CONFIG fileConfig;
    WDFDEVICE device;

    UNREFERENCED_PARAMETER(Driver);

    WdfFdoInitSetFilter(DeviceInit);
    WDF_FILEOBJECT_CONFIG_INIT(&fileConfig, EvtDeviceFileCreate, NULL, NULL);
    WdfDeviceInitSetFileObjectConfig(DeviceInit, &fileConfig, WDF_NO_OBJECT_ATTRIBUTES);

    return WdfDeviceCreate(&DeviceInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    WDF_DRIVER_CONFIG config;

    WDF_DRIVER_CONFIG_INIT(&config, EvtDriverDeviceAdd);

    return WdfDriverCreate(DriverObject,
                           RegistryPath,
                           WDF_NO_OBJECT_ATTRIBUTES,
                           &config,
                           WDF_NO_HANDLE);
}
