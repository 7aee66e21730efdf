/* The library of USB client drivers: descriptors, URBs and handles for the USB stack. */
#pragma once

#include <usb.h>
#include <usbioctl.h>

#ifdef __cplusplus
extern "C" {
#endif

DECLARE_HANDLE(USBD_HANDLE);

#define USBD_CLIENT_CONTRACT_VERSION_INVALID 0xFFFFFFFF
#define USBD_CLIENT_CONTRACT_VERSION_602     0x602
#define USBD_INTERFACE_VERSION_600           0x600
#define USBD_INTERFACE_VERSION_602           0x602
#define USBD_INTERFACE_VERSION_603           0x603

/* What a stack, or the connection of a device, can do. */
DEFINE_GUID(GUID_USB_CAPABILITY_CHAINED_MDLS, 0xf5ceeb23, 0xad90, 0x458c, 0x97, 0x9a, 0xd5, 0x9b,
	0x3a, 0xd6, 0x88, 0x4f);
DEFINE_GUID(GUID_USB_CAPABILITY_STATIC_STREAMS, 0x09051e1f, 0x0dc9, 0x4e6b, 0x8b, 0x12, 0x96, 0x0c,
	0xbd, 0x81, 0xaa, 0x8f);
DEFINE_GUID(GUID_USB_CAPABILITY_SELECTIVE_SUSPEND, 0x755c630d, 0xc8a0, 0x4765, 0x94, 0x6f, 0x90,
	0xcc, 0x70, 0x38, 0x56, 0xa4);
DEFINE_GUID(GUID_USB_CAPABILITY_FUNCTION_SUSPEND, 0xf4563183, 0xd66e, 0x42bd, 0xbd, 0x53, 0x1a,
	0xc7, 0xb0, 0x4c, 0xd5, 0x9d);
DEFINE_GUID(GUID_USB_CAPABILITY_HIGH_BANDWIDTH_ISOCH, 0x9c8a8a27, 0x15f9, 0x42e3, 0xa3, 0x56, 0xcd,
	0xa6, 0xae, 0x97, 0xa8, 0xc8);
DEFINE_GUID(GUID_USB_CAPABILITY_DEVICE_CONNECTION_HIGH_SPEED_COMPATIBLE, 0x81a885a6, 0xf239, 0x42a2,
	0x83, 0x97, 0xa5, 0xd9, 0x5b, 0xea, 0x69, 0x53);
DEFINE_GUID(GUID_USB_CAPABILITY_DEVICE_CONNECTION_SUPER_SPEED_COMPATIBLE, 0x8a2f776c, 0x9bd0,
	0x4f29, 0x97, 0x71, 0xc7, 0xa3, 0x88, 0x46, 0xd4, 0xc7);

/* One with a descriptor of NULL is the last. */
typedef struct _USBD_INTERFACE_LIST_ENTRY {
	PUSB_INTERFACE_DESCRIPTOR InterfaceDescriptor;
	PUSBD_INTERFACE_INFORMATION Interface; /* in the URB, once that is built */
} USBD_INTERFACE_LIST_ENTRY, *PUSBD_INTERFACE_LIST_ENTRY;

/* URBs belong to the handle, and are freed before it is closed. */
NTKERNELAPI NTSTATUS USBD_CreateHandle(PDEVICE_OBJECT DeviceObject,
	PDEVICE_OBJECT TargetDeviceObject, ULONG USBDClientContractVersion, ULONG PoolTag,
	USBD_HANDLE *USBDHandle);
NTKERNELAPI VOID USBD_CloseHandle(USBD_HANDLE USBDHandle);
NTKERNELAPI NTSTATUS USBD_UrbAllocate(USBD_HANDLE USBDHandle, PURB *Urb);
NTKERNELAPI NTSTATUS USBD_IsochUrbAllocate(
	USBD_HANDLE USBDHandle, ULONG NumberOfIsochPackets, PURB *Urb);
NTKERNELAPI NTSTATUS USBD_SelectConfigUrbAllocateAndBuild(USBD_HANDLE USBDHandle,
	PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor,
	PUSBD_INTERFACE_LIST_ENTRY InterfaceList, PURB *Urb);
NTKERNELAPI NTSTATUS USBD_SelectInterfaceUrbAllocateAndBuild(USBD_HANDLE USBDHandle,
	USBD_CONFIGURATION_HANDLE ConfigurationHandle,
	PUSBD_INTERFACE_LIST_ENTRY InterfaceListEntry, PURB *Urb);
NTKERNELAPI VOID USBD_UrbFree(USBD_HANDLE USBDHandle, PURB Urb);
NTKERNELAPI VOID USBD_AssignUrbToIoStackLocation(
	USBD_HANDLE USBDHandle, PIO_STACK_LOCATION IoStackLocation, PURB Urb);
NTKERNELAPI NTSTATUS USBD_QueryUsbCapability(USBD_HANDLE USBDHandle, const GUID *CapabilityType,
	ULONG OutputBufferLength, PUCHAR OutputBuffer, PULONG ResultLength);
NTKERNELAPI BOOLEAN USBD_IsInterfaceVersionSupported(
	USBD_HANDLE USBDHandle, ULONG USBDInterfaceVersion);

/* In pool, which the driver frees. NULL: no memory, or a descriptor that makes no sense. */
NTKERNELAPI PURB USBD_CreateConfigurationRequestEx(
	PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor,
	PUSBD_INTERFACE_LIST_ENTRY InterfaceList);
NTKERNELAPI PURB USBD_CreateConfigurationRequest(
	PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor, PUSHORT Siz);

/* Each looks at no byte beyond the descriptor's own end. -1 stands for any value. NULL: not found. */
NTKERNELAPI PUSB_INTERFACE_DESCRIPTOR USBD_ParseConfigurationDescriptorEx(
	PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor, PVOID StartPosition,
	LONG InterfaceNumber, LONG AlternateSetting, LONG InterfaceClass, LONG InterfaceSubClass,
	LONG InterfaceProtocol);
NTKERNELAPI PUSB_INTERFACE_DESCRIPTOR USBD_ParseConfigurationDescriptor(
	PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor, UCHAR InterfaceNumber,
	UCHAR AlternateSetting);
NTKERNELAPI PUSB_COMMON_DESCRIPTOR USBD_ParseDescriptors(
	PVOID DescriptorBuffer, ULONG TotalLength, PVOID StartPosition, LONG DescriptorType);

/* *Offset: the descriptor that is wrong. */
NTKERNELAPI USBD_STATUS USBD_ValidateConfigurationDescriptor(
	PUSB_CONFIGURATION_DESCRIPTOR ConfigDesc, ULONG BufferLength, USHORT Level, PUCHAR *Offset,
	ULONG Tag);

/* The bytes of the interface and all that belongs to it. */
NTKERNELAPI ULONG USBD_GetInterfaceLength(
	PUSB_INTERFACE_DESCRIPTOR InterfaceDescriptor, PUCHAR BufferEnd);
NTKERNELAPI VOID USBD_GetUSBDIVersion(PUSBD_VERSION_INFORMATION VersionInformation);

#define URB_STATUS(urb) ((urb)->UrbHeader.Status)

/* Each fills in a URB that is as long as is said. */

FORCEINLINE VOID UsbBuildInterruptOrBulkTransferRequest(PURB Urb, USHORT Length,
	USBD_PIPE_HANDLE PipeHandle, PVOID TransferBuffer, PMDL TransferBufferMDL,
	ULONG TransferBufferLength, ULONG TransferFlags, PURB Link)
{
	Urb->UrbHeader.Function = URB_FUNCTION_BULK_OR_INTERRUPT_TRANSFER;
	Urb->UrbHeader.Length = Length;
	Urb->UrbBulkOrInterruptTransfer.PipeHandle = PipeHandle;
	Urb->UrbBulkOrInterruptTransfer.TransferBufferLength = TransferBufferLength;
	Urb->UrbBulkOrInterruptTransfer.TransferBufferMDL = TransferBufferMDL;
	Urb->UrbBulkOrInterruptTransfer.TransferBuffer = TransferBuffer;
	Urb->UrbBulkOrInterruptTransfer.TransferFlags = TransferFlags;
	Urb->UrbBulkOrInterruptTransfer.UrbLink = Link;
}

FORCEINLINE VOID UsbBuildGetDescriptorRequest(PURB Urb, USHORT Length, UCHAR DescriptorType,
	UCHAR DescriptorIndex, USHORT LanguageId, PVOID TransferBuffer, PMDL TransferBufferMDL,
	ULONG TransferBufferLength, PURB Link)
{
	Urb->UrbHeader.Function = URB_FUNCTION_GET_DESCRIPTOR_FROM_DEVICE;
	Urb->UrbHeader.Length = Length;
	Urb->UrbControlDescriptorRequest.TransferBufferLength = TransferBufferLength;
	Urb->UrbControlDescriptorRequest.TransferBufferMDL = TransferBufferMDL;
	Urb->UrbControlDescriptorRequest.TransferBuffer = TransferBuffer;
	Urb->UrbControlDescriptorRequest.DescriptorType = DescriptorType;
	Urb->UrbControlDescriptorRequest.Index = DescriptorIndex;
	Urb->UrbControlDescriptorRequest.LanguageId = LanguageId;
	Urb->UrbControlDescriptorRequest.UrbLink = Link;
}

FORCEINLINE VOID UsbBuildGetStatusRequest(
	PURB Urb, USHORT Op, USHORT Index, PVOID TransferBuffer, PMDL TransferBufferMDL, PURB Link)
{
	Urb->UrbHeader.Function = Op;
	Urb->UrbHeader.Length = sizeof(struct _URB_CONTROL_GET_STATUS_REQUEST);
	Urb->UrbControlGetStatusRequest.TransferBufferLength = sizeof(USHORT);
	Urb->UrbControlGetStatusRequest.TransferBufferMDL = TransferBufferMDL;
	Urb->UrbControlGetStatusRequest.TransferBuffer = TransferBuffer;
	Urb->UrbControlGetStatusRequest.Index = Index;
	Urb->UrbControlGetStatusRequest.UrbLink = Link;
}

FORCEINLINE VOID UsbBuildFeatureRequest(
	PURB Urb, USHORT Op, USHORT FeatureSelector, USHORT Index, PURB Link)
{
	Urb->UrbHeader.Function = Op;
	Urb->UrbHeader.Length = sizeof(struct _URB_CONTROL_FEATURE_REQUEST);
	Urb->UrbControlFeatureRequest.FeatureSelector = FeatureSelector;
	Urb->UrbControlFeatureRequest.Index = Index;
	Urb->UrbControlFeatureRequest.UrbLink = Link;
}

FORCEINLINE VOID UsbBuildSelectConfigurationRequest(
	PURB Urb, USHORT Length, PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor)
{
	Urb->UrbHeader.Function = URB_FUNCTION_SELECT_CONFIGURATION;
	Urb->UrbHeader.Length = Length;
	Urb->UrbSelectConfiguration.ConfigurationDescriptor = ConfigurationDescriptor;
}

FORCEINLINE VOID UsbBuildSelectInterfaceRequest(PURB Urb, USHORT Length,
	USBD_CONFIGURATION_HANDLE ConfigurationHandle, UCHAR InterfaceNumber,
	UCHAR AlternateSetting)
{
	Urb->UrbHeader.Function = URB_FUNCTION_SELECT_INTERFACE;
	Urb->UrbHeader.Length = Length;
	Urb->UrbSelectInterface.Interface.AlternateSetting = AlternateSetting;
	Urb->UrbSelectInterface.Interface.InterfaceNumber = InterfaceNumber;
	Urb->UrbSelectInterface.ConfigurationHandle = ConfigurationHandle;
}

FORCEINLINE VOID UsbBuildVendorRequest(PURB Urb, USHORT Function, USHORT Length,
	ULONG TransferFlags, UCHAR ReservedBits, UCHAR Request, USHORT Value, USHORT Index,
	PVOID TransferBuffer, PMDL TransferBufferMDL, ULONG TransferBufferLength, PURB Link)
{
	Urb->UrbHeader.Function = Function;
	Urb->UrbHeader.Length = Length;
	Urb->UrbControlVendorClassRequest.TransferBufferLength = TransferBufferLength;
	Urb->UrbControlVendorClassRequest.TransferBufferMDL = TransferBufferMDL;
	Urb->UrbControlVendorClassRequest.TransferBuffer = TransferBuffer;
	Urb->UrbControlVendorClassRequest.RequestTypeReservedBits = ReservedBits;
	Urb->UrbControlVendorClassRequest.Request = Request;
	Urb->UrbControlVendorClassRequest.Value = Value;
	Urb->UrbControlVendorClassRequest.Index = Index;
	Urb->UrbControlVendorClassRequest.TransferFlags = TransferFlags;
	Urb->UrbControlVendorClassRequest.UrbLink = Link;
}

#ifdef __cplusplus
}
#endif
