/* The boundary of waits: who may not be switched away from may not wait. */
#include <wdm.h>

#include "drivers/framework/wdm/dispatcher.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irp_wait.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

/* A timeout of 0 only looks. */
static void check_wait(const char *function, const LARGE_INTEGER *timeout, const void *site)
{
	struct io_breach breach = { NULL, "wait-at-raised-irql", function, NULL, site };

	if (timeout && timeout->QuadPart == 0) {
		ke_irql_check(function, DISPATCH_LEVEL, site);
		return;
	}
	if (ke_irql() <= APC_LEVEL)
		return;
	breach.driver = io_driver_calling(site);
	io_stop(&breach, "%s waits at IRQL %u", function, ke_irql());
}

NTSTATUS KeWaitForSingleObject(PVOID Object, KWAIT_REASON WaitReason, KPROCESSOR_MODE WaitMode,
	BOOLEAN Alertable, PLARGE_INTEGER Timeout)
{
	struct ke_wait_request request = { &Object, 1, false, Timeout };

	UNREFERENCED_PARAMETER(WaitReason);
	UNREFERENCED_PARAMETER(WaitMode);
	UNREFERENCED_PARAMETER(Alertable);
	check_wait("KeWaitForSingleObject", Timeout, SITE);
	return io_irp_wait_in_call(&request);
}

NTSTATUS KeWaitForMultipleObjects(ULONG Count, PVOID Object[], WAIT_TYPE WaitType,
	KWAIT_REASON WaitReason, KPROCESSOR_MODE WaitMode, BOOLEAN Alertable,
	PLARGE_INTEGER Timeout, PKWAIT_BLOCK WaitBlockArray)
{
	const void *site = SITE;
	struct ke_wait_request request = { Object, Count, WaitType == WaitAll, Timeout };
	ULONG most = WaitBlockArray ? MAXIMUM_WAIT_OBJECTS : THREAD_WAIT_OBJECTS;

	UNREFERENCED_PARAMETER(WaitReason);
	UNREFERENCED_PARAMETER(WaitMode);
	UNREFERENCED_PARAMETER(Alertable);
	check_wait("KeWaitForMultipleObjects", Timeout, site);
	if (Count > most) {
		struct io_breach breach = { io_driver_calling(site), "too-many-wait-objects",
			"KeWaitForMultipleObjects", NULL, site };

		io_stop(&breach, "it waits for %u objects, and may for %u", Count, most);
	}
	return io_irp_wait_in_call(&request);
}

NTSTATUS KeDelayExecutionThread(
	KPROCESSOR_MODE WaitMode, BOOLEAN Alertable, PLARGE_INTEGER Interval)
{
	struct ke_wait_request request = { NULL, 0, false, Interval };
	struct io_breach breach = { NULL, "wait-at-raised-irql", "KeDelayExecutionThread", NULL,
		SITE };

	UNREFERENCED_PARAMETER(WaitMode);
	UNREFERENCED_PARAMETER(Alertable);
	if (ke_irql() > APC_LEVEL) {
		breach.driver = io_driver_calling(SITE);
		io_stop(&breach, "KeDelayExecutionThread waits at IRQL %u", ke_irql());
	}
	ke_wait(&request);
	return STATUS_SUCCESS;
}
