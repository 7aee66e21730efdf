#include "drivers/framework/kmdf/device.h"

#include <drvtrace/lifetime.h>

#include "drivers/framework/kmdf/child_list.h"
#include "drivers/framework/kmdf/device_init.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/io.h"
#include "drivers/framework/kmdf/pdo.h"
#include "drivers/framework/kmdf/power_reference.h"
#include "drivers/framework/kmdf/query_interface.h"
#include "drivers/framework/wdm/attachment.h"
#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/irql.h"

struct fx_device *fx_device_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_device, object);
}

struct fx_device *fx_device_of_handle(WDFDEVICE handle, const struct fx_call *call)
{
	return fx_device_of(fx_handle_get(handle, &fx_device_class, call));
}

struct fx_device *fx_device_get(WDFDEVICE handle, const struct fx_call *call)
{
	ke_irql_check(call->function, DISPATCH_LEVEL, call->site);
	return fx_device_of_handle(handle, call);
}

struct fx_device *fx_device_of_wdm(const DEVICE_OBJECT *wdm)
{
	return *(struct fx_device *const *)wdm->DeviceExtension;
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
	fx_pnp_detach(device, site);
	if (device->wdm) {
		fx_device_leave_wdm(device);
		io_device_destroy(device->wdm, site);
	}
	device->wdm = NULL;
}

/* A control device is closed to users at once; the rest of it goes with the last of its files. */
static bool deleting(struct fx_object *object, const void *site)
{
	struct fx_device *device = fx_device_of(object);

	if (device->wdm)
		io_device_unpublish(device->wdm, site);
	return !fx_device_delete_when_closed(device);
}

static void forget_relations(struct fx_device *device)
{
	fx_relations_clear(device, &device->removal_relations);
	fx_relations_clear(device, &device->ejection_relations);
	fx_relations_clear(device, &device->usage_dependents);
}

/* A control device goes as a whole while its driver is only being disposed of. */
static bool dispose(struct fx_object *object, const void *site)
{
	fx_policy_end(&fx_device_of(object)->policy);
	forget_relations(fx_device_of(object));
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
	fx_states_finish(&device->states);
	fx_interfaces_finish(device);
	fx_query_interfaces_finish(device);
	fx_pdo_destroy(device->pdo);
	fx_power_references_forget(device);
	fx_policy_finish(&device->policy);
	fx_constraints_finish(&device->constraints);
	if (device->io)
		fx_io_dereference(device->io);
}

const struct fx_class fx_device_class = {
	.kind = { "WDFDEVICE", DRVTRACE_KIND_WDFDEVICE, fx_object_reclaim },
	.size = sizeof(struct fx_device),
	.deleting = deleting,
	.dispose = dispose,
	.let_go = let_go,
	.destroy = destroy,
};

/* A filter is to those above what the device below is. */
static void inherit(struct fx_device *device, const DEVICE_OBJECT *lower)
{
	PDEVICE_OBJECT wdm = device->wdm;

	wdm->Flags |= lower->Flags & DO_POWER_PAGABLE;
	wdm->Characteristics |= lower->Characteristics;
	wdm->AlignmentRequirement = lower->AlignmentRequirement;
	if (!device->is_filter)
		return;
	wdm->Flags &= ~(ULONG)(DO_BUFFERED_IO | DO_DIRECT_IO);
	wdm->Flags |= lower->Flags & (DO_BUFFERED_IO | DO_DIRECT_IO);
	wdm->DeviceType = lower->DeviceType;
}

/* How reads and writes pass their buffers is the I/O manager's business. */
static ULONG transfer_flags(const struct fx_io_setup *setup)
{
	switch (setup->transfer) {
	case WdfDeviceIoBuffered:
		return DO_BUFFERED_IO;
	case WdfDeviceIoDirect:
		return DO_DIRECT_IO;
	default:
		return 0;
	}
}

static NTSTATUS create_wdm(struct fx_device *device, struct WDFDEVICE_INIT *init)
{
	struct io_device_request request = {
		.extension_size = sizeof(device),
		.name = init->name.Buffer ? &init->name : NULL,
		.type = init->type,
		.characteristics = init->characteristics,
		.is_exclusive = init->is_exclusive,
	};
	NTSTATUS status;

	/* What a bus reports has a name. */
	if (init->pdo && !request.name)
		request.characteristics |= FILE_AUTOGENERATED_DEVICE_NAME;
	status = io_device_create(
		&device->wdm, fx_globals_io_driver(device->object.globals), &request);
	if (!NT_SUCCESS(status))
		return status;
	device->wdm->Flags |= transfer_flags(&init->io);
	*(struct fx_device **)device->wdm->DeviceExtension = device;
	return fx_io_create(&device->io, device, &init->io);
}

/* One driver of a stack has the power policy: that of the function device, if nothing else is said. */
static bool has_policy(const struct WDFDEVICE_INIT *init)
{
	if (init->policy_ownership != WdfUseDefault)
		return init->policy_ownership == WdfTrue;
	return init->pdo ? init->pdo->is_raw : init->physical && !init->is_filter;
}

static NTSTATUS init_device(struct fx_device *device, struct WDFDEVICE_INIT *init,
	const WDF_OBJECT_ATTRIBUTES *attributes)
{
	InitializeListHead(&device->link);
	InitializeListHead(&device->interrupts);
	InitializeListHead(&device->wmi_providers);
	InitializeListHead(&device->child_lists);
	fx_relations_init(&device->removal_relations);
	fx_relations_init(&device->ejection_relations);
	fx_relations_init(&device->usage_dependents);
	fx_capabilities_init(&device->capabilities);
	device->driver = init->driver;
	fx_constraints_init_device(
		&device->constraints, &device->object, &init->driver->constraints, attributes);
	device->is_control = init->is_control;
	device->is_filter = init->is_filter;
	/* A child that the driver has made goes by WdfObjectDelete until it is added to a list. */
	device->object.is_no_delete = !init->is_drivers;
	device->has_name = init->name.Buffer != NULL;
	device->callbacks = init->callbacks;
	device->fdo_callbacks = init->fdo_callbacks;
	fx_power_init(&device->power);
	fx_policy_init(device, has_policy(init));
	device->policy.callbacks = init->policy_callbacks;
	fx_states_init(&device->states);
	fx_pnp_init(&device->pnp, init->physical);
	return create_wdm(device, init);
}

/* What the driver has said goes before what the device below has. */
static void set_power_flags(struct fx_device *device, const struct WDFDEVICE_INIT *init)
{
	PDEVICE_OBJECT wdm = device->wdm;

	if (init->power_pageable == WdfTrue)
		wdm->Flags |= DO_POWER_PAGABLE;
	if (init->power_pageable == WdfFalse || init->is_inrush)
		wdm->Flags &= ~(ULONG)DO_POWER_PAGABLE;
	if (init->is_inrush)
		wdm->Flags |= DO_POWER_INRUSH;
}

static void add_locations(struct fx_device *device)
{
	device->wdm->StackSize =
		(CCHAR)(device->wdm->StackSize + fx_io_setup_locations(&device->io->setup));
}

/*
 * Known to everybody from here on; a device of plug and play takes its place in the stack, of which a
 * child of a bus is the bottom.
 */
static NTSTATUS publish(
	struct fx_device *device, const struct WDFDEVICE_INIT *init, const void *site)
{
	PDEVICE_OBJECT physical = device->pnp.physical;

	device->is_published = true;
	io_device_publish(device->wdm, fx_object_handle(&device->object), site);
	if (init->pdo)
		device->pnp.physical = device->wdm;
	device->pnp.releases_late = init->releases_late;
	set_power_flags(device, init);
	if (!physical) {
		add_locations(device);
		return fx_device_register_shutdown(device, site);
	}
	device->pnp.lower = io_attachment_create(device->wdm, physical, site);
	if (!device->pnp.lower)
		return STATUS_INSUFFICIENT_RESOURCES;
	add_locations(device);
	inherit(device, device->pnp.lower);
	set_power_flags(device, init);
	return STATUS_SUCCESS;
}

/* The list that was asked for before there was a device. */
static NTSTATUS create_children(
	struct fx_device *device, const struct WDFDEVICE_INIT *init, const void *site)
{
	const WDF_OBJECT_ATTRIBUTES *attributes =
		init->child_list_attributes.Size > 0 ? &init->child_list_attributes : NULL;

	if (init->child_list.Size == 0)
		return STATUS_SUCCESS;
	return fx_child_list_create(
		&device->default_children, device, &init->child_list, attributes, site);
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

	status = publish(fx_device_of(object), init, site);
	if (NT_SUCCESS(status))
		status = create_children(fx_device_of(object), init, site);
	if (!NT_SUCCESS(status)) {
		fx_object_delete(object, site);
		return status;
	}
	*out = fx_device_of(object);
	(*out)->pdo = init->pdo;
	init->pdo = NULL;
	(*out)->states.callbacks = init->state_callbacks;
	init->state_callbacks = NULL;
	return STATUS_SUCCESS;
}
