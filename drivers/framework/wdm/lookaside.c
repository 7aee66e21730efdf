#include "drivers/framework/wdm/lookaside.h"

#include <stdlib.h>

#include <drvtrace/lifetime.h>

static void reclaim(struct io_resource *resource);

static const struct io_kind list_kind = { "lookaside-list", DRVTRACE_KIND_LOOKASIDE_LIST, reclaim };

static struct ex_list *list_of(struct io_resource *resource)
{
	return CONTAINING_RECORD(resource, struct ex_list, resource);
}

static void reclaim(struct io_resource *resource)
{
	free(list_of(resource));
}

struct ex_list *ex_list_create(
	const struct ex_list *list, const void *address, struct io_driver *driver, const void *site)
{
	struct ex_list *created = malloc(sizeof(*created));

	if (!created)
		return NULL;
	*created = *list;
	io_resource_acquire(&created->resource, driver,
		&(struct io_claim){ .kind = &list_kind,
			.handle = address,
			.size = list->size,
			.tag = list->tag,
			.site = site });
	return created;
}

void ex_list_destroy(struct ex_list *list, const void *site)
{
	io_resource_release(&list->resource, site);
	free(list);
}

struct ex_list *ex_list_find(const void *address)
{
	struct io_resource *resource = io_resource_find(address);

	return resource && resource->kind == &list_kind ? list_of(resource) : NULL;
}
