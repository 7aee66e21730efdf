/* Hardware resources that a device was given, as lists of descriptors. */
#pragma once

#include <wdftypes.h>

#ifdef __cplusplus
extern "C" {
#endif

NTKERNELAPI ULONG WdfCmResourceListGetCount(WDFCMRESLIST List);

/* NULL behind the last one. It is the framework's, and is not changed. */
NTKERNELAPI PCM_PARTIAL_RESOURCE_DESCRIPTOR WdfCmResourceListGetDescriptor(
	WDFCMRESLIST List, ULONG Index);

#ifdef __cplusplus
}
#endif
