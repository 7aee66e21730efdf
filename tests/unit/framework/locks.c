#include "tests/unit/framework/support.h"

#include <pthread.h>

static WDFSPINLOCK spin_lock;
static WDFWAITLOCK wait_lock;
static KIRQL levels[3];
static NTSTATUS statuses[4];

static NTSTATUS create_both(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_driver(object, path, NULL, NULL);

	if (NT_SUCCESS(status))
		status = WdfSpinLockCreate(WDF_NO_OBJECT_ATTRIBUTES, &spin_lock);
	if (NT_SUCCESS(status))
		status = WdfWaitLockCreate(WDF_NO_OBJECT_ATTRIBUTES, &wait_lock);
	return status;
}

static NTSTATUS hold_spin_lock(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_both(object, path);

	levels[0] = KeGetCurrentIrql();
	WdfSpinLockAcquire(spin_lock);
	levels[1] = KeGetCurrentIrql();
	WdfSpinLockRelease(spin_lock);
	levels[2] = KeGetCurrentIrql();
	return status;
}

static void who_holds_a_spin_lock_is_at_dispatch_level(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(hold_spin_lock), STATUS_SUCCESS);
	assert_int_equal(levels[0], PASSIVE_LEVEL);
	assert_int_equal(levels[1], DISPATCH_LEVEL);
	assert_int_equal(levels[2], PASSIVE_LEVEL);
	unload();
	assert_int_equal(outstanding(), 0);
}

static void *acquire_in_vain(void *argument)
{
	LONGLONG timeouts[] = { 0, WDF_REL_TIMEOUT_IN_MS(1), WDF_ABS_TIMEOUT_IN_SEC(1) };

	UNREFERENCED_PARAMETER(argument);
	for (int i = 0; i < 3; i++)
		statuses[i] = WdfWaitLockAcquire(wait_lock, &timeouts[i]);
	return NULL;
}

static NTSTATUS hold_wait_lock(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_both(object, path);
	LONGLONG at_once = 0;
	pthread_t thread;

	WdfWaitLockAcquire(wait_lock, NULL);
	pthread_create(&thread, NULL, acquire_in_vain, NULL);
	pthread_join(thread, NULL);
	WdfWaitLockRelease(wait_lock);
	statuses[3] = WdfWaitLockAcquire(wait_lock, &at_once);
	WdfWaitLockRelease(wait_lock);
	return status;
}

static void a_wait_lock_is_not_waited_for_longer_than_told(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(hold_wait_lock), STATUS_SUCCESS);
	assert_int_equal(statuses[0], STATUS_TIMEOUT);
	assert_int_equal(statuses[1], STATUS_TIMEOUT);
	assert_int_equal(statuses[2], STATUS_TIMEOUT);
	assert_int_equal(statuses[3], STATUS_SUCCESS);
	unload();
	assert_int_equal(outstanding(), 0);
}

static int shared;

static void *count(void *argument)
{
	UNREFERENCED_PARAMETER(argument);
	for (int i = 0; i < 1000; i++) {
		WdfWaitLockAcquire(wait_lock, NULL);
		shared++;
		WdfWaitLockRelease(wait_lock);
		WdfSpinLockAcquire(spin_lock);
		levels[0]++;
		WdfSpinLockRelease(spin_lock);
	}
	return NULL;
}

static NTSTATUS count_in_threads(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_both(object, path);
	pthread_t threads[2];

	shared = 0;
	levels[0] = 0;
	for (int i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, count, NULL);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	return status;
}

static void locks_exclude_other_threads(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(count_in_threads), STATUS_SUCCESS);
	assert_int_equal(shared, 2000);
	assert_int_equal(levels[0], (KIRQL)2000);
	unload();
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS spin_twice(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	create_both(object, path);
	WdfSpinLockAcquire(spin_lock);
	WdfSpinLockAcquire(spin_lock);
	return STATUS_SUCCESS;
}

static NTSTATUS spin_unheld(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	create_both(object, path);
	WdfSpinLockRelease(spin_lock);
	return STATUS_SUCCESS;
}

static NTSTATUS wait_twice(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	create_both(object, path);
	WdfWaitLockAcquire(wait_lock, NULL);
	WdfWaitLockAcquire(wait_lock, NULL);
	return STATUS_SUCCESS;
}

static NTSTATUS wait_unheld(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	create_both(object, path);
	WdfWaitLockRelease(wait_lock);
	return STATUS_SUCCESS;
}

static NTSTATUS wait_raised(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	create_both(object, path);
	WdfSpinLockAcquire(spin_lock);
	WdfWaitLockAcquire(wait_lock, NULL);
	return STATUS_SUCCESS;
}

static NTSTATUS try_raised(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_both(object, path);
	LONGLONG at_once = 0;

	WdfSpinLockAcquire(spin_lock);
	statuses[0] = WdfWaitLockAcquire(wait_lock, &at_once);
	WdfWaitLockRelease(wait_lock);
	WdfSpinLockRelease(spin_lock);
	return status;
}

static void misuse_stops_the_driver(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_stopped(spin_twice, "spin-lock-misused");
	assert_stopped(spin_unheld, "spin-lock-misused");
	assert_stopped(wait_twice, "wait-lock-misused");
	assert_stopped(wait_unheld, "wait-lock-misused");
	assert_stopped(wait_raised, "wrong-irql");
	assert_int_equal(enter(try_raised), STATUS_SUCCESS);
	assert_int_equal(statuses[0], STATUS_SUCCESS);
	unload();
	assert_int_equal(outstanding(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(who_holds_a_spin_lock_is_at_dispatch_level),
		TEST(a_wait_lock_is_not_waited_for_longer_than_told),
		TEST(locks_exclude_other_threads),
		TEST(misuse_stops_the_driver),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
