/* What the machine has, as drivers have counted it, and how much of it. Part of wdm.h, which includes it. */
#pragma once

#include <ntdef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A driver adds the devices that it has found, and takes them off again. */
typedef struct _CONFIGURATION_INFORMATION {
	ULONG DiskCount;
	ULONG FloppyCount;
	ULONG CdRomCount;
	ULONG TapeCount;
	ULONG ScsiPortCount;
	ULONG SerialCount;
	ULONG ParallelCount;
	BOOLEAN AtDiskPrimaryAddressClaimed;
	BOOLEAN AtDiskSecondaryAddressClaimed;
	ULONG Version; /* the size of this structure */
	ULONG MediumChangerCount;
} CONFIGURATION_INFORMATION, *PCONFIGURATION_INFORMATION;

NTKERNELAPI PCONFIGURATION_INFORMATION IoGetConfigurationInformation(VOID);

/* The port of a kernel debugger: none. */
NTKERNELAPI extern PUCHAR *KdComPortInUse;

typedef enum _MM_SYSTEM_SIZE {
	MmSmallSystem,
	MmMediumSystem,
	MmLargeSystem,
} MM_SYSTEMSIZE;

/* Always MmLargeSystem. */
NTKERNELAPI MM_SYSTEMSIZE MmQuerySystemSize(VOID);

/* Machines of NEC's own kind are 32-bit ones. */
#define IsNEC_98    (FALSE)
#define IsNotNEC_98 (TRUE)

#ifdef __cplusplus
}
#endif
