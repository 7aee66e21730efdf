/*++

Module Name:

    kmdf_usb_leaky.c

Abstract:

    A driver for a USB device that reports how it is turned by an interrupt
    endpoint, and is told which of its lamps to light by a control request.

    A continuous reader has the turns; it is started when the device enters its
    working state.

    Mistakes: it is never stopped, so that it reads from a device that sleeps,
    or is about to go. And the handle for the URB of the lamps is closed, but
    the URB is not freed.

    kmdf_usb is the same driver without them.

Environment:

    Kernel mode

--*/

#include <ntddk.h>
#include <usbdi.h>
#include <usbdlib.h>
#include <wdf.h>
#include <wdfusb.h>

#define USB_TAG 'busK'

#define TURNS_IN_FLIGHT 3
#define TURN_LENGTH 2
#define SET_LAMPS 0x01

typedef struct _DEVICE_CONTEXT {
    WDFUSBDEVICE UsbDevice;
    WDFUSBPIPE TurnPipe;
    USBD_HANDLE UsbdHandle;
    PURB LampUrb;
    UCHAR Lamps;
    LONG Turned;
} DEVICE_CONTEXT, *PDEVICE_CONTEXT;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(DEVICE_CONTEXT, GetDeviceContext)

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD EvtDeviceAdd;
EVT_WDF_DEVICE_PREPARE_HARDWARE EvtDevicePrepareHardware;
EVT_WDF_DEVICE_RELEASE_HARDWARE EvtDeviceReleaseHardware;
EVT_WDF_DEVICE_D0_ENTRY EvtDeviceD0Entry;
EVT_WDF_DEVICE_D0_EXIT EvtDeviceD0Exit;
EVT_WDF_USB_READER_COMPLETION_ROUTINE EvtTurned;

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(PAGE, EvtDeviceAdd)
#pragma alloc_text(PAGE, EvtDevicePrepareHardware)
#pragma alloc_text(PAGE, EvtDeviceReleaseHardware)
#pragma alloc_text(PAGE, EvtDeviceD0Exit)
#endif

static
DECLSPEC_NOINLINE
NTSTATUS
AllocateLampUrb(
    _In_ WDFDEVICE Device
    )
/*++

Routine Description:

    Allocates the URB that lights the lamps, and the handle for it.

Arguments:

    Device - the device.

Return Value:

    NTSTATUS

--*/
{
    PDEVICE_CONTEXT context = GetDeviceContext(Device);
    NTSTATUS status;

    status = USBD_CreateHandle(WdfDeviceWdmGetDeviceObject(Device),
                               WdfDeviceWdmGetAttachedDevice(Device),
                               USBD_CLIENT_CONTRACT_VERSION_602,
                               USB_TAG,
                               &context->UsbdHandle);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    return USBD_UrbAllocate(context->UsbdHandle, &context->LampUrb);
}

static
DECLSPEC_NOINLINE
NTSTATUS
SelectTurnPipe(
    _In_ WDFDEVICE Device
    )
/*++

Routine Description:

    Selects the only configuration, and has its first pipe read continuously.

Arguments:

    Device - the device.

Return Value:

    NTSTATUS

--*/
{
    PDEVICE_CONTEXT context = GetDeviceContext(Device);
    WDF_USB_DEVICE_SELECT_CONFIG_PARAMS configParams;
    WDF_USB_CONTINUOUS_READER_CONFIG readerConfig;
    NTSTATUS status;

    WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_SINGLE_INTERFACE(&configParams);
    status = WdfUsbTargetDeviceSelectConfig(context->UsbDevice,
                                            WDF_NO_OBJECT_ATTRIBUTES,
                                            &configParams);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    context->TurnPipe = WdfUsbInterfaceGetConfiguredPipe(
        configParams.Types.SingleInterface.ConfiguredUsbInterface, 0, NULL);
    if (context->TurnPipe == NULL) {
        return STATUS_DEVICE_CONFIGURATION_ERROR;
    }

    WDF_USB_CONTINUOUS_READER_CONFIG_INIT(&readerConfig, EvtTurned, context, TURN_LENGTH);
    readerConfig.NumPendingReads = TURNS_IN_FLIGHT;
    return WdfUsbTargetPipeConfigContinuousReader(context->TurnPipe, &readerConfig);
}

static
VOID
LightLamps(
    _In_ PDEVICE_CONTEXT Context
    )
/*++

Routine Description:

    Tells the device which lamps to light.

Arguments:

    Context - the device's context.

Return Value:

    None

--*/
{
    UsbBuildVendorRequest(Context->LampUrb,
                          URB_FUNCTION_VENDOR_DEVICE,
                          sizeof(struct _URB_CONTROL_VENDOR_OR_CLASS_REQUEST),
                          USBD_TRANSFER_DIRECTION_OUT,
                          0,
                          SET_LAMPS,
                          0,
                          0,
                          &Context->Lamps,
                          NULL,
                          sizeof(Context->Lamps),
                          NULL);
    (VOID)WdfUsbTargetDeviceSendUrbSynchronously(Context->UsbDevice,
                                                 NULL,
                                                 NULL,
                                                 Context->LampUrb);
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
    return WdfDriverCreate(DriverObject,
                           RegistryPath,
                           WDF_NO_OBJECT_ATTRIBUTES,
                           &config,
                           WDF_NO_HANDLE);
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
    PAGED_CODE();

    WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&callbacks);
    callbacks.EvtDevicePrepareHardware = EvtDevicePrepareHardware;
    callbacks.EvtDeviceReleaseHardware = EvtDeviceReleaseHardware;
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
    WDF_USB_DEVICE_CREATE_CONFIG createConfig;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(ResourcesRaw);
    UNREFERENCED_PARAMETER(ResourcesTranslated);
    PAGED_CODE();

    if (context->UsbDevice == NULL) {
        WDF_USB_DEVICE_CREATE_CONFIG_INIT(&createConfig, USBD_CLIENT_CONTRACT_VERSION_602);
        status = WdfUsbTargetDeviceCreateWithParameters(Device,
                                                        &createConfig,
                                                        WDF_NO_OBJECT_ATTRIBUTES,
                                                        &context->UsbDevice);
        if (!NT_SUCCESS(status)) {
            return status;
        }
    }

    status = AllocateLampUrb(Device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    return SelectTurnPipe(Device);
}

_Use_decl_annotations_
NTSTATUS
EvtDeviceReleaseHardware(
    WDFDEVICE Device,
    WDFCMRESLIST ResourcesTranslated
    )
{
    PDEVICE_CONTEXT context = GetDeviceContext(Device);

    UNREFERENCED_PARAMETER(ResourcesTranslated);
    PAGED_CODE();

    if (context->UsbdHandle != NULL) {
        USBD_CloseHandle(context->UsbdHandle);
        context->UsbdHandle = NULL;
    }
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
NTSTATUS
EvtDeviceD0Entry(
    WDFDEVICE Device,
    WDF_POWER_DEVICE_STATE PreviousState
    )
{
    PDEVICE_CONTEXT context = GetDeviceContext(Device);

    UNREFERENCED_PARAMETER(PreviousState);

    LightLamps(context);
    return WdfIoTargetStart(WdfUsbTargetPipeGetIoTarget(context->TurnPipe));
}

_Use_decl_annotations_
NTSTATUS
EvtDeviceD0Exit(
    WDFDEVICE Device,
    WDF_POWER_DEVICE_STATE TargetState
    )
{
    PDEVICE_CONTEXT context = GetDeviceContext(Device);

    UNREFERENCED_PARAMETER(TargetState);
    PAGED_CODE();

    DbgPrint("turned %d times\n", context->Turned);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
EvtTurned(
    WDFUSBPIPE Pipe,
    WDFMEMORY Buffer,
    size_t NumBytesTransferred,
    WDFCONTEXT Context
    )
{
    PDEVICE_CONTEXT context = Context;

    UNREFERENCED_PARAMETER(Pipe);
    UNREFERENCED_PARAMETER(Buffer);

    if (NumBytesTransferred == TURN_LENGTH) {
        InterlockedIncrement(&context->Turned);
    }
}
