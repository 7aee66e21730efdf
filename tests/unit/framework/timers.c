#include "tests/unit/framework/support.h"

#include <stdatomic.h>
#include <wdmsec.h>

DECLARE_CONST_UNICODE_STRING(device_name, L"\\Device\\Unit");

enum {
	WAIT_MS = 20000
};

static WDFDRIVER driver;
static WDFDEVICE device;
static WDFTIMER timer;
static WDFWORKITEM item;
static WDFDPC dpc;
static KEVENT has_run;
static KEVENT may_return;
static atomic_int runs;
static atomic_int item_status;
static _Atomic KIRQL level;
static NTSTATUS statuses[8];
static BOOLEAN answers[8];

static NTSTATUS create_device(PDRIVER_OBJECT object, PUNICODE_STRING path,
	WDF_EXECUTION_LEVEL execution_level, WDF_SYNCHRONIZATION_SCOPE scope)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	PWDFDEVICE_INIT init;
	NTSTATUS status = create_driver(object, path, NULL, &driver);

	if (!NT_SUCCESS(status))
		return status;
	runs = 0;
	KeInitializeEvent(&has_run, SynchronizationEvent, FALSE);
	KeInitializeEvent(&may_return, SynchronizationEvent, FALSE);
	init = WdfControlDeviceInitAllocate(driver, &SDDL_DEVOBJ_SYS_ALL_ADM_ALL);
	WdfDeviceInitAssignName(init, &device_name);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ExecutionLevel = execution_level;
	attributes.SynchronizationScope = scope;
	return WdfDeviceCreate(&init, &attributes, &device);
}

static NTSTATUS plain_device(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	return create_device(object, path, WdfExecutionLevelDispatch, WdfSynchronizationScopeNone);
}

static NTSTATUS passive_device(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	return create_device(object, path, WdfExecutionLevelPassive, WdfSynchronizationScopeDevice);
}

static NTSTATUS wait_for(KEVENT *event)
{
	LARGE_INTEGER timeout = { .QuadPart = WDF_REL_TIMEOUT_IN_MS(WAIT_MS) };

	return KeWaitForSingleObject(event, Executive, KernelMode, FALSE, &timeout);
}

static void on_cleanup(WDFOBJECT object)
{
	UNREFERENCED_PARAMETER(object);
	say("cleanup");
}

static NTSTATUS create_timer(PFN_WDF_TIMER routine, WDF_EXECUTION_LEVEL execution_level)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_TIMER_CONFIG config;

	WDF_TIMER_CONFIG_INIT(&config, routine);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = device;
	attributes.ExecutionLevel = execution_level;
	attributes.EvtCleanupCallback = on_cleanup;
	return WdfTimerCreate(&config, &attributes, &timer);
}

static NTSTATUS create_item(PFN_WDF_WORKITEM routine, BOOLEAN is_serialised)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_WORKITEM_CONFIG config;

	WDF_WORKITEM_CONFIG_INIT(&config, routine);
	config.AutomaticSerialization = is_serialised;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = device;
	attributes.EvtCleanupCallback = on_cleanup;
	return WdfWorkItemCreate(&config, &attributes, &item);
}

static NTSTATUS create_dpc(PFN_WDF_DPC routine)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_DPC_CONFIG config;

	WDF_DPC_CONFIG_INIT(&config, routine);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = device;
	return WdfDpcCreate(&config, &attributes, &dpc);
}

static void on_timer(WDFTIMER handle)
{
	assert_ptr_equal(WdfTimerGetParentObject(handle), device);
	level = KeGetCurrentIrql();
	runs++;
	KeSetEvent(&has_run, 0, FALSE);
}

static NTSTATUS run_timer_at(
	PDRIVER_OBJECT object, PUNICODE_STRING path, WDF_EXECUTION_LEVEL execution_level)
{
	NTSTATUS status = plain_device(object, path);

	statuses[0] = create_timer(on_timer, execution_level);
	answers[0] = WdfTimerStart(timer, WDF_REL_TIMEOUT_IN_MS(1));
	statuses[1] = wait_for(&has_run);
	answers[1] = WdfTimerStop(timer, TRUE);
	return status;
}

static NTSTATUS run_timer(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	return run_timer_at(object, path, WdfExecutionLevelInheritFromParent);
}

static NTSTATUS run_passive_timer(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	return run_timer_at(object, path, WdfExecutionLevelPassive);
}

static void assert_timer_ran_at(KIRQL irql)
{
	assert_int_equal(statuses[0], STATUS_SUCCESS);
	assert_int_equal(statuses[1], STATUS_SUCCESS);
	assert_int_equal(level, irql);
	assert_int_equal(runs, 1);
	assert_false(answers[0]);
	assert_false(answers[1]);
	unload();
	assert_int_equal(outstanding(), 0);
}

static void a_timer_expires_at_dispatch_level(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(run_timer), STATUS_SUCCESS);
	assert_timer_ran_at(DISPATCH_LEVEL);
}

static void a_passive_timer_expires_at_passive_level(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(run_passive_timer), STATUS_SUCCESS);
	assert_timer_ran_at(PASSIVE_LEVEL);
}

static NTSTATUS run_periodic_timer(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_TIMER_CONFIG config;
	NTSTATUS status = plain_device(object, path);

	WDF_TIMER_CONFIG_INIT_PERIODIC(&config, on_timer, 1);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = device;
	statuses[0] = WdfTimerCreate(&config, &attributes, &timer);
	WdfTimerStart(timer, WDF_REL_TIMEOUT_IN_MS(1));
	for (int i = 0; i < 3; i++)
		statuses[1 + i] = wait_for(&has_run);
	answers[0] = WdfTimerStop(timer, TRUE);
	runs = 0;
	return status;
}

static void a_periodic_timer_expires_until_it_is_stopped(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(run_periodic_timer), STATUS_SUCCESS);
	for (int i = 0; i < 4; i++)
		assert_int_equal(statuses[i], STATUS_SUCCESS);
	assert_true(answers[0]);
	unload();
	assert_int_equal(runs, 0);
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS leave_timer_running(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = plain_device(object, path);

	create_timer(on_timer, WdfExecutionLevelInheritFromParent);
	answers[0] = WdfTimerStart(timer, WDF_REL_TIMEOUT_IN_SEC(3600));
	answers[1] = WdfTimerStart(timer, WDF_REL_TIMEOUT_IN_SEC(3600));
	return status;
}

static void a_timer_goes_with_its_device(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(leave_timer_running), STATUS_SUCCESS);
	assert_false(answers[0]);
	assert_true(answers[1]);
	unload();
	assert_string_equal(said(), "cleanup");
	assert_int_equal(runs, 0);
	assert_int_equal(outstanding(), 0);
}

static void delete_timer(WDFTIMER handle)
{
	WdfObjectDelete(handle);
	KeSetEvent(&has_run, 0, FALSE);
}

static NTSTATUS delete_in_callback(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = plain_device(object, path);

	create_timer(delete_timer, WdfExecutionLevelInheritFromParent);
	WdfTimerStart(timer, WDF_REL_TIMEOUT_IN_MS(1));
	statuses[0] = wait_for(&has_run);
	return status;
}

static void a_timer_that_its_callback_deletes_goes_when_that_has_returned(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(delete_in_callback), STATUS_SUCCESS);
	assert_int_equal(statuses[0], STATUS_SUCCESS);
	unload();
	assert_string_equal(said(), "cleanup");
	assert_int_equal(outstanding(), 0);
}

static void start_again(WDFTIMER handle)
{
	runs++;
	WdfTimerStart(handle, WDF_REL_TIMEOUT_IN_MS(0));
	KeSetEvent(&has_run, 0, FALSE);
}

static NTSTATUS stop_restarting_timer(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = plain_device(object, path);

	create_timer(start_again, WdfExecutionLevelInheritFromParent);
	WdfTimerStart(timer, WDF_REL_TIMEOUT_IN_MS(1));
	statuses[0] = wait_for(&has_run);
	statuses[1] = wait_for(&has_run);
	WdfTimerStop(timer, TRUE);
	statuses[2] = runs;
	return status;
}

static void stopping_is_for_good_even_when_the_callback_starts_it_again(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(stop_restarting_timer), STATUS_SUCCESS);
	assert_int_equal(statuses[0], STATUS_SUCCESS);
	assert_int_equal(statuses[1], STATUS_SUCCESS);
	assert_int_equal(runs, statuses[2]);
	unload();
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS refuse_timers(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_TIMER_CONFIG config;
	NTSTATUS status = plain_device(object, path);

	WDF_TIMER_CONFIG_INIT(&config, on_timer);
	statuses[0] = WdfTimerCreate(&config, WDF_NO_OBJECT_ATTRIBUTES, &timer);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	statuses[1] = WdfTimerCreate(&config, &attributes, &timer);
	attributes.ParentObject = driver;
	statuses[2] = WdfTimerCreate(&config, &attributes, &timer);
	attributes.ParentObject = device;
	attributes.ExecutionLevel = WdfExecutionLevelPassive;
	config.Period = 10;
	statuses[3] = WdfTimerCreate(&config, &attributes, &timer);
	config.Period = (ULONG)MAXLONG + 1;
	statuses[4] = WdfTimerCreate(&config, &attributes, &timer);
	config.Period = 0;
	config.UseHighResolutionTimer = TRUE;
	config.TolerableDelay = 1;
	statuses[5] = WdfTimerCreate(&config, &attributes, &timer);
	config.Size = 0;
	statuses[6] = WdfTimerCreate(&config, &attributes, &timer);
	return status;
}

static void a_timer_has_a_device_and_a_possible_configuration(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(refuse_timers), STATUS_SUCCESS);
	assert_int_equal(statuses[0], STATUS_WDF_PARENT_NOT_SPECIFIED);
	assert_int_equal(statuses[1], STATUS_WDF_PARENT_NOT_SPECIFIED);
	assert_int_equal(statuses[2], STATUS_INVALID_DEVICE_REQUEST);
	assert_int_equal(statuses[3], STATUS_NOT_SUPPORTED);
	assert_int_equal(statuses[4], STATUS_INVALID_PARAMETER);
	assert_int_equal(statuses[5], STATUS_INVALID_PARAMETER);
	assert_int_equal(statuses[6], STATUS_INFO_LENGTH_MISMATCH);
	unload();
	assert_int_equal(outstanding(), 0);
}

static void on_item(WDFWORKITEM handle)
{
	assert_ptr_equal(WdfWorkItemGetParentObject(handle), device);
	level = KeGetCurrentIrql();
	runs++;
	KeSetEvent(&has_run, 0, FALSE);
	item_status = wait_for(&may_return);
}

static NTSTATUS run_item(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = plain_device(object, path);

	statuses[0] = create_item(on_item, FALSE);
	WdfWorkItemFlush(item);
	WdfWorkItemEnqueue(item);
	statuses[1] = wait_for(&has_run);
	WdfWorkItemEnqueue(item); /* while it runs */
	KeSetEvent(&may_return, 0, FALSE);
	statuses[2] = wait_for(&has_run);
	KeSetEvent(&may_return, 0, FALSE);
	WdfWorkItemFlush(item);
	statuses[3] = runs;
	return status;
}

static void a_work_item_runs_as_often_as_it_is_queued(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(run_item), STATUS_SUCCESS);
	for (int i = 0; i < 3; i++)
		assert_int_equal(statuses[i], STATUS_SUCCESS);
	assert_int_equal(statuses[3], 2);
	assert_int_equal(level, PASSIVE_LEVEL);
	unload();
	assert_string_equal(said(), "cleanup");
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS leave_item_running(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = plain_device(object, path);

	create_item(on_item, FALSE);
	WdfWorkItemEnqueue(item);
	statuses[1] = wait_for(&has_run);
	KeSetEvent(&may_return, 0, FALSE);
	WdfObjectDelete(item);
	say("deleted");
	return status;
}

static void a_work_item_is_waited_for_when_it_is_deleted(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(leave_item_running), STATUS_SUCCESS);
	assert_int_equal(statuses[1], STATUS_SUCCESS);
	assert_int_equal(item_status, STATUS_SUCCESS);
	assert_string_equal(said(), "cleanup deleted");
	unload();
	assert_int_equal(outstanding(), 0);
}

static void delete_item(WDFWORKITEM handle)
{
	WdfObjectDelete(handle);
	KeSetEvent(&has_run, 0, FALSE);
}

static NTSTATUS delete_item_inside(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = plain_device(object, path);

	create_item(delete_item, FALSE);
	WdfWorkItemEnqueue(item);
	statuses[0] = wait_for(&has_run);
	return status;
}

static void a_work_item_may_delete_itself(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(delete_item_inside), STATUS_SUCCESS);
	assert_int_equal(statuses[0], STATUS_SUCCESS);
	unload();
	assert_string_equal(said(), "cleanup");
	assert_int_equal(outstanding(), 0);
}

static int unlocked; /* under the lock of the device */

static void count_item(WDFWORKITEM handle)
{
	UNREFERENCED_PARAMETER(handle);
	unlocked++;
}

static NTSTATUS serialise(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_WORKITEM_CONFIG config;
	WDFWORKITEM items[4];
	NTSTATUS status = passive_device(object, path);

	unlocked = 0;
	WDF_WORKITEM_CONFIG_INIT(&config, count_item);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = device;
	for (int i = 0; i < 4; i++)
		statuses[i] = WdfWorkItemCreate(&config, &attributes, &items[i]);
	for (int i = 0; i < 100; i++) {
		for (int j = 0; j < 4; j++)
			WdfWorkItemEnqueue(items[j]);
		WdfObjectAcquireLock(device);
		unlocked++;
		WdfObjectReleaseLock(device);
	}
	for (int i = 0; i < 4; i++)
		WdfWorkItemFlush(items[i]);
	return status;
}

static void serialised_work_items_run_one_after_the_other(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(serialise), STATUS_SUCCESS);
	for (int i = 0; i < 4; i++)
		assert_int_equal(statuses[i], STATUS_SUCCESS);
	assert_true(unlocked >= 104);
	unload();
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS mix_levels(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = passive_device(object, path);

	statuses[0] = create_timer(on_timer, WdfExecutionLevelInheritFromParent);
	statuses[1] = create_timer(on_timer, WdfExecutionLevelPassive);
	return status;
}

static NTSTATUS mix_levels_otherwise(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_device(
		object, path, WdfExecutionLevelDispatch, WdfSynchronizationScopeDevice);

	statuses[2] = create_item(on_item, TRUE);
	statuses[3] = create_item(on_item, FALSE);
	statuses[4] = create_timer(on_timer, WdfExecutionLevelInheritFromParent);
	return status;
}

static void callbacks_are_serialised_at_the_level_of_their_parent(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(mix_levels), STATUS_SUCCESS);
	assert_int_equal(statuses[0], STATUS_WDF_INCOMPATIBLE_EXECUTION_LEVEL);
	assert_int_equal(statuses[1], STATUS_SUCCESS);
	unload();
	unload_for_good();
	assert_int_equal(enter(mix_levels_otherwise), STATUS_SUCCESS);
	assert_int_equal(statuses[2], STATUS_WDF_INCOMPATIBLE_EXECUTION_LEVEL);
	assert_int_equal(statuses[3], STATUS_SUCCESS);
	assert_int_equal(statuses[4], STATUS_SUCCESS);
	unload();
	assert_int_equal(outstanding(), 0);
}

static void on_dpc(WDFDPC handle)
{
	assert_ptr_equal(WdfDpcGetParentObject(handle), device);
	level = KeGetCurrentIrql();
	runs++;
	KeSetEvent(&has_run, 0, FALSE);
}

static NTSTATUS run_dpc(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = plain_device(object, path);

	statuses[0] = create_dpc(on_dpc);
	answers[0] = WdfDpcEnqueue(dpc);
	statuses[1] = wait_for(&has_run);
	answers[1] = WdfDpcCancel(dpc, TRUE);
	answers[2] = KeInsertQueueDpc(WdfDpcWdmGetDpc(dpc), NULL, NULL);
	statuses[2] = wait_for(&has_run);
	WdfDpcEnqueue(dpc);
	WdfObjectDelete(dpc);
	statuses[3] = runs;
	return status;
}

static void a_dpc_runs_before_it_goes(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(run_dpc), STATUS_SUCCESS);
	for (int i = 0; i < 3; i++)
		assert_int_equal(statuses[i], STATUS_SUCCESS);
	assert_true(answers[0]);
	assert_false(answers[1]);
	assert_true(answers[2]);
	assert_int_equal(statuses[3], 3);
	assert_int_equal(level, DISPATCH_LEVEL);
	unload();
	assert_int_equal(outstanding(), 0);
}

static void flush_itself(WDFWORKITEM handle)
{
	WdfWorkItemFlush(handle);
}

static NTSTATUS flush_inside(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = plain_device(object, path);

	create_item(flush_itself, FALSE);
	WdfWorkItemEnqueue(item);
	WdfWorkItemFlush(item);
	return status;
}

static NTSTATUS flush_under_lock(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = passive_device(object, path);

	create_item(count_item, TRUE);
	WdfObjectAcquireLock(device);
	WdfWorkItemEnqueue(item);
	WdfWorkItemFlush(item);
	return status;
}

static void stop_itself(WDFTIMER handle)
{
	WdfTimerStop(handle, TRUE);
	KeSetEvent(&has_run, 0, FALSE);
}

static NTSTATUS stop_inside(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = plain_device(object, path);

	create_timer(stop_itself, WdfExecutionLevelInheritFromParent);
	WdfTimerStart(timer, WDF_REL_TIMEOUT_IN_MS(1));
	wait_for(&has_run);
	return status;
}

static NTSTATUS stop_passive_inside(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = plain_device(object, path);

	create_timer(stop_itself, WdfExecutionLevelPassive);
	WdfTimerStart(timer, WDF_REL_TIMEOUT_IN_MS(1));
	wait_for(&has_run);
	return status;
}

static NTSTATUS delete_passive_inside(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = plain_device(object, path);

	create_timer(delete_timer, WdfExecutionLevelPassive);
	WdfTimerStart(timer, WDF_REL_TIMEOUT_IN_MS(1));
	wait_for(&has_run);
	return status;
}

static NTSTATUS start_deleted(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = plain_device(object, path);

	create_timer(on_timer, WdfExecutionLevelInheritFromParent);
	WdfObjectReference(timer);
	WdfObjectDelete(timer);
	WdfTimerStart(timer, WDF_REL_TIMEOUT_IN_MS(1));
	WdfObjectDereference(timer);
	return status;
}

static void misuse_is_stopped_or_reported(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_reported(flush_inside, "waits-for-itself");
	assert_reported(stop_passive_inside, "waits-for-itself");
	assert_reported(start_deleted, "started-while-deleted");
	assert_stopped(flush_under_lock, "waits-for-itself");
	assert_stopped(stop_inside, "waits-for-itself");
	assert_stopped(delete_passive_inside, "waits-for-itself");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		/* It forks: no thread of the framework's has been started before. */
		TEST(misuse_is_stopped_or_reported),
		TEST(a_timer_expires_at_dispatch_level),
		TEST(a_passive_timer_expires_at_passive_level),
		TEST(a_periodic_timer_expires_until_it_is_stopped),
		TEST(a_timer_goes_with_its_device),
		TEST(a_timer_that_its_callback_deletes_goes_when_that_has_returned),
		TEST(stopping_is_for_good_even_when_the_callback_starts_it_again),
		TEST(a_timer_has_a_device_and_a_possible_configuration),
		TEST(a_work_item_runs_as_often_as_it_is_queued),
		TEST(a_work_item_is_waited_for_when_it_is_deleted),
		TEST(a_work_item_may_delete_itself),
		TEST(serialised_work_items_run_one_after_the_other),
		TEST(callbacks_are_serialised_at_the_level_of_their_parent),
		TEST(a_dpc_runs_before_it_goes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
