#include "tests/unit/framework/support.h"

#include <string.h>

#include <drvtrace/fault.h>

static WDFMEMORY memory;
static WDFLOOKASIDE list;
static PVOID buffers[2];
static size_t sizes[2];
static NTSTATUS statuses[10];
static UNICODE_STRING texts[2];
static int held_in_between;
static char own[2][16];

static NTSTATUS use_preallocated(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_driver(object, path, NULL, NULL);

	statuses[0] = WdfMemoryCreatePreallocated(NULL, own[0], 0, &memory);
	statuses[1] = WdfMemoryCreatePreallocated(NULL, own[0], 16, &memory);
	buffers[0] = WdfMemoryGetBuffer(memory, &sizes[0]);
	statuses[2] = WdfMemoryAssignBuffer(memory, own[1], 0);
	statuses[3] = WdfMemoryAssignBuffer(memory, own[1], 8);
	buffers[1] = WdfMemoryGetBuffer(memory, &sizes[1]);
	return status;
}

static void a_preallocated_buffer_is_the_drivers_own(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(use_preallocated), STATUS_SUCCESS);
	assert_int_equal(statuses[0], STATUS_INVALID_PARAMETER);
	assert_int_equal(statuses[1], STATUS_SUCCESS);
	assert_ptr_equal(buffers[0], own[0]);
	assert_int_equal(sizes[0], 16);
	assert_int_equal(statuses[2], STATUS_INVALID_PARAMETER);
	assert_int_equal(statuses[3], STATUS_SUCCESS);
	assert_ptr_equal(buffers[1], own[1]);
	assert_int_equal(sizes[1], 8);
	unload();
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS assign_to_own(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	create_driver(object, path, NULL, NULL);
	WdfMemoryCreate(NULL, NonPagedPoolNx, 'tseT', 8, &memory, NULL);
	return WdfMemoryAssignBuffer(memory, own[0], 8);
}

static void memory_with_a_buffer_of_its_own_is_given_no_other(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_stopped(assign_to_own, "invalid-handle");
}

static NTSTATUS copy(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	char text[8] = "abcdefg";
	NTSTATUS status = create_driver(object, path, NULL, NULL);

	WdfMemoryCreate(NULL, NonPagedPoolNx, 'tseT', 8, &memory, NULL);
	statuses[0] = WdfMemoryCopyFromBuffer(memory, 0, text, 8);
	statuses[1] = WdfMemoryCopyFromBuffer(memory, 7, text, 1);
	statuses[2] = WdfMemoryCopyFromBuffer(memory, 7, text, 2);
	statuses[3] = WdfMemoryCopyFromBuffer(memory, 8, text, 1);
	statuses[4] = WdfMemoryCopyFromBuffer(memory, 0, text, 0);
	statuses[5] = WdfMemoryCopyToBuffer(memory, 5, own[0], 3);
	statuses[6] = WdfMemoryCopyToBuffer(memory, 5, own[0], 4);
	statuses[7] = WdfMemoryCopyToBuffer(memory, 9, own[0], 1);
	statuses[8] = WdfMemoryCopyToBuffer(memory, 0, own[0], 0);
	return status;
}

static void copies_stay_within_the_memory(void **state)
{
	const NTSTATUS expected[] = { STATUS_SUCCESS, STATUS_SUCCESS, STATUS_INVALID_BUFFER_SIZE,
		STATUS_INVALID_BUFFER_SIZE, STATUS_INVALID_PARAMETER, STATUS_SUCCESS,
		STATUS_BUFFER_TOO_SMALL, STATUS_BUFFER_TOO_SMALL, STATUS_INVALID_PARAMETER };

	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(copy), STATUS_SUCCESS);
	for (size_t i = 0; i < sizeof(expected) / sizeof(*expected); i++)
		assert_int_equal(statuses[i], expected[i]);
	assert_memory_equal(own[0], "fga", 3);
	unload();
	assert_int_equal(outstanding(), 0);
}

static VOID list_destroyed(WDFOBJECT object)
{
	UNREFERENCED_PARAMETER(object);
	say("list-destroyed");
}

static NTSTATUS use_lookaside(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	NTSTATUS status = create_driver(object, path, NULL, NULL);

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtDestroyCallback = list_destroyed;
	statuses[0] = WdfLookasideListCreate(NULL, 0, NonPagedPoolNx, NULL, 0, &list);
	statuses[1] = WdfLookasideListCreate(&attributes, 24, NonPagedPoolNx, NULL, 'tseT', &list);
	statuses[2] = WdfMemoryCreateFromLookaside(list, &memory);
	if (!NT_SUCCESS(statuses[2]))
		return statuses[2];
	buffers[0] = WdfMemoryGetBuffer(memory, &sizes[0]);
	memset(buffers[0], 1, sizes[0]);
	WdfObjectDelete(list);
	say("list-deleted");
	held_in_between = outstanding();
	WdfObjectDelete(memory);
	say("memory-deleted");
	return status;
}

static void a_lookaside_list_lives_as_long_as_its_memory(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(use_lookaside), STATUS_SUCCESS);
	assert_int_equal(statuses[0], STATUS_INVALID_PARAMETER);
	assert_int_equal(statuses[1], STATUS_SUCCESS);
	assert_int_equal(sizes[0], 24);
	assert_int_equal(held_in_between, 3);
	assert_string_equal(said(), "list-deleted list-destroyed memory-deleted");
	unload();
	assert_int_equal(outstanding(), 0);
}

static void memory_that_was_not_to_be_had_does_not_hold_its_list(void **state)
{
	UNREFERENCED_PARAMETER(state);
	drvtrace_fault_arm("WdfMemoryCreateFromLookaside", 1);
	assert_int_equal(enter(use_lookaside), STATUS_INSUFFICIENT_RESOURCES);
	assert_string_equal(said(), "list-destroyed");
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS use_memory_attributes(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFOBJECT parent = NULL;
	NTSTATUS status = create_driver(object, path, NULL, NULL);

	WdfObjectCreate(NULL, &parent);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = parent;
	WdfLookasideListCreate(NULL, 24, PagedPool, &attributes, 0, &list);
	WdfMemoryCreateFromLookaside(list, &memory);
	held_in_between = outstanding();
	WdfObjectDelete(parent);
	held_in_between -= outstanding();
	return status;
}

static void memory_of_a_list_has_the_parent_that_the_list_was_told(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(use_memory_attributes), STATUS_SUCCESS);
	assert_int_equal(held_in_between, 2);
	unload();
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS use_strings(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	UNICODE_STRING odd = { 3, 4, (PWSTR)(void *)own[0] };
	WCHAR text[] = L"name";
	UNICODE_STRING name;
	WDFSTRING string;
	NTSTATUS status = create_driver(object, path, NULL, NULL);

	RtlInitUnicodeString(&name, text);
	statuses[0] = WdfStringCreate(&name, NULL, &string);
	memset(text, 0, sizeof(text));
	WdfStringGetUnicodeString(string, &texts[0]);
	statuses[1] = texts[0].Buffer[0] == L'n' && texts[0].Buffer[4] == 0 ? STATUS_SUCCESS
									    : STATUS_UNSUCCESSFUL;
	statuses[2] = WdfStringCreate(NULL, NULL, &string);
	WdfStringGetUnicodeString(string, &texts[1]);
	statuses[3] = WdfStringCreate(&odd, NULL, &string);
	return status;
}

static void a_string_object_is_a_copy(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(use_strings), STATUS_SUCCESS);
	assert_int_equal(statuses[0], STATUS_SUCCESS);
	assert_int_equal(texts[0].Length, 8);
	assert_int_equal(texts[0].MaximumLength, 10);
	assert_int_equal(statuses[1], STATUS_SUCCESS);
	assert_int_equal(statuses[2], STATUS_SUCCESS);
	assert_int_equal(texts[1].Length, 0);
	assert_int_equal(statuses[3], STATUS_INVALID_PARAMETER);
	unload();
	assert_int_equal(outstanding(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_preallocated_buffer_is_the_drivers_own),
		TEST(memory_with_a_buffer_of_its_own_is_given_no_other),
		TEST(copies_stay_within_the_memory),
		TEST(a_lookaside_list_lives_as_long_as_its_memory),
		TEST(memory_that_was_not_to_be_had_does_not_hold_its_list),
		TEST(memory_of_a_list_has_the_parent_that_the_list_was_told),
		TEST(a_string_object_is_a_copy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
