#include "tests/unit/framework/support.h"

#include <wdm.h>

/* What is done once, by whichever thread comes first; and events that are set for a moment. */

enum {
	THREADS = 4,
};

static RTL_RUN_ONCE once;
static LONG calls;
static LONG successes;
static KEVENT event;
static LONG woken;

#define ENTRY(name) static NTSTATUS name(PDRIVER_OBJECT object, PUNICODE_STRING path)
#define IGNORE_ARGUMENTS                                                                           \
	UNREFERENCED_PARAMETER(object);                                                            \
	UNREFERENCED_PARAMETER(path)

static HANDLE start_thread(PKSTART_ROUTINE routine)
{
	HANDLE handle = NULL;

	PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL, routine, NULL);
	return handle;
}

static void join_all(const HANDLE *threads, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		ZwWaitForSingleObject(threads[i], FALSE, NULL);
		ZwClose(threads[i]);
	}
}

static void let_others_run(void)
{
	LARGE_INTEGER interval = { .QuadPart = -10000 };

	KeDelayExecutionThread(KernelMode, FALSE, &interval);
}

/* The first one fails. */
static ULONG initialise(PRTL_RUN_ONCE run_once, PVOID parameter, PVOID *context)
{
	UNREFERENCED_PARAMETER(run_once);
	let_others_run();
	*context = parameter;
	return InterlockedIncrement(&calls) > 1;
}

static VOID execute(PVOID context)
{
	PVOID data = NULL;
	NTSTATUS status = RtlRunOnceExecuteOnce(&once, initialise, &calls, &data);

	UNREFERENCED_PARAMETER(context);
	if (status == STATUS_SUCCESS && data == &calls)
		InterlockedIncrement(&successes);
}

ENTRY(executes_in_threads)
{
	HANDLE threads[THREADS];

	IGNORE_ARGUMENTS;
	RtlRunOnceInitialize(&once);
	calls = 0;
	successes = 0;
	for (size_t i = 0; i < THREADS; i++)
		threads[i] = start_thread(execute);
	join_all(threads, THREADS);
	return STATUS_SUCCESS;
}

static void who_waits_tries_again_when_the_first_has_failed(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(executes_in_threads), STATUS_SUCCESS);
	assert_int_equal(calls, 2);
	assert_int_equal(successes, THREADS - 1);
	assert_int_equal(outstanding(), 0);
}

static void one_that_is_begun_is_completed_once(void **state)
{
	RTL_RUN_ONCE own = RTL_RUN_ONCE_INIT;
	PVOID data = NULL;

	UNREFERENCED_PARAMETER(state);
	assert_int_equal(RtlRunOnceComplete(&own, 0, NULL), STATUS_UNSUCCESSFUL);
	assert_int_equal(RtlRunOnceBeginInitialize(&own, RTL_RUN_ONCE_CHECK_ONLY, &data),
		STATUS_UNSUCCESSFUL);
	assert_int_equal(RtlRunOnceBeginInitialize(&own, 0, &data), STATUS_PENDING);
	assert_int_equal(RtlRunOnceBeginInitialize(&own, RTL_RUN_ONCE_ASYNC, &data),
		STATUS_INVALID_PARAMETER);
	assert_int_equal(RtlRunOnceComplete(&own, 0, (PCHAR)&calls + 1), STATUS_INVALID_PARAMETER);
	assert_int_equal(RtlRunOnceComplete(&own, RTL_RUN_ONCE_INIT_FAILED, &calls),
		STATUS_INVALID_PARAMETER);
	assert_int_equal(RtlRunOnceComplete(&own, RTL_RUN_ONCE_INIT_FAILED, NULL), STATUS_SUCCESS);
	assert_int_equal(RtlRunOnceBeginInitialize(&own, 0, &data), STATUS_PENDING);
	assert_null(data);
	assert_int_equal(RtlRunOnceComplete(&own, 0, &calls), STATUS_SUCCESS);
	assert_int_equal(
		RtlRunOnceBeginInitialize(&own, RTL_RUN_ONCE_CHECK_ONLY, &data), STATUS_SUCCESS);
	assert_ptr_equal(data, &calls);
	assert_int_equal(RtlRunOnceComplete(&own, 0, &own), STATUS_UNSUCCESSFUL);
}

static void the_first_of_many_that_completes_has_done_it(void **state)
{
	RTL_RUN_ONCE own = RTL_RUN_ONCE_INIT;
	PVOID data = NULL;

	UNREFERENCED_PARAMETER(state);
	assert_int_equal(
		RtlRunOnceBeginInitialize(&own, RTL_RUN_ONCE_ASYNC, &data), STATUS_PENDING);
	assert_int_equal(
		RtlRunOnceBeginInitialize(&own, RTL_RUN_ONCE_ASYNC, &data), STATUS_PENDING);
	assert_int_equal(RtlRunOnceBeginInitialize(&own, 0, &data), STATUS_INVALID_PARAMETER);
	assert_int_equal(RtlRunOnceComplete(&own, 0, &calls), STATUS_INVALID_PARAMETER);
	assert_int_equal(RtlRunOnceComplete(&own, RTL_RUN_ONCE_ASYNC, &calls), STATUS_SUCCESS);
	assert_int_equal(RtlRunOnceComplete(&own, RTL_RUN_ONCE_ASYNC, &own), STATUS_UNSUCCESSFUL);
	assert_int_equal(RtlRunOnceBeginInitialize(&own, 0, &data), STATUS_SUCCESS);
	assert_ptr_equal(data, &calls);
}

static ULONG initialise_within(PRTL_RUN_ONCE run_once, PVOID parameter, PVOID *context)
{
	return RtlRunOnceExecuteOnce(run_once, initialise, parameter, context) == STATUS_SUCCESS;
}

ENTRY(waits_for_itself)
{
	PVOID data = NULL;

	IGNORE_ARGUMENTS;
	RtlRunOnceInitialize(&once);
	return RtlRunOnceExecuteOnce(&once, initialise_within, NULL, &data);
}

static void who_is_at_it_does_not_wait_for_it(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_stopped(waits_for_itself, "waits-for-itself");
}

static VOID await(PVOID context)
{
	UNREFERENCED_PARAMETER(context);
	KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
	InterlockedIncrement(&woken);
}

static LONG pulses;

/* Who does not wait yet needs another one. */
static NTSTATUS pulse_until_all_are_woken(EVENT_TYPE type)
{
	HANDLE threads[THREADS];
	NTSTATUS status = STATUS_SUCCESS;

	KeInitializeEvent(&event, type, FALSE);
	woken = 0;
	pulses = 0;
	for (size_t i = 0; i < THREADS; i++)
		threads[i] = start_thread(await);
	while (ReadAcquire(&woken) < THREADS) {
		let_others_run();
		pulses++;
		if (KePulseEvent(&event, IO_NO_INCREMENT, FALSE) != 0 || KeReadStateEvent(&event))
			status = STATUS_UNSUCCESSFUL;
	}
	join_all(threads, THREADS);
	return status;
}

ENTRY(pulses_notification)
{
	IGNORE_ARGUMENTS;
	return pulse_until_all_are_woken(NotificationEvent);
}

ENTRY(pulses_synchronization)
{
	IGNORE_ARGUMENTS;
	return pulse_until_all_are_woken(SynchronizationEvent);
}

static void a_pulse_wakes_who_waits_and_leaves_the_event_reset(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(pulses_notification), STATUS_SUCCESS);
	assert_int_equal(outstanding(), 0);
}

static void a_pulse_of_a_synchronization_event_wakes_one(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(pulses_synchronization), STATUS_SUCCESS);
	assert_true(pulses >= THREADS);
	assert_int_equal(outstanding(), 0);
}

static void a_pulse_resets_what_was_set(void **state)
{
	UNREFERENCED_PARAMETER(state);
	KeInitializeEvent(&event, NotificationEvent, TRUE);
	assert_int_equal(KePulseEvent(&event, IO_NO_INCREMENT, FALSE), 1);
	assert_int_equal(KeReadStateEvent(&event), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		/* It forks: before there are other threads. */
		TEST(who_is_at_it_does_not_wait_for_it),
		TEST(who_waits_tries_again_when_the_first_has_failed),
		TEST(one_that_is_begun_is_completed_once),
		TEST(the_first_of_many_that_completes_has_done_it),
		TEST(a_pulse_wakes_who_waits_and_leaves_the_event_reset),
		TEST(a_pulse_of_a_synchronization_event_wakes_one),
		TEST(a_pulse_resets_what_was_set),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
