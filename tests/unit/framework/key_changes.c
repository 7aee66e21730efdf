#include "tests/unit/framework/support.h"

#include <drvtrace/fault.h>
#include <wdm.h>

#define OURS L"\\Registry\\Machine\\Watched"

static HANDLE key;
static HANDLE event;
static IO_STATUS_BLOCK result;
static WORK_QUEUE_ITEM item;
static KEVENT worked;
static NTSTATUS ended;

#define ENTRY(name) static NTSTATUS name(PDRIVER_OBJECT object, PUNICODE_STRING path)
#define IGNORE_ARGUMENTS                                                                           \
	UNREFERENCED_PARAMETER(object);                                                            \
	UNREFERENCED_PARAMETER(path)

static HANDLE create(PCWSTR path, HANDLE root, ACCESS_MASK access)
{
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING name;
	HANDLE handle = NULL;

	RtlInitUnicodeString(&name, path);
	InitializeObjectAttributes(
		&attributes, &name, OBJ_KERNEL_HANDLE | OBJ_CASE_INSENSITIVE, root, NULL);
	ZwCreateKey(&handle, access, &attributes, 0, NULL, REG_OPTION_NON_VOLATILE, NULL);
	return handle;
}

static void set_value(HANDLE handle, ULONG data)
{
	DECLARE_CONST_UNICODE_STRING(name, L"Value");

	ZwSetValueKey(handle, (PUNICODE_STRING)&name, 0, REG_DWORD, &data, sizeof(data));
}

static void delete_value(HANDLE handle)
{
	DECLARE_CONST_UNICODE_STRING(name, L"Value");

	ZwDeleteValueKey(handle, (PUNICODE_STRING)&name);
}

static NTSTATUS watch(ULONG filter, BOOLEAN is_tree)
{
	result.Status = STATUS_PENDING;
	return ZwNotifyChangeKey(key, event, NULL, NULL, &result, filter, is_tree, NULL, 0, TRUE);
}

/* What it was told is said, or that it was not. */
static void say_told(void)
{
	LARGE_INTEGER at_once = { .QuadPart = 0 };
	BOOLEAN is_set = ZwWaitForSingleObject(event, FALSE, &at_once) == STATUS_SUCCESS;

	if (!is_set == (result.Status != STATUS_PENDING))
		say("contradiction");
	else if (!is_set)
		say("nothing");
	else
		say(result.Status == STATUS_NOTIFY_ENUM_DIR      ? "change"
			: result.Status == STATUS_NOTIFY_CLEANUP ? "cleanup"
								 : "else");
}

static void begin(void)
{
	RtlCreateRegistryKey(RTL_REGISTRY_ABSOLUTE, (PWSTR)OURS);
	ZwCreateEvent(&event, EVENT_ALL_ACCESS, NULL, NotificationEvent, TRUE);
	key = create(OURS, NULL, KEY_ALL_ACCESS);
}

static void end(void)
{
	ZwClose(key);
	ZwClose(event);
}

ENTRY(watches_names)
{
	HANDLE child;
	HANDLE grandchild;

	IGNORE_ARGUMENTS;
	begin();
	watch(REG_NOTIFY_CHANGE_NAME, FALSE);
	set_value(key, 1);
	say_told();
	child = create(L"Child", key, KEY_ALL_ACCESS);
	say_told();
	watch(REG_NOTIFY_CHANGE_NAME, FALSE);
	grandchild = create(L"Grandchild", child, KEY_ALL_ACCESS);
	set_value(child, 1);
	say_told();
	ZwDeleteKey(grandchild);
	say_told();
	ZwDeleteKey(child);
	say_told();
	ZwClose(grandchild);
	ZwClose(child);
	end();
	return STATUS_SUCCESS;
}

static void subkeys_that_come_and_go_are_told(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(watches_names), STATUS_SUCCESS);
	assert_string_equal(said(), "nothing change nothing nothing change");
	assert_int_equal(outstanding(), 0);
}

ENTRY(watches_values)
{
	HANDLE child;

	IGNORE_ARGUMENTS;
	begin();
	child = create(L"Child", key, KEY_ALL_ACCESS);
	watch(REG_NOTIFY_CHANGE_LAST_SET, TRUE);
	say_told();
	set_value(child, 1);
	say_told();
	watch(REG_NOTIFY_CHANGE_LAST_SET, TRUE);
	delete_value(child);
	say_told();
	/* Nobody waits now: the next one is told at once, and once. */
	set_value(key, 2);
	set_value(key, 3);
	watch(REG_NOTIFY_CHANGE_LAST_SET, TRUE);
	say_told();
	watch(REG_NOTIFY_CHANGE_LAST_SET, TRUE);
	say_told();
	ZwDeleteKey(child);
	say_told();
	delete_value(key);
	say_told();
	ZwClose(child);
	end();
	return STATUS_SUCCESS;
}

static void values_below_are_told_and_those_since_the_last_time(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(watches_values), STATUS_SUCCESS);
	assert_string_equal(said(), "nothing change change change nothing nothing change");
	assert_int_equal(outstanding(), 0);
}

ENTRY(ends_watching)
{
	HANDLE other;

	IGNORE_ARGUMENTS;
	begin();
	watch(REG_NOTIFY_CHANGE_NAME, FALSE);
	ZwClose(key);
	say_told();
	key = create(OURS L"\\Short", NULL, KEY_ALL_ACCESS);
	other = create(OURS L"\\Short", NULL, KEY_ALL_ACCESS);
	watch(REG_NOTIFY_CHANGE_NAME, FALSE);
	ZwDeleteKey(other);
	say_told();
	ended = watch(REG_NOTIFY_CHANGE_NAME, FALSE);
	ZwClose(other);
	end();
	return STATUS_SUCCESS;
}

static void a_handle_that_is_closed_and_a_key_that_is_deleted_end_it(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(ends_watching), STATUS_SUCCESS);
	assert_string_equal(said(), "cleanup cleanup");
	assert_int_equal(ended, STATUS_KEY_DELETED);
	assert_int_equal(outstanding(), 0);
}

static VOID work(PVOID context)
{
	UNREFERENCED_PARAMETER(context);
	say("worked");
	KeSetEvent(&worked, IO_NO_INCREMENT, FALSE);
}

ENTRY(queues_item)
{
	IGNORE_ARGUMENTS;
	begin();
	KeInitializeEvent(&worked, NotificationEvent, FALSE);
	ExInitializeWorkItem(&item, work, NULL);
	ZwNotifyChangeKey(key, NULL, (PIO_APC_ROUTINE)(ULONG_PTR)&item, (PVOID)DelayedWorkQueue,
		&result, REG_NOTIFY_CHANGE_LAST_SET, FALSE, NULL, 0, TRUE);
	set_value(key, 4);
	KeWaitForSingleObject(&worked, Executive, KernelMode, FALSE, NULL);
	end();
	return STATUS_SUCCESS;
}

static void a_work_item_is_queued(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(queues_item), STATUS_SUCCESS);
	assert_string_equal(said(), "worked");
	assert_int_equal(result.Status, STATUS_NOTIFY_ENUM_DIR);
	assert_int_equal(outstanding(), 0);
}

static LONG has_returned;

static VOID await_change(PVOID context)
{
	HANDLE own = create(OURS, NULL, KEY_ALL_ACCESS);

	UNREFERENCED_PARAMETER(context);
	ended = ZwNotifyChangeKey(
		own, NULL, NULL, NULL, &result, REG_NOTIFY_CHANGE_LAST_SET, FALSE, NULL, 0, FALSE);
	ZwClose(own);
	InterlockedExchange(&has_returned, 1);
}

ENTRY(waits_for_change)
{
	LARGE_INTEGER interval = { .QuadPart = -10000 };
	HANDLE thread;

	IGNORE_ARGUMENTS;
	begin();
	has_returned = 0;
	PsCreateSystemThread(&thread, THREAD_ALL_ACCESS, NULL, NULL, NULL, await_change, NULL);
	/* Until it waits. */
	for (ULONG i = 0; !ReadAcquire(&has_returned); i++) {
		set_value(key, i);
		KeDelayExecutionThread(KernelMode, FALSE, &interval);
	}
	ZwWaitForSingleObject(thread, FALSE, NULL);
	ZwClose(thread);
	end();
	return STATUS_SUCCESS;
}

static void one_that_is_not_asynchronous_waits(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(waits_for_change), STATUS_SUCCESS);
	assert_int_equal(ended, STATUS_NOTIFY_ENUM_DIR);
	assert_int_equal(result.Status, STATUS_NOTIFY_ENUM_DIR);
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS statuses[5];

ENTRY(watches_wrongly)
{
	IGNORE_ARGUMENTS;
	begin();
	statuses[0] = watch(REG_LEGAL_CHANGE_FILTER + 1, FALSE);
	statuses[1] = ZwNotifyChangeKey(
		key, key, NULL, NULL, &result, REG_NOTIFY_CHANGE_NAME, FALSE, NULL, 0, TRUE);
	statuses[2] = watch(REG_NOTIFY_CHANGE_NAME, FALSE);
	ZwClose(key);
	key = create(OURS, NULL, KEY_QUERY_VALUE);
	statuses[3] = watch(REG_NOTIFY_CHANGE_NAME, FALSE);
	statuses[4] = ZwNotifyChangeKey(
		event, NULL, NULL, NULL, &result, REG_NOTIFY_CHANGE_NAME, FALSE, NULL, 0, TRUE);
	end();
	return STATUS_SUCCESS;
}

static void what_cannot_be_fails(void **state)
{
	UNREFERENCED_PARAMETER(state);
	drvtrace_fault_arm("ZwNotifyChangeKey", 2);
	assert_int_equal(enter(watches_wrongly), STATUS_SUCCESS);
	assert_int_equal(statuses[0], STATUS_INVALID_PARAMETER);
	assert_int_equal(statuses[1], STATUS_OBJECT_TYPE_MISMATCH);
	assert_int_equal(statuses[2], STATUS_INSUFFICIENT_RESOURCES);
	assert_int_equal(statuses[3], STATUS_ACCESS_DENIED);
	assert_int_equal(statuses[4], STATUS_OBJECT_TYPE_MISMATCH);
	assert_int_equal(outstanding(), 0);
}

ENTRY(forgets_to_end)
{
	IGNORE_ARGUMENTS;
	begin();
	watch(REG_NOTIFY_CHANGE_LAST_SET, FALSE);
	ZwClose(event);
	return STATUS_UNSUCCESSFUL;
}

ENTRY(changes_value)
{
	HANDLE own = create(OURS, NULL, KEY_ALL_ACCESS);

	IGNORE_ARGUMENTS;
	set_value(own, 7);
	ZwClose(own);
	return STATUS_SUCCESS;
}

/* The handle, and what waits for changes by it. */
static void a_driver_that_is_gone_is_not_told(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(forgets_to_end), STATUS_UNSUCCESSFUL);
	assert_int_equal(outstanding(), 2);
	forget_driver(state);
	assert_int_equal(enter(changes_value), STATUS_SUCCESS);
	assert_int_equal(result.Status, STATUS_PENDING);
	assert_int_equal(outstanding(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(subkeys_that_come_and_go_are_told),
		TEST(values_below_are_told_and_those_since_the_last_time),
		TEST(a_handle_that_is_closed_and_a_key_that_is_deleted_end_it),
		TEST(a_work_item_is_queued),
		TEST(one_that_is_not_asynchronous_waits),
		TEST(what_cannot_be_fails),
		TEST(a_driver_that_is_gone_is_not_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
