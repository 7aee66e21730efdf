#include "drivers/framework/wdm/driver_extension.h"

#include <stdlib.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/wdm/driver_private.h"
#include "drivers/framework/wdm/resource.h"

struct extension {
	struct io_resource resource;
	LIST_ENTRY link; /* in the driver's, newest first */
	const void *id;
	_Alignas(16) char memory[];
};

static void reclaim(struct io_resource *resource);

static const struct io_kind extension_kind = { "driver-extension", DRVTRACE_KIND_DRIVER_EXTENSION,
	reclaim };

/* Left behind by a driver that was never unloaded, whose list is gone. */
static void reclaim(struct io_resource *resource)
{
	free(CONTAINING_RECORD(resource, struct extension, resource));
}

static struct extension *extension_of(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, struct extension, link);
}

static struct extension *find(struct io_driver *driver, const void *id)
{
	LIST_ENTRY *head = &driver->extensions;

	for (LIST_ENTRY *link = head->Flink; link != head; link = link->Flink) {
		if (extension_of(link)->id == id)
			return extension_of(link);
	}
	return NULL;
}

NTSTATUS io_driver_extension_create(
	void **out, struct io_driver *driver, const void *id, ULONG size, const void *site)
{
	struct extension *extension = calloc(1, sizeof(*extension) + size);
	bool is_taken;

	if (!extension)
		return STATUS_INSUFFICIENT_RESOURCES;
	extension->id = id;
	pthread_mutex_lock(&driver->extensions_lock);
	is_taken = find(driver, id) != NULL;
	if (!is_taken)
		InsertHeadList(&driver->extensions, &extension->link);
	pthread_mutex_unlock(&driver->extensions_lock);
	if (is_taken) {
		free(extension);
		return STATUS_OBJECT_NAME_COLLISION;
	}

	io_resource_acquire(&extension->resource, driver,
		&(struct io_claim){ .kind = &extension_kind,
			.handle = extension->memory,
			.size = size,
			.site = site });
	*out = extension->memory;
	return STATUS_SUCCESS;
}

void *io_driver_extension_find(struct io_driver *driver, const void *id)
{
	struct extension *extension;

	pthread_mutex_lock(&driver->extensions_lock);
	extension = find(driver, id);
	pthread_mutex_unlock(&driver->extensions_lock);
	return extension ? extension->memory : NULL;
}

void io_driver_extension_destroy_all(struct io_driver *driver)
{
	while (!IsListEmpty(&driver->extensions)) {
		struct extension *extension = extension_of(RemoveHeadList(&driver->extensions));

		io_resource_release(&extension->resource, __builtin_return_address(0));
		free(extension);
	}
}
