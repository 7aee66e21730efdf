/* The boundary of the registry: keys by handles. */
#include <stdlib.h>
#include <wdm.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/handle.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/registry_info.h"
#include "drivers/framework/wdm/registry_notify.h"
#include "drivers/framework/wdm/registry_open.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

static const struct io_kind handle_kind = { "key", DRVTRACE_KIND_KEY, ob_handle_reclaim };

static struct reg_open *open_of(struct ob_object *object)
{
	return CONTAINING_RECORD(object, struct reg_open, object);
}

static void destroy(struct ob_object *object)
{
	struct reg_open *open = open_of(object);

	reg_lock();
	reg_notify_finish(open);
	reg_key_dereference(open->key);
	reg_unlock();
	free(open);
}

static void closed(struct ob_object *object)
{
	reg_notify_closed(open_of(object));
}

static const struct ob_type key_type = { "Key", &handle_kind, destroy, 0, closed };

static NTSTATUS not_a_key(const char *function, HANDLE handle, NTSTATUS status, const void *site)
{
	struct io_breach breach = { io_driver_calling(site), "invalid-handle", function, handle,
		site };

	if (ob_handle_was_closed(handle))
		io_violation(&breach, "the handle %p is closed", handle);
	return status;
}

NTSTATUS reg_open_reference(
	struct reg_open **out, const char *function, HANDLE handle, ULONG access, const void *site)
{
	struct ob_object *object;
	NTSTATUS status;

	ke_irql_check(function, PASSIVE_LEVEL, site);
	status = ob_handle_reference(&object, handle, &key_type);
	if (!NT_SUCCESS(status))
		return not_a_key(function, handle, status, site);
	if ((open_of(object)->access & access) != access)
		status = STATUS_ACCESS_DENIED;
	else if (open_of(object)->key->is_deleted)
		status = STATUS_KEY_DELETED;
	if (NT_SUCCESS(status))
		*out = open_of(object);
	else
		ob_dereference(object);
	return status;
}

void reg_open_dereference(struct reg_open *open)
{
	ob_dereference(&open->object);
}

enum {
	KEY_RIGHTS = KEY_QUERY_VALUE | KEY_SET_VALUE | KEY_CREATE_SUB_KEY | KEY_ENUMERATE_SUB_KEYS |
		     KEY_NOTIFY | KEY_CREATE_LINK,
};

/*
 * Windows allows a driver's own handles everything. Who names rights of keys is held to them, here, as the
 * routines are documented; who names none but standard ones, as for a device's key, is not.
 */
static ACCESS_MASK access_of(ACCESS_MASK desired)
{
	ACCESS_MASK access = desired & KEY_ALL_ACCESS;

	if (desired & GENERIC_READ)
		access |= KEY_READ;
	if (desired & GENERIC_WRITE)
		access |= KEY_WRITE;
	if (desired & GENERIC_EXECUTE)
		access |= KEY_EXECUTE;
	if (desired & (GENERIC_ALL | MAXIMUM_ALLOWED))
		access |= KEY_ALL_ACCESS;
	return access & KEY_RIGHTS ? access : KEY_ALL_ACCESS;
}

NTSTATUS reg_open_key(
	HANDLE *out, struct reg_key *key, ACCESS_MASK desired, const struct ob_claim *claim)
{
	struct reg_open *open = calloc(1, sizeof(*open));
	NTSTATUS status;

	if (!open)
		return STATUS_INSUFFICIENT_RESOURCES;
	ob_init(&open->object, &key_type);
	open->key = key;
	open->access = access_of(desired);
	reg_lock();
	reg_key_reference(key);
	reg_unlock();
	status = ob_handle_create(out, &open->object, claim);
	ob_dereference(&open->object);
	return status;
}

struct key_call {
	const char *function;
	const void *site;
	ACCESS_MASK access;
	const OBJECT_ATTRIBUTES *attributes;
	struct reg_open *base; /* what RootDirectory opens; NULL: none */
};

/* Checks what is common to opening and creating; on success end_call() follows. */
static NTSTATUS begin_call(struct key_call *call)
{
	const OBJECT_ATTRIBUTES *attributes = call->attributes;

	ke_irql_check(call->function, PASSIVE_LEVEL, call->site);
	if (attributes->Length != sizeof(*attributes) || !attributes->ObjectName ||
		attributes->Attributes & ~(ULONG)OBJ_VALID_ATTRIBUTES ||
		attributes->ObjectName->Length % sizeof(WCHAR) != 0)
		return STATUS_INVALID_PARAMETER;
	if (io_fault(io_driver_calling(call->site), call->function, call->site))
		return STATUS_INSUFFICIENT_RESOURCES;
	call->base = NULL;
	if (!attributes->RootDirectory)
		return STATUS_SUCCESS;
	return reg_open_reference(
		&call->base, call->function, attributes->RootDirectory, 0, call->site);
}

static NTSTATUS end_call(
	HANDLE *out, const struct key_call *call, struct reg_key *key, NTSTATUS status)
{
	struct ob_claim claim = { io_driver_calling(call->site), NULL, 0, call->site };

	if (NT_SUCCESS(status)) {
		status = reg_open_key(out, key, call->access, &claim);
		reg_lock();
		reg_key_dereference(key);
		reg_unlock();
	}
	if (call->base)
		reg_open_dereference(call->base);
	return status;
}

NTSTATUS ZwOpenKey(
	PHANDLE KeyHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes)
{
	struct key_call call = { "ZwOpenKey", SITE, DesiredAccess, ObjectAttributes, NULL };
	NTSTATUS status = begin_call(&call);
	struct reg_key *key = NULL;

	if (!NT_SUCCESS(status))
		return status;
	reg_lock();
	status =
		reg_key_find(&key, call.base ? call.base->key : NULL, ObjectAttributes->ObjectName);
	if (NT_SUCCESS(status))
		reg_key_reference(key);
	reg_unlock();
	return end_call(KeyHandle, &call, key, status);
}

NTSTATUS ZwCreateKey(PHANDLE KeyHandle, ACCESS_MASK DesiredAccess,
	POBJECT_ATTRIBUTES ObjectAttributes, ULONG TitleIndex, PUNICODE_STRING Class,
	ULONG CreateOptions, PULONG Disposition)
{
	struct key_call call = { "ZwCreateKey", SITE, DesiredAccess, ObjectAttributes, NULL };
	NTSTATUS status = begin_call(&call);
	struct reg_key *key = NULL;
	bool is_new = false;

	UNREFERENCED_PARAMETER(TitleIndex);
	UNREFERENCED_PARAMETER(Class);
	UNREFERENCED_PARAMETER(CreateOptions);
	if (!NT_SUCCESS(status))
		return status;
	reg_lock();
	status = reg_key_create(&key, &is_new, call.base ? call.base->key : NULL,
		ObjectAttributes->ObjectName, REG_CREATE_LAST);
	if (NT_SUCCESS(status))
		reg_key_reference(key);
	reg_unlock();
	status = end_call(KeyHandle, &call, key, status);
	if (NT_SUCCESS(status) && Disposition)
		*Disposition = is_new ? REG_CREATED_NEW_KEY : REG_OPENED_EXISTING_KEY;
	return status;
}

NTSTATUS ZwDeleteKey(HANDLE KeyHandle)
{
	struct reg_open *open;
	NTSTATUS status = reg_open_reference(&open, "ZwDeleteKey", KeyHandle, DELETE, SITE);

	if (!NT_SUCCESS(status))
		return status;
	reg_lock();
	status = reg_key_delete(open->key);
	reg_unlock();
	reg_open_dereference(open);
	return status;
}

/* There is nothing to flush to. */
NTSTATUS ZwFlushKey(HANDLE KeyHandle)
{
	struct reg_open *open;
	NTSTATUS status = reg_open_reference(&open, "ZwFlushKey", KeyHandle, 0, SITE);

	if (NT_SUCCESS(status))
		reg_open_dereference(open);
	return status;
}

NTSTATUS ZwQueryKey(HANDLE KeyHandle, KEY_INFORMATION_CLASS KeyInformationClass,
	PVOID KeyInformation, ULONG Length, PULONG ResultLength)
{
	struct reg_answer answer = { KeyInformation, Length, ResultLength };
	ULONG access = KeyInformationClass == KeyNameInformation ? 0 : KEY_QUERY_VALUE;
	struct reg_open *open;
	NTSTATUS status = reg_open_reference(&open, "ZwQueryKey", KeyHandle, access, SITE);

	if (!NT_SUCCESS(status))
		return status;
	reg_lock();
	status = reg_describe_key(&answer, open->key, KeyInformationClass);
	reg_unlock();
	reg_open_dereference(open);
	return status;
}

NTSTATUS ZwEnumerateKey(HANDLE KeyHandle, ULONG Index, KEY_INFORMATION_CLASS KeyInformationClass,
	PVOID KeyInformation, ULONG Length, PULONG ResultLength)
{
	struct reg_answer answer = { KeyInformation, Length, ResultLength };
	const struct reg_key *key;
	struct reg_open *open;
	NTSTATUS status = reg_open_reference(
		&open, "ZwEnumerateKey", KeyHandle, KEY_ENUMERATE_SUB_KEYS, SITE);

	if (!NT_SUCCESS(status))
		return status;
	reg_lock();
	key = reg_key_at(open->key, Index);
	status = key ? reg_describe_key(&answer, key, KeyInformationClass) : STATUS_NO_MORE_ENTRIES;
	reg_unlock();
	reg_open_dereference(open);
	return status;
}

NTSTATUS ZwQueryValueKey(HANDLE KeyHandle, PUNICODE_STRING ValueName,
	KEY_VALUE_INFORMATION_CLASS KeyValueInformationClass, PVOID KeyValueInformation,
	ULONG Length, PULONG ResultLength)
{
	struct reg_answer answer = { KeyValueInformation, Length, ResultLength };
	const struct reg_value *value;
	struct reg_open *open;
	NTSTATUS status =
		reg_open_reference(&open, "ZwQueryValueKey", KeyHandle, KEY_QUERY_VALUE, SITE);

	if (!NT_SUCCESS(status))
		return status;
	reg_lock();
	value = reg_value_find(open->key, ValueName);
	status = value ? reg_describe_value(&answer, value, KeyValueInformationClass)
		       : STATUS_OBJECT_NAME_NOT_FOUND;
	reg_unlock();
	reg_open_dereference(open);
	return status;
}

NTSTATUS ZwEnumerateValueKey(HANDLE KeyHandle, ULONG Index,
	KEY_VALUE_INFORMATION_CLASS KeyValueInformationClass, PVOID KeyValueInformation,
	ULONG Length, PULONG ResultLength)
{
	struct reg_answer answer = { KeyValueInformation, Length, ResultLength };
	const struct reg_value *value;
	struct reg_open *open;
	NTSTATUS status =
		reg_open_reference(&open, "ZwEnumerateValueKey", KeyHandle, KEY_QUERY_VALUE, SITE);

	if (!NT_SUCCESS(status))
		return status;
	reg_lock();
	value = reg_value_at(open->key, Index);
	status = value ? reg_describe_value(&answer, value, KeyValueInformationClass)
		       : STATUS_NO_MORE_ENTRIES;
	reg_unlock();
	reg_open_dereference(open);
	return status;
}

NTSTATUS ZwSetValueKey(HANDLE KeyHandle, PUNICODE_STRING ValueName, ULONG TitleIndex, ULONG Type,
	PVOID Data, ULONG DataSize)
{
	const void *site = SITE;
	struct reg_open *open;
	NTSTATUS status =
		reg_open_reference(&open, "ZwSetValueKey", KeyHandle, KEY_SET_VALUE, site);

	UNREFERENCED_PARAMETER(TitleIndex);
	if (!NT_SUCCESS(status))
		return status;
	if (io_fault(io_driver_calling(site), "ZwSetValueKey", site)) {
		status = STATUS_INSUFFICIENT_RESOURCES;
	} else {
		reg_lock();
		status = reg_value_set(open->key, ValueName, Type, Data, DataSize);
		reg_unlock();
	}
	reg_open_dereference(open);
	return status;
}

NTSTATUS ZwDeleteValueKey(HANDLE KeyHandle, PUNICODE_STRING ValueName)
{
	struct reg_value *value;
	struct reg_open *open;
	NTSTATUS status =
		reg_open_reference(&open, "ZwDeleteValueKey", KeyHandle, KEY_SET_VALUE, SITE);

	if (!NT_SUCCESS(status))
		return status;
	reg_lock();
	value = reg_value_find(open->key, ValueName);
	if (value)
		reg_value_delete(open->key, value);
	reg_unlock();
	reg_open_dereference(open);
	return value ? STATUS_SUCCESS : STATUS_OBJECT_NAME_NOT_FOUND;
}
