/* What HID minidrivers and their port driver, the HID class driver, have in common. */
#pragma once

#include <hidclass.h>
#include <wdm.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HID_REVISION 0x00000001

typedef struct _HID_MINIDRIVER_REGISTRATION {
	ULONG Revision; /* HID_REVISION */
	PDRIVER_OBJECT DriverObject;
	PUNICODE_STRING RegistryPath;
	ULONG DeviceExtensionSize;
	BOOLEAN DevicesArePolled;
	UCHAR Reserved[3];
} HID_MINIDRIVER_REGISTRATION, *PHID_MINIDRIVER_REGISTRATION;

/*
 * Takes over AddDevice, IRP_MJ_PNP and DriverUnload of the driver object: for each device that is added, the class
 * driver creates the functional device object, attaches it, and calls the driver's AddDevice with it; it deletes it
 * after the driver has seen IRP_MN_REMOVE_DEVICE. The registration ends after the driver's own DriverUnload has
 * run, or, when DriverEntry fails, with the driver object.
 * STATUS_REVISION_MISMATCH, STATUS_INSUFFICIENT_RESOURCES.
 */
NTKERNELAPI NTSTATUS HidRegisterMinidriver(PHID_MINIDRIVER_REGISTRATION MinidriverRegistration);

/* What a minidriver is asked; those of hidclass.h for features and reports come down, too. */
#define IOCTL_HID_GET_DEVICE_DESCRIPTOR          HID_CTL_CODE(0)
#define IOCTL_HID_GET_REPORT_DESCRIPTOR          HID_CTL_CODE(1)
#define IOCTL_HID_READ_REPORT                    HID_CTL_CODE(2)
#define IOCTL_HID_WRITE_REPORT                   HID_CTL_CODE(3)
#define IOCTL_HID_GET_STRING                     HID_CTL_CODE(4)
#define IOCTL_HID_ACTIVATE_DEVICE                HID_CTL_CODE(7)
#define IOCTL_HID_DEACTIVATE_DEVICE              HID_CTL_CODE(8)
#define IOCTL_HID_GET_DEVICE_ATTRIBUTES          HID_CTL_CODE(9)
#define IOCTL_HID_SEND_IDLE_NOTIFICATION_REQUEST HID_CTL_CODE(10)
#define IOCTL_GET_PHYSICAL_DESCRIPTOR            IOCTL_HID_GET_PHYSICAL_DESCRIPTOR

/* Of IOCTL_HID_GET_STRING, in Type3InputBuffer, with the language above. */
#define HID_STRING_ID_IMANUFACTURER 14
#define HID_STRING_ID_IPRODUCT      15
#define HID_STRING_ID_ISERIALNUMBER 16

#define HID_HID_DESCRIPTOR_TYPE      0x21
#define HID_REPORT_DESCRIPTOR_TYPE   0x22
#define HID_PHYSICAL_DESCRIPTOR_TYPE 0x23

/* What the class driver keeps in the extension of a minidriver's device. */
typedef struct _HID_DEVICE_EXTENSION {
	PDEVICE_OBJECT PhysicalDeviceObject;
	PDEVICE_OBJECT NextDeviceObject;
	PVOID MiniDeviceExtension;
} HID_DEVICE_EXTENSION, *PHID_DEVICE_EXTENSION;

typedef struct _HID_DEVICE_ATTRIBUTES {
	ULONG Size;
	USHORT VendorID;
	USHORT ProductID;
	USHORT VersionNumber;
	USHORT Reserved[11];
} HID_DEVICE_ATTRIBUTES, *PHID_DEVICE_ATTRIBUTES;

#pragma pack(push, 1)
typedef struct _HID_DESCRIPTOR {
	UCHAR bLength;
	UCHAR bDescriptorType;
	USHORT bcdHID;
	UCHAR bCountry;
	UCHAR bNumDescriptors;
	struct _HID_DESCRIPTOR_DESC_LIST {
		UCHAR bReportType;
		USHORT wReportLength;
	} DescriptorList[1];
} HID_DESCRIPTOR, *PHID_DESCRIPTOR;
#pragma pack(pop)

typedef VOID (*HID_SEND_IDLE_CALLBACK)(PVOID Context);
typedef struct _HID_SUBMIT_IDLE_NOTIFICATION_CALLBACK_INFO {
	HID_SEND_IDLE_CALLBACK IdleCallback;
	PVOID IdleContext;
} HID_SUBMIT_IDLE_NOTIFICATION_CALLBACK_INFO, *PHID_SUBMIT_IDLE_NOTIFICATION_CALLBACK_INFO;

#ifdef __cplusplus
}
#endif
