/* The boundary of keys: what their values shall be. */
#include <stdlib.h>
#include <wdf.h>

#include "drivers/framework/kmdf/collection.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/key.h"
#include "drivers/framework/kmdf/memory.h"
#include "drivers/framework/kmdf/string.h"
#include "drivers/framework/kmdf/validate.h"

NTSTATUS WdfRegistryAssignValue(
	WDFKEY Key, PCUNICODE_STRING ValueName, ULONG ValueType, ULONG ValueLength, PVOID Value)
{
	struct fx_call call = FX_CALL("WdfRegistryAssignValue");
	struct fx_key_data data = { ValueType, Value, ValueLength };

	return fx_key_write(fx_key_get(Key, &call), ValueName, &data, &call);
}

NTSTATUS WdfRegistryAssignMemory(WDFKEY Key, PCUNICODE_STRING ValueName, ULONG ValueType,
	WDFMEMORY Memory, PWDFMEMORY_OFFSET MemoryOffsets)
{
	struct fx_call call = FX_CALL("WdfRegistryAssignMemory");
	struct fx_memory *memory = fx_memory_of(fx_handle_get(Memory, &fx_memory_class, &call));
	struct fx_key_data data = { ValueType, memory->buffer, (ULONG)memory->size };

	if (MemoryOffsets) {
		NTSTATUS status = fx_memory_check_offsets(memory, MemoryOffsets);

		if (!NT_SUCCESS(status))
			return status;
		if (MemoryOffsets->BufferLength > 0)
			data.size = (ULONG)MemoryOffsets->BufferLength;
		data.data = (const char *)memory->buffer + MemoryOffsets->BufferOffset;
	}
	return fx_key_write(fx_key_get(Key, &call), ValueName, &data, &call);
}

/* With the NUL that its buffer has behind it. */
static NTSTATUS write_string(struct fx_key *key, PCUNICODE_STRING name, const UNICODE_STRING *text,
	const struct fx_call *call)
{
	struct fx_key_data data = { .type = REG_SZ, .size = text->Length + sizeof(WCHAR) };
	void *copy = calloc(1, data.size);
	NTSTATUS status;

	if (!copy)
		return STATUS_INSUFFICIENT_RESOURCES;
	if (text->Length > 0)
		memcpy(copy, text->Buffer, text->Length);
	data.data = copy;
	status = fx_key_write(key, name, &data, call);
	free(copy);
	return status;
}

NTSTATUS WdfRegistryAssignUnicodeString(
	WDFKEY Key, PCUNICODE_STRING ValueName, PCUNICODE_STRING Value)
{
	struct fx_call call = FX_CALL("WdfRegistryAssignUnicodeString");
	struct fx_key *key = fx_key_get(Key, &call);
	NTSTATUS status = fx_validate_string(Value);

	return NT_SUCCESS(status) ? write_string(key, ValueName, Value, &call) : status;
}

NTSTATUS WdfRegistryAssignString(WDFKEY Key, PCUNICODE_STRING ValueName, WDFSTRING String)
{
	struct fx_call call = FX_CALL("WdfRegistryAssignString");
	struct fx_string *string = fx_string_of(fx_handle_get(String, &fx_string_class, &call));

	return write_string(fx_key_get(Key, &call), ValueName, &string->text, &call);
}

NTSTATUS WdfRegistryAssignULong(WDFKEY Key, PCUNICODE_STRING ValueName, ULONG Value)
{
	struct fx_call call = FX_CALL("WdfRegistryAssignULong");
	struct fx_key_data data = { REG_DWORD, &Value, sizeof(Value) };

	return fx_key_write(fx_key_get(Key, &call), ValueName, &data, &call);
}

/* In bytes, with a NUL behind each and one at the end; 0 when something else is among them. */
static size_t multi_string_size(struct fx_collection *collection)
{
	size_t size = sizeof(WCHAR);

	for (ULONG i = 0; i < fx_collection_count(collection); i++) {
		struct fx_object *item = fx_collection_item(collection, i);

		if (item->class != &fx_string_class)
			return 0;
		size += fx_string_of(item)->text.Length + sizeof(WCHAR);
	}
	return size;
}

static void copy_multi_string(char *out, struct fx_collection *collection)
{
	for (ULONG i = 0; i < fx_collection_count(collection); i++) {
		const UNICODE_STRING *text = &fx_string_of(fx_collection_item(collection, i))->text;

		if (text->Length > 0)
			memcpy(out, text->Buffer, text->Length);
		out += text->Length + sizeof(WCHAR);
	}
}

NTSTATUS WdfRegistryAssignMultiString(
	WDFKEY Key, PCUNICODE_STRING ValueName, WDFCOLLECTION StringsCollection)
{
	struct fx_call call = FX_CALL("WdfRegistryAssignMultiString");
	struct fx_key *key = fx_key_get(Key, &call);
	struct fx_collection *collection =
		fx_collection_of(fx_handle_get(StringsCollection, &fx_collection_class, &call));
	struct fx_key_data data = { .type = REG_MULTI_SZ };
	char *copy;
	NTSTATUS status;

	data.size = (ULONG)multi_string_size(collection);
	if (data.size == 0)
		return STATUS_INVALID_PARAMETER;
	copy = calloc(1, data.size);
	if (!copy)
		return STATUS_INSUFFICIENT_RESOURCES;
	copy_multi_string(copy, collection);
	data.data = copy;
	status = fx_key_write(key, ValueName, &data, &call);
	free(copy);
	return status;
}
