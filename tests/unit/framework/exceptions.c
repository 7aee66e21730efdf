#include "tests/unit/framework/support.h"

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <wdm.h>

#include "drivers/framework/wdm/exception.h"

/* What a test saw, as say() tells strings only. */
static NTSTATUS seen;
static LONG value;

/* As the host does it. */
static void on_fault(int number, siginfo_t *info, void *context)
{
	const ucontext_t *where = context;

#if defined(__x86_64__)
	const void *counter = (const void *)(uintptr_t)where->uc_mcontext.gregs[REG_RIP];
#else
	const void *counter = (const void *)(uintptr_t)where->uc_mcontext.pc;
#endif

	ex_fault_raise(
		&(struct ex_fault){ number, info->si_addr, counter, false, &where->uc_sigmask });
	signal(number, SIG_DFL);
}

/* In each test: cmocka puts its own handler there. */
static void catch_faults(void)
{
	struct sigaction action = { .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_NODEFER };

	sigaction(SIGSEGV, &action, NULL);
}

#define ENTRY(name) static NTSTATUS name(PDRIVER_OBJECT object, PUNICODE_STRING path)
#define IGNORE_ARGUMENTS                                                                           \
	UNREFERENCED_PARAMETER(object);                                                            \
	UNREFERENCED_PARAMETER(path)

static VOID raise_status(NTSTATUS status)
{
	ExRaiseStatus(status);
}

ENTRY(handles_one)
{
	LONG local = 1;

	IGNORE_ARGUMENTS;
	__try {
		local = 2;
		say("body");
		raise_status(STATUS_DEVICE_BUSY);
		say("never");
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		seen = GetExceptionCode();
		value = local;
		say("handler");
	}
	say("after");
	return STATUS_SUCCESS;
}

static void a_handler_sees_code_and_variables(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(handles_one), STATUS_SUCCESS);
	assert_string_equal(said(), "body handler after");
	assert_int_equal(seen, STATUS_DEVICE_BUSY);
	assert_int_equal(value, 2);
}

ENTRY(raises_nothing)
{
	IGNORE_ARGUMENTS;
	__try {
		say("body");
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		say("handler");
	}
	return STATUS_SUCCESS;
}

static void without_exception_there_is_no_handler(void **state)
{
	UNREFERENCED_PARAMETER(state);
	enter(raises_nothing);
	assert_string_equal(said(), "body");
}

/* Leaves a switch from the body, and from the handler, as drivers do. */
static VOID leave_by_break(LONG way)
{
	switch (way) {
	case 1:
		__try {
			break;
		} __except (EXCEPTION_EXECUTE_HANDLER) {
			say("never");
		}
		say("never");
		break;
	case 2:
		__try {
			raise_status(STATUS_UNSUCCESSFUL);
		} __except (EXCEPTION_EXECUTE_HANDLER) {
			say("handler");
			break;
		}
		say("never");
		break;
	default:
		break;
	}
	say("out");
}

static LONG leave_by_return(VOID)
{
	__try {
		return 7;
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		say("never");
	}
	return 0;
}

ENTRY(leaves_blocks)
{
	IGNORE_ARGUMENTS;
	__try {
		leave_by_break(1);
		leave_by_break(2);
		value = leave_by_return();
		__try {
			__leave;
			say("never");
		} __except (EXCEPTION_EXECUTE_HANDLER) {
			say("never");
		}
		raise_status(STATUS_CANCELLED);
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		say("outermost");
	}
	return STATUS_SUCCESS;
}

static void a_block_that_was_left_handles_nothing_more(void **state)
{
	UNREFERENCED_PARAMETER(state);
	enter(leaves_blocks);
	assert_string_equal(said(), "out handler out outermost");
	assert_int_equal(value, 7);
}

static LONG filter(PEXCEPTION_POINTERS information, NTSTATUS wanted)
{
	say("filter");
	return information->ExceptionRecord->ExceptionCode == wanted ? EXCEPTION_EXECUTE_HANDLER
								     : EXCEPTION_CONTINUE_SEARCH;
}

ENTRY(searches)
{
	IGNORE_ARGUMENTS;
	__try {
		__try {
			__try {
				raise_status(STATUS_NO_MEMORY);
			} __except (filter(GetExceptionInformation(), STATUS_CANCELLED)) {
				say("never");
			}
		} __finally {
			say(AbnormalTermination() ? "abnormal" : "normal");
		}
		say("never");
	} __except (filter(GetExceptionInformation(), STATUS_NO_MEMORY)) {
		seen = GetExceptionCode();
	}
	__try {
		say("body");
	} __finally {
		say(AbnormalTermination() ? "abnormal" : "normal");
	}
	return STATUS_SUCCESS;
}

static void filters_and_finally_are_asked_from_within(void **state)
{
	UNREFERENCED_PARAMETER(state);
	enter(searches);
	assert_string_equal(said(), "filter abnormal filter body normal");
	assert_int_equal(seen, STATUS_NO_MEMORY);
}

static PVOID inaccessible;

ENTRY(faults)
{
	LONG buffer[2] = { 0, 0 };

	IGNORE_ARGUMENTS;
	__try {
		value = *(volatile LONG *)inaccessible;
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		say("reads");
		value = (LONG)GetExceptionInformation()->ExceptionRecord->NumberParameters;
		seen = GetExceptionCode();
	}
	__try {
		RtlCopyMemory(buffer, inaccessible, sizeof(buffer));
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		say("copies");
	}
	return STATUS_SUCCESS;
}

static void a_fault_is_an_exception(void **state)
{
	UNREFERENCED_PARAMETER(state);
	catch_faults();
	inaccessible = mmap(NULL, PAGE_SIZE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	enter(faults);
	assert_string_equal(said(), "reads copies");
	assert_int_equal(seen, STATUS_ACCESS_VIOLATION);
	assert_int_equal(value, 2);
	munmap(inaccessible, PAGE_SIZE);
}

static VOID probe(volatile VOID *address, SIZE_T length, ULONG alignment, BOOLEAN is_write)
{
	__try {
		if (is_write)
			ProbeForWrite(address, length, alignment);
		else
			ProbeForRead(address, length, alignment);
		say("fine");
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		say(GetExceptionCode() == STATUS_ACCESS_VIOLATION ? "violation" : "misaligned");
	}
}

static VOID lock_pages(PVOID address, LOCK_OPERATION operation)
{
	PMDL mdl = IoAllocateMdl(address, 16, FALSE, FALSE, NULL);

	__try {
		MmProbeAndLockPages(mdl, UserMode, operation);
		say("locked");
		MmUnlockPages(mdl);
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		say("violation");
	}
	IoFreeMdl(mdl);
}

ENTRY(probes)
{
	static UCHAR buffer[64] __attribute__((aligned(8)));

	IGNORE_ARGUMENTS;
	probe(buffer, sizeof(buffer), 4, FALSE);
	probe(buffer + 1, 4, 4, FALSE);
	probe(NULL, 0, 4, FALSE);
	probe((PVOID)0xffff800000001000, 4, 4, FALSE);
	probe((PVOID) ~(ULONG_PTR)0, 4, 1, FALSE);
	probe(buffer, sizeof(buffer), 1, TRUE);
	probe(inaccessible, 1, 1, TRUE);
	lock_pages(buffer, IoModifyAccess);
	lock_pages(inaccessible, IoReadAccess);
	return STATUS_SUCCESS;
}

static void probes_raise_for_what_no_program_can_have(void **state)
{
	UNREFERENCED_PARAMETER(state);
	catch_faults();
	inaccessible = mmap(NULL, PAGE_SIZE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	enter(probes);
	assert_string_equal(said(), "fine misaligned fine violation violation fine violation "
				    "locked violation");
	assert_int_equal(outstanding(), 0);
	munmap(inaccessible, PAGE_SIZE);
}

static void memory_that_can_only_be_read_is_not_locked_for_writing(void **state)
{
	UNREFERENCED_PARAMETER(state);
	catch_faults();
	inaccessible = mmap(NULL, PAGE_SIZE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_true(ex_can_access(inaccessible, PAGE_SIZE, false));
	assert_false(ex_can_access(inaccessible, PAGE_SIZE, true));
	munmap(inaccessible, PAGE_SIZE);
}

ENTRY(raises)
{
	IGNORE_ARGUMENTS;
	ExRaiseStatus(STATUS_DEVICE_BUSY);
	return STATUS_SUCCESS;
}

ENTRY(handles_another)
{
	IGNORE_ARGUMENTS;
	__try {
		ExRaiseDatatypeMisalignment();
	} __except (GetExceptionCode() == STATUS_CANCELLED) {
		say("never");
	}
	return STATUS_SUCCESS;
}

ENTRY(continues)
{
	IGNORE_ARGUMENTS;
	__try {
		ExRaiseAccessViolation();
	} __except (EXCEPTION_CONTINUE_EXECUTION) {
		say("never");
	}
	return STATUS_SUCCESS;
}

ENTRY(returns_out_of_finally)
{
	IGNORE_ARGUMENTS;
	__try {
		return STATUS_SUCCESS;
	} __finally {
		say("never");
	}
	return STATUS_SUCCESS;
}

static void what_nothing_handles_stops_the_driver(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_stopped(raises, "exception-not-handled");
	assert_stopped(handles_another, "exception-not-handled");
	assert_stopped(continues, "exception-not-handled");
	assert_stopped(returns_out_of_finally, "exception-not-handled");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_handler_sees_code_and_variables),
		TEST(without_exception_there_is_no_handler),
		TEST(a_block_that_was_left_handles_nothing_more),
		TEST(filters_and_finally_are_asked_from_within),
		TEST(a_fault_is_an_exception),
		TEST(probes_raise_for_what_no_program_can_have),
		TEST(memory_that_can_only_be_read_is_not_locked_for_writing),
		TEST(what_nothing_handles_stops_the_driver),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
