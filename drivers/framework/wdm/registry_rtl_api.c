/* The run-time library's routines that write, check and create keys; it is told where by a place. */
#include <stdlib.h>
#include <string.h>
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/registry_rtl.h"
#include "drivers/framework/wdm/string.h"

#define SITE __builtin_return_address(0)

static const WCHAR *const places[] = {
	[RTL_REGISTRY_ABSOLUTE] = L"",
	[RTL_REGISTRY_SERVICES] = L"\\Registry\\Machine\\System\\CurrentControlSet\\Services",
	[RTL_REGISTRY_CONTROL] = L"\\Registry\\Machine\\System\\CurrentControlSet\\Control",
	[RTL_REGISTRY_WINDOWS_NT] =
		L"\\Registry\\Machine\\Software\\Microsoft\\Windows NT\\CurrentVersion",
	[RTL_REGISTRY_DEVICEMAP] = L"\\Registry\\Machine\\Hardware\\DeviceMap",
	[RTL_REGISTRY_USER] = L"\\Registry\\User\\.Default",
};

static NTSTATUS find_by_handle(struct reg_key **out, const struct reg_place *place)
{
	struct reg_open *open;
	NTSTATUS status = reg_open_reference(&open, place->function, (HANDLE)(uintptr_t)place->path,
		place->is_created ? KEY_SET_VALUE : 0, place->site);

	if (!NT_SUCCESS(status))
		return status;
	reg_lock();
	reg_key_reference(open->key);
	reg_unlock();
	*out = open->key;
	reg_open_dereference(open);
	return STATUS_SUCCESS;
}

/* Owned by the caller; NULL when there is no memory. */
static WCHAR *path_of(const struct reg_place *place, UNICODE_STRING *out)
{
	const WCHAR *prefix = places[place->relative_to & ~RTL_REGISTRY_OPTIONAL];
	size_t prefix_length = io_string_length(prefix);
	size_t length = place->path ? io_string_length(place->path) : 0;
	WCHAR *path = calloc(prefix_length + length + 2, sizeof(WCHAR));

	if (!path)
		return NULL;
	memcpy(path, prefix, prefix_length * sizeof(WCHAR));
	if (prefix_length && length)
		path[prefix_length++] = L'\\';
	if (length)
		memcpy(path + prefix_length, place->path, length * sizeof(WCHAR));
	RtlInitUnicodeString(out, path);
	return path;
}

/* Windows has the places themselves always. */
static NTSTATUS create_locked(
	struct reg_key **out, const struct reg_place *place, PCUNICODE_STRING name)
{
	const WCHAR *prefix = places[place->relative_to & ~RTL_REGISTRY_OPTIONAL];
	UNICODE_STRING top;
	NTSTATUS status = STATUS_SUCCESS;
	bool is_new;

	RtlInitUnicodeString(&top, prefix);
	if (top.Length > 0)
		status = reg_key_create(out, &is_new, NULL, &top, REG_CREATE_PATH);
	return NT_SUCCESS(status) ? reg_key_create(out, &is_new, NULL, name, REG_CREATE_LAST)
				  : status;
}

NTSTATUS reg_place_find(struct reg_key **out, const struct reg_place *place)
{
	UNICODE_STRING name;
	WCHAR *path;
	NTSTATUS status;

	ke_irql_check(place->function, PASSIVE_LEVEL, place->site);
	if (io_fault(io_driver_calling(place->site), place->function, place->site))
		return STATUS_INSUFFICIENT_RESOURCES;
	if (place->relative_to & RTL_REGISTRY_HANDLE)
		return find_by_handle(out, place);
	if ((place->relative_to & ~RTL_REGISTRY_OPTIONAL) >= RTL_NUMBER_OF(places))
		return STATUS_INVALID_PARAMETER;
	path = path_of(place, &name);
	if (!path)
		return STATUS_INSUFFICIENT_RESOURCES;

	reg_lock();
	status = place->is_created ? create_locked(out, place, &name)
				   : reg_key_find(out, NULL, &name);
	if (NT_SUCCESS(status))
		reg_key_reference(*out);
	reg_unlock();
	free(path);
	return status;
}

void reg_place_leave(struct reg_key *key)
{
	reg_lock();
	reg_key_dereference(key);
	reg_unlock();
}

NTSTATUS RtlWriteRegistryValue(ULONG RelativeTo, PCWSTR Path, PCWSTR ValueName, ULONG ValueType,
	PVOID ValueData, ULONG ValueLength)
{
	struct reg_place place = { "RtlWriteRegistryValue", RelativeTo, Path, SITE, true };
	UNICODE_STRING name;
	struct reg_key *key;
	NTSTATUS status = reg_place_find(&key, &place);

	if (!NT_SUCCESS(status))
		return status;
	RtlInitUnicodeString(&name, ValueName);
	reg_lock();
	status = reg_value_set(key, &name, ValueType, ValueData, ValueLength);
	reg_unlock();
	reg_place_leave(key);
	return status;
}

NTSTATUS RtlDeleteRegistryValue(ULONG RelativeTo, PCWSTR Path, PCWSTR ValueName)
{
	struct reg_place place = { "RtlDeleteRegistryValue", RelativeTo, Path, SITE, false };
	UNICODE_STRING name;
	struct reg_value *value;
	struct reg_key *key;
	NTSTATUS status = reg_place_find(&key, &place);

	if (!NT_SUCCESS(status))
		return status;
	RtlInitUnicodeString(&name, ValueName);
	reg_lock();
	value = reg_value_find(key, &name);
	if (value)
		reg_value_delete(key, value);
	reg_unlock();
	reg_place_leave(key);
	return value ? STATUS_SUCCESS : STATUS_OBJECT_NAME_NOT_FOUND;
}

NTSTATUS RtlCheckRegistryKey(ULONG RelativeTo, PWSTR Path)
{
	struct reg_place place = { "RtlCheckRegistryKey", RelativeTo, Path, SITE, false };
	struct reg_key *key;
	NTSTATUS status = reg_place_find(&key, &place);

	if (NT_SUCCESS(status))
		reg_place_leave(key);
	return status;
}

NTSTATUS RtlCreateRegistryKey(ULONG RelativeTo, PWSTR Path)
{
	struct reg_place place = { "RtlCreateRegistryKey", RelativeTo, Path, SITE, true };
	struct reg_key *key;
	NTSTATUS status;

	if (RelativeTo & RTL_REGISTRY_HANDLE)
		return STATUS_INVALID_PARAMETER;
	status = reg_place_find(&key, &place);
	if (NT_SUCCESS(status))
		reg_place_leave(key);
	return status;
}
