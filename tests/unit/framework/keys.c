#include "tests/unit/framework/support.h"

DECLARE_CONST_UNICODE_STRING(child_name, L"Child");
DECLARE_CONST_UNICODE_STRING(deep_name, L"Missing\\Child");
DECLARE_CONST_UNICODE_STRING(value_name, L"Value");
DECLARE_CONST_UNICODE_STRING(other_name, L"Other");

static WDFDRIVER driver;
static WDFKEY key;
static NTSTATUS statuses[16];
static ULONG numbers[8];
static UNICODE_STRING texts[4];
static WCHAR buffers[4][32];

static NTSTATUS open_parameters(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_driver(object, path, NULL, &driver);

	if (!NT_SUCCESS(status))
		return status;
	return WdfDriverOpenParametersRegistryKey(
		driver, KEY_ALL_ACCESS, WDF_NO_OBJECT_ATTRIBUTES, &key);
}

static NTSTATUS open_and_create(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = open_parameters(object, path);
	WDFKEY other;
	WDFKEY child;

	statuses[0] = WdfRegistryOpenKey(key, &child_name, KEY_READ, NULL, &child);
	statuses[1] = WdfRegistryCreateKey(
		key, &deep_name, KEY_READ, REG_OPTION_NON_VOLATILE, NULL, NULL, &child);
	statuses[2] = WdfRegistryCreateKey(key, &child_name, KEY_ALL_ACCESS,
		REG_OPTION_NON_VOLATILE, &numbers[0], NULL, &child);
	statuses[3] = WdfRegistryCreateKey(
		key, &child_name, KEY_READ, REG_OPTION_NON_VOLATILE, &numbers[1], NULL, &other);
	statuses[4] = WdfRegistryRemoveKey(other); /* not opened for it */
	WdfRegistryClose(other);
	statuses[5] = WdfRegistryRemoveKey(child);
	statuses[6] = WdfRegistryOpenKey(key, &child_name, KEY_READ, NULL, &child);
	statuses[7] = WdfRegistryWdmGetHandle(key) ? STATUS_SUCCESS : STATUS_INVALID_HANDLE;
	return status;
}

static void keys_are_opened_created_and_removed(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(open_and_create), STATUS_SUCCESS);
	assert_int_equal(statuses[0], STATUS_OBJECT_NAME_NOT_FOUND);
	assert_int_equal(statuses[1], STATUS_OBJECT_NAME_NOT_FOUND);
	assert_int_equal(statuses[2], STATUS_SUCCESS);
	assert_int_equal(numbers[0], REG_CREATED_NEW_KEY);
	assert_int_equal(statuses[3], STATUS_SUCCESS);
	assert_int_equal(numbers[1], REG_OPENED_EXISTING_KEY);
	assert_int_equal(statuses[4], STATUS_ACCESS_DENIED);
	assert_int_equal(statuses[5], STATUS_SUCCESS);
	assert_int_equal(statuses[6], STATUS_OBJECT_NAME_NOT_FOUND);
	assert_int_equal(statuses[7], STATUS_SUCCESS);
	unload();
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS numbers_and_bytes(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = open_parameters(object, path);
	WDFMEMORY memory;
	PVOID bytes;
	size_t size;

	statuses[0] = WdfRegistryQueryULong(key, &value_name, &numbers[0]);
	statuses[1] = WdfRegistryAssignULong(key, &value_name, 42);
	statuses[2] = WdfRegistryQueryULong(key, &value_name, &numbers[0]);
	statuses[3] = WdfRegistryQueryValue(key, &value_name, 0, NULL, &numbers[1], &numbers[2]);
	statuses[4] = WdfRegistryQueryValue(
		key, &value_name, sizeof(numbers[3]), &numbers[3], NULL, NULL);
	statuses[5] = WdfRegistryQueryMemory(
		key, &value_name, NonPagedPoolNx, WDF_NO_OBJECT_ATTRIBUTES, &memory, &numbers[4]);
	bytes = WdfMemoryGetBuffer(memory, &size);
	memcpy(&numbers[5], bytes, sizeof(numbers[5]));
	numbers[6] = (ULONG)size;
	statuses[6] = WdfRegistryAssignMemory(key, &other_name, REG_BINARY, memory,
		&(WDFMEMORY_OFFSET){ .BufferOffset = 1, .BufferLength = 2 });
	statuses[7] = WdfRegistryQueryValue(key, &other_name, 0, NULL, &numbers[7], NULL);
	statuses[8] = WdfRegistryAssignMemory(key, &other_name, REG_BINARY, memory,
		&(WDFMEMORY_OFFSET){ .BufferOffset = 3, .BufferLength = 2 });
	statuses[9] = WdfRegistryQueryULong(key, &other_name, &numbers[7]);
	statuses[10] = WdfRegistryRemoveValue(key, &other_name);
	statuses[11] = WdfRegistryRemoveValue(key, &other_name);
	statuses[12] = WdfRegistryAssignValue(key, &other_name, REG_BINARY, 0, NULL);
	statuses[13] = WdfRegistryQueryMemory(
		key, &other_name, PagedPool, WDF_NO_OBJECT_ATTRIBUTES, &memory, NULL);
	return status;
}

static void values_are_numbers_and_bytes(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(numbers_and_bytes), STATUS_SUCCESS);
	assert_int_equal(statuses[0], STATUS_OBJECT_NAME_NOT_FOUND);
	assert_int_equal(statuses[1], STATUS_SUCCESS);
	assert_int_equal(statuses[2], STATUS_SUCCESS);
	assert_int_equal(numbers[0], 42);
	assert_int_equal(statuses[3], STATUS_BUFFER_OVERFLOW);
	assert_int_equal(numbers[1], sizeof(ULONG));
	assert_int_equal(numbers[2], REG_DWORD);
	assert_int_equal(statuses[4], STATUS_SUCCESS);
	assert_int_equal(numbers[3], 42);
	assert_int_equal(statuses[5], STATUS_SUCCESS);
	assert_int_equal(numbers[4], REG_DWORD);
	assert_int_equal(numbers[5], 42);
	assert_int_equal(numbers[6], sizeof(ULONG));
	assert_int_equal(statuses[6], STATUS_SUCCESS);
	assert_int_equal(statuses[7], STATUS_BUFFER_OVERFLOW);
	assert_int_equal(numbers[7], 2);
	assert_int_equal(statuses[8], STATUS_INTEGER_OVERFLOW);
	assert_int_equal(statuses[9], STATUS_OBJECT_TYPE_MISMATCH);
	assert_int_equal(statuses[10], STATUS_SUCCESS);
	assert_int_equal(statuses[11], STATUS_OBJECT_NAME_NOT_FOUND);
	assert_int_equal(statuses[12], STATUS_SUCCESS);
	assert_int_equal(statuses[13], STATUS_RESOURCE_DATA_NOT_FOUND);
	unload();
	assert_int_equal(outstanding(), 0);
}

static void keep(int index, const UNICODE_STRING *text)
{
	texts[index] = (UNICODE_STRING){ text->Length, sizeof(buffers[index]), buffers[index] };
	memcpy(buffers[index], text->Buffer, text->Length);
}

static NTSTATUS strings(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = open_parameters(object, path);
	UNICODE_STRING read = { 0, sizeof(buffers[0]), buffers[0] };
	UNICODE_STRING small = { 0, 4, buffers[3] };
	WDFCOLLECTION collection;
	WDFSTRING string;
	USHORT length;

	statuses[0] = WdfRegistryAssignUnicodeString(key, &value_name, &child_name);
	statuses[1] = WdfRegistryQueryUnicodeString(key, &value_name, &length, &read);
	numbers[0] = length;
	texts[0] = read;
	statuses[2] = WdfRegistryQueryUnicodeString(key, &value_name, &length, &small);
	WdfStringCreate(NULL, NULL, &string);
	statuses[3] = WdfRegistryQueryString(key, &value_name, string);
	WdfStringGetUnicodeString(string, &small);
	keep(1, &small);
	statuses[4] = WdfRegistryAssignString(key, &other_name, string);

	WdfCollectionCreate(NULL, &collection);
	WdfCollectionAdd(collection, string);
	WdfCollectionAdd(collection, string);
	statuses[5] = WdfRegistryAssignMultiString(key, &other_name, collection);
	statuses[6] = WdfRegistryQueryMultiString(key, &value_name, NULL, collection);
	statuses[7] = WdfRegistryQueryMultiString(key, &other_name, NULL, collection);
	numbers[1] = WdfCollectionGetCount(collection);
	WdfStringGetUnicodeString(WdfCollectionGetItem(collection, 3), &small);
	keep(2, &small);
	WdfCollectionAdd(collection, key);
	statuses[8] = WdfRegistryAssignMultiString(key, &other_name, collection);
	WdfRegistryAssignULong(key, &value_name, 1);
	statuses[9] = WdfRegistryQueryString(key, &value_name, string);
	return status;
}

static void assert_child(const UNICODE_STRING *text)
{
	assert_int_equal(text->Length, child_name.Length);
	assert_memory_equal(text->Buffer, child_name.Buffer, text->Length);
}

static void values_are_strings_and_lists_of_them(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(strings), STATUS_SUCCESS);
	assert_int_equal(statuses[0], STATUS_SUCCESS);
	assert_int_equal(statuses[1], STATUS_SUCCESS);
	assert_int_equal(numbers[0], child_name.Length + sizeof(WCHAR));
	assert_child(&texts[0]);
	assert_int_equal(statuses[2], STATUS_BUFFER_OVERFLOW);
	assert_int_equal(statuses[3], STATUS_SUCCESS);
	assert_child(&texts[1]);
	assert_int_equal(statuses[4], STATUS_SUCCESS);
	assert_int_equal(statuses[5], STATUS_SUCCESS);
	assert_int_equal(statuses[6], STATUS_OBJECT_TYPE_MISMATCH);
	assert_int_equal(statuses[7], STATUS_SUCCESS);
	assert_int_equal(numbers[1], 4);
	assert_child(&texts[2]);
	assert_int_equal(statuses[8], STATUS_INVALID_PARAMETER);
	assert_int_equal(statuses[9], STATUS_OBJECT_TYPE_MISMATCH);
	unload();
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS close_twice(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = open_parameters(object, path);

	WdfRegistryClose(key);
	WdfRegistryClose(key);
	return status;
}

static NTSTATUS use_closed(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = open_parameters(object, path);

	WdfRegistryClose(key);
	WdfRegistryAssignULong(key, &value_name, 1);
	return status;
}

static NTSTATUS open_raised(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	KIRQL before;

	KeRaiseIrql(DISPATCH_LEVEL, &before);
	return open_parameters(object, path);
}

static void misuse_stops_the_driver(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_stopped(close_twice, "double-release");
	assert_stopped(use_closed, "invalid-handle");
	assert_stopped(open_raised, "wrong-irql");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(keys_are_opened_created_and_removed),
		TEST(values_are_numbers_and_bytes),
		TEST(values_are_strings_and_lists_of_them),
		TEST(misuse_stops_the_driver),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
