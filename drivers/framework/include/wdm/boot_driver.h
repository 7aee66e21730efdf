/*
 * Callbacks of drivers that are loaded before all others, as those of anti-malware are: each driver that is
 * loaded later is shown to them before its DriverEntry runs. Part of wdm.h, which includes it.
 */
#pragma once

#include <ntdef.h>
#include <ntstatus.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum _BDCB_CALLBACK_TYPE {
	BdCbStatusUpdate,
	BdCbInitializeImage,
} BDCB_CALLBACK_TYPE, *PBDCB_CALLBACK_TYPE;

typedef enum _BDCB_STATUS_UPDATE_TYPE {
	BdCbStatusPrepareForDependencyLoad,
	BdCbStatusPrepareForDriverLoad,
	BdCbStatusPrepareForUnload,
} BDCB_STATUS_UPDATE_TYPE, *PBDCB_STATUS_UPDATE_TYPE;

/* What the driver is judged to be: one that is known to be bad is not initialised. */
typedef enum _BDCB_CLASSIFICATION {
	BdCbClassificationUnknownImage,
	BdCbClassificationKnownGoodImage,
	BdCbClassificationKnownBadImage,
	BdCbClassificationKnownBadImageBootCritical,
	BdCbClassificationEnd,
} BDCB_CLASSIFICATION, *PBDCB_CLASSIFICATION;

#define BDCB_IMAGEFLAGS_FAILED_CODE_INTEGRITY 0x00000001

typedef struct _BDCB_STATUS_UPDATE_CONTEXT {
	BDCB_STATUS_UPDATE_TYPE StatusType;
} BDCB_STATUS_UPDATE_CONTEXT, *PBDCB_STATUS_UPDATE_CONTEXT;

/* No image is signed here: neither hashes nor certificates. */
typedef struct _BDCB_IMAGE_INFORMATION {
	BDCB_CLASSIFICATION Classification;
	ULONG ImageFlags;
	UNICODE_STRING ImageName;
	UNICODE_STRING RegistryPath;
	UNICODE_STRING CertificatePublisher;
	UNICODE_STRING CertificateIssuer;
	PVOID ImageHash;
	PVOID CertificateThumbprint;
	ULONG ImageHashAlgorithm;
	ULONG ThumbprintHashAlgorithm;
	ULONG ImageHashLength;
	ULONG CertificateThumbprintLength;
} BDCB_IMAGE_INFORMATION, *PBDCB_IMAGE_INFORMATION;

/* ImageInformation is a PBDCB_STATUS_UPDATE_CONTEXT when it is called with BdCbStatusUpdate. */
typedef VOID BOOT_DRIVER_CALLBACK_FUNCTION(PVOID CallbackContext, BDCB_CALLBACK_TYPE Classification,
	PBDCB_IMAGE_INFORMATION ImageInformation);
typedef BOOT_DRIVER_CALLBACK_FUNCTION *PBOOT_DRIVER_CALLBACK_FUNCTION;

/* NULL when it fails. */
NTKERNELAPI PVOID IoRegisterBootDriverCallback(
	PBOOT_DRIVER_CALLBACK_FUNCTION CallbackFunction, PVOID CallbackContext);
NTKERNELAPI VOID IoUnregisterBootDriverCallback(PVOID CallbackHandle);

#ifdef __cplusplus
}
#endif
