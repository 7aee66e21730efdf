#include "drivers/framework/wdm/exception.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <ntstatus.h>
#include <signal.h>
#include <string.h>
#include <sys/auxv.h>
#include <wdm.h>

#include <drvtrace/driver.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/guard.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/status.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

enum {
	FRAMES_MAX = 32,
};

struct exception {
	EXCEPTION_RECORD record;
	const char *function; /* that raised it */
	const void *site;
};

static const char is_a_part_of_the_framework;
static __thread DRVTRACE_TRY *innermost;
static __thread struct exception last;
static __thread EXCEPTION_POINTERS pointers;
static __thread bool is_caught; /* and nobody has looked at it yet */
static __thread bool is_touching;

static bool has_frame(void)
{
	return innermost && innermost->Depth == io_driver_call_depth();
}

static void stop(void) __attribute__((noreturn));
static void stop(void)
{
	struct io_breach breach = { io_driver_calling(last.site), "exception-not-handled",
		last.function, last.record.ExceptionAddress, last.site };
	const char *name = io_status_name(last.record.ExceptionCode);

	if (breach.handle == last.site)
		breach.handle = NULL;
	io_stop(&breach, "it raised %s, and nothing handles that", name ? name : "an exception");
}

/* To the innermost block; its frame ends there, as it does however the block is left. */
static void search(void) __attribute__((noreturn));
static void search(void)
{
	if (!has_frame())
		stop();
	is_caught = true;
	longjmp(innermost->Environment, 1);
}

void ex_raise(const char *function, NTSTATUS status, const void *site)
{
	last = (struct exception){ { .ExceptionCode = status,
					   .ExceptionFlags = EXCEPTION_NONCONTINUABLE,
					   .ExceptionAddress = (PVOID)(uintptr_t)site },
		function, site };
	search();
}

static void set_violation(const void *address, bool is_write)
{
	last.record.NumberParameters = 2;
	last.record.ExceptionInformation[0] = is_write;
	last.record.ExceptionInformation[1] = (ULONG_PTR)address;
}

void ex_raise_access_violation(
	const char *function, const void *address, bool is_write, const void *site)
{
	last = (struct exception){ { .ExceptionCode = STATUS_ACCESS_VIOLATION,
					   .ExceptionFlags = EXCEPTION_NONCONTINUABLE,
					   .ExceptionAddress = (PVOID)(uintptr_t)site },
		function, site };
	set_violation(address, is_write);
	search();
}

VOID DrvtraceTryBegin(DRVTRACE_TRY *Try, BOOLEAN HasFinally)
{
	Try->Outer = innermost;
	Try->Depth = io_driver_call_depth();
	Try->IsLeft = FALSE;
	Try->HasFinally = HasFinally;
	innermost = Try;
}

VOID DrvtraceTryEnd(DRVTRACE_TRY *Try)
{
	innermost = Try->Outer;
	if (Try->HasFinally && !Try->IsLeft && !is_caught) {
		struct io_breach breach = { io_driver_calling(SITE), "exception-not-handled",
			"__finally", NULL, SITE };

		io_stop(&breach, "a block with __finally is left by return, break or goto, "
				 "which is not supported");
	}
}

BOOLEAN DrvtraceTryCaught(VOID)
{
	bool was_caught = is_caught;

	is_caught = false;
	return was_caught;
}

BOOLEAN DrvtraceFilter(LONG Disposition)
{
	if (Disposition == EXCEPTION_CONTINUE_SEARCH)
		search();
	if (Disposition < 0) {
		struct io_breach breach = { io_driver_calling(SITE), "exception-not-handled",
			"__except", NULL, SITE };

		io_stop(&breach, "EXCEPTION_CONTINUE_EXECUTION is not supported");
	}
	return TRUE;
}

DRVTRACE_FINALLY DrvtraceFinallyBegin(VOID)
{
	DRVTRACE_FINALLY finally = { .IsAbnormal = DrvtraceTryCaught() };

	if (finally.IsAbnormal) {
		finally.Record = last.record;
		finally.Function = last.function;
		finally.Site = last.site;
	}
	return finally;
}

VOID DrvtraceFinallyEnd(DRVTRACE_FINALLY *Finally)
{
	if (!Finally->IsAbnormal)
		return;
	last = (struct exception){ Finally->Record, Finally->Function, Finally->Site };
	search();
}

NTSTATUS DrvtraceExceptionCode(VOID)
{
	return last.record.ExceptionCode;
}

PEXCEPTION_POINTERS DrvtraceExceptionInformation(VOID)
{
	pointers.ExceptionRecord = &last.record;
	return &pointers;
}

/* The unwinder is loaded at its first use, which allocates: not to be done in a signal handler. */
__attribute__((constructor)) static void load_unwinder(void)
{
	void *first[1];

	backtrace(first, 1);
}

static const void *module_of(const void *address)
{
	Dl_info info;

	return dladdr(address, &info) ? info.dli_fbase : NULL;
}

/*
 * Whose the fault is says the nearest frame that is the framework's or a driver's. An unwinder is not
 * async-signal-safe: but the fault is not its own, so it has nothing in disorder. A driver that is a
 * part of the program (a unit test's) is known by that.
 */
static bool is_drivers(const void *counter)
{
	const void *program = module_of((const void *)getauxval(AT_ENTRY));
	const void *framework = module_of((const void *)&is_a_part_of_the_framework);
	void *frames[FRAMES_MAX];
	int count;
	int i = 0;

	if (io_driver_at(counter) || module_of(counter) == program)
		return true;
	count = backtrace(frames, FRAMES_MAX);
	while (i < count && frames[i] != counter)
		i++;
	for (; i < count; i++) {
		const void *module = module_of(frames[i]);

		if (module == framework)
			return false;
		if (io_driver_at(frames[i]) || module == program)
			return true;
	}
	return false;
}

static NTSTATUS status_of(int number)
{
	switch (number) {
	case SIGSEGV:
	case SIGBUS:
		return STATUS_ACCESS_VIOLATION;
	case SIGFPE:
		return STATUS_INTEGER_DIVIDE_BY_ZERO;
	case SIGILL:
		return STATUS_ILLEGAL_INSTRUCTION;
	default:
		return STATUS_SUCCESS;
	}
}

static bool is_exception(const struct ex_fault *fault)
{
	struct ex_guard_place place;
	struct io_driver *driver = io_driver_current();

	if (status_of(fault->signal) == STATUS_SUCCESS || !has_frame() || drvtrace_in_probe())
		return false;
	if (is_touching)
		return true;
	if (ke_irql() >= DISPATCH_LEVEL || ex_guard_find_now(&place, fault->address))
		return false;
	if (driver && io_driver_owns_ended_path(driver, fault->address))
		return false;
	return is_drivers(fault->counter);
}

void ex_fault_raise(const struct ex_fault *fault)
{
	if (!is_exception(fault))
		return;
	last = (struct exception){ { .ExceptionCode = status_of(fault->signal),
					   .ExceptionAddress = (PVOID)(uintptr_t)fault->counter },
		"a fault", (const char *)fault->counter + 1 };
	if (last.record.ExceptionCode == STATUS_ACCESS_VIOLATION)
		set_violation(fault->address, fault->is_write);
	pthread_sigmask(SIG_SETMASK, fault->mask, NULL);
	search();
}

/* Outside of any allocation there may be a sanitizer's mark, which is not what is asked for. */
__attribute__((no_sanitize_address)) static void touch(const volatile char *at, bool is_write)
{
	if (is_write)
		__atomic_fetch_or((char *)(uintptr_t)at, 0, __ATOMIC_RELAXED);
	else
		(void)*at;
}

/* One byte of each page. */
bool ex_can_access(const volatile void *address, size_t size, bool is_write)
{
	const volatile char *const begin = address;
	volatile size_t offset = 0;
	DRVTRACE_TRY frame;

	DrvtraceTryBegin(&frame, FALSE);
	is_touching = true;
	if (_setjmp(frame.Environment) == 0) {
		while (offset < size) {
			touch(begin + offset, is_write);
			offset += PAGE_SIZE - BYTE_OFFSET(begin + offset);
		}
	}
	is_touching = false;
	DrvtraceTryEnd(&frame);
	return !DrvtraceTryCaught();
}
