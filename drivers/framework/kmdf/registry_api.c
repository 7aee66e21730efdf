/* The boundary of keys: opening, closing and removing them. */
#include <stdlib.h>
#include <wdf.h>

#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/key.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/registry_open.h"
#include "drivers/framework/wdm/string.h"

static HANDLE base_of(WDFKEY parent, const struct fx_call *call)
{
	return parent ? fx_key_get(parent, call)->handle : NULL;
}

NTSTATUS WdfRegistryOpenKey(WDFKEY ParentKey, PCUNICODE_STRING KeyName, ACCESS_MASK DesiredAccess,
	PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key)
{
	struct fx_call call = FX_CALL("WdfRegistryOpenKey");
	struct fx_key_request request = { .base = base_of(ParentKey, &call),
		.path = KeyName,
		.access = DesiredAccess,
		.how = FX_KEY_OPEN };

	return fx_key_create(Key, fx_handle_calling_driver(&call), KeyAttributes, &request, &call);
}

/* There is no hive to save to: volatile keys live as long as the others. */
NTSTATUS WdfRegistryCreateKey(WDFKEY ParentKey, PCUNICODE_STRING KeyName, ACCESS_MASK DesiredAccess,
	ULONG CreateOptions, PULONG CreateDisposition, PWDF_OBJECT_ATTRIBUTES KeyAttributes,
	WDFKEY *Key)
{
	struct fx_call call = FX_CALL("WdfRegistryCreateKey");
	bool is_new = false;
	struct fx_key_request request = { base_of(ParentKey, &call), KeyName, DesiredAccess,
		FX_KEY_CREATE, &is_new };
	NTSTATUS status;

	UNREFERENCED_PARAMETER(CreateOptions);
	status =
		fx_key_create(Key, fx_handle_calling_driver(&call), KeyAttributes, &request, &call);
	if (NT_SUCCESS(status) && CreateDisposition)
		*CreateDisposition = is_new ? REG_CREATED_NEW_KEY : REG_OPENED_EXISTING_KEY;
	return status;
}

/* Below the driver's service; it is made when it is not there. */
static NTSTATUS open_below(WDFDRIVER handle, const struct fx_key_request *wanted,
	PWDF_OBJECT_ATTRIBUTES attributes, WDFKEY *key, const struct fx_call *call)
{
	struct fx_driver *driver = CONTAINING_RECORD(
		fx_handle_get(handle, &fx_driver_class, call), struct fx_driver, object);
	size_t length = io_string_length(driver->registry_path) * sizeof(WCHAR);
	UNICODE_STRING path = { 0, (USHORT)(length + wanted->path->MaximumLength), NULL };
	struct fx_key_request request = *wanted;
	NTSTATUS status;

	path.Buffer = calloc(1, path.MaximumLength);
	if (!path.Buffer)
		return STATUS_INSUFFICIENT_RESOURCES;
	path.Length = (USHORT)(path.MaximumLength - sizeof(WCHAR));
	memcpy(path.Buffer, driver->registry_path, length);
	memcpy((char *)path.Buffer + length, wanted->path->Buffer, wanted->path->MaximumLength);
	request.path = &path;
	status = fx_key_create(key, driver, attributes, &request, call);
	free(path.Buffer);
	return status;
}

NTSTATUS WdfDriverOpenParametersRegistryKey(WDFDRIVER Driver, ACCESS_MASK DesiredAccess,
	PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key)
{
	struct fx_call call = FX_CALL("WdfDriverOpenParametersRegistryKey");
	static WCHAR text[] = L"\\Parameters";
	UNICODE_STRING name = { sizeof(text) - sizeof(WCHAR), sizeof(text), text };
	struct fx_key_request request = {
		.path = &name, .access = DesiredAccess, .how = FX_KEY_CREATE_PATH
	};

	return open_below(Driver, &request, KeyAttributes, Key, &call);
}

NTSTATUS WdfDriverOpenPersistentStateRegistryKey(WDFDRIVER Driver, ACCESS_MASK DesiredAccess,
	PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key)
{
	struct fx_call call = FX_CALL("WdfDriverOpenPersistentStateRegistryKey");
	static WCHAR text[] = L"\\PersistentState";
	UNICODE_STRING name = { sizeof(text) - sizeof(WCHAR), sizeof(text), text };
	struct fx_key_request request = {
		.path = &name, .access = DesiredAccess, .how = FX_KEY_CREATE_PATH
	};

	return open_below(Driver, &request, KeyAttributes, Key, &call);
}

/* The driver's own deletion, whatever its parent does. */
static void delete (struct fx_key *key, const struct fx_call *call)
{
	if (fx_object_mark_deleted(&key->object))
		fx_object_delete_for_driver(&key->object, call->site);
}

VOID WdfRegistryClose(WDFKEY Key)
{
	struct fx_call call = FX_CALL("WdfRegistryClose");
	struct fx_key *key;

	fx_handle_get_to_release(Key, &call);
	key = fx_key_get(Key, &call);
	fx_key_close(key, call.site);
	delete (key, &call);
}

HANDLE WdfRegistryWdmGetHandle(WDFKEY Key)
{
	struct fx_call call = FX_CALL("WdfRegistryWdmGetHandle");

	return fx_key_get(Key, &call)->handle;
}

NTSTATUS WdfRegistryRemoveKey(WDFKEY Key)
{
	struct fx_call call = FX_CALL("WdfRegistryRemoveKey");
	struct fx_key *key = fx_key_get(Key, &call);
	struct reg_open *open;
	NTSTATUS status = reg_open_reference(&open, call.function, key->handle, DELETE, call.site);

	if (!NT_SUCCESS(status))
		return status;
	reg_lock();
	status = reg_key_delete(open->key);
	reg_unlock();
	reg_open_dereference(open);
	if (NT_SUCCESS(status))
		delete (key, &call);
	return status;
}

NTSTATUS WdfRegistryRemoveValue(WDFKEY Key, PCUNICODE_STRING ValueName)
{
	struct fx_call call = FX_CALL("WdfRegistryRemoveValue");

	return fx_key_remove(fx_key_get(Key, &call), ValueName, &call);
}
