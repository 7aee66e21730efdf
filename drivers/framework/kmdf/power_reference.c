#include "drivers/framework/kmdf/power_reference.h"

#include <stdlib.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/globals.h"

struct reference {
	struct io_resource resource;
	void *tag;
	LIST_ENTRY link; /* in fx_policy.references, newest first */
};

static struct reference *reference_of(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, struct reference, link);
}

static void reclaim(struct io_resource *resource)
{
	free(CONTAINING_RECORD(resource, struct reference, resource));
}

static const struct io_kind reference_kind = { "power-reference", 0, reclaim };

bool fx_power_reference_acquire(struct fx_device *device, void *tag, const void *site)
{
	struct fx_globals *globals = device->object.globals;
	struct reference *reference = calloc(1, sizeof(*reference));

	if (!reference)
		return false;
	reference->tag = tag;
	io_resource_acquire(&reference->resource, fx_globals_io_driver(globals),
		&(struct io_claim){ .kind = &reference_kind,
			.handle = reference,
			.owner = fx_object_handle(&device->object),
			.site = site });
	fx_globals_lock(globals);
	InsertHeadList(&device->policy.references, &reference->link);
	fx_globals_unlock(globals);
	return true;
}

bool fx_power_reference_release(struct fx_device *device, void *tag, const void *site)
{
	struct fx_globals *globals = device->object.globals;
	LIST_ENTRY *head = &device->policy.references;
	struct reference *found = NULL;

	fx_globals_lock(globals);
	for (LIST_ENTRY *link = head->Flink; link != head && !found; link = link->Flink) {
		if (reference_of(link)->tag == tag)
			found = reference_of(link);
	}
	if (found)
		RemoveEntryList(&found->link);
	fx_globals_unlock(globals);
	if (!found)
		return false;
	io_resource_release(&found->resource, site);
	free(found);
	return true;
}

void fx_power_references_forget(struct fx_device *device)
{
	LIST_ENTRY *head = &device->policy.references;

	while (!IsListEmpty(head))
		RemoveHeadList(head);
}
