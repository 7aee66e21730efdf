#include <NTDDK.h>

#include "store.h"

VOID *RingStore(SIZE_T Size)
{
	return ExAllocatePoolWithTag(NonPagedPoolNx, Size, RING_TAG);
}

VOID RingRelease(RING *Ring)
{
	ExFreePoolWithTag(Ring->Memory, RING_TAG);
}
