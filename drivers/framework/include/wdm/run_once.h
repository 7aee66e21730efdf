/* What is initialised once, by whichever thread comes first. Part of wdm.h, which includes it. */
#pragma once

#include <ntdef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The lower bits are its state: those of the initialised data are 0. */
typedef union _RTL_RUN_ONCE {
	PVOID Ptr;
} RTL_RUN_ONCE, *PRTL_RUN_ONCE;

#define RTL_RUN_ONCE_INIT                                                                          \
	{                                                                                          \
		0                                                                                  \
	}
#define RTL_RUN_ONCE_CTX_RESERVED_BITS 2
#define RTL_RUN_ONCE_CHECK_ONLY        0x00000001
#define RTL_RUN_ONCE_ASYNC             0x00000002
#define RTL_RUN_ONCE_INIT_FAILED       0x00000004

/* 0: it has failed. */
typedef ULONG RTL_RUN_ONCE_INIT_FN(PRTL_RUN_ONCE RunOnce, PVOID Parameter, PVOID *Context);
typedef RTL_RUN_ONCE_INIT_FN *PRTL_RUN_ONCE_INIT_FN;

NTSYSAPI VOID RtlRunOnceInitialize(PRTL_RUN_ONCE RunOnce);

/* Waits for a thread that does it; when that fails, this one does it. STATUS_UNSUCCESSFUL: it has failed. */
NTSYSAPI NTSTATUS RtlRunOnceExecuteOnce(
	PRTL_RUN_ONCE RunOnce, PRTL_RUN_ONCE_INIT_FN InitFn, PVOID Parameter, PVOID *Context);

/*
 * STATUS_SUCCESS: it is done; STATUS_PENDING: the caller does it, and so may others if all have said
 * RTL_RUN_ONCE_ASYNC: the first of them that completes it has done it.
 */
NTSYSAPI NTSTATUS RtlRunOnceBeginInitialize(PRTL_RUN_ONCE RunOnce, ULONG Flags, PVOID *Context);
NTSYSAPI NTSTATUS RtlRunOnceComplete(PRTL_RUN_ONCE RunOnce, ULONG Flags, PVOID Context);

#ifdef __cplusplus
}
#endif
