/*
 * Lists of what a device could work with (fxresourcecollection.cpp): alternatives, each a list of
 * descriptors, that the framework makes for one callback.
 */
#pragma once

#include <wdfresource.h>

#include "drivers/framework/kmdf/descriptors.h"
#include "drivers/framework/kmdf/object.h"

struct fx_device;

struct fx_requirements {
	struct fx_object object;
	ULONG slot_number;
	INTERFACE_TYPE interface_type;
	LIST_ENTRY alternatives; /* fx_alternative.link: children */
	ULONG count;
	bool is_changed; /* by the driver */
};

struct fx_alternative {
	struct fx_object object;
	struct fx_requirements *owner;
	struct fx_descriptors descriptors;
	LIST_ENTRY link; /* empty: not in the list */
};

extern const struct fx_class fx_requirements_class;
extern const struct fx_class fx_alternative_class;

/* With what is in `from`, which may be NULL. It goes by fx_object_delete(). */
NTSTATUS fx_requirements_create(struct fx_requirements **out, struct fx_device *device,
	const IO_RESOURCE_REQUIREMENTS_LIST *from);
struct fx_requirements *fx_requirements_of(struct fx_object *object);

/* In no list yet. */
NTSTATUS fx_alternative_create(struct fx_alternative **out, struct fx_requirements *owner,
	const WDF_OBJECT_ATTRIBUTES *attributes, const void *site);
struct fx_alternative *fx_alternative_of(struct fx_object *object);

/* With the lock of the globals. NULL when there is none. */
struct fx_alternative *fx_requirements_find(const struct fx_requirements *list, ULONG index);

/* STATUS_ARRAY_BOUNDS_EXCEEDED. remove only takes it out. */
NTSTATUS fx_requirements_insert(
	struct fx_requirements *list, struct fx_alternative *alternative, ULONG index);
void fx_requirements_remove(struct fx_alternative *alternative);

/* What it holds, in pool of the driver's that the PnP manager may free; NULL when that is nothing. */
NTSTATUS fx_requirements_answer(
	PIO_RESOURCE_REQUIREMENTS_LIST *out, struct fx_requirements *list, ULONG tag);
