/* The framework's driver object, root of a driver's object tree, and how it joins the I/O manager. */
#pragma once

#include <wdfdriver.h>

#include "drivers/framework/kmdf/constraints.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/object.h"
#include "drivers/framework/wdm/driver.h"

struct fx_driver {
	struct fx_object object;
	struct fx_constraints constraints;
	PDRIVER_OBJECT driver_object;
	PWSTR registry_path; /* owned; ended by a NUL */
	PFN_WDF_DRIVER_DEVICE_ADD device_add;
	PFN_WDF_DRIVER_UNLOAD unload;
	ULONG tag;
	LIST_ENTRY devices; /* fx_device.link: those that plug and play has added, oldest first */
};

extern const struct fx_class fx_driver_class;
extern const struct io_driver_layer fx_driver_layer;

struct fx_driver_setup {
	PDRIVER_OBJECT driver_object;
	PCUNICODE_STRING registry_path;
	const WDF_OBJECT_ATTRIBUTES *attributes;
	const WDF_DRIVER_CONFIG *config;
	const void *site;
};

/* Joins `driver` and creates its root; a failure leaves nothing behind and calls nothing back. */
NTSTATUS fx_driver_create(
	struct fx_driver **out, struct io_driver *driver, const struct fx_driver_setup *setup);

/* What a new object brings along. */
struct fx_child {
	/* Fills in the object before anyone knows it; NULL: nothing to fill in. */
	NTSTATUS (*init)(struct fx_object *object, const void *argument);
	const void *argument;
	uint64_t size;
	ULONG tag;
};

/*
 * Creates an object below the parent of its attributes, or below the driver when they name none:
 * checks the parent, counts the fault point, commits.
 */
NTSTATUS fx_driver_create_child(struct fx_object **out, struct fx_driver *driver,
	const struct fx_class *class, const WDF_OBJECT_ATTRIBUTES *attributes,
	const struct fx_child *child, const struct fx_call *call);
