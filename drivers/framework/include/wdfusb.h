/* I/O targets of USB devices: the device, its interfaces and their pipes. */
#pragma once

#include <usbdlib.h>
#include <wdf.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum _WDF_USB_REQUEST_TYPE {
	WdfUsbRequestTypeInvalid = 0,
	WdfUsbRequestTypeNoFormat,
	WdfUsbRequestTypeDeviceString,
	WdfUsbRequestTypeDeviceControlTransfer,
	WdfUsbRequestTypeDeviceUrb,
	WdfUsbRequestTypePipeWrite,
	WdfUsbRequestTypePipeRead,
	WdfUsbRequestTypePipeAbort,
	WdfUsbRequestTypePipeReset,
	WdfUsbRequestTypePipeUrb,
} WDF_USB_REQUEST_TYPE, *PWDF_USB_REQUEST_TYPE;

typedef enum _WDF_USB_BMREQUEST_DIRECTION {
	BmRequestHostToDevice = BMREQUEST_HOST_TO_DEVICE,
	BmRequestDeviceToHost = BMREQUEST_DEVICE_TO_HOST,
} WDF_USB_BMREQUEST_DIRECTION;

typedef enum _WDF_USB_BMREQUEST_TYPE {
	BmRequestStandard = BMREQUEST_STANDARD,
	BmRequestClass = BMREQUEST_CLASS,
	BmRequestVendor = BMREQUEST_VENDOR,
} WDF_USB_BMREQUEST_TYPE;

typedef enum _WDF_USB_BMREQUEST_RECIPIENT {
	BmRequestToDevice = BMREQUEST_TO_DEVICE,
	BmRequestToInterface = BMREQUEST_TO_INTERFACE,
	BmRequestToEndpoint = BMREQUEST_TO_ENDPOINT,
	BmRequestToOther = BMREQUEST_TO_OTHER,
} WDF_USB_BMREQUEST_RECIPIENT;

typedef enum _WDF_USB_PIPE_TYPE {
	WdfUsbPipeTypeInvalid = 0,
	WdfUsbPipeTypeControl,
	WdfUsbPipeTypeIsochronous,
	WdfUsbPipeTypeBulk,
	WdfUsbPipeTypeInterrupt,
} WDF_USB_PIPE_TYPE;

typedef enum _WdfUsbTargetDeviceSelectConfigType {
	WdfUsbTargetDeviceSelectConfigTypeInvalid = 0,
	WdfUsbTargetDeviceSelectConfigTypeDeconfig = 1,
	WdfUsbTargetDeviceSelectConfigTypeSingleInterface = 2,
	WdfUsbTargetDeviceSelectConfigTypeMultiInterface = 3,
	WdfUsbTargetDeviceSelectConfigTypeInterfacesPairs = 4,
	WdfUsbTargetDeviceSelectConfigTypeInterfacesDescriptor = 5,
	WdfUsbTargetDeviceSelectConfigTypeUrb = 6,
} WdfUsbTargetDeviceSelectConfigType;

typedef enum _WdfUsbTargetDeviceSelectSettingType {
	WdfUsbInterfaceSelectSettingTypeDescriptor = 0x10,
	WdfUsbInterfaceSelectSettingTypeSetting = 0x11,
	WdfUsbInterfaceSelectSettingTypeUrb = 0x12,
} WdfUsbTargetDeviceSelectSettingType;

typedef enum _WDF_USB_DEVICE_TRAITS {
	WDF_USB_DEVICE_TRAIT_SELF_POWERED = 0x00000001,
	WDF_USB_DEVICE_TRAIT_REMOTE_WAKE_CAPABLE = 0x00000002,
	WDF_USB_DEVICE_TRAIT_AT_HIGH_SPEED = 0x00000004,
} WDF_USB_DEVICE_TRAITS;

typedef union _WDF_USB_CONTROL_SETUP_PACKET {
	struct {
		union {
			struct {
				BYTE Recipient : 2;
				BYTE Reserved : 3;
				BYTE Type : 2;
				BYTE Dir : 1;
			} Request;
			BYTE Byte;
		} bm;
		BYTE bRequest;
		union {
			struct {
				BYTE LowByte;
				BYTE HiByte;
			} Bytes;
			USHORT Value;
		} wValue;
		union {
			struct {
				BYTE LowByte;
				BYTE HiByte;
			} Bytes;
			USHORT Value;
		} wIndex;
		USHORT wLength; /* the framework fills it in */
	} Packet;
	struct {
		BYTE Bytes[8];
	} Generic;
} WDF_USB_CONTROL_SETUP_PACKET, *PWDF_USB_CONTROL_SETUP_PACKET;

FORCEINLINE VOID WDF_USB_CONTROL_SETUP_PACKET_INIT(PWDF_USB_CONTROL_SETUP_PACKET Packet,
	WDF_USB_BMREQUEST_DIRECTION Direction, WDF_USB_BMREQUEST_RECIPIENT Recipient, BYTE Request,
	USHORT Value, USHORT Index)
{
	memset(Packet, 0, sizeof(WDF_USB_CONTROL_SETUP_PACKET));
	Packet->Packet.bm.Byte = (BYTE)((unsigned int)Direction << 7 | (unsigned int)Recipient);
	Packet->Packet.bRequest = Request;
	Packet->Packet.wValue.Value = Value;
	Packet->Packet.wIndex.Value = Index;
}

FORCEINLINE VOID WDF_USB_CONTROL_SETUP_PACKET_INIT_CLASS(PWDF_USB_CONTROL_SETUP_PACKET Packet,
	WDF_USB_BMREQUEST_DIRECTION Direction, WDF_USB_BMREQUEST_RECIPIENT Recipient, BYTE Request,
	USHORT Value, USHORT Index)
{
	WDF_USB_CONTROL_SETUP_PACKET_INIT(Packet, Direction, Recipient, Request, Value, Index);
	Packet->Packet.bm.Byte |= BMREQUEST_CLASS << 5;
}

FORCEINLINE VOID WDF_USB_CONTROL_SETUP_PACKET_INIT_VENDOR(PWDF_USB_CONTROL_SETUP_PACKET Packet,
	WDF_USB_BMREQUEST_DIRECTION Direction, WDF_USB_BMREQUEST_RECIPIENT Recipient, BYTE Request,
	USHORT Value, USHORT Index)
{
	WDF_USB_CONTROL_SETUP_PACKET_INIT(Packet, Direction, Recipient, Request, Value, Index);
	Packet->Packet.bm.Byte |= BMREQUEST_VENDOR << 5;
}

FORCEINLINE VOID WDF_USB_CONTROL_SETUP_PACKET_INIT_FEATURE(PWDF_USB_CONTROL_SETUP_PACKET Packet,
	WDF_USB_BMREQUEST_RECIPIENT BmRequestRecipient, USHORT FeatureSelector, USHORT Index,
	BOOLEAN SetFeature)
{
	WDF_USB_CONTROL_SETUP_PACKET_INIT(Packet, BmRequestHostToDevice, BmRequestRecipient,
		SetFeature ? USB_REQUEST_SET_FEATURE : USB_REQUEST_CLEAR_FEATURE, FeatureSelector,
		Index);
}

FORCEINLINE VOID WDF_USB_CONTROL_SETUP_PACKET_INIT_GET_STATUS(PWDF_USB_CONTROL_SETUP_PACKET Packet,
	WDF_USB_BMREQUEST_RECIPIENT BmRequestRecipient, USHORT Index)
{
	WDF_USB_CONTROL_SETUP_PACKET_INIT(Packet, BmRequestDeviceToHost, BmRequestRecipient,
		USB_REQUEST_GET_STATUS, 0, Index);
}

/* In WDF_REQUEST_COMPLETION_PARAMS: there until the request is formatted anew, reused or completed. */
typedef struct _WDF_USB_REQUEST_COMPLETION_PARAMS {
	USBD_STATUS UsbdStatus;
	WDF_USB_REQUEST_TYPE Type;
	union {
		struct {
			WDFMEMORY Buffer;
			USHORT LangID;
			UCHAR StringIndex;
			UCHAR RequiredSize;
		} DeviceString;
		struct {
			WDFMEMORY Buffer;
			WDF_USB_CONTROL_SETUP_PACKET SetupPacket;
			ULONG Length;
		} DeviceControlTransfer;
		struct {
			WDFMEMORY Buffer;
		} DeviceUrb;
		struct {
			WDFMEMORY Buffer;
			size_t Length;
			size_t Offset;
		} PipeWrite;
		struct {
			WDFMEMORY Buffer;
			size_t Length;
			size_t Offset;
		} PipeRead;
		struct {
			WDFMEMORY Buffer;
		} PipeUrb;
	} Parameters;
} WDF_USB_REQUEST_COMPLETION_PARAMS, *PWDF_USB_REQUEST_COMPLETION_PARAMS;

/* At up to DISPATCH_LEVEL; the buffer is gone when it returns, unless it was referenced. */
typedef VOID EVT_WDF_USB_READER_COMPLETION_ROUTINE(
	WDFUSBPIPE Pipe, WDFMEMORY Buffer, size_t NumBytesTransferred, WDFCONTEXT Context);
typedef EVT_WDF_USB_READER_COMPLETION_ROUTINE *PFN_WDF_USB_READER_COMPLETION_ROUTINE;

/* At PASSIVE_LEVEL, when no read is outstanding; TRUE: the pipe is reset, and reading goes on. */
typedef BOOLEAN EVT_WDF_USB_READERS_FAILED(
	WDFUSBPIPE Pipe, NTSTATUS Status, USBD_STATUS UsbdStatus);
typedef EVT_WDF_USB_READERS_FAILED *PFN_WDF_USB_READERS_FAILED;

typedef struct _WDF_USB_CONTINUOUS_READER_CONFIG {
	ULONG Size;
	size_t TransferLength;
	size_t HeaderLength;
	size_t TrailerLength;
	UCHAR NumPendingReads; /* up to 10; 0: 2 */
	PWDF_OBJECT_ATTRIBUTES BufferAttributes;
	PFN_WDF_USB_READER_COMPLETION_ROUTINE EvtUsbTargetPipeReadComplete;
	WDFCONTEXT EvtUsbTargetPipeReadCompleteContext;
	PFN_WDF_USB_READERS_FAILED EvtUsbTargetPipeReadersFailed;
} WDF_USB_CONTINUOUS_READER_CONFIG, *PWDF_USB_CONTINUOUS_READER_CONFIG;

FORCEINLINE VOID WDF_USB_CONTINUOUS_READER_CONFIG_INIT(PWDF_USB_CONTINUOUS_READER_CONFIG Config,
	PFN_WDF_USB_READER_COMPLETION_ROUTINE EvtUsbTargetPipeReadComplete,
	WDFCONTEXT EvtUsbTargetPipeReadCompleteContext, size_t TransferLength)
{
	memset(Config, 0, sizeof(WDF_USB_CONTINUOUS_READER_CONFIG));
	Config->Size = sizeof(WDF_USB_CONTINUOUS_READER_CONFIG);
	Config->EvtUsbTargetPipeReadComplete = EvtUsbTargetPipeReadComplete;
	Config->EvtUsbTargetPipeReadCompleteContext = EvtUsbTargetPipeReadCompleteContext;
	Config->TransferLength = TransferLength;
}

typedef struct _WDF_USB_DEVICE_INFORMATION {
	ULONG Size;
	USBD_VERSION_INFORMATION UsbdVersionInformation;
	ULONG HcdPortCapabilities;
	ULONG Traits;
} WDF_USB_DEVICE_INFORMATION, *PWDF_USB_DEVICE_INFORMATION;

FORCEINLINE VOID WDF_USB_DEVICE_INFORMATION_INIT(PWDF_USB_DEVICE_INFORMATION Udi)
{
	memset(Udi, 0, sizeof(WDF_USB_DEVICE_INFORMATION));
	Udi->Size = sizeof(WDF_USB_DEVICE_INFORMATION);
}

typedef struct _WDF_USB_INTERFACE_SETTING_PAIR {
	WDFUSBINTERFACE UsbInterface;
	UCHAR SettingIndex;
} WDF_USB_INTERFACE_SETTING_PAIR, *PWDF_USB_INTERFACE_SETTING_PAIR;

typedef struct _WDF_USB_DEVICE_SELECT_CONFIG_PARAMS {
	ULONG Size;
	WdfUsbTargetDeviceSelectConfigType Type;
	union {
		struct {
			PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor;
			PUSB_INTERFACE_DESCRIPTOR *InterfaceDescriptors;
			ULONG NumInterfaceDescriptors;
		} Descriptor;
		struct {
			PURB Urb;
		} Urb;
		struct {
			UCHAR NumberConfiguredPipes;
			WDFUSBINTERFACE ConfiguredUsbInterface;
		} SingleInterface;
		struct {
			UCHAR NumberInterfaces;
			PWDF_USB_INTERFACE_SETTING_PAIR Pairs;
			UCHAR NumberOfConfiguredInterfaces;
		} MultiInterface;
	} Types;
} WDF_USB_DEVICE_SELECT_CONFIG_PARAMS, *PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS;

FORCEINLINE VOID WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_SINGLE_INTERFACE(
	PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS Params)
{
	memset(Params, 0, sizeof(WDF_USB_DEVICE_SELECT_CONFIG_PARAMS));
	Params->Size = sizeof(WDF_USB_DEVICE_SELECT_CONFIG_PARAMS);
	Params->Type = WdfUsbTargetDeviceSelectConfigTypeSingleInterface;
}

FORCEINLINE VOID WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_MULTIPLE_INTERFACES(
	PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS Params, UCHAR NumberInterfaces,
	PWDF_USB_INTERFACE_SETTING_PAIR SettingPairs)
{
	BOOLEAN has_pairs = SettingPairs != NULL && NumberInterfaces != 0;

	memset(Params, 0, sizeof(WDF_USB_DEVICE_SELECT_CONFIG_PARAMS));
	Params->Size = sizeof(WDF_USB_DEVICE_SELECT_CONFIG_PARAMS);
	Params->Type = has_pairs ? WdfUsbTargetDeviceSelectConfigTypeInterfacesPairs
				 : WdfUsbTargetDeviceSelectConfigTypeMultiInterface;
	if (has_pairs) {
		Params->Types.MultiInterface.NumberInterfaces = NumberInterfaces;
		Params->Types.MultiInterface.Pairs = SettingPairs;
	}
}

FORCEINLINE VOID WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_INTERFACES_DESCRIPTORS(
	PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS Params, PUSB_CONFIGURATION_DESCRIPTOR ConfigDescriptor,
	PUSB_INTERFACE_DESCRIPTOR *InterfaceDescriptors, ULONG NumInterfaceDescriptors)
{
	memset(Params, 0, sizeof(WDF_USB_DEVICE_SELECT_CONFIG_PARAMS));
	Params->Size = sizeof(WDF_USB_DEVICE_SELECT_CONFIG_PARAMS);
	Params->Type = WdfUsbTargetDeviceSelectConfigTypeInterfacesDescriptor;
	Params->Types.Descriptor.ConfigurationDescriptor = ConfigDescriptor;
	Params->Types.Descriptor.InterfaceDescriptors = InterfaceDescriptors;
	Params->Types.Descriptor.NumInterfaceDescriptors = NumInterfaceDescriptors;
}

FORCEINLINE VOID WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_URB(
	PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS Params, PURB Urb)
{
	memset(Params, 0, sizeof(WDF_USB_DEVICE_SELECT_CONFIG_PARAMS));
	Params->Size = sizeof(WDF_USB_DEVICE_SELECT_CONFIG_PARAMS);
	Params->Type = WdfUsbTargetDeviceSelectConfigTypeUrb;
	Params->Types.Urb.Urb = Urb;
}

FORCEINLINE VOID WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_DECONFIG(
	PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS Params)
{
	memset(Params, 0, sizeof(WDF_USB_DEVICE_SELECT_CONFIG_PARAMS));
	Params->Size = sizeof(WDF_USB_DEVICE_SELECT_CONFIG_PARAMS);
	Params->Type = WdfUsbTargetDeviceSelectConfigTypeDeconfig;
}

typedef struct _WDF_USB_INTERFACE_SELECT_SETTING_PARAMS {
	ULONG Size;
	WdfUsbTargetDeviceSelectSettingType Type;
	union {
		struct {
			PUSB_INTERFACE_DESCRIPTOR InterfaceDescriptor;
		} Descriptor;
		struct {
			UCHAR SettingIndex;
		} Interface;
		struct {
			PURB Urb;
		} Urb;
	} Types;
} WDF_USB_INTERFACE_SELECT_SETTING_PARAMS, *PWDF_USB_INTERFACE_SELECT_SETTING_PARAMS;

FORCEINLINE VOID WDF_USB_INTERFACE_SELECT_SETTING_PARAMS_INIT_DESCRIPTOR(
	PWDF_USB_INTERFACE_SELECT_SETTING_PARAMS Params, PUSB_INTERFACE_DESCRIPTOR Interface)
{
	memset(Params, 0, sizeof(WDF_USB_INTERFACE_SELECT_SETTING_PARAMS));
	Params->Size = sizeof(WDF_USB_INTERFACE_SELECT_SETTING_PARAMS);
	Params->Type = WdfUsbInterfaceSelectSettingTypeDescriptor;
	Params->Types.Descriptor.InterfaceDescriptor = Interface;
}

FORCEINLINE VOID WDF_USB_INTERFACE_SELECT_SETTING_PARAMS_INIT_URB(
	PWDF_USB_INTERFACE_SELECT_SETTING_PARAMS Params, PURB Urb)
{
	memset(Params, 0, sizeof(WDF_USB_INTERFACE_SELECT_SETTING_PARAMS));
	Params->Size = sizeof(WDF_USB_INTERFACE_SELECT_SETTING_PARAMS);
	Params->Type = WdfUsbInterfaceSelectSettingTypeUrb;
	Params->Types.Urb.Urb = Urb;
}

FORCEINLINE VOID WDF_USB_INTERFACE_SELECT_SETTING_PARAMS_INIT_SETTING(
	PWDF_USB_INTERFACE_SELECT_SETTING_PARAMS Params, UCHAR SettingIndex)
{
	memset(Params, 0, sizeof(WDF_USB_INTERFACE_SELECT_SETTING_PARAMS));
	Params->Size = sizeof(WDF_USB_INTERFACE_SELECT_SETTING_PARAMS);
	Params->Type = WdfUsbInterfaceSelectSettingTypeSetting;
	Params->Types.Interface.SettingIndex = SettingIndex;
}

typedef struct _WDF_USB_PIPE_INFORMATION {
	ULONG Size;
	ULONG MaximumPacketSize;
	UCHAR EndpointAddress;
	UCHAR Interval;
	UCHAR SettingIndex;
	WDF_USB_PIPE_TYPE PipeType;
	ULONG MaximumTransferSize;
} WDF_USB_PIPE_INFORMATION, *PWDF_USB_PIPE_INFORMATION;

FORCEINLINE VOID WDF_USB_PIPE_INFORMATION_INIT(PWDF_USB_PIPE_INFORMATION Info)
{
	memset(Info, 0, sizeof(WDF_USB_PIPE_INFORMATION));
	Info->Size = sizeof(WDF_USB_PIPE_INFORMATION);
}

FORCEINLINE BOOLEAN WDF_USB_PIPE_DIRECTION_IN(UCHAR EndpointAddress)
{
	return (EndpointAddress & USB_ENDPOINT_DIRECTION_MASK) != 0;
}

FORCEINLINE BOOLEAN WDF_USB_PIPE_DIRECTION_OUT(UCHAR EndpointAddress)
{
	return (EndpointAddress & USB_ENDPOINT_DIRECTION_MASK) == 0;
}

typedef struct _WDF_USB_DEVICE_CREATE_CONFIG {
	ULONG Size;
	ULONG USBDClientContractVersion;
} WDF_USB_DEVICE_CREATE_CONFIG, *PWDF_USB_DEVICE_CREATE_CONFIG;

FORCEINLINE VOID WDF_USB_DEVICE_CREATE_CONFIG_INIT(
	PWDF_USB_DEVICE_CREATE_CONFIG Config, ULONG USBDClientContractVersion)
{
	memset(Config, 0, sizeof(WDF_USB_DEVICE_CREATE_CONFIG));
	Config->Size = sizeof(WDF_USB_DEVICE_CREATE_CONFIG);
	Config->USBDClientContractVersion = USBDClientContractVersion;
}

/* A child of the device, which reads the descriptors when it is created. */
NTKERNELAPI NTSTATUS WdfUsbTargetDeviceCreate(
	WDFDEVICE Device, PWDF_OBJECT_ATTRIBUTES Attributes, WDFUSBDEVICE *UsbDevice);
NTKERNELAPI NTSTATUS WdfUsbTargetDeviceCreateWithParameters(WDFDEVICE Device,
	PWDF_USB_DEVICE_CREATE_CONFIG Config, PWDF_OBJECT_ATTRIBUTES Attributes,
	WDFUSBDEVICE *UsbDevice);
NTKERNELAPI NTSTATUS WdfUsbTargetDeviceRetrieveInformation(
	WDFUSBDEVICE UsbDevice, PWDF_USB_DEVICE_INFORMATION Information);
NTKERNELAPI VOID WdfUsbTargetDeviceGetDeviceDescriptor(
	WDFUSBDEVICE UsbDevice, PUSB_DEVICE_DESCRIPTOR UsbDeviceDescriptor);

/* STATUS_BUFFER_TOO_SMALL, and the length, when it does not fit. */
NTKERNELAPI NTSTATUS WdfUsbTargetDeviceRetrieveConfigDescriptor(
	WDFUSBDEVICE UsbDevice, PVOID ConfigDescriptor, PUSHORT ConfigDescriptorLength);
NTKERNELAPI NTSTATUS WdfUsbTargetDeviceQueryString(WDFUSBDEVICE UsbDevice, WDFREQUEST Request,
	PWDF_REQUEST_SEND_OPTIONS RequestOptions, PUSHORT String, PUSHORT NumCharacters,
	UCHAR StringIndex, USHORT LangID);
NTKERNELAPI NTSTATUS WdfUsbTargetDeviceAllocAndQueryString(WDFUSBDEVICE UsbDevice,
	PWDF_OBJECT_ATTRIBUTES StringMemoryAttributes, WDFMEMORY *StringMemory,
	PUSHORT NumCharacters, UCHAR StringIndex, USHORT LangID);
NTKERNELAPI NTSTATUS WdfUsbTargetDeviceFormatRequestForString(WDFUSBDEVICE UsbDevice,
	WDFREQUEST Request, WDFMEMORY Memory, PWDFMEMORY_OFFSET Offset, UCHAR StringIndex,
	USHORT LangID);
NTKERNELAPI UCHAR WdfUsbTargetDeviceGetNumInterfaces(WDFUSBDEVICE UsbDevice);

/* The pipes of what was configured before are deleted. */
NTKERNELAPI NTSTATUS WdfUsbTargetDeviceSelectConfig(WDFUSBDEVICE UsbDevice,
	PWDF_OBJECT_ATTRIBUTES PipeAttributes, PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS Params);
NTKERNELAPI USBD_CONFIGURATION_HANDLE WdfUsbTargetDeviceWdmGetConfigurationHandle(
	WDFUSBDEVICE UsbDevice);
NTKERNELAPI NTSTATUS WdfUsbTargetDeviceRetrieveCurrentFrameNumber(
	WDFUSBDEVICE UsbDevice, PULONG CurrentFrameNumber);
NTKERNELAPI NTSTATUS WdfUsbTargetDeviceSendControlTransferSynchronously(WDFUSBDEVICE UsbDevice,
	WDFREQUEST Request, PWDF_REQUEST_SEND_OPTIONS RequestOptions,
	PWDF_USB_CONTROL_SETUP_PACKET SetupPacket, PWDF_MEMORY_DESCRIPTOR MemoryDescriptor,
	PULONG BytesTransferred);
NTKERNELAPI NTSTATUS WdfUsbTargetDeviceFormatRequestForControlTransfer(WDFUSBDEVICE UsbDevice,
	WDFREQUEST Request, PWDF_USB_CONTROL_SETUP_PACKET SetupPacket, WDFMEMORY TransferMemory,
	PWDFMEMORY_OFFSET TransferOffset);
NTKERNELAPI NTSTATUS WdfUsbTargetDeviceIsConnectedSynchronous(WDFUSBDEVICE UsbDevice);
NTKERNELAPI NTSTATUS WdfUsbTargetDeviceResetPortSynchronously(WDFUSBDEVICE UsbDevice);
NTKERNELAPI NTSTATUS WdfUsbTargetDeviceSendUrbSynchronously(WDFUSBDEVICE UsbDevice,
	WDFREQUEST Request, PWDF_REQUEST_SEND_OPTIONS RequestOptions, PURB Urb);
NTKERNELAPI NTSTATUS WdfUsbTargetDeviceFormatRequestForUrb(WDFUSBDEVICE UsbDevice,
	WDFREQUEST Request, WDFMEMORY UrbMemory, PWDFMEMORY_OFFSET UrbMemoryOffset);
NTKERNELAPI NTSTATUS WdfUsbTargetDeviceQueryUsbCapability(WDFUSBDEVICE UsbDevice,
	const GUID *CapabilityType, ULONG CapabilityBufferLength, PVOID CapabilityBuffer,
	PULONG ResultLength);

/* For devices that were created with parameters; the URB belongs to the device unless it is said. */
NTKERNELAPI NTSTATUS WdfUsbTargetDeviceCreateUrb(
	WDFUSBDEVICE UsbDevice, PWDF_OBJECT_ATTRIBUTES Attributes, WDFMEMORY *UrbMemory, PURB *Urb);
NTKERNELAPI NTSTATUS WdfUsbTargetDeviceCreateIsochUrb(WDFUSBDEVICE UsbDevice,
	PWDF_OBJECT_ATTRIBUTES Attributes, ULONG NumberOfIsochPackets, WDFMEMORY *UrbMemory,
	PURB *Urb);

/* NULL when there is no such interface. */
NTKERNELAPI WDFUSBINTERFACE WdfUsbTargetDeviceGetInterface(
	WDFUSBDEVICE UsbDevice, UCHAR InterfaceIndex);
NTKERNELAPI BYTE WdfUsbInterfaceGetInterfaceNumber(WDFUSBINTERFACE UsbInterface);
NTKERNELAPI BYTE WdfUsbInterfaceGetNumEndpoints(WDFUSBINTERFACE UsbInterface, UCHAR SettingIndex);
NTKERNELAPI VOID WdfUsbInterfaceGetDescriptor(WDFUSBINTERFACE UsbInterface, UCHAR SettingIndex,
	PUSB_INTERFACE_DESCRIPTOR InterfaceDescriptor);
NTKERNELAPI BYTE WdfUsbInterfaceGetNumSettings(WDFUSBINTERFACE UsbInterface);
NTKERNELAPI NTSTATUS WdfUsbInterfaceSelectSetting(WDFUSBINTERFACE UsbInterface,
	PWDF_OBJECT_ATTRIBUTES PipesAttributes, PWDF_USB_INTERFACE_SELECT_SETTING_PARAMS Params);
NTKERNELAPI VOID WdfUsbInterfaceGetEndpointInformation(WDFUSBINTERFACE UsbInterface,
	UCHAR SettingIndex, UCHAR EndpointIndex, PWDF_USB_PIPE_INFORMATION EndpointInfo);
NTKERNELAPI BYTE WdfUsbInterfaceGetConfiguredSettingIndex(WDFUSBINTERFACE Interface);
NTKERNELAPI BYTE WdfUsbInterfaceGetNumConfiguredPipes(WDFUSBINTERFACE UsbInterface);

/* NULL when there is no such pipe, or none is configured. */
NTKERNELAPI WDFUSBPIPE WdfUsbInterfaceGetConfiguredPipe(
	WDFUSBINTERFACE UsbInterface, UCHAR PipeIndex, PWDF_USB_PIPE_INFORMATION PipeInfo);

NTKERNELAPI VOID WdfUsbTargetPipeGetInformation(
	WDFUSBPIPE Pipe, PWDF_USB_PIPE_INFORMATION PipeInformation);
NTKERNELAPI BOOLEAN WdfUsbTargetPipeIsInEndpoint(WDFUSBPIPE Pipe);
NTKERNELAPI BOOLEAN WdfUsbTargetPipeIsOutEndpoint(WDFUSBPIPE Pipe);
NTKERNELAPI WDF_USB_PIPE_TYPE WdfUsbTargetPipeGetType(WDFUSBPIPE Pipe);

/* Otherwise what is read has room for whole packets: STATUS_INVALID_BUFFER_SIZE. */
NTKERNELAPI VOID WdfUsbTargetPipeSetNoMaximumPacketSizeCheck(WDFUSBPIPE Pipe);

/* STATUS_INVALID_DEVICE_REQUEST for a pipe of the other direction, or of another type. */
NTKERNELAPI NTSTATUS WdfUsbTargetPipeWriteSynchronously(WDFUSBPIPE Pipe, WDFREQUEST Request,
	PWDF_REQUEST_SEND_OPTIONS RequestOptions, PWDF_MEMORY_DESCRIPTOR MemoryDescriptor,
	PULONG BytesWritten);
NTKERNELAPI NTSTATUS WdfUsbTargetPipeFormatRequestForWrite(
	WDFUSBPIPE Pipe, WDFREQUEST Request, WDFMEMORY WriteMemory, PWDFMEMORY_OFFSET WriteOffset);
NTKERNELAPI NTSTATUS WdfUsbTargetPipeReadSynchronously(WDFUSBPIPE Pipe, WDFREQUEST Request,
	PWDF_REQUEST_SEND_OPTIONS RequestOptions, PWDF_MEMORY_DESCRIPTOR MemoryDescriptor,
	PULONG BytesRead);
NTKERNELAPI NTSTATUS WdfUsbTargetPipeFormatRequestForRead(
	WDFUSBPIPE Pipe, WDFREQUEST Request, WDFMEMORY ReadMemory, PWDFMEMORY_OFFSET ReadOffset);

/* Reading begins, and goes on, when the pipe's I/O target is started; it ends when that is stopped. */
NTKERNELAPI NTSTATUS WdfUsbTargetPipeConfigContinuousReader(
	WDFUSBPIPE Pipe, PWDF_USB_CONTINUOUS_READER_CONFIG Config);
NTKERNELAPI NTSTATUS WdfUsbTargetPipeAbortSynchronously(
	WDFUSBPIPE Pipe, WDFREQUEST Request, PWDF_REQUEST_SEND_OPTIONS RequestOptions);
NTKERNELAPI NTSTATUS WdfUsbTargetPipeFormatRequestForAbort(WDFUSBPIPE Pipe, WDFREQUEST Request);
NTKERNELAPI NTSTATUS WdfUsbTargetPipeResetSynchronously(
	WDFUSBPIPE Pipe, WDFREQUEST Request, PWDF_REQUEST_SEND_OPTIONS RequestOptions);
NTKERNELAPI NTSTATUS WdfUsbTargetPipeFormatRequestForReset(WDFUSBPIPE Pipe, WDFREQUEST Request);
NTKERNELAPI NTSTATUS WdfUsbTargetPipeSendUrbSynchronously(
	WDFUSBPIPE Pipe, WDFREQUEST Request, PWDF_REQUEST_SEND_OPTIONS RequestOptions, PURB Urb);
NTKERNELAPI NTSTATUS WdfUsbTargetPipeFormatRequestForUrb(WDFUSBPIPE PIPE, WDFREQUEST Request,
	WDFMEMORY UrbMemory, PWDFMEMORY_OFFSET UrbMemoryOffset);
NTKERNELAPI USBD_PIPE_HANDLE WdfUsbTargetPipeWdmGetPipeHandle(WDFUSBPIPE UsbPipe);

/* Each is an I/O target itself. */
FORCEINLINE WDFIOTARGET WdfUsbTargetDeviceGetIoTarget(WDFUSBDEVICE UsbDevice)
{
	return (WDFIOTARGET)UsbDevice;
}

FORCEINLINE WDFIOTARGET WdfUsbTargetPipeGetIoTarget(WDFUSBPIPE Pipe)
{
	return (WDFIOTARGET)Pipe;
}

#ifdef __cplusplus
}
#endif
