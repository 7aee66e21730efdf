/*
 * Processors, of which drivers see as many as the machine has, in one group; and what a thread does to its
 * own. Part of wdm.h, which includes it.
 */
#pragma once

#include <ntdef.h>
#include <ntstatus.h>
#include <wdm/thread.h>
#include <wdm/timer.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct _PROCESSOR_NUMBER {
	USHORT Group;
	UCHAR Number;
	UCHAR Reserved;
} PROCESSOR_NUMBER, *PPROCESSOR_NUMBER;

#define ALL_PROCESSOR_GROUPS 0xffff

NTKERNELAPI ULONG KeGetCurrentProcessorNumberEx(PPROCESSOR_NUMBER ProcNumber);
NTKERNELAPI ULONG KeQueryActiveProcessorCountEx(USHORT GroupNumber);
NTKERNELAPI ULONG KeQueryMaximumProcessorCountEx(USHORT GroupNumber);
NTKERNELAPI ULONG KeQueryActiveProcessorCount(PKAFFINITY ActiveProcessors);
NTKERNELAPI KAFFINITY KeQueryActiveProcessors(VOID);
NTKERNELAPI NTSTATUS KeGetProcessorNumberFromIndex(ULONG ProcIndex, PPROCESSOR_NUMBER ProcNumber);
NTKERNELAPI ULONG KeGetProcessorIndexFromNumber(PPROCESSOR_NUMBER ProcNumber);

#define KeGetCurrentProcessorNumber()                      KeGetCurrentProcessorNumberEx(NULL)
#define KeQueryMaximumProcessorCount()                     KeQueryMaximumProcessorCountEx(ALL_PROCESSOR_GROUPS)
#define KeQueryActiveGroupCount()                          ((USHORT)1)
#define KeQueryMaximumGroupCount()                         ((USHORT)1)
#define KeQueryHighestNodeNumber()                         ((USHORT)0)
#define KeGetCurrentNodeNumber()                           ((USHORT)0)
#define KeGetRecommendedSharedDataAlignment()              64
#define KeShouldYieldProcessor()                           FALSE
#define KeFlushIoBuffers(Mdl, ReadOperation, DmaOperation) ((void)(Mdl))

/* Kept, and without effect: a thread runs where the machine lets it. */
NTKERNELAPI KAFFINITY KeSetSystemAffinityThreadEx(KAFFINITY Affinity);
NTKERNELAPI VOID KeRevertToUserAffinityThreadEx(KAFFINITY Affinity);
#define KeSetSystemAffinityThread(Affinity) ((VOID)KeSetSystemAffinityThreadEx(Affinity))
#define KeRevertToUserAffinityThread()      KeRevertToUserAffinityThreadEx(0)
NTKERNELAPI VOID KeSetTargetProcessorDpc(PRKDPC Dpc, CCHAR Number);
NTKERNELAPI NTSTATUS KeSetTargetProcessorDpcEx(PKDPC Dpc, PPROCESSOR_NUMBER ProcNumber);

/* It runs as others do, at DISPATCH_LEVEL, which is one of the two that it may run at. */
NTKERNELAPI VOID KeInitializeThreadedDpc(
	PRKDPC Dpc, PKDEFERRED_ROUTINE DeferredRoutine, PVOID DeferredContext);

/* The state of a thread's floating point unit is always its own. */
typedef struct _KFLOATING_SAVE {
	ULONG Dummy;
} KFLOATING_SAVE, *PKFLOATING_SAVE;
#define KeSaveFloatingPointState(State)    ((void)(State), STATUS_SUCCESS)
#define KeRestoreFloatingPointState(State) ((void)(State), STATUS_SUCCESS)

/* All APCs are disabled, and so are normal kernel ones. */
NTKERNELAPI VOID KeEnterGuardedRegion(VOID);
NTKERNELAPI VOID KeLeaveGuardedRegion(VOID);
NTKERNELAPI BOOLEAN KeAreAllApcsDisabled(VOID);

/* What was set before; without effect. */
NTKERNELAPI LONG KeSetBasePriorityThread(PKTHREAD Thread, LONG Increment);
NTKERNELAPI BOOLEAN IoSetThreadHardErrorMode(BOOLEAN EnableHardErrors);

/* UserMode in a thread that runs a driver for a program. */
NTKERNELAPI KPROCESSOR_MODE ExGetPreviousMode(VOID);

#define IoIs32bitProcess(Irp)                   ((void)(Irp), FALSE)
#define IoIsWdmVersionAvailable(Major, Minor)   ((Major) < 6 || ((Major) == 6 && (Minor) == 0))
#define IoForwardAndCatchIrp(DeviceObject, Irp) IoForwardIrpSynchronously(DeviceObject, Irp)

#ifdef __cplusplus
}
#endif
