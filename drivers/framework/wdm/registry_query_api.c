/*
 * RtlQueryRegistryValues. Each value is copied before the driver's routine gets it: the routine may
 * change the registry. There is no environment, so that strings that name variables stay as they are.
 */
#include <stdlib.h>
#include <string.h>
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/pool.h"
#include "drivers/framework/wdm/registry_rtl.h"
#include "drivers/framework/wdm/string.h"

#define SITE __builtin_return_address(0)

/* What strings that the run-time library allocates have for a tag. */
#define STRING_TAG 'grtS'

struct query {
	struct reg_key *key; /* the table's present one; one reference is owned */
	const RTL_QUERY_REGISTRY_TABLE *entry;
	void *context;
	const void *site;
};

/* A copy of a value; `name` and `data` are owned. */
struct copy {
	WCHAR *name;
	ULONG type;
	ULONG size;
	void *data;
};

static bool is_string(ULONG type)
{
	return type == REG_SZ || type == REG_EXPAND_SZ || type == REG_MULTI_SZ;
}

static void finish_copy(struct copy *copy)
{
	free(copy->name);
	free(copy->data);
}

/* A string is followed by two NULs that its size does not count, whatever is in the registry. */
static bool init_copy(struct copy *out, const WCHAR *name, size_t name_size, ULONG type,
	const void *data, ULONG size)
{
	*out = (struct copy){ calloc(1, name_size + sizeof(WCHAR)), type, size,
		calloc(1, size + 2 * sizeof(WCHAR)) };
	if (!out->name || !out->data) {
		finish_copy(out);
		return false;
	}
	if (name_size)
		memcpy(out->name, name, name_size);
	if (size)
		memcpy(out->data, data, size);
	return true;
}

static NTSTATUS check_type(const struct query *query, ULONG type)
{
	ULONG wanted = query->entry->DefaultType >> RTL_QUERY_REGISTRY_TYPECHECK_SHIFT;

	if (query->entry->Flags & RTL_QUERY_REGISTRY_TYPECHECK && wanted != type)
		return STATUS_OBJECT_TYPE_MISMATCH;
	return STATUS_SUCCESS;
}

/* Into the driver's UNICODE_STRING; without a buffer there it gets one from the pool. */
static NTSTATUS store_string(const struct query *query, const struct copy *copy)
{
	PUNICODE_STRING out = query->entry->EntryContext;
	struct io_driver *driver = io_driver_calling(query->site);
	struct ex_request request = { .size = copy->size, .tag = STRING_TAG, .is_paged = true };
	size_t length = copy->size;

	if (copy->size > MAXUSHORT)
		return STATUS_BUFFER_TOO_SMALL;
	if (out->Buffer && out->MaximumLength < copy->size)
		return STATUS_BUFFER_TOO_SMALL;
	if (!out->Buffer) {
		if (!io_fault(driver, "RtlQueryRegistryValues", query->site))
			out->Buffer = ex_block_create(driver, &request, query->site);
		if (!out->Buffer)
			return STATUS_NO_MEMORY;
		out->MaximumLength = (USHORT)copy->size;
	}
	if (length)
		memcpy(out->Buffer, copy->data, length);
	if (copy->type != REG_MULTI_SZ && length >= sizeof(WCHAR) &&
		out->Buffer[length / sizeof(WCHAR) - 1] == 0)
		length -= sizeof(WCHAR);
	out->Length = (USHORT)length;
	return STATUS_SUCCESS;
}

/* As documented: up to a ULONG as it is; more into a buffer that begins with its size. */
static NTSTATUS store_binary(void *out, const struct copy *copy)
{
	LONG capacity;

	if (copy->size <= sizeof(ULONG)) {
		memcpy(out, copy->data, copy->size);
		return STATUS_SUCCESS;
	}
	memcpy(&capacity, out, sizeof(capacity));
	if (capacity < 0) {
		if (-(LONGLONG)capacity < copy->size)
			return STATUS_BUFFER_TOO_SMALL;
		memcpy(out, copy->data, copy->size);
		return STATUS_SUCCESS;
	}
	if ((size_t)capacity < 2 * sizeof(ULONG) + copy->size)
		return STATUS_BUFFER_TOO_SMALL;
	memcpy(out, &copy->size, sizeof(ULONG));
	memcpy((char *)out + sizeof(ULONG), &copy->type, sizeof(ULONG));
	memcpy((char *)out + 2 * sizeof(ULONG), copy->data, copy->size);
	return STATUS_SUCCESS;
}

static NTSTATUS call_routine(
	const struct query *query, const struct copy *copy, ULONG type, void *data, ULONG size)
{
	return query->entry->QueryRoutine(
		copy->name, type, data, size, query->context, query->entry->EntryContext);
}

/* One call for each string of a list of strings. */
static NTSTATUS call_for_each(const struct query *query, const struct copy *copy)
{
	WCHAR *text = copy->data;
	WCHAR *end = text + copy->size / sizeof(WCHAR);
	NTSTATUS status = STATUS_SUCCESS;

	while (NT_SUCCESS(status) && text < end && *text) {
		size_t length = io_string_length(text) + 1;

		status = call_routine(query, copy, REG_SZ, text, (ULONG)(length * sizeof(WCHAR)));
		text += length;
	}
	return status;
}

static NTSTATUS deliver(const struct query *query, const struct copy *copy)
{
	ULONG flags = query->entry->Flags;
	bool is_expanded = !(flags & RTL_QUERY_REGISTRY_NOEXPAND);
	NTSTATUS status = check_type(query, copy->type);

	if (!NT_SUCCESS(status))
		return status;
	if (flags & RTL_QUERY_REGISTRY_DIRECT)
		return is_string(copy->type) ? store_string(query, copy)
					     : store_binary(query->entry->EntryContext, copy);
	if (copy->type == REG_MULTI_SZ && is_expanded)
		return call_for_each(query, copy);
	if (copy->type == REG_EXPAND_SZ && is_expanded)
		return call_routine(query, copy, REG_SZ, copy->data, copy->size);
	return call_routine(query, copy, copy->type, copy->data, copy->size);
}

static ULONG default_size(const RTL_QUERY_REGISTRY_TABLE *entry, ULONG type)
{
	const WCHAR *text = entry->DefaultData;
	size_t length = 0;

	if (entry->DefaultLength || !text || !is_string(type))
		return entry->DefaultLength;
	if (type != REG_MULTI_SZ)
		return (ULONG)((io_string_length(text) + 1) * sizeof(WCHAR));
	while (text[length])
		length += io_string_length(text + length) + 1;
	return (ULONG)((length + 1) * sizeof(WCHAR));
}

static NTSTATUS deliver_default(const struct query *query)
{
	const RTL_QUERY_REGISTRY_TABLE *entry = query->entry;
	ULONG type = entry->DefaultType & ~RTL_QUERY_REGISTRY_TYPECHECK_MASK;
	struct copy copy;
	NTSTATUS status;

	if (entry->Flags & RTL_QUERY_REGISTRY_REQUIRED)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	if (type == REG_NONE)
		return STATUS_SUCCESS;
	if (!init_copy(&copy, entry->Name, io_string_length(entry->Name) * sizeof(WCHAR), type,
		    entry->DefaultData, default_size(entry, type)))
		return STATUS_INSUFFICIENT_RESOURCES;
	status = deliver(query, &copy);
	finish_copy(&copy);
	return status;
}

static NTSTATUS deliver_value(const struct query *query, const struct reg_value *value)
{
	struct copy copy;
	bool is_there = init_copy(&copy, value->name.Buffer, value->name.Length, value->type,
		value->data, value->size);
	NTSTATUS status;

	reg_unlock();
	status = is_there ? deliver(query, &copy) : STATUS_INSUFFICIENT_RESOURCES;
	if (is_there)
		finish_copy(&copy);
	reg_lock();
	return status;
}

static void delete_value(struct reg_key *key, PCUNICODE_STRING name)
{
	struct reg_value *value = reg_value_find(key, name);

	if (value)
		reg_value_delete(key, value);
}

static NTSTATUS query_named(const struct query *query)
{
	const struct reg_value *value;
	UNICODE_STRING name;
	NTSTATUS status;

	RtlInitUnicodeString(&name, query->entry->Name);
	reg_lock();
	value = reg_value_find(query->key, &name);
	if (!value) {
		reg_unlock();
		return deliver_default(query);
	}
	status = deliver_value(query, value);
	if (NT_SUCCESS(status) && query->entry->Flags & RTL_QUERY_REGISTRY_DELETE)
		delete_value(query->key, &name);
	reg_unlock();
	return status;
}

static NTSTATUS query_all(const struct query *query)
{
	const struct reg_value *value;
	NTSTATUS status = STATUS_SUCCESS;
	ULONG index = 0;

	reg_lock();
	while (NT_SUCCESS(status) && (value = reg_value_at(query->key, index)) != NULL) {
		status = deliver_value(query, value);
		index++;
	}
	reg_unlock();
	if (NT_SUCCESS(status) && index == 0 && query->entry->Flags & RTL_QUERY_REGISTRY_REQUIRED)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	return status;
}

/* From now on the table is about a key below the top one, or about that again. */
static NTSTATUS change_key(struct query *query, struct reg_key *top)
{
	struct reg_key *key = top;
	UNICODE_STRING name;
	NTSTATUS status = STATUS_SUCCESS;

	reg_lock();
	if (query->entry->Flags & RTL_QUERY_REGISTRY_SUBKEY) {
		RtlInitUnicodeString(&name, query->entry->Name);
		status = reg_key_find(&key, top, &name);
	}
	if (NT_SUCCESS(status)) {
		reg_key_reference(key);
		reg_key_dereference(query->key);
		query->key = key;
	}
	reg_unlock();
	return status;
}

static bool is_entry_right(const RTL_QUERY_REGISTRY_TABLE *entry)
{
	if (entry->Flags & RTL_QUERY_REGISTRY_SUBKEY && !entry->Name)
		return false;
	if (!(entry->Flags & RTL_QUERY_REGISTRY_DIRECT))
		return true;
	return entry->Name && !entry->QueryRoutine && entry->EntryContext &&
	       !(entry->Flags & RTL_QUERY_REGISTRY_SUBKEY);
}

static NTSTATUS query_entry(struct query *query, struct reg_key *top)
{
	const RTL_QUERY_REGISTRY_TABLE *entry = query->entry;
	NTSTATUS status = STATUS_SUCCESS;

	if (!is_entry_right(entry))
		return STATUS_INVALID_PARAMETER;
	if (entry->Flags & (RTL_QUERY_REGISTRY_SUBKEY | RTL_QUERY_REGISTRY_TOPKEY))
		status = change_key(query, top);
	if (!NT_SUCCESS(status))
		return status;
	if (entry->Flags & RTL_QUERY_REGISTRY_SUBKEY)
		return entry->QueryRoutine ? query_all(query) : STATUS_SUCCESS;
	if (entry->Flags & RTL_QUERY_REGISTRY_NOVALUE)
		return entry->QueryRoutine(
			NULL, REG_NONE, NULL, 0, query->context, entry->EntryContext);
	return entry->Name ? query_named(query) : query_all(query);
}

static bool is_last(const RTL_QUERY_REGISTRY_TABLE *entry)
{
	return !entry->QueryRoutine &&
	       !(entry->Flags & (RTL_QUERY_REGISTRY_SUBKEY | RTL_QUERY_REGISTRY_DIRECT));
}

NTSTATUS RtlQueryRegistryValues(ULONG RelativeTo, PCWSTR Path, PRTL_QUERY_REGISTRY_TABLE QueryTable,
	PVOID Context, PVOID Environment)
{
	struct reg_place place = { "RtlQueryRegistryValues", RelativeTo, Path, SITE, false };
	struct query query = { .context = Context, .site = place.site };
	struct reg_key *top;
	NTSTATUS status = reg_place_find(&top, &place);

	UNREFERENCED_PARAMETER(Environment);
	if (status == STATUS_OBJECT_NAME_NOT_FOUND && RelativeTo & RTL_REGISTRY_OPTIONAL)
		return STATUS_SUCCESS;
	if (!NT_SUCCESS(status))
		return status;
	query.key = top;
	reg_lock();
	reg_key_reference(top);
	reg_unlock();
	for (query.entry = QueryTable; NT_SUCCESS(status) && !is_last(query.entry); query.entry++)
		status = query_entry(&query, top);
	reg_place_leave(query.key);
	reg_place_leave(top);
	return status;
}
