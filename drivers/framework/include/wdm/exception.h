/*
 * Structured exceptions: raised by routines and by faults, handled by try, except and finally. Part of
 * wdm.h, which includes it.
 *
 * A handler sees the variables as they were when the exception came, so a source with `try` is compiled
 * without optimization, which drvtrace_add_driver() sees to. Filters are evaluated when the stack is
 * unwound already. An exception stays within the routine of the driver that it was raised in. What
 * stops the driver, as it cannot be done here: a filter that continues execution, and leaving a block
 * with `finally` by return, break or goto.
 */
#pragma once

#include <ntdef.h>
#include <ntstatus.h>
#include <setjmp.h>

#ifdef __cplusplus
extern "C" {
#endif

#define EXCEPTION_EXECUTE_HANDLER    1
#define EXCEPTION_CONTINUE_SEARCH    0
#define EXCEPTION_CONTINUE_EXECUTION (-1)

#define EXCEPTION_NONCONTINUABLE     0x1
#define EXCEPTION_MAXIMUM_PARAMETERS 15

#define EXCEPTION_ACCESS_VIOLATION      STATUS_ACCESS_VIOLATION
#define EXCEPTION_DATATYPE_MISALIGNMENT STATUS_DATATYPE_MISALIGNMENT
#define EXCEPTION_BREAKPOINT            STATUS_BREAKPOINT
#define EXCEPTION_INT_DIVIDE_BY_ZERO    STATUS_INTEGER_DIVIDE_BY_ZERO
#define EXCEPTION_ILLEGAL_INSTRUCTION   STATUS_ILLEGAL_INSTRUCTION
#define EXCEPTION_IN_PAGE_ERROR         STATUS_IN_PAGE_ERROR

typedef struct _EXCEPTION_RECORD {
	NTSTATUS ExceptionCode;
	ULONG ExceptionFlags;
	struct _EXCEPTION_RECORD *ExceptionRecord;
	PVOID ExceptionAddress;
	ULONG NumberParameters;
	/* Of an access violation: 0 or, for a write, 1; and the address. */
	ULONG_PTR ExceptionInformation[EXCEPTION_MAXIMUM_PARAMETERS];
} EXCEPTION_RECORD, *PEXCEPTION_RECORD;

typedef struct _CONTEXT *PCONTEXT;

typedef struct _EXCEPTION_POINTERS {
	PEXCEPTION_RECORD ExceptionRecord;
	PCONTEXT ContextRecord; /* NULL */
} EXCEPTION_POINTERS, *PEXCEPTION_POINTERS;

NTKERNELAPI VOID ExRaiseStatus(NTSTATUS Status) DECLSPEC_NORETURN;
NTKERNELAPI VOID ExRaiseAccessViolation(VOID) DECLSPEC_NORETURN;
NTKERNELAPI VOID ExRaiseDatatypeMisalignment(VOID) DECLSPEC_NORETURN;

/* These raise when the range is none that a program could have. */
NTKERNELAPI VOID ProbeForRead(const volatile VOID *Address, SIZE_T Length, ULONG Alignment);
NTKERNELAPI VOID ProbeForWrite(volatile VOID *Address, SIZE_T Length, ULONG Alignment);

/* What a debugger does there, the host does: says where it is, and goes on. */
NTSYSAPI VOID DbgBreakPoint(VOID);
NTSYSAPI VOID DbgBreakPointWithStatus(ULONG Status);
#if defined(DBG) && DBG
#define KdBreakPoint() DbgBreakPoint()
#else
#define KdBreakPoint() ((void)0)
#endif

/* What try, except and finally are made of. */

typedef struct _DRVTRACE_TRY {
	jmp_buf Environment;
	struct _DRVTRACE_TRY *Outer;
	ULONG Depth;
	BOOLEAN IsLeft; /* by its end, or by `leave` */
	BOOLEAN HasFinally;
} DRVTRACE_TRY;

typedef struct _DRVTRACE_FINALLY {
	ULONG Turns;
	BOOLEAN IsAbnormal;
	EXCEPTION_RECORD Record;
	PCSTR Function;
	const VOID *Site;
} DRVTRACE_FINALLY;

NTKERNELAPI VOID DrvtraceTryBegin(DRVTRACE_TRY *Try, BOOLEAN HasFinally);
NTKERNELAPI VOID DrvtraceTryEnd(DRVTRACE_TRY *Try);
NTKERNELAPI BOOLEAN DrvtraceTryCaught(VOID);
NTKERNELAPI BOOLEAN DrvtraceFilter(LONG Disposition);
NTKERNELAPI DRVTRACE_FINALLY DrvtraceFinallyBegin(VOID);
NTKERNELAPI VOID DrvtraceFinallyEnd(DRVTRACE_FINALLY *Finally);
NTKERNELAPI NTSTATUS DrvtraceExceptionCode(VOID);
NTKERNELAPI PEXCEPTION_POINTERS DrvtraceExceptionInformation(VOID);

/* Where a block begins it is told by its end, through the assembler, whether that is a `finally`. */
#define DRVTRACE_TRY_SAY(has_finally)                                                              \
	__asm__ volatile(".set .LDrvtraceTryHasFinally%c0, " #has_finally                          \
			 :                                                                         \
			 : "i"(DrvtraceTryNumber))
#if defined(__x86_64__)
#define DRVTRACE_TRY_ASK(answer)                                                                   \
	__asm__ volatile("movl $.LDrvtraceTryHasFinally%c1, %0"                                    \
			 : "=r"(answer)                                                            \
			 : "i"(DrvtraceTryNumber))
#elif defined(__aarch64__)
#define DRVTRACE_TRY_ASK(answer)                                                                   \
	__asm__ volatile("movz %w0, #:abs_g0:.LDrvtraceTryHasFinally%c1"                           \
			 : "=r"(answer)                                                            \
			 : "i"(DrvtraceTryNumber))
#else
#error "how is a number loaded here?"
#endif

#ifdef __cplusplus
#define DRVTRACE_TRY_CHECK static_assert(!DrvtraceTryIsOptimized, DRVTRACE_TRY_CHECK_TEXT)
#else
#define DRVTRACE_TRY_CHECK _Static_assert(!DrvtraceTryIsOptimized, DRVTRACE_TRY_CHECK_TEXT)
#endif
#define DRVTRACE_TRY_CHECK_TEXT                                                                    \
	"a source with try is compiled with -O0, as drvtrace_add_driver() does"
enum {
#ifdef __OPTIMIZE__
	DrvtraceTryIsOptimized = 1,
#else
	DrvtraceTryIsOptimized = 0,
#endif
};

/* The braces of these span the block; the frame in them goes however the block is left. */
/* clang-format off */
#undef __try
#undef __except
#undef __finally
#undef __leave
#define __try                                                                                      \
	{                                                                                          \
		__label__ DrvtraceLeave;                                                           \
		enum { DrvtraceTryNumber = __COUNTER__ };                                          \
		DRVTRACE_TRY DrvtraceTry __attribute__((cleanup(DrvtraceTryEnd)));                 \
		int DrvtraceTryHasFinally;                                                         \
		DRVTRACE_TRY_CHECK;                                                                \
		DRVTRACE_TRY_ASK(DrvtraceTryHasFinally);                                           \
		DrvtraceTryBegin(&DrvtraceTry, (BOOLEAN)DrvtraceTryHasFinally);                    \
		if (_setjmp(DrvtraceTry.Environment) == 0)
#define DRVTRACE_TRY_END(has_finally)                                                              \
	DrvtraceLeave: __attribute__((unused));                                                    \
		DrvtraceTry.IsLeft = TRUE;                                                         \
		DRVTRACE_TRY_SAY(has_finally);                                                     \
	}
#define __except(filter)                                                                           \
	DRVTRACE_TRY_END(0)                                                                        \
	if (DrvtraceTryCaught() && DrvtraceFilter(filter))
#define __finally                                                                                  \
	DRVTRACE_TRY_END(1)                                                                        \
	for (DRVTRACE_FINALLY DrvtraceFinally __attribute__((cleanup(DrvtraceFinallyEnd))) =       \
			DrvtraceFinallyBegin();                                                    \
		DrvtraceFinally.Turns == 0; DrvtraceFinally.Turns++)
#define __leave goto DrvtraceLeave
/* clang-format on */

#define GetExceptionCode()        DrvtraceExceptionCode()
#define GetExceptionInformation() DrvtraceExceptionInformation()
#define AbnormalTermination()     (DrvtraceFinally.IsAbnormal)
#define _exception_code()         GetExceptionCode()
#define _exception_info()         GetExceptionInformation()
#define _abnormal_termination()   AbnormalTermination()

/* As in sources for the kernel; C++ has a `try` of its own. */
#if defined(_KERNEL_MODE) && !defined(__cplusplus)
#define try     __try
#define except  __except
#define finally __finally
#define leave   __leave
#endif

#ifdef __cplusplus
}
#endif
