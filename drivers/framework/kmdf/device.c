#include "drivers/framework/kmdf/device.h"

#include <drvtrace/lifetime.h>

#include "drivers/framework/kmdf/device_init.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/wdm/device.h"

struct fx_device *fx_device_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_device, object);
}

WDFDEVICE fx_device_handle(const struct fx_device *device)
{
	return (WDFDEVICE)fx_object_handle(&device->object);
}

struct fx_device *fx_device_above(struct fx_object *object)
{
	struct fx_object *at = object;

	fx_globals_lock(object->globals);
	while (at && at->class != &fx_device_class)
		at = at->parent;
	fx_globals_unlock(object->globals);
	return at ? fx_device_of(at) : NULL;
}

static void let_go(struct fx_object *object, const void *site)
{
	struct fx_device *device = fx_device_of(object);

	if (device->symbolic_link)
		io_symbolic_link_destroy(device->symbolic_link, site);
	device->symbolic_link = NULL;
	if (device->wdm)
		io_device_destroy(device->wdm, site);
	device->wdm = NULL;
}

/* A control device is closed to users at once, whenever the rest of it goes. */
static void deleting(struct fx_object *object, const void *site)
{
	if (fx_device_of(object)->wdm)
		io_device_unpublish(fx_device_of(object)->wdm, site);
}

/* A control device goes as a whole while its driver is only being disposed of. */
static bool dispose(struct fx_object *object, const void *site)
{
	if (!fx_device_of(object)->is_control)
		return true;
	fx_object_call_cleanup(object);
	fx_object_destroy_children(object, site);
	let_go(object, site);
	return false;
}

/* What is in the books is freed by them; see io_resource_reclaim_all(). */
static void destroy(struct fx_object *object)
{
	struct fx_device *device = fx_device_of(object);

	if (device->wdm && !device->is_published)
		io_device_destroy(device->wdm, NULL);
	fx_constraints_finish(&device->constraints);
}

const struct fx_class fx_device_class = {
	.kind = { "WDFDEVICE", DRVTRACE_KIND_WDFDEVICE, fx_object_reclaim },
	.size = sizeof(struct fx_device),
	.deleting = deleting,
	.dispose = dispose,
	.let_go = let_go,
	.destroy = destroy,
};

static NTSTATUS init_device(struct fx_device *device, const struct WDFDEVICE_INIT *init,
	const WDF_OBJECT_ATTRIBUTES *attributes)
{
	struct io_device_request request = {
		.name = init->name.Buffer ? &init->name : NULL,
		.type = FILE_DEVICE_UNKNOWN,
		.characteristics = FILE_DEVICE_SECURE_OPEN,
		.is_exclusive = init->is_exclusive,
	};

	InitializeListHead(&device->link);
	device->driver = init->driver;
	fx_constraints_init_device(
		&device->constraints, &device->object, &init->driver->constraints, attributes);
	device->is_control = init->is_control;
	device->object.is_no_delete = !init->is_control;
	device->has_name = init->name.Buffer != NULL;
	device->callbacks = init->callbacks;
	return io_device_create(
		&device->wdm, fx_globals_io_driver(device->object.globals), &request);
}

NTSTATUS fx_device_create(struct fx_device **out, struct WDFDEVICE_INIT *init,
	const WDF_OBJECT_ATTRIBUTES *attributes, const void *site)
{
	struct fx_commit commit = {
		.attributes = attributes, .parent = &init->driver->object, .site = site
	};
	struct fx_object *object;
	NTSTATUS status = fx_object_create(
		&object, &fx_device_class, init->driver->object.globals, attributes);

	if (!NT_SUCCESS(status))
		return status;
	status = init_device(fx_device_of(object), init, attributes);
	if (NT_SUCCESS(status))
		status = fx_object_commit(object, &commit);
	if (!NT_SUCCESS(status)) {
		fx_object_discard(object);
		return status;
	}

	*out = fx_device_of(object);
	(*out)->is_published = true;
	io_device_publish((*out)->wdm, fx_object_handle(object), site);
	return STATUS_SUCCESS;
}
