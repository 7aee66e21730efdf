#include "tests/unit/framework/support.h"

#include <drvtrace/fault.h>
#include <string.h>

#define OURS L"\\Registry\\Machine\\Ours"

static NTSTATUS statuses[16];
static ULONG numbers[16];
static UNICODE_STRING strings[4];
static HANDLE key;

static NTSTATUS open_or_create(HANDLE *out, PCWSTR path, HANDLE base, ULONG *disposition)
{
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING name;

	RtlInitUnicodeString(&name, path);
	InitializeObjectAttributes(&attributes, &name, OBJ_KERNEL_HANDLE, base, NULL);
	if (!disposition)
		return ZwOpenKey(out, KEY_READ, &attributes);
	return ZwCreateKey(out, KEY_ALL_ACCESS, &attributes, 0, NULL, 0, disposition);
}

static NTSTATUS open_keys(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	HANDLE other;

	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	statuses[0] = RtlCreateRegistryKey(RTL_REGISTRY_ABSOLUTE, (PWSTR)L"\\Registry\\Machine");
	statuses[1] = open_or_create(&key, OURS, NULL, &numbers[0]);
	statuses[2] = open_or_create(&other, L"Below", key, &numbers[1]);
	ZwClose(other);
	statuses[3] = open_or_create(&other, L"below", key, &numbers[2]);
	ZwClose(other);
	statuses[4] = open_or_create(&other, L"No\\Deeper", key, &numbers[3]);
	statuses[5] = open_or_create(&other, L"\\Below", key, NULL);
	statuses[6] = open_or_create(&other, L"Below", NULL, NULL);
	statuses[7] = open_or_create(&other, OURS L"\\Missing", NULL, NULL);
	statuses[8] = open_or_create(&other, L"\\Device\\Null", NULL, NULL);
	ZwClose(key);
	statuses[9] = open_or_create(&other, L"Below", key, NULL);
	return STATUS_SUCCESS;
}

static void keys_are_opened_by_path_and_below_others(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(open_keys), STATUS_SUCCESS);
	assert_int_equal(statuses[0], STATUS_SUCCESS);
	assert_int_equal(statuses[1], STATUS_SUCCESS);
	assert_int_equal(statuses[2], STATUS_SUCCESS);
	assert_int_equal(numbers[1], REG_CREATED_NEW_KEY);
	assert_int_equal(statuses[3], STATUS_SUCCESS);
	assert_int_equal(numbers[2], REG_OPENED_EXISTING_KEY);
	assert_int_equal(statuses[4], STATUS_OBJECT_NAME_NOT_FOUND);
	assert_int_equal(statuses[5], STATUS_OBJECT_PATH_SYNTAX_BAD);
	assert_int_equal(statuses[6], STATUS_OBJECT_PATH_SYNTAX_BAD);
	assert_int_equal(statuses[7], STATUS_OBJECT_NAME_NOT_FOUND);
	assert_int_equal(statuses[8], STATUS_OBJECT_PATH_NOT_FOUND);
	assert_int_equal(statuses[9], STATUS_INVALID_HANDLE);
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS use_values(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	UCHAR buffer[64];
	PKEY_VALUE_PARTIAL_INFORMATION partial = (PVOID)buffer;
	UNICODE_STRING name;
	ULONG data = 0x01020304;
	HANDLE reader;

	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	RtlInitUnicodeString(&name, L"Number");
	open_or_create(&key, OURS, NULL, &numbers[0]);
	open_or_create(&reader, OURS, NULL, NULL);
	statuses[0] = ZwSetValueKey(key, &name, 0, REG_DWORD, &data, sizeof(data));
	statuses[1] = ZwSetValueKey(reader, &name, 0, REG_DWORD, &data, sizeof(data));
	statuses[2] = ZwQueryValueKey(reader, &name, KeyValuePartialInformation, buffer,
		FIELD_OFFSET(KEY_VALUE_PARTIAL_INFORMATION, Data) + 4, &numbers[1]);
	memcpy(&numbers[2], partial->Data, sizeof(ULONG));
	statuses[3] = ZwQueryValueKey(reader, &name, KeyValuePartialInformation, buffer,
		FIELD_OFFSET(KEY_VALUE_PARTIAL_INFORMATION, Data) + 2, &numbers[3]);
	statuses[4] =
		ZwQueryValueKey(reader, &name, KeyValuePartialInformation, buffer, 4, &numbers[4]);
	statuses[5] = ZwQueryValueKey(reader, &name, (KEY_VALUE_INFORMATION_CLASS)99, buffer,
		sizeof(buffer), &numbers[5]);
	statuses[6] = ZwDeleteValueKey(key, &name);
	statuses[7] = ZwDeleteValueKey(key, &name);
	statuses[8] = ZwEnumerateValueKey(
		key, 0, KeyValueBasicInformation, buffer, sizeof(buffer), &numbers[6]);
	statuses[9] = ZwDeleteKey(key);
	ZwClose(reader);
	ZwClose(key);
	return STATUS_SUCCESS;
}

static void values_are_set_asked_for_and_deleted(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(use_values), STATUS_SUCCESS);
	assert_int_equal(statuses[0], STATUS_SUCCESS);
	assert_int_equal(statuses[1], STATUS_ACCESS_DENIED);
	assert_int_equal(statuses[2], STATUS_SUCCESS);
	assert_int_equal(numbers[1], 16);
	assert_int_equal(numbers[2], 0x01020304);
	assert_int_equal(statuses[3], STATUS_BUFFER_OVERFLOW);
	assert_int_equal(numbers[3], 16);
	assert_int_equal(statuses[4], STATUS_BUFFER_TOO_SMALL);
	assert_int_equal(statuses[5], STATUS_INVALID_PARAMETER);
	assert_int_equal(statuses[6], STATUS_SUCCESS);
	assert_int_equal(statuses[7], STATUS_OBJECT_NAME_NOT_FOUND);
	assert_int_equal(statuses[8], STATUS_NO_MORE_ENTRIES);
	assert_int_equal(statuses[9], STATUS_CANNOT_DELETE);
}

static NTSTATUS delete_key(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	UCHAR buffer[64];
	HANDLE other;

	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	open_or_create(&key, OURS, NULL, &numbers[0]);
	open_or_create(&other, L"Short-lived", key, &numbers[0]);
	statuses[0] = ZwDeleteKey(other);
	statuses[1] = ZwQueryKey(other, KeyFullInformation, buffer, sizeof(buffer), &numbers[1]);
	statuses[2] = ZwFlushKey(other);
	ZwClose(other);
	statuses[3] = open_or_create(&other, L"Short-lived", key, NULL);
	ZwClose(key);
	return STATUS_SUCCESS;
}

static void a_deleted_key_can_only_be_closed(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(delete_key), STATUS_SUCCESS);
	assert_int_equal(statuses[0], STATUS_SUCCESS);
	assert_int_equal(statuses[1], STATUS_KEY_DELETED);
	assert_int_equal(statuses[2], STATUS_KEY_DELETED);
	assert_int_equal(statuses[3], STATUS_OBJECT_NAME_NOT_FOUND);
	assert_int_equal(outstanding(), 0);
}

static ULONG calls;

static NTSTATUS count_call(
	PWSTR name, ULONG type, PVOID data, ULONG length, PVOID context, PVOID entry_context)
{
	UNREFERENCED_PARAMETER(name);
	UNREFERENCED_PARAMETER(data);
	UNREFERENCED_PARAMETER(context);
	calls++;
	*(PULONG)entry_context = *(PULONG)entry_context * 1000 + type * 100 + length;
	return STATUS_SUCCESS;
}

static NTSTATUS write_values(void)
{
	static const WCHAR list[] = L"a\0bc\0";
	ULONG number = 77;
	NTSTATUS status = RtlCreateRegistryKey(RTL_REGISTRY_ABSOLUTE, (PWSTR)OURS);

	if (NT_SUCCESS(status))
		status = RtlCreateRegistryKey(RTL_REGISTRY_ABSOLUTE, (PWSTR)OURS L"\\Sub");
	if (NT_SUCCESS(status))
		status = RtlWriteRegistryValue(
			RTL_REGISTRY_ABSOLUTE, OURS, L"Number", REG_DWORD, &number, sizeof(number));
	if (NT_SUCCESS(status))
		status = RtlWriteRegistryValue(RTL_REGISTRY_ABSOLUTE, OURS, L"Text", REG_SZ,
			(PVOID)L"text", 5 * sizeof(WCHAR));
	if (NT_SUCCESS(status))
		status = RtlWriteRegistryValue(RTL_REGISTRY_ABSOLUTE, OURS, L"List", REG_MULTI_SZ,
			(PVOID)list, sizeof(list));
	if (NT_SUCCESS(status))
		status = RtlWriteRegistryValue(RTL_REGISTRY_ABSOLUTE, OURS L"\\Sub", L"Deep",
			REG_DWORD, &number, sizeof(number));
	return status;
}

static NTSTATUS query_by_table(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	ULONG default_number = 5;
	RTL_QUERY_REGISTRY_TABLE table[] = {
		{ count_call, 0, (PWSTR)L"Number", &numbers[0], REG_NONE, NULL, 0 },
		{ count_call, 0, (PWSTR)L"List", &numbers[1], REG_NONE, NULL, 0 },
		{ count_call, RTL_QUERY_REGISTRY_NOEXPAND, (PWSTR)L"List", &numbers[2], REG_NONE,
			NULL, 0 },
		{ count_call, 0, (PWSTR)L"Missing", &numbers[3], REG_DWORD, &default_number, 4 },
		{ count_call, 0, (PWSTR)L"Missing", &numbers[4], REG_NONE, NULL, 0 },
		{ NULL, RTL_QUERY_REGISTRY_DIRECT, (PWSTR)L"Number", &numbers[5], REG_NONE, NULL,
			0 },
		{ NULL, RTL_QUERY_REGISTRY_DIRECT, (PWSTR)L"Text", &strings[0], REG_NONE, NULL, 0 },
		{ count_call, RTL_QUERY_REGISTRY_NOVALUE, NULL, &numbers[6], REG_NONE, NULL, 0 },
		{ count_call, 0, NULL, &numbers[7], REG_NONE, NULL, 0 },
		{ NULL, RTL_QUERY_REGISTRY_SUBKEY, (PWSTR)L"Sub", NULL, REG_NONE, NULL, 0 },
		{ NULL, RTL_QUERY_REGISTRY_DIRECT, (PWSTR)L"Deep", &numbers[8], REG_NONE, NULL, 0 },
		{ count_call, RTL_QUERY_REGISTRY_TOPKEY | RTL_QUERY_REGISTRY_DELETE,
			(PWSTR)L"Number", &numbers[9], REG_NONE, NULL, 0 },
		{ 0 },
	};

	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	calls = 0;
	memset(numbers, 0, sizeof(numbers));
	memset(strings, 0, sizeof(strings));
	statuses[0] = write_values();
	statuses[1] = RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, OURS, table, NULL, NULL);
	numbers[10] = (ULONG)outstanding();
	ExFreePoolWithTag(strings[0].Buffer, 'grtS');
	statuses[2] = RtlDeleteRegistryValue(RTL_REGISTRY_ABSOLUTE, OURS, L"Number");
	return STATUS_SUCCESS;
}

static void a_table_asks_for_values_in_every_way(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(query_by_table), STATUS_SUCCESS);
	assert_int_equal(statuses[0], STATUS_SUCCESS);
	assert_int_equal(statuses[1], STATUS_SUCCESS);
	assert_int_equal(numbers[0], 404);
	assert_int_equal(numbers[1], 104 * 1000 + 106); /* two strings */
	assert_int_equal(numbers[2], 712);
	assert_int_equal(numbers[3], 404);
	assert_int_equal(numbers[4], 0);
	assert_int_equal(numbers[5], 77);
	assert_int_equal(strings[0].Length, 8);
	assert_int_equal(strings[0].MaximumLength, 10);
	assert_int_equal(numbers[8], 77);
	assert_int_equal(numbers[9], 404);
	/* Number, two strings, List, the default, no value, and all four of the key's strings. */
	assert_int_equal(calls, 1 + 2 + 1 + 1 + 1 + 4 + 1);
	assert_int_equal(numbers[10], 1);
	assert_int_equal(statuses[2], STATUS_OBJECT_NAME_NOT_FOUND);
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS query_one(ULONG flags, PCWSTR name, PVOID context, ULONG default_type)
{
	RTL_QUERY_REGISTRY_TABLE table[2] = {
		{ NULL, flags, (PWSTR)name, context, default_type, NULL, 0 }, { 0 }
	};

	if (!(flags & RTL_QUERY_REGISTRY_DIRECT))
		table[0].QueryRoutine = count_call;
	return RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, OURS, table, NULL, NULL);
}

static NTSTATUS query_wrongly(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	RTL_QUERY_REGISTRY_TABLE none[1] = { { 0 } };
	static WCHAR space[4];

	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	strings[0] = (UNICODE_STRING){ 0, sizeof(space), space };
	statuses[0] = write_values();
	statuses[1] = query_one(RTL_QUERY_REGISTRY_REQUIRED, L"Missing", &numbers[0], REG_NONE);
	statuses[2] = query_one(RTL_QUERY_REGISTRY_DIRECT, L"Text", &strings[0], REG_NONE);
	statuses[3] = query_one(RTL_QUERY_REGISTRY_DIRECT | RTL_QUERY_REGISTRY_TYPECHECK, L"Text",
		&numbers[0], REG_DWORD << RTL_QUERY_REGISTRY_TYPECHECK_SHIFT);
	statuses[4] = query_one(RTL_QUERY_REGISTRY_DIRECT, NULL, &numbers[0], REG_NONE);
	statuses[5] = query_one(RTL_QUERY_REGISTRY_SUBKEY, NULL, &numbers[0], REG_NONE);
	statuses[6] = query_one(RTL_QUERY_REGISTRY_SUBKEY, L"Missing", &numbers[0], REG_NONE);
	statuses[7] =
		RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, OURS L"\\Missing", none, NULL, NULL);
	statuses[8] = RtlQueryRegistryValues(
		RTL_REGISTRY_ABSOLUTE | RTL_REGISTRY_OPTIONAL, OURS L"\\Missing", none, NULL, NULL);
	statuses[9] = RtlQueryRegistryValues(99, L"x", none, NULL, NULL);
	return STATUS_SUCCESS;
}

static void what_a_table_gets_wrong_has_the_documented_status(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(query_wrongly), STATUS_SUCCESS);
	assert_int_equal(statuses[0], STATUS_SUCCESS);
	assert_int_equal(statuses[1], STATUS_OBJECT_NAME_NOT_FOUND);
	assert_int_equal(statuses[2], STATUS_BUFFER_TOO_SMALL);
	assert_int_equal(statuses[3], STATUS_OBJECT_TYPE_MISMATCH);
	assert_int_equal(statuses[4], STATUS_INVALID_PARAMETER);
	assert_int_equal(statuses[5], STATUS_INVALID_PARAMETER);
	assert_int_equal(statuses[6], STATUS_OBJECT_NAME_NOT_FOUND);
	assert_int_equal(statuses[7], STATUS_OBJECT_NAME_NOT_FOUND);
	assert_int_equal(statuses[8], STATUS_SUCCESS);
	assert_int_equal(statuses[9], STATUS_INVALID_PARAMETER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(keys_are_opened_by_path_and_below_others),
		TEST(values_are_set_asked_for_and_deleted),
		TEST(a_deleted_key_can_only_be_closed),
		TEST(a_table_asks_for_values_in_every_way),
		TEST(what_a_table_gets_wrong_has_the_documented_status),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
