/* Events of providers that are described by manifests. The provider's routines are those of kernel mode. */
#pragma once

#include <wdm.h>

#define EVENT_MIN_LEVEL 0
#define EVENT_MAX_LEVEL 0xff

FORCEINLINE VOID EventDataDescCreate(
	PEVENT_DATA_DESCRIPTOR EventDataDescriptor, const VOID *DataPtr, ULONG DataSize)
{
	EventDataDescriptor->Ptr = (ULONGLONG)(ULONG_PTR)DataPtr;
	EventDataDescriptor->Size = DataSize;
	EventDataDescriptor->Reserved = 0;
}

FORCEINLINE VOID EventDescZero(PEVENT_DESCRIPTOR EventDescriptor)
{
	memset(EventDescriptor, 0, sizeof(*EventDescriptor));
}

/* With the NUL that ends it; what is none is an empty one. */
#define DRVTRACE_EVENT_WIDE_SIZE(text) ((text) ? (wcslen(text) + 1) * sizeof(WCHAR) : 0)
