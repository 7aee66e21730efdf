/* The boundary of processors, and of what threads do to their own. */
#include <sched.h>
#include <unistd.h>
#include <wdm.h>

#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/process.h"

#define SITE __builtin_return_address(0)

enum {
	PROCESSORS_MAX = 64, /* of one group */
};

static __thread KAFFINITY affinity;
static __thread LONG base_priority;
static __thread BOOLEAN are_hard_errors_disabled;

static ULONG count(void)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);

	if (processors < 1)
		return 1;
	return processors > PROCESSORS_MAX ? PROCESSORS_MAX : (ULONG)processors;
}

ULONG KeGetCurrentProcessorNumberEx(PPROCESSOR_NUMBER ProcNumber)
{
	int processor = sched_getcpu();
	ULONG number = processor < 0 ? 0 : (ULONG)processor % count();

	if (ProcNumber)
		*ProcNumber = (PROCESSOR_NUMBER){ 0, (UCHAR)number, 0 };
	return number;
}

ULONG KeQueryActiveProcessorCountEx(USHORT GroupNumber)
{
	return GroupNumber == 0 || GroupNumber == ALL_PROCESSOR_GROUPS ? count() : 0;
}

ULONG KeQueryMaximumProcessorCountEx(USHORT GroupNumber)
{
	return KeQueryActiveProcessorCountEx(GroupNumber);
}

KAFFINITY KeQueryActiveProcessors(VOID)
{
	ULONG processors = count();

	return processors == PROCESSORS_MAX ? ~(KAFFINITY)0 : ((KAFFINITY)1 << processors) - 1;
}

ULONG KeQueryActiveProcessorCount(PKAFFINITY ActiveProcessors)
{
	if (ActiveProcessors)
		*ActiveProcessors = KeQueryActiveProcessors();
	return count();
}

NTSTATUS KeGetProcessorNumberFromIndex(ULONG ProcIndex, PPROCESSOR_NUMBER ProcNumber)
{
	if (ProcIndex >= count())
		return STATUS_INVALID_PARAMETER;
	*ProcNumber = (PROCESSOR_NUMBER){ 0, (UCHAR)ProcIndex, 0 };
	return STATUS_SUCCESS;
}

ULONG KeGetProcessorIndexFromNumber(PPROCESSOR_NUMBER ProcNumber)
{
	return ProcNumber->Group == 0 && ProcNumber->Number < count() ? ProcNumber->Number
								      : MAXULONG;
}

KAFFINITY KeSetSystemAffinityThreadEx(KAFFINITY Affinity)
{
	KAFFINITY before = affinity;

	affinity = Affinity;
	return before;
}

VOID KeRevertToUserAffinityThreadEx(KAFFINITY Affinity)
{
	affinity = Affinity;
}

VOID KeSetTargetProcessorDpc(PRKDPC Dpc, CCHAR Number)
{
	Dpc->Number = (USHORT)Number;
}

NTSTATUS KeSetTargetProcessorDpcEx(PKDPC Dpc, PPROCESSOR_NUMBER ProcNumber)
{
	if (KeGetProcessorIndexFromNumber(ProcNumber) == MAXULONG)
		return STATUS_INVALID_PARAMETER;
	Dpc->Number = ProcNumber->Number;
	return STATUS_SUCCESS;
}

VOID KeInitializeThreadedDpc(PRKDPC Dpc, PKDEFERRED_ROUTINE DeferredRoutine, PVOID DeferredContext)
{
	KeInitializeDpc(Dpc, DeferredRoutine, DeferredContext);
}

LONG KeSetBasePriorityThread(PKTHREAD Thread, LONG Increment)
{
	LONG before = base_priority;

	ke_irql_check("KeSetBasePriorityThread", PASSIVE_LEVEL, SITE);
	if (Thread != KeGetCurrentThread())
		return 0;
	base_priority = Increment;
	return before;
}

BOOLEAN IoSetThreadHardErrorMode(BOOLEAN EnableHardErrors)
{
	BOOLEAN were_enabled = !are_hard_errors_disabled;

	are_hard_errors_disabled = !EnableHardErrors;
	return were_enabled;
}

KPROCESSOR_MODE ExGetPreviousMode(VOID)
{
	return ps_process_current() ? UserMode : KernelMode;
}
