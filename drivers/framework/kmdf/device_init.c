#include "drivers/framework/kmdf/device_init.h"

#include <stdlib.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/pdo.h"
#include "drivers/framework/wdm/stop.h"

static void reclaim(struct io_resource *resource)
{
	fx_device_init_destroy(CONTAINING_RECORD(resource, struct WDFDEVICE_INIT, resource));
}

static const struct io_kind init_kind = { "WDFDEVICE_INIT", 0, reclaim };

struct WDFDEVICE_INIT *fx_device_init_create(struct fx_driver *driver, PDEVICE_OBJECT physical)
{
	struct WDFDEVICE_INIT *init = calloc(1, sizeof(*init));

	if (!init)
		return NULL;
	init->driver = driver;
	init->physical = physical;
	init->policy_ownership = WdfUseDefault;
	init->power_pageable = WdfUseDefault;
	init->type = FILE_DEVICE_UNKNOWN;
	init->characteristics = FILE_DEVICE_SECURE_OPEN;
	fx_io_setup_init(&init->io);
	return init;
}

void fx_device_init_destroy(struct WDFDEVICE_INIT *init)
{
	if (!init)
		return;
	fx_io_setup_finish(&init->io);
	fx_state_callbacks_free(init->state_callbacks);
	fx_pdo_destroy(init->pdo);
	free(init->name.Buffer);
	free(init);
}

struct WDFDEVICE_INIT *fx_device_init_create_control(struct fx_driver *driver, const void *site)
{
	struct WDFDEVICE_INIT *init = fx_device_init_create(driver, NULL);

	if (!init)
		return NULL;
	init->is_control = true;
	init->is_drivers = true;
	io_resource_acquire(&init->resource, fx_globals_io_driver(driver->object.globals),
		&(struct io_claim){ .kind = &init_kind, .handle = init, .site = site });
	return init;
}

struct WDFDEVICE_INIT *fx_device_init_create_child(struct fx_device *parent)
{
	struct WDFDEVICE_INIT *init = fx_device_init_create(parent->driver, NULL);

	if (!init)
		return NULL;
	init->pdo = fx_pdo_create(parent);
	if (init->pdo)
		return init;
	fx_device_init_destroy(init);
	return NULL;
}

struct WDFDEVICE_INIT *fx_device_init_allocate_child(struct fx_device *parent, const void *site)
{
	struct WDFDEVICE_INIT *init = fx_device_init_create_child(parent);

	if (!init)
		return NULL;
	init->is_drivers = true;
	io_resource_acquire(&init->resource, fx_globals_io_driver(parent->object.globals),
		&(struct io_claim){ .kind = &init_kind, .handle = init, .site = site });
	return init;
}

void fx_device_init_destroy_control(struct WDFDEVICE_INIT *init, const void *site)
{
	io_resource_release(&init->resource, site);
	fx_device_init_destroy(init);
}

/* One that a driver has allocated is in the books, the other kind is at hand while it adds. */
static bool is_known(const struct WDFDEVICE_INIT *init, const struct fx_call *call)
{
	struct io_resource *resource = io_resource_find(init);
	struct fx_globals *globals = fx_globals_calling(call->site);

	if (resource)
		return resource->kind == &init_kind;
	return init && globals && fx_globals_adding(globals) == init;
}

static void check(struct WDFDEVICE_INIT *init, const struct fx_call *call, const char *rule,
	const char *gone_rule)
{
	struct io_breach breach = { io_driver_calling(call->site), rule, call->function, init,
		call->site };

	if (is_known(init, call))
		return;
	if (io_resource_was_released(init)) {
		breach.rule = gone_rule;
		io_stop(&breach, "the WDFDEVICE_INIT at %p is gone already", (void *)init);
	}
	io_stop(&breach, "%p is not a WDFDEVICE_INIT", (void *)init);
}

void fx_device_init_check(struct WDFDEVICE_INIT *init, const struct fx_call *call)
{
	check(init, call, "invalid-handle", "invalid-handle");
}

void fx_device_init_check_release(struct WDFDEVICE_INIT *init, const struct fx_call *call)
{
	check(init, call, "release-of-unknown", "double-release");
}

NTSTATUS fx_device_init_set_name(struct WDFDEVICE_INIT *init, PCUNICODE_STRING name)
{
	UNICODE_STRING copy = { 0, 0, NULL };

	if (name) {
		copy.Buffer = calloc(1, name->Length + sizeof(WCHAR));
		if (!copy.Buffer)
			return STATUS_INSUFFICIENT_RESOURCES;
		memcpy(copy.Buffer, name->Buffer, name->Length);
		copy.Length = name->Length;
		copy.MaximumLength = (USHORT)(name->Length + sizeof(WCHAR));
	}
	free(init->name.Buffer);
	init->name = copy;
	return STATUS_SUCCESS;
}
