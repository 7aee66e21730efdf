#include <stdlib.h>
#include <string.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/name.h"

struct io_symbolic_link {
	struct io_name name;
	struct io_resource resource;
	UNICODE_STRING target; /* its buffer is owned */
};

static void reclaim(struct io_resource *resource);

static const struct io_kind link_kind = { "symbolic-link", DRVTRACE_KIND_SYMBOLIC_LINK, reclaim };

static void free_link(struct io_symbolic_link *link)
{
	io_name_remove(&link->name);
	free(link->target.Buffer);
	free(link);
}

static void reclaim(struct io_resource *resource)
{
	free_link(CONTAINING_RECORD(resource, struct io_symbolic_link, resource));
}

static NTSTATUS copy_target(struct io_symbolic_link *link, PCUNICODE_STRING target)
{
	if (target->Length == 0)
		return STATUS_SUCCESS;
	link->target.Buffer = malloc(target->Length);
	if (!link->target.Buffer)
		return STATUS_INSUFFICIENT_RESOURCES;
	memcpy(link->target.Buffer, target->Buffer, target->Length);
	link->target.Length = target->Length;
	link->target.MaximumLength = target->Length;
	return STATUS_SUCCESS;
}

NTSTATUS io_symbolic_link_create(struct io_symbolic_link **out, struct io_driver *driver,
	const struct io_symbolic_link_request *request, const void *site)
{
	struct io_symbolic_link *link = calloc(1, sizeof(*link));
	NTSTATUS status;

	if (!link)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = copy_target(link, request->target);
	if (NT_SUCCESS(status))
		status = io_name_enter(&link->name, request->name);
	if (!NT_SUCCESS(status)) {
		free_link(link);
		return status;
	}

	io_resource_acquire(&link->resource, driver,
		&(struct io_claim){ .kind = &link_kind,
			.handle = link,
			.owner = request->owner,
			.site = site });
	*out = link;
	return STATUS_SUCCESS;
}

void io_symbolic_link_destroy(struct io_symbolic_link *link, const void *site)
{
	io_resource_release(&link->resource, site);
	free_link(link);
}

/* What the books hold under the address of a name's owner tells links and devices apart. */
struct io_symbolic_link *io_symbolic_link_find(PCUNICODE_STRING name)
{
	struct io_name *found = io_name_find(name);
	struct io_symbolic_link *link;
	struct io_resource *resource;

	if (!found)
		return NULL;
	link = CONTAINING_RECORD(found, struct io_symbolic_link, name);
	resource = io_resource_find(link);
	return resource && resource->kind == &link_kind ? link : NULL;
}

PCUNICODE_STRING io_symbolic_link_target(const struct io_symbolic_link *link)
{
	return &link->target;
}
