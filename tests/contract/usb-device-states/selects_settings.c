/*
 * Selects a configuration with two interfaces, of which the first has two settings, and reads continuously
 * from the pipe of the second setting until it is told that this has failed.
 */
#include <ntddk.h>
#include <usbdi.h>
#include <usbdlib.h>
#include <wdf.h>
#include <wdfusb.h>

typedef struct _DEVICE_CONTEXT {
    WDFUSBDEVICE UsbDevice;
    WDFUSBPIPE Pipe;
} DEVICE_CONTEXT, *PDEVICE_CONTEXT;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(DEVICE_CONTEXT, GetDeviceContext)

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD EvtDeviceAdd;
EVT_WDF_DEVICE_PREPARE_HARDWARE EvtDevicePrepareHardware;
EVT_WDF_DEVICE_D0_ENTRY EvtDeviceD0Entry;
EVT_WDF_DEVICE_D0_EXIT EvtDeviceD0Exit;
EVT_WDF_USB_READER_COMPLETION_ROUTINE EvtRead;
EVT_WDF_USB_READERS_FAILED EvtReadersFailed;

static
DECLSPEC_NOINLINE
NTSTATUS
SelectConfiguration(
    _In_ PDEVICE_CONTEXT Context
    )
{
    WDF_USB_DEVICE_SELECT_CONFIG_PARAMS params;

    WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_MULTIPLE_INTERFACES(&params, 0, NULL);
    return WdfUsbTargetDeviceSelectConfig(Context->UsbDevice, WDF_NO_OBJECT_ATTRIBUTES, &params);
}

static
DECLSPEC_NOINLINE
NTSTATUS
SelectSecondSetting(
    _In_ PDEVICE_CONTEXT Context
    )
{
    WDFUSBINTERFACE usbInterface = WdfUsbTargetDeviceGetInterface(Context->UsbDevice, 0);
    WDF_USB_INTERFACE_SELECT_SETTING_PARAMS params;
    WDF_USB_CONTINUOUS_READER_CONFIG config;
    NTSTATUS status;

    WDF_USB_INTERFACE_SELECT_SETTING_PARAMS_INIT_SETTING(&params, 1);
    status = WdfUsbInterfaceSelectSetting(usbInterface, WDF_NO_OBJECT_ATTRIBUTES, &params);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    Context->Pipe = WdfUsbInterfaceGetConfiguredPipe(usbInterface, 0, NULL);

    WDF_USB_CONTINUOUS_READER_CONFIG_INIT(&config, EvtRead, NULL, 8);
    config.NumPendingReads = 1;
    config.EvtUsbTargetPipeReadersFailed = EvtReadersFailed;
    return WdfUsbTargetPipeConfigContinuousReader(Context->Pipe, &config);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    WDF_DRIVER_CONFIG config;

    WDF_DRIVER_CONFIG_INIT(&config, EvtDeviceAdd);
    return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, NULL);
}

_Use_decl_annotations_
NTSTATUS
EvtDeviceAdd(
    WDFDRIVER Driver,
    PWDFDEVICE_INIT DeviceInit
    )
{
    WDF_PNPPOWER_EVENT_CALLBACKS callbacks;
    WDF_OBJECT_ATTRIBUTES attributes;
    WDFDEVICE device;

    UNREFERENCED_PARAMETER(Driver);

    WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&callbacks);
    callbacks.EvtDevicePrepareHardware = EvtDevicePrepareHardware;
    callbacks.EvtDeviceD0Entry = EvtDeviceD0Entry;
    callbacks.EvtDeviceD0Exit = EvtDeviceD0Exit;
    WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &callbacks);

    WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, DEVICE_CONTEXT);
    return WdfDeviceCreate(&DeviceInit, &attributes, &device);
}

_Use_decl_annotations_
NTSTATUS
EvtDevicePrepareHardware(
    WDFDEVICE Device,
    WDFCMRESLIST ResourcesRaw,
    WDFCMRESLIST ResourcesTranslated
    )
{
    PDEVICE_CONTEXT context = GetDeviceContext(Device);
    NTSTATUS status;

    UNREFERENCED_PARAMETER(ResourcesRaw);
    UNREFERENCED_PARAMETER(ResourcesTranslated);

    status = WdfUsbTargetDeviceCreate(Device, WDF_NO_OBJECT_ATTRIBUTES, &context->UsbDevice);
    if (NT_SUCCESS(status)) {
        status = SelectConfiguration(context);
    }
    if (NT_SUCCESS(status)) {
        status = SelectSecondSetting(context);
    }
    return status;
}

_Use_decl_annotations_
NTSTATUS
EvtDeviceD0Entry(
    WDFDEVICE Device,
    WDF_POWER_DEVICE_STATE PreviousState
    )
{
    UNREFERENCED_PARAMETER(PreviousState);
    return WdfIoTargetStart(WdfUsbTargetPipeGetIoTarget(GetDeviceContext(Device)->Pipe));
}

_Use_decl_annotations_
NTSTATUS
EvtDeviceD0Exit(
    WDFDEVICE Device,
    WDF_POWER_DEVICE_STATE TargetState
    )
{
    UNREFERENCED_PARAMETER(TargetState);
    WdfIoTargetStop(WdfUsbTargetPipeGetIoTarget(GetDeviceContext(Device)->Pipe),
                    WdfIoTargetCancelSentIo);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
EvtRead(
    WDFUSBPIPE Pipe,
    WDFMEMORY Buffer,
    size_t NumBytesTransferred,
    WDFCONTEXT Context
    )
{
    UNREFERENCED_PARAMETER(Pipe);
    UNREFERENCED_PARAMETER(Buffer);
    UNREFERENCED_PARAMETER(Context);
    DbgPrint("read %u\n", (ULONG)NumBytesTransferred);
}

_Use_decl_annotations_
BOOLEAN
EvtReadersFailed(
    WDFUSBPIPE Pipe,
    NTSTATUS Status,
    USBD_STATUS UsbdStatus
    )
{
    UNREFERENCED_PARAMETER(Pipe);
    DbgPrint("failed 0x%08x 0x%08x\n", Status, UsbdStatus);
    return UsbdStatus == USBD_STATUS_STALL_PID;
}
