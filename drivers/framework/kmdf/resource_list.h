/* Lists of resources: what the device was started with, once as the bus and once as the processor sees it. */
#pragma once

#include <wdfresource.h>

#include "drivers/framework/kmdf/object.h"

struct fx_device;

struct fx_resource_list {
	struct fx_object object;
	CM_PARTIAL_RESOURCE_DESCRIPTOR *descriptors; /* owned */
	ULONG count;
};

extern const struct fx_class fx_resource_list_class;

/* Makes it the first time; then replaces what it holds. `list` may be NULL: nothing. */
NTSTATUS fx_resource_list_fill(
	struct fx_resource_list **list, struct fx_device *device, const CM_RESOURCE_LIST *from);

/* NULL of none. */
WDFCMRESLIST fx_resource_list_handle(const struct fx_resource_list *list);
