/* What its project file says decides how much it allocates. */
#include <ntddk.h>

#include "..\shared\STORE.H"
#include "RingEvents.h"
#include "RingLog.h"
#ifdef RING_BLOCKS
#include "RingData.h"
#endif
#include "Trace.h"

#include "ring.tmh"

C_ASSERT(FACILITY_RINGS == 0x7 && RING_LIMIT == 4 && sizeof(RING_PATH) == sizeof("ring/log"));
C_ASSERT(RING_MADE == (NTSTATUS)0x40070001);
C_ASSERT(RING_LOST == (NTSTATUS)0xC0070010);
C_ASSERT(RING_FOUND == (NTSTATUS)0xC0070011);

static RING g_Ring;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD RingUnload;

VOID RingUnload(PDRIVER_OBJECT DriverObject)
{
	RingRelease(&g_Ring);
	WPP_CLEANUP(DriverObject);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	SIZE_T size = RING_SIZE;

	WPP_INIT_TRACING(DriverObject, RegistryPath);
	DriverObject->DriverUnload = RingUnload;
#ifdef RING_FORCED
	size += sizeof(RING_NAME);
#endif
#if DBG
	size += 1000;
#endif
#ifdef RING_MESSAGES
	RingTrace(TRACE_LEVEL_ERROR, DBG_INIT, "no ring of %Iu bytes", size);
#endif
#ifdef RING_UNSUPPORTED
	MmFreePagesFromMdl(NULL);
#endif
	EventRegisterRing_Maker();
	EventWriteRingMade(NULL, (ULONG)size, L"ring", RegistryPath);
	EventWriteRingIdle(NULL);
	EventUnregisterRing_Maker();
	g_Ring.Memory = RingStore(size);
	if (g_Ring.Memory == NULL) {
		WPP_CLEANUP(DriverObject);
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	return STATUS_SUCCESS;
}
