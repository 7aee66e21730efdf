/* Providers of events: each is registered, and unregistered once. */
#include "tests/unit/framework/support.h"

#include <evntprov.h>

static const GUID provider_id = { 1, 2, 3, { 4, 5, 6, 7, 8, 9, 10, 11 } };
static const EVENT_DESCRIPTOR event = { .Id = 1 };
static NTSTATUS statuses[6];

static NTSTATUS use(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	EVENT_DATA_DESCRIPTOR data;
	REGHANDLE handle = 1;
	ULONG number = 7;

	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	EventDataDescCreate(&data, &number, sizeof(number));
	statuses[0] = EtwRegister(&provider_id, NULL, NULL, &handle);
	statuses[1] = EtwWrite(handle, &event, NULL, 1, &data);
	statuses[2] = EtwEventEnabled(handle, &event) ? STATUS_UNSUCCESSFUL : STATUS_SUCCESS;
	statuses[3] = EtwUnregister(handle);
	statuses[4] = EtwWrite(handle, &event, NULL, 0, NULL);
	statuses[5] = EtwUnregister(0);
	return STATUS_SUCCESS;
}

static void events_are_those_of_a_registered_provider(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(use), STATUS_SUCCESS);
	assert_int_equal(statuses[0], STATUS_SUCCESS);
	assert_int_equal(statuses[1], STATUS_SUCCESS);
	assert_int_equal(statuses[2], STATUS_SUCCESS);
	assert_int_equal(statuses[3], STATUS_SUCCESS);
	assert_int_equal(statuses[4], STATUS_INVALID_HANDLE);
	assert_int_equal(statuses[5], STATUS_INVALID_HANDLE);
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS keep(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	REGHANDLE handle;

	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	return EtwRegister(&provider_id, NULL, NULL, &handle);
}

static void one_that_is_kept_is_in_the_books(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(keep), STATUS_SUCCESS);
	assert_int_equal(outstanding(), 1);
}

static NTSTATUS unregister_twice(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	REGHANDLE handle;

	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	EtwRegister(&provider_id, NULL, NULL, &handle);
	EtwUnregister(handle);
	EtwUnregister(handle);
	return STATUS_SUCCESS;
}

static void it_is_unregistered_once(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_stopped(unregister_twice, "double-release");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(events_are_those_of_a_registered_provider),
		TEST(one_that_is_kept_is_in_the_books),
		TEST(it_is_unregistered_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
