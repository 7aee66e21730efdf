/*
 * Asks a USB device for what it has not, and its pipes for what they do not do: each is answered as WDF does, and
 * what is asserted here holds. When its pipe fails, it stops that in the callback that tells it so.
 */
#include <initguid.h>
#include <ntddk.h>
#include <usbdi.h>
#include <usbdlib.h>
#include <wdf.h>
#include <wdfusb.h>

typedef struct _DEVICE_CONTEXT {
    WDFUSBDEVICE UsbDevice;
    WDFUSBPIPE InPipe;
    WDFUSBPIPE OutPipe;
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
VOID
AskBeforeSelection(
    _In_ WDFUSBDEVICE UsbDevice
    )
{
    WDFUSBINTERFACE usbInterface = WdfUsbTargetDeviceGetInterface(UsbDevice, 0);
    USB_DEVICE_DESCRIPTOR descriptor;
    USHORT text[8];
    USHORT length = RTL_NUMBER_OF(text);
    USHORT size = 0;
    WDFMEMORY memory;
    PURB urb;

    NT_VERIFY(WdfUsbTargetDeviceGetInterface(UsbDevice, 2) == NULL);
    NT_VERIFY(WdfUsbInterfaceGetConfiguredPipe(usbInterface, 0, NULL) == NULL);
    NT_VERIFY(WdfUsbInterfaceGetNumSettings(usbInterface) == 2);
    NT_VERIFY(WdfUsbInterfaceGetNumEndpoints(usbInterface, 1) == 1);
    NT_VERIFY(WdfUsbInterfaceGetNumEndpoints(usbInterface, 2) == 0);
    NT_VERIFY(WdfUsbTargetDeviceRetrieveConfigDescriptor(UsbDevice, NULL, &size) ==
              STATUS_BUFFER_TOO_SMALL);
    NT_VERIFY(size == 57);
    WdfUsbTargetDeviceGetDeviceDescriptor(UsbDevice, &descriptor);
    NT_VERIFY(descriptor.idVendor == 0x1209);
    NT_VERIFY(NT_SUCCESS(WdfUsbTargetDeviceQueryString(UsbDevice, NULL, NULL, text, &length, 1, 0)));
    NT_VERIFY(length == 5 && text[0] == 'r' && text[4] == 't');
    length = 2;
    NT_VERIFY(WdfUsbTargetDeviceQueryString(UsbDevice, NULL, NULL, text, &length, 1, 0) ==
              STATUS_BUFFER_OVERFLOW);
    NT_VERIFY(length == 5);
    NT_VERIFY(WdfUsbTargetDeviceQueryString(UsbDevice, NULL, NULL, text, &length, 2, 0) ==
              STATUS_UNSUCCESSFUL);
    NT_VERIFY(WdfUsbTargetDeviceCreateUrb(UsbDevice, NULL, &memory, &urb) ==
              STATUS_INVALID_DEVICE_STATE);
    NT_VERIFY(WdfUsbTargetDeviceQueryUsbCapability(UsbDevice,
                                                   &GUID_USB_CAPABILITY_STATIC_STREAMS,
                                                   0,
                                                   NULL,
                                                   NULL) == STATUS_INVALID_DEVICE_STATE);
    NT_VERIFY(NT_SUCCESS(WdfUsbTargetDeviceIsConnectedSynchronous(UsbDevice)));
}

static
DECLSPEC_NOINLINE
NTSTATUS
SelectPipes(
    _In_ PDEVICE_CONTEXT Context
    )
{
    WDFUSBINTERFACE first = WdfUsbTargetDeviceGetInterface(Context->UsbDevice, 0);
    WDFUSBINTERFACE second = WdfUsbTargetDeviceGetInterface(Context->UsbDevice, 1);
    WDF_USB_INTERFACE_SETTING_PAIR pairs[2] = { { first, 2 }, { second, 0 } };
    WDF_USB_DEVICE_SELECT_CONFIG_PARAMS params;
    NTSTATUS status;

    WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_SINGLE_INTERFACE(&params);
    NT_VERIFY(WdfUsbTargetDeviceSelectConfig(Context->UsbDevice, NULL, &params) ==
              STATUS_INVALID_PARAMETER);
    WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_MULTIPLE_INTERFACES(&params, 2, pairs);
    NT_VERIFY(WdfUsbTargetDeviceSelectConfig(Context->UsbDevice, NULL, &params) ==
              STATUS_INVALID_PARAMETER);
    pairs[0].SettingIndex = 1;
    pairs[1].UsbInterface = first;
    NT_VERIFY(WdfUsbTargetDeviceSelectConfig(Context->UsbDevice, NULL, &params) ==
              STATUS_INVALID_PARAMETER);
    WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_DECONFIG(&params);
    NT_VERIFY(NT_SUCCESS(WdfUsbTargetDeviceSelectConfig(Context->UsbDevice, NULL, &params)));

    pairs[0].SettingIndex = 0;
    pairs[1].UsbInterface = second;
    WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_MULTIPLE_INTERFACES(&params, 2, pairs);
    status = WdfUsbTargetDeviceSelectConfig(Context->UsbDevice, NULL, &params);
    Context->OutPipe = WdfUsbInterfaceGetConfiguredPipe(first, 0, NULL);
    Context->InPipe = WdfUsbInterfaceGetConfiguredPipe(second, 0, NULL);
    return status;
}

static
DECLSPEC_NOINLINE
NTSTATUS
UsePipesWrongly(
    _In_ PDEVICE_CONTEXT Context
    )
{
    WDF_USB_CONTINUOUS_READER_CONFIG config;
    WDF_MEMORY_DESCRIPTOR memory;
    UCHAR bytes[64];
    ULONG moved;

    NT_VERIFY(WdfUsbTargetPipeIsInEndpoint(Context->InPipe));
    NT_VERIFY(WdfUsbTargetPipeGetType(Context->OutPipe) == WdfUsbPipeTypeBulk);
    WDF_MEMORY_DESCRIPTOR_INIT_BUFFER(&memory, bytes, 63);
    NT_VERIFY(WdfUsbTargetPipeReadSynchronously(Context->InPipe, NULL, NULL, &memory, &moved) ==
              STATUS_INVALID_BUFFER_SIZE);
    NT_VERIFY(WdfUsbTargetPipeReadSynchronously(Context->OutPipe, NULL, NULL, &memory, &moved) ==
              STATUS_INVALID_DEVICE_REQUEST);
    NT_VERIFY(WdfUsbTargetPipeWriteSynchronously(Context->InPipe, NULL, NULL, &memory, &moved) ==
              STATUS_INVALID_DEVICE_REQUEST);
    NT_VERIFY(NT_SUCCESS(
        WdfUsbTargetPipeWriteSynchronously(Context->OutPipe, NULL, NULL, &memory, &moved)));
    NT_VERIFY(moved == 63);

    WDF_USB_CONTINUOUS_READER_CONFIG_INIT(&config, EvtRead, NULL, 0);
    NT_VERIFY(WdfUsbTargetPipeConfigContinuousReader(Context->InPipe, &config) ==
              STATUS_INVALID_PARAMETER);
    config.TransferLength = 65;
    NT_VERIFY(WdfUsbTargetPipeConfigContinuousReader(Context->InPipe, &config) ==
              STATUS_INVALID_BUFFER_SIZE);
    config.TransferLength = 64;
    NT_VERIFY(WdfUsbTargetPipeConfigContinuousReader(Context->OutPipe, &config) ==
              STATUS_INVALID_DEVICE_REQUEST);
    config.HeaderLength = (size_t)-1;
    NT_VERIFY(WdfUsbTargetPipeConfigContinuousReader(Context->InPipe, &config) ==
              STATUS_INTEGER_OVERFLOW);
    config.HeaderLength = 4;
    config.EvtUsbTargetPipeReadersFailed = EvtReadersFailed;
    config.NumPendingReads = 1;
    NT_VERIFY(NT_SUCCESS(WdfUsbTargetPipeConfigContinuousReader(Context->InPipe, &config)));
    return WdfUsbTargetPipeConfigContinuousReader(Context->InPipe, &config);
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
    if (!NT_SUCCESS(status)) {
        return status;
    }
    AskBeforeSelection(context->UsbDevice);
    status = SelectPipes(context);
    if (NT_SUCCESS(status)) {
        NT_VERIFY(UsePipesWrongly(context) == STATUS_INVALID_DEVICE_STATE);
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
    return WdfIoTargetStart(WdfUsbTargetPipeGetIoTarget(GetDeviceContext(Device)->InPipe));
}

_Use_decl_annotations_
NTSTATUS
EvtDeviceD0Exit(
    WDFDEVICE Device,
    WDF_POWER_DEVICE_STATE TargetState
    )
{
    UNREFERENCED_PARAMETER(TargetState);
    WdfIoTargetStop(WdfUsbTargetDeviceGetIoTarget(GetDeviceContext(Device)->UsbDevice),
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
    size_t size;

    UNREFERENCED_PARAMETER(Pipe);
    UNREFERENCED_PARAMETER(Context);
    /* What is read comes behind the header. */
    NT_VERIFY(((PUCHAR)WdfMemoryGetBuffer(Buffer, &size))[4] == 7);
    NT_VERIFY(size == 68 && NumBytesTransferred == 1);
}

_Use_decl_annotations_
BOOLEAN
EvtReadersFailed(
    WDFUSBPIPE Pipe,
    NTSTATUS Status,
    USBD_STATUS UsbdStatus
    )
{
    NT_VERIFY(Status == STATUS_UNSUCCESSFUL && UsbdStatus == USBD_STATUS_STALL_PID);
    WdfIoTargetStop(WdfUsbTargetPipeGetIoTarget(Pipe), WdfIoTargetCancelSentIo);
    return FALSE;
}
