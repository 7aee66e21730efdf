#include "drivers/framework/kmdf/key.h"

#include <stdlib.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/registry_open.h"

struct key_argument {
	const struct fx_key_request *request;
	const struct fx_call *call;
};

static struct fx_key *key_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_key, object);
}

void fx_key_close(struct fx_key *key, const void *site)
{
	if (key->handle)
		ob_handle_close(key->handle, site);
	key->handle = NULL;
}

static void let_go(struct fx_object *object, const void *site)
{
	fx_key_close(key_of(object), site);
}

static void drop_key(struct fx_key *key)
{
	if (!key->key)
		return;
	reg_lock();
	reg_key_dereference(key->key);
	reg_unlock();
	key->key = NULL;
}

static void destroy(struct fx_object *object)
{
	drop_key(key_of(object));
}

const struct fx_class fx_key_class = {
	.kind = { "WDFKEY", DRVTRACE_KIND_WDFKEY, fx_object_reclaim },
	.size = sizeof(struct fx_key),
	.let_go = let_go,
	.destroy = destroy,
};

static NTSTATUS find(
	struct reg_key **out, struct reg_key *base, const struct fx_key_request *request)
{
	bool is_new = false;
	NTSTATUS status;

	reg_lock();
	if (request->how == FX_KEY_OPEN)
		status = reg_key_find(out, base, request->path);
	else
		status = reg_key_create(out, &is_new, base, request->path,
			request->how == FX_KEY_CREATE ? REG_CREATE_LAST : REG_CREATE_PATH);
	if (NT_SUCCESS(status))
		reg_key_reference(*out);
	reg_unlock();
	if (request->is_new)
		*request->is_new = is_new;
	return status;
}

static NTSTATUS init(struct fx_object *object, const void *argument)
{
	const struct key_argument *key = argument;
	struct reg_open *base = NULL;
	NTSTATUS status = STATUS_SUCCESS;

	if (key->request->base)
		status = reg_open_reference(
			&base, key->call->function, key->request->base, 0, key->call->site);
	if (!NT_SUCCESS(status))
		return status;
	status = find(&key_of(object)->key, base ? base->key : NULL, key->request);
	if (base)
		reg_open_dereference(base);
	return status;
}

NTSTATUS fx_key_create(WDFKEY *out, struct fx_driver *driver,
	const WDF_OBJECT_ATTRIBUTES *attributes, const struct fx_key_request *request,
	const struct fx_call *call)
{
	struct key_argument argument = { request, call };
	struct fx_child child = { .init = init, .argument = &argument };
	struct ob_claim claim = { .driver = fx_globals_io_driver(driver->object.globals),
		.site = call->site };
	struct fx_object *object;
	NTSTATUS status;

	ke_irql_check(call->function, PASSIVE_LEVEL, call->site);
	*out = NULL;
	status = fx_validate_attributes(attributes, 0);
	if (NT_SUCCESS(status))
		status = fx_validate_string(request->path);
	if (!NT_SUCCESS(status))
		return status;
	status = fx_driver_create_child(&object, driver, &fx_key_class, attributes, &child, call);
	if (!NT_SUCCESS(status))
		return status;

	claim.owner = fx_object_handle(object);
	status =
		reg_open_key(&key_of(object)->handle, key_of(object)->key, request->access, &claim);
	drop_key(key_of(object));
	if (NT_SUCCESS(status))
		*out = (WDFKEY)fx_object_handle(object);
	else
		fx_object_delete_unborn(object, call->site);
	return status;
}

struct fx_key *fx_key_get(WDFKEY handle, const struct fx_call *call)
{
	struct fx_object *object = fx_handle_get(handle, &fx_key_class, call);

	ke_irql_check(call->function, PASSIVE_LEVEL, call->site);
	return key_of(object);
}

static NTSTATUS copy(struct fx_key_value *out, const struct reg_value *value)
{
	*out = (struct fx_key_value){ .type = value->type, .size = value->size };
	if (value->size == 0)
		return STATUS_SUCCESS;
	out->data = malloc(value->size);
	if (!out->data)
		return STATUS_INSUFFICIENT_RESOURCES;
	memcpy(out->data, value->data, value->size);
	return STATUS_SUCCESS;
}

NTSTATUS fx_key_read(struct fx_key_value *out, struct fx_key *key, PCUNICODE_STRING name,
	const struct fx_call *call)
{
	const struct reg_value *value;
	struct reg_open *open;
	NTSTATUS status = fx_validate_string(name);

	if (NT_SUCCESS(status))
		status = reg_open_reference(
			&open, call->function, key->handle, KEY_QUERY_VALUE, call->site);
	if (!NT_SUCCESS(status))
		return status;
	reg_lock();
	value = reg_value_find(open->key, name);
	status = value ? copy(out, value) : STATUS_OBJECT_NAME_NOT_FOUND;
	reg_unlock();
	reg_open_dereference(open);
	return status;
}

NTSTATUS fx_key_write(struct fx_key *key, PCUNICODE_STRING name, const struct fx_key_data *data,
	const struct fx_call *call)
{
	struct reg_open *open;
	NTSTATUS status = fx_validate_string(name);

	if (NT_SUCCESS(status))
		status = reg_open_reference(
			&open, call->function, key->handle, KEY_SET_VALUE, call->site);
	if (!NT_SUCCESS(status))
		return status;
	if (io_fault(fx_globals_io_driver(key->object.globals), call->function, call->site)) {
		status = STATUS_INSUFFICIENT_RESOURCES;
	} else {
		reg_lock();
		status = reg_value_set(open->key, name, data->type, data->data, data->size);
		reg_unlock();
	}
	reg_open_dereference(open);
	return status;
}

NTSTATUS fx_key_remove(struct fx_key *key, PCUNICODE_STRING name, const struct fx_call *call)
{
	struct reg_value *value;
	struct reg_open *open;
	NTSTATUS status = fx_validate_string(name);

	if (NT_SUCCESS(status))
		status = reg_open_reference(
			&open, call->function, key->handle, KEY_SET_VALUE, call->site);
	if (!NT_SUCCESS(status))
		return status;
	reg_lock();
	value = reg_value_find(open->key, name);
	if (value)
		reg_value_delete(open->key, value);
	reg_unlock();
	reg_open_dereference(open);
	return value ? STATUS_SUCCESS : STATUS_OBJECT_NAME_NOT_FOUND;
}
