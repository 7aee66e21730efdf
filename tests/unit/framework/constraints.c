#include "tests/unit/framework/support.h"

#include <pthread.h>
#include <wdmsec.h>

DECLARE_CONST_UNICODE_STRING(device_name, L"\\Device\\Unit");

static WDF_EXECUTION_LEVEL driver_level;
static WDF_EXECUTION_LEVEL device_level;
static WDFDEVICE device;
static KIRQL held;

static int reset(void **state)
{
	UNREFERENCED_PARAMETER(state);
	driver_level = device_level = WdfExecutionLevelInheritFromParent;
	return 0;
}

static NTSTATUS create_both(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	PWDFDEVICE_INIT init;
	WDFDRIVER driver;
	NTSTATUS status;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ExecutionLevel = driver_level;
	status = create_driver(object, path, &attributes, &driver);
	if (!NT_SUCCESS(status))
		return status;
	init = WdfControlDeviceInitAllocate(driver, &SDDL_DEVOBJ_SYS_ALL_ADM_ALL);
	WdfDeviceInitAssignName(init, &device_name);
	attributes.ExecutionLevel = device_level;
	status = WdfDeviceCreate(&init, &attributes, &device);
	if (!NT_SUCCESS(status))
		WdfDeviceInitFree(init);
	return status;
}

static NTSTATUS lock_device(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_both(object, path);

	WdfObjectAcquireLock(device);
	held = KeGetCurrentIrql();
	WdfObjectReleaseLock(device);
	assert_int_equal(KeGetCurrentIrql(), PASSIVE_LEVEL);
	return status;
}

static void assert_held_at(KIRQL irql)
{
	assert_int_equal(enter(lock_device), STATUS_SUCCESS);
	assert_int_equal(held, irql);
	unload();
	assert_int_equal(outstanding(), 0);
}

static void a_device_is_locked_by_a_spin_lock(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_held_at(DISPATCH_LEVEL);
}

static void a_passive_device_is_locked_by_a_mutex(void **state)
{
	UNREFERENCED_PARAMETER(state);
	device_level = WdfExecutionLevelPassive;
	assert_held_at(PASSIVE_LEVEL);
}

static void a_device_inherits_the_level_of_its_driver(void **state)
{
	UNREFERENCED_PARAMETER(state);
	driver_level = WdfExecutionLevelPassive;
	assert_held_at(PASSIVE_LEVEL);
}

static void its_own_level_goes_before_that_of_the_driver(void **state)
{
	UNREFERENCED_PARAMETER(state);
	driver_level = WdfExecutionLevelPassive;
	device_level = WdfExecutionLevelDispatch;
	assert_held_at(DISPATCH_LEVEL);
}

static NTSTATUS statuses[3];

static int shared;

static void *count(void *argument)
{
	UNREFERENCED_PARAMETER(argument);
	for (int i = 0; i < 1000; i++) {
		WdfObjectAcquireLock(device);
		shared++;
		WdfObjectReleaseLock(device);
	}
	return NULL;
}

static NTSTATUS count_in_threads(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_both(object, path);
	pthread_t threads[2];

	shared = 0;
	for (int i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, count, NULL);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	return status;
}

static void both_kinds_exclude_other_threads(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(count_in_threads), STATUS_SUCCESS);
	assert_int_equal(shared, 2000);
	unload();
	unload_for_good();
	device_level = WdfExecutionLevelPassive;
	assert_int_equal(enter(count_in_threads), STATUS_SUCCESS);
	assert_int_equal(shared, 2000);
	unload();
}

static NTSTATUS refuse_scope(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_driver(object, path, NULL, NULL);
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFSPINLOCK lock;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.SynchronizationScope = WdfSynchronizationScopeDevice;
	statuses[0] = WdfSpinLockCreate(&attributes, &lock);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ExecutionLevel = WdfExecutionLevelPassive;
	statuses[1] = WdfSpinLockCreate(&attributes, &lock);
	attributes.ExecutionLevel = WdfExecutionLevelInvalid;
	statuses[2] = WdfSpinLockCreate(&attributes, &lock);
	return status;
}

static void objects_without_callbacks_take_neither_scope_nor_level(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(refuse_scope), STATUS_SUCCESS);
	assert_int_equal(statuses[0], STATUS_WDF_SYNCHRONIZATION_SCOPE_INVALID);
	assert_int_equal(statuses[1], STATUS_WDF_EXECUTION_LEVEL_INVALID);
	assert_int_equal(statuses[2], STATUS_WDF_OBJECT_ATTRIBUTES_INVALID);
	unload();
	assert_int_equal(outstanding(), 0);
}

static WDFDRIVER serialised;

static VOID lock_in_unload(WDFDRIVER driver)
{
	WdfObjectAcquireLock(driver);
	WdfObjectReleaseLock(driver);
}

static NTSTATUS create_serialised(
	PDRIVER_OBJECT object, PUNICODE_STRING path, WDF_SYNCHRONIZATION_SCOPE scope)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_DRIVER_CONFIG config;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.SynchronizationScope = scope;
	WDF_DRIVER_CONFIG_INIT(&config, WDF_NO_EVENT_CALLBACK);
	config.EvtDriverUnload = lock_in_unload;
	return WdfDriverCreate(object, path, &attributes, &config, &serialised);
}

static NTSTATUS serialise(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	return create_serialised(object, path, WdfSynchronizationScopeDevice);
}

static NTSTATUS do_not_serialise(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	return create_serialised(object, path, WdfSynchronizationScopeNone);
}

static void a_driver_with_a_scope_has_its_lock_in_its_callbacks(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_stopped(serialise, "callback-lock-misused");
	assert_int_equal(enter(do_not_serialise), STATUS_SUCCESS);
	unload();
	assert_int_equal(outstanding(), 0);
}

#define RESET_TEST(name) cmocka_unit_test_setup_teardown(name, reset, forget_driver)

int main(void)
{
	const struct CMUnitTest tests[] = {
		/* It forks. */
		RESET_TEST(a_driver_with_a_scope_has_its_lock_in_its_callbacks),
		RESET_TEST(a_device_is_locked_by_a_spin_lock),
		RESET_TEST(a_passive_device_is_locked_by_a_mutex),
		RESET_TEST(a_device_inherits_the_level_of_its_driver),
		RESET_TEST(its_own_level_goes_before_that_of_the_driver),
		RESET_TEST(both_kinds_exclude_other_threads),
		RESET_TEST(objects_without_callbacks_take_neither_scope_nor_level),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
