/*
 * Lists of resources: what the device is started with, once as the bus and once as the processor sees it, and
 * what a bus driver says that a child of its has.
 */
#pragma once

#include <wdfresource.h>

#include "drivers/framework/kmdf/descriptors.h"
#include "drivers/framework/kmdf/object.h"

struct fx_device;

struct fx_resource_list {
	struct fx_object object;
	struct fx_descriptors descriptors;
};

extern const struct fx_class fx_resource_list_class;

/* An empty one of the device's, which the driver may change; it goes by fx_object_delete(). */
NTSTATUS fx_resource_list_create(
	struct fx_resource_list **out, struct fx_device *device, struct fx_object *parent);
struct fx_resource_list *fx_resource_list_of(struct fx_object *object);

/* Makes it the first time; then replaces what it holds. `from` may be NULL: nothing. */
NTSTATUS fx_resource_list_fill(struct fx_resource_list **list, struct fx_device *device,
	const CM_RESOURCE_LIST *from, bool is_fixed);

/* What it holds, in pool of the driver's that the PnP manager may free; NULL when that is nothing. */
NTSTATUS fx_resource_list_answer(PCM_RESOURCE_LIST *out, struct fx_resource_list *list, ULONG tag);

/* NULL of none. */
WDFCMRESLIST fx_resource_list_handle(const struct fx_resource_list *list);
