/* The boundary of keys: what their values are. */
#include <stdlib.h>
#include <wdf.h>

#include "drivers/framework/kmdf/collection.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/hold.h"
#include "drivers/framework/kmdf/key.h"
#include "drivers/framework/kmdf/memory.h"
#include "drivers/framework/kmdf/string.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/string.h"

NTSTATUS WdfRegistryQueryValue(WDFKEY Key, PCUNICODE_STRING ValueName, ULONG ValueLength,
	PVOID Value, PULONG ValueLengthQueried, PULONG ValueType)
{
	struct fx_call call = FX_CALL("WdfRegistryQueryValue");
	struct fx_key_value value;
	NTSTATUS status = fx_key_read(&value, fx_key_get(Key, &call), ValueName, &call);

	if (!NT_SUCCESS(status))
		return status;
	if (ValueLengthQueried)
		*ValueLengthQueried = value.size;
	if (ValueType)
		*ValueType = value.type;
	if (value.size > (Value ? ValueLength : 0))
		status = STATUS_BUFFER_OVERFLOW;
	else if (value.size > 0)
		memcpy(Value, value.data, value.size);
	free(value.data);
	return status;
}

/* One that is empty has nothing that could be in an object. */
static NTSTATUS read_some(
	struct fx_key_value *out, WDFKEY handle, PCUNICODE_STRING name, const struct fx_call *call)
{
	NTSTATUS status = fx_key_read(out, fx_key_get(handle, call), name, call);

	if (NT_SUCCESS(status) && out->size == 0)
		return STATUS_RESOURCE_DATA_NOT_FOUND;
	return status;
}

NTSTATUS WdfRegistryQueryMemory(WDFKEY Key, PCUNICODE_STRING ValueName, POOL_TYPE PoolType,
	PWDF_OBJECT_ATTRIBUTES MemoryAttributes, WDFMEMORY *Memory, PULONG ValueType)
{
	struct fx_call call = FX_CALL("WdfRegistryQueryMemory");
	struct fx_driver *driver = fx_handle_calling_driver(&call);
	struct fx_memory_request request = { .pool = { .tag = driver->tag,
						     .is_paged = (PoolType & PagedPool) != 0 } };
	struct fx_child child = { .init = fx_memory_init, .argument = &request };
	struct fx_key_value value;
	struct fx_object *object;
	NTSTATUS status;

	*Memory = NULL;
	status = fx_validate_attributes(MemoryAttributes, 0);
	if (NT_SUCCESS(status))
		status = read_some(&value, Key, ValueName, &call);
	if (!NT_SUCCESS(status))
		return status;
	request.pool.size = child.size = value.size;
	child.tag = driver->tag;
	status = fx_driver_create_child(
		&object, driver, &fx_memory_class, MemoryAttributes, &child, &call);
	if (NT_SUCCESS(status)) {
		memcpy(fx_memory_of(object)->buffer, value.data, value.size);
		if (ValueType)
			*ValueType = value.type;
		*Memory = (WDFMEMORY)fx_object_handle(object);
	}
	free(value.data);
	return status;
}

/* Both NULs that end the list must be there. */
static NTSTATUS check_multi_string(const struct fx_key_value *value)
{
	const WCHAR *text = value->data;
	size_t count = value->size / sizeof(WCHAR);

	if (value->type != REG_MULTI_SZ || value->size % sizeof(WCHAR) != 0 || count < 2 ||
		text[count - 1] != 0 || text[count - 2] != 0)
		return STATUS_OBJECT_TYPE_MISMATCH;
	return STATUS_SUCCESS;
}

struct strings {
	struct fx_driver *driver;
	struct fx_collection *collection;
	const WDF_OBJECT_ATTRIBUTES *attributes;
	const struct fx_call *call;
};

static NTSTATUS add_string(const struct strings *strings, PCWSTR text, size_t length)
{
	UNICODE_STRING string = { (USHORT)(length * sizeof(WCHAR)),
		(USHORT)(length * sizeof(WCHAR)), (PWSTR)(uintptr_t)text };
	struct fx_child child = {
		.init = fx_string_init, .argument = &string, .size = string.Length + sizeof(WCHAR)
	};
	struct fx_object *object;
	NTSTATUS status;

	if (length >= MAXUSHORT / sizeof(WCHAR))
		return STATUS_INTEGER_OVERFLOW;
	status = fx_driver_create_child(&object, strings->driver, &fx_string_class,
		strings->attributes, &child, strings->call);
	if (!NT_SUCCESS(status))
		return status;
	status = fx_collection_add(strings->collection, object, strings->call->site);
	if (!NT_SUCCESS(status))
		fx_object_delete_unborn(object, strings->call->site);
	return status;
}

static NTSTATUS add_strings(const struct strings *strings, const WCHAR *text)
{
	ULONG before = fx_collection_count(strings->collection);
	NTSTATUS status = STATUS_SUCCESS;

	while (*text && NT_SUCCESS(status)) {
		size_t length = io_string_length(text);

		status = add_string(strings, text, length);
		text += length + 1;
	}
	/* Those that were added before the failure stay their parent's. */
	while (!NT_SUCCESS(status) && fx_collection_count(strings->collection) > before)
		fx_let_go(fx_collection_remove_at(strings->collection, before),
			&strings->collection->object, strings->call->site);
	return status;
}

NTSTATUS WdfRegistryQueryMultiString(WDFKEY Key, PCUNICODE_STRING ValueName,
	PWDF_OBJECT_ATTRIBUTES StringsAttributes, WDFCOLLECTION Collection)
{
	struct fx_call call = FX_CALL("WdfRegistryQueryMultiString");
	struct strings strings = { fx_handle_calling_driver(&call),
		fx_collection_of(fx_handle_get(Collection, &fx_collection_class, &call)),
		StringsAttributes, &call };
	struct fx_key_value value;
	NTSTATUS status = fx_validate_attributes(StringsAttributes, 0);

	if (NT_SUCCESS(status))
		status = fx_key_read(&value, fx_key_get(Key, &call), ValueName, &call);
	if (!NT_SUCCESS(status))
		return status;
	if (value.type == REG_MULTI_SZ && value.size == 0)
		return STATUS_RESOURCE_DATA_NOT_FOUND;
	status = check_multi_string(&value);
	if (NT_SUCCESS(status))
		status = add_strings(&strings, value.data);
	free(value.data);
	return status;
}

static bool is_string(const struct fx_key_value *value)
{
	return value->type == REG_SZ || value->type == REG_EXPAND_SZ || value->type == REG_MULTI_SZ;
}

/* A NUL at the end is not part of it. */
static USHORT text_length(const struct fx_key_value *value)
{
	const WCHAR *text = value->data;
	size_t count = value->size / sizeof(WCHAR);

	return (USHORT)(count > 0 && text[count - 1] == 0 ? value->size - sizeof(WCHAR)
							  : value->size);
}

static NTSTATUS copy_text(UNICODE_STRING *out, const struct fx_key_value *value)
{
	if (value->size > out->MaximumLength)
		return STATUS_BUFFER_OVERFLOW;
	if (!is_string(value))
		return STATUS_OBJECT_TYPE_MISMATCH;
	if (value->size > 0)
		memcpy(out->Buffer, value->data, value->size);
	out->Length = text_length(value);
	return STATUS_SUCCESS;
}

NTSTATUS WdfRegistryQueryUnicodeString(
	WDFKEY Key, PCUNICODE_STRING ValueName, PUSHORT ValueByteLength, PUNICODE_STRING Value)
{
	struct fx_call call = FX_CALL("WdfRegistryQueryUnicodeString");
	struct fx_key *key = fx_key_get(Key, &call);
	struct fx_key_value value;
	NTSTATUS status = Value ? fx_validate_string(Value) : STATUS_SUCCESS;

	if (NT_SUCCESS(status) && Value && Value->MaximumLength == 0)
		status = STATUS_INVALID_PARAMETER;
	if (NT_SUCCESS(status))
		status = fx_key_read(&value, key, ValueName, &call);
	if (!NT_SUCCESS(status))
		return status;
	if (Value)
		status = copy_text(Value, &value);
	else
		status = value.size > 0 ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
	if (ValueByteLength && (NT_SUCCESS(status) || status == STATUS_BUFFER_OVERFLOW))
		*ValueByteLength = (USHORT)value.size;
	free(value.data);
	return status;
}

NTSTATUS WdfRegistryQueryString(WDFKEY Key, PCUNICODE_STRING ValueName, WDFSTRING String)
{
	struct fx_call call = FX_CALL("WdfRegistryQueryString");
	struct fx_string *string = fx_string_of(fx_handle_get(String, &fx_string_class, &call));
	struct fx_key_value value;
	NTSTATUS status = read_some(&value, Key, ValueName, &call);

	if (!NT_SUCCESS(status))
		return status;
	if (!is_string(&value)) {
		status = STATUS_OBJECT_TYPE_MISMATCH;
	} else if (value.size > MAXUSHORT) {
		status = STATUS_INVALID_BUFFER_SIZE;
	} else {
		USHORT length = text_length(&value);

		status = fx_string_assign(string, &(UNICODE_STRING){ length, length, value.data });
	}
	free(value.data);
	return status;
}

NTSTATUS WdfRegistryQueryULong(WDFKEY Key, PCUNICODE_STRING ValueName, PULONG Value)
{
	struct fx_call call = FX_CALL("WdfRegistryQueryULong");
	struct fx_key_value value;
	NTSTATUS status = fx_key_read(&value, fx_key_get(Key, &call), ValueName, &call);

	if (!NT_SUCCESS(status))
		return status;
	if (value.type != REG_DWORD)
		status = STATUS_OBJECT_TYPE_MISMATCH;
	else if (value.size > sizeof(*Value))
		status = STATUS_BUFFER_OVERFLOW;
	else if (value.size > 0)
		memcpy(Value, value.data, value.size);
	free(value.data);
	return status;
}
