/* The registration of a HID minidriver with its port driver, the HID class driver. */
#pragma once

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
 * Takes over AddDevice and DriverUnload of the driver object. The registration ends after the
 * driver's own DriverUnload has run, or, when DriverEntry fails, with the driver object.
 * STATUS_REVISION_MISMATCH, STATUS_INSUFFICIENT_RESOURCES.
 */
NTKERNELAPI NTSTATUS HidRegisterMinidriver(PHID_MINIDRIVER_REGISTRATION MinidriverRegistration);

#ifdef __cplusplus
}
#endif
