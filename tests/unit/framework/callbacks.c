#include "tests/unit/framework/support.h"

static PCALLBACK_OBJECT object;
static PVOID registrations[2];
static PVOID refused;
static NTSTATUS statuses[3];
static LONG expirations;

static VOID say_first(PVOID context, PVOID argument1, PVOID argument2)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(argument1);
	UNREFERENCED_PARAMETER(argument2);
	say("first");
}

static VOID say_argument(PVOID context, PVOID argument1, PVOID argument2)
{
	UNREFERENCED_PARAMETER(argument1);
	say(context);
	say(argument2);
}

static NTSTATUS create(PCALLBACK_OBJECT *out, BOOLEAN may_create, BOOLEAN allows_many)
{
	DECLARE_CONST_UNICODE_STRING(name, L"\\Callback\\Unit");
	OBJECT_ATTRIBUTES attributes;

	InitializeObjectAttributes(
		&attributes, (PUNICODE_STRING)&name, OBJ_CASE_INSENSITIVE, NULL, NULL);
	return ExCreateCallback(out, &attributes, may_create, allows_many);
}

static NTSTATUS notify(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
	PCALLBACK_OBJECT same;

	UNREFERENCED_PARAMETER(driver);
	UNREFERENCED_PARAMETER(path);
	statuses[0] = create(&same, FALSE, TRUE);
	statuses[1] = create(&object, TRUE, TRUE);
	statuses[2] = create(&same, FALSE, TRUE);
	registrations[0] = ExRegisterCallback(object, say_first, NULL);
	registrations[1] = ExRegisterCallback(same, say_argument, (PVOID) "second");
	ExNotifyCallback(object, NULL, (PVOID) "and");
	ExUnregisterCallback(registrations[0]);
	ExNotifyCallback(same, NULL, (PVOID) "again");
	ExUnregisterCallback(registrations[1]);
	ExNotifyCallback(same, NULL, (PVOID) "never");
	ObDereferenceObject(same);
	ObDereferenceObject(object);
	return STATUS_UNSUCCESSFUL;
}

static void who_has_registered_is_called_in_turn(void **state)
{
	UNREFERENCED_PARAMETER(state);
	enter(notify);
	assert_int_equal(statuses[0], STATUS_OBJECT_NAME_NOT_FOUND);
	assert_int_equal(statuses[1], STATUS_SUCCESS);
	assert_int_equal(statuses[2], STATUS_SUCCESS);
	assert_string_equal(said(), "first second and second again");
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS register_twice(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
	UNREFERENCED_PARAMETER(driver);
	UNREFERENCED_PARAMETER(path);
	create(&object, TRUE, FALSE);
	registrations[0] = ExRegisterCallback(object, say_first, NULL);
	refused = ExRegisterCallback(object, say_first, NULL);
	ExUnregisterCallback(registrations[0]);
	ObDereferenceObject(object);
	return STATUS_UNSUCCESSFUL;
}

static void an_object_may_take_one_routine_only(void **state)
{
	UNREFERENCED_PARAMETER(state);
	enter(register_twice);
	assert_non_null(registrations[0]);
	assert_null(refused);
	assert_int_equal(outstanding(), 0);
}

static VOID count(PEX_TIMER timer, PVOID context)
{
	UNREFERENCED_PARAMETER(timer);
	InterlockedIncrement(context);
}

static VOID say_deleted(PVOID context)
{
	say(context);
}

static NTSTATUS use_timer(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
	PEX_TIMER timer = ExAllocateTimer(count, &expirations, EX_TIMER_NOTIFICATION);
	EXT_DELETE_PARAMETERS parameters;

	UNREFERENCED_PARAMETER(driver);
	UNREFERENCED_PARAMETER(path);
	ExInitializeDeleteTimerParameters(&parameters);
	parameters.DeleteCallback = say_deleted;
	parameters.DeleteContext = (PVOID) "deleted";
	ExSetTimer(timer, -10000, 0, NULL);
	KeWaitForSingleObject(timer, Executive, KernelMode, FALSE, NULL);
	KeFlushQueuedDpcs();
	statuses[0] = ExSetTimer(timer, -1000000000, 10000, NULL);
	statuses[1] = ExCancelTimer(timer, NULL);
	statuses[2] = ExDeleteTimer(timer, TRUE, TRUE, &parameters);
	return STATUS_UNSUCCESSFUL;
}

static void a_timer_of_the_systems_expires_and_is_deleted(void **state)
{
	UNREFERENCED_PARAMETER(state);
	expirations = 0;
	enter(use_timer);
	assert_int_equal(expirations, 1);
	assert_false(statuses[0]);
	assert_true(statuses[1]);
	assert_false(statuses[2]);
	assert_string_equal(said(), "deleted");
	assert_int_equal(outstanding(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(who_has_registered_is_called_in_turn),
		TEST(an_object_may_take_one_routine_only),
		TEST(a_timer_of_the_systems_expires_and_is_deleted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
