#include "drivers/framework/kmdf/driver.h"

#include <stdlib.h>

#include <drvtrace/drvtrace.h>

#include "drivers/framework/kmdf/deferred.h"
#include "drivers/framework/kmdf/dispatch.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/io_callback.h"
#include "drivers/framework/kmdf/pnp.h"
#include "drivers/framework/kmdf/power_irp.h"
#include "drivers/framework/kmdf/wmi.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/string.h"

/* What WDF tags with when it finds no name for a driver. */
#define DEFAULT_TAG 'rDxF'

static struct fx_driver *driver_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_driver, object);
}

/* The driver's own cleanup callback has run: what it left of its tracing is ended now. */
static void cleaned_up(struct fx_object *object)
{
	drvtrace_driver_object_cleanup(driver_of(object)->driver_object, DRVTRACE_CLEANUP_TIED);
}

static void destroy(struct fx_object *object)
{
	free(driver_of(object)->registry_path);
	fx_constraints_finish(&driver_of(object)->constraints);
}

const struct fx_class fx_driver_class = {
	.kind = { "WDFDRIVER", DRVTRACE_KIND_WDFDRIVER, fx_object_reclaim },
	.size = sizeof(struct fx_driver),
	.cleaned_up = cleaned_up,
	.destroy = destroy,
};

/* Deletes the tree, if that has not been done. */
static void delete_tree(struct fx_globals *globals)
{
	struct fx_driver *driver = fx_globals_driver(globals);

	if (!driver)
		return;
	fx_deferred_wait(globals);
	fx_object_delete(&driver->object, NULL);
	fx_deferred_wait(globals);
	fx_globals_set_driver(globals, NULL);
}

/* DriverUnload of a KMDF driver. */
static void unload(PDRIVER_OBJECT driver_object)
{
	struct fx_globals *globals = fx_globals_of(io_driver_of(driver_object));
	struct fx_driver *driver = fx_globals_driver(globals);

	if (driver->unload) {
		struct fx_io_callback callback;

		fx_io_callback_begin(&callback, globals, driver->constraints.automatic,
			"EvtDriverUnload", FX_SITE_IN(driver->unload));
		driver->unload((WDFDRIVER)fx_object_handle(&driver->object));
		fx_io_callback_end(&callback);
	}
	delete_tree(globals);
}

/* The framework's library is unbound from the driver, on every way out. */
static void leave(struct io_driver *io_driver, void *joined)
{
	struct fx_globals *globals = joined;

	UNREFERENCED_PARAMETER(io_driver);
	delete_tree(globals);
	fx_globals_forget_driver(globals);
	fx_globals_dereference(globals);
}

const struct io_driver_layer fx_driver_layer = { .leave = leave };

/* "Driver" of "\...\Services\Driver". */
static PCWSTR service_name(const struct fx_driver *driver)
{
	PCWSTR name = driver->registry_path;

	for (PCWSTR at = name; *at; at++) {
		if (*at == L'\\')
			name = at + 1;
	}
	return name;
}

/* The first characters of the service's name, without a WDF in front. */
static ULONG derive_tag(const struct fx_driver *driver)
{
	PCWSTR name = service_name(driver);
	size_t length = io_string_length(name);
	ULONG tag = 0;

	if (length >= 3 && io_string_equal(name, L"WDF", 3, true)) {
		name += 3;
		length -= 3;
	}
	if (length <= 2)
		return DEFAULT_TAG;
	for (size_t i = 0; i < 4; i++)
		tag |= (ULONG)(UCHAR)(i < length ? name[i] : L' ') << (8 * i);
	return tag;
}

static NTSTATUS copy_path(struct fx_driver *driver, PCUNICODE_STRING path)
{
	driver->registry_path = calloc(1, path->Length + sizeof(WCHAR));
	if (!driver->registry_path)
		return STATUS_INSUFFICIENT_RESOURCES;
	memcpy(driver->registry_path, path->Buffer, path->Length);
	return STATUS_SUCCESS;
}

static NTSTATUS init(struct fx_driver *driver, const struct fx_driver_setup *setup)
{
	const WDF_DRIVER_CONFIG *config = setup->config;
	NTSTATUS status = copy_path(driver, setup->registry_path);

	if (!NT_SUCCESS(status))
		return status;
	driver->object.is_no_delete = true;
	fx_constraints_init_driver(&driver->constraints, &driver->object, setup->attributes);
	driver->driver_object = setup->driver_object;
	driver->tag = config->DriverPoolTag != 0 && config->DriverPoolTag != ' kdD'
			      ? config->DriverPoolTag
			      : derive_tag(driver);
	/* A miniport keeps its own dispatch table, and its callbacks are not even kept. */
	if (!(config->DriverInitFlags & WdfDriverInitNoDispatchOverride)) {
		driver->device_add = config->EvtDriverDeviceAdd;
		driver->unload = config->EvtDriverUnload;
	}
	return STATUS_SUCCESS;
}

/* Plug and play, power and WMI are not requests of programs. */
static void set_dispatch(PDRIVER_OBJECT object)
{
	for (size_t i = 0; i <= IRP_MJ_MAXIMUM_FUNCTION; i++) {
		if (i != IRP_MJ_PNP && i != IRP_MJ_POWER && i != IRP_MJ_SYSTEM_CONTROL)
			object->MajorFunction[i] = fx_dispatch;
	}
}

static void take_over(struct fx_driver *driver, const WDF_DRIVER_CONFIG *config)
{
	PDRIVER_OBJECT object = driver->driver_object;

	if (config->DriverInitFlags & WdfDriverInitNoDispatchOverride)
		return;
	set_dispatch(object);
	if (config->DriverInitFlags & WdfDriverInitNonPnpDriver) {
		object->DriverExtension->AddDevice = NULL;
		/* Without an unload callback it cannot be unloaded. */
		object->DriverUnload = driver->unload ? unload : NULL;
		return;
	}
	object->DriverExtension->AddDevice = fx_pnp_add_device;
	object->MajorFunction[IRP_MJ_PNP] = fx_dispatch;
	object->MajorFunction[IRP_MJ_POWER] = fx_dispatch;
	object->MajorFunction[IRP_MJ_SYSTEM_CONTROL] = fx_dispatch;
	object->DriverUnload = unload;
}

static NTSTATUS create_root(
	struct fx_driver **out, struct fx_globals *globals, const struct fx_driver_setup *setup)
{
	struct fx_commit commit = { .attributes = setup->attributes, .site = setup->site };
	struct fx_object *object;
	NTSTATUS status = fx_object_create(&object, &fx_driver_class, globals, setup->attributes);

	if (!NT_SUCCESS(status))
		return status;
	InitializeListHead(&driver_of(object)->devices);
	status = init(driver_of(object), setup);
	if (NT_SUCCESS(status))
		status = fx_object_commit(object, &commit);
	if (!NT_SUCCESS(status)) {
		fx_object_discard(object);
		return status;
	}
	*out = driver_of(object);
	return STATUS_SUCCESS;
}

NTSTATUS fx_driver_create(
	struct fx_driver **out, struct io_driver *driver, const struct fx_driver_setup *setup)
{
	struct fx_globals *globals = fx_globals_create(driver);
	NTSTATUS status = STATUS_INSUFFICIENT_RESOURCES;

	if (!globals)
		return status;
	if (io_driver_join(driver, &fx_driver_layer, globals) == 0) {
		status = create_root(out, globals, setup);
		if (NT_SUCCESS(status)) {
			fx_globals_set_driver(globals, *out);
			take_over(*out, setup->config);
			return status;
		}
		io_driver_leave(driver, &fx_driver_layer);
	}
	fx_globals_dereference(globals);
	return status;
}

NTSTATUS fx_driver_create_child(struct fx_object **out, struct fx_driver *driver,
	const struct fx_class *class, const WDF_OBJECT_ATTRIBUTES *attributes,
	const struct fx_child *child, const struct fx_call *call)
{
	struct fx_globals *globals = driver->object.globals;
	struct fx_commit commit = { attributes, &driver->object, child->size, child->tag,
		call->site };
	struct fx_object *object;
	NTSTATUS status;

	if (attributes && attributes->ParentObject)
		commit.parent = fx_handle_get(attributes->ParentObject, NULL, call);
	if (io_fault(fx_globals_io_driver(globals), call->function, call->site))
		return STATUS_INSUFFICIENT_RESOURCES;

	status = fx_object_create(&object, class, globals, attributes);
	if (!NT_SUCCESS(status))
		return status;
	if (child->init)
		status = child->init(object, child->argument);
	if (NT_SUCCESS(status))
		status = fx_object_commit(object, &commit);
	if (!NT_SUCCESS(status)) {
		fx_object_discard(object);
		return status;
	}
	*out = object;
	return STATUS_SUCCESS;
}
