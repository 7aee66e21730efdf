#include "drivers/framework/wdm/device.h"

#include <pthread.h>
#include <stdlib.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/wdm/attachment.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/name.h"

struct device {
	DEVICE_OBJECT object;
	struct io_resource resource;
	struct io_name name;
	struct io_driver *driver;
	bool is_published;
	bool is_destroyed; /* but for the handles that are open */
	void *extension;   /* owned */
	ULONG extension_size;
};

/* Of the drivers' device lists, and of the references. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void reclaim(struct io_resource *resource);

static const struct io_kind device_kind = { "device", DRVTRACE_KIND_DEVICE, reclaim };

static struct device *device_of(DEVICE_OBJECT *object)
{
	return CONTAINING_RECORD(object, struct device, object);
}

static void free_device(struct device *device)
{
	io_name_remove(&device->name);
	free(device->extension);
	free(device);
}

static void reclaim(struct io_resource *resource)
{
	struct device *device = CONTAINING_RECORD(resource, struct device, resource);

	/* Whoever still leads to it frees it. */
	device->is_destroyed = true;
	if (device->object.ReferenceCount == 0)
		free_device(device);
}

static void fill_object(struct device *device, const struct io_device_request *request)
{
	DEVICE_OBJECT *object = &device->object;

	object->Type = 3; /* IO_TYPE_DEVICE */
	object->Size = sizeof(*object);
	object->DriverObject = io_driver_object(device->driver);
	object->Flags = DO_DEVICE_INITIALIZING;
	if (request->is_exclusive)
		object->Flags |= DO_EXCLUSIVE;
	if (device->name.text)
		object->Flags |= DO_DEVICE_HAS_NAME;
	object->Characteristics = request->characteristics;
	object->DeviceType = request->type;
	object->DeviceExtension = device->extension;
	object->StackSize = 1;
}

NTSTATUS io_device_create(
	PDEVICE_OBJECT *out, struct io_driver *driver, const struct io_device_request *request)
{
	struct device *device = calloc(1, sizeof(*device));
	NTSTATUS status = STATUS_SUCCESS;

	if (!device)
		return STATUS_INSUFFICIENT_RESOURCES;
	device->driver = driver;
	if (request->extension_size > 0) {
		device->extension = calloc(1, request->extension_size);
		device->extension_size = request->extension_size;
		if (!device->extension)
			status = STATUS_INSUFFICIENT_RESOURCES;
	}
	if (NT_SUCCESS(status) && request->name)
		status = io_name_enter(&device->name, request->name);
	if (!NT_SUCCESS(status)) {
		free_device(device);
		return status;
	}

	fill_object(device, request);
	*out = &device->object;
	return STATUS_SUCCESS;
}

void io_device_publish(PDEVICE_OBJECT object, const void *owner, const void *site)
{
	struct device *device = device_of(object);
	PDRIVER_OBJECT driver_object = io_driver_object(device->driver);

	pthread_mutex_lock(&lock);
	object->NextDevice = driver_object->DeviceObject;
	driver_object->DeviceObject = object;
	pthread_mutex_unlock(&lock);

	device->is_published = true;
	io_resource_acquire(&device->resource, device->driver,
		&(struct io_claim){
			.kind = &device_kind, .handle = object, .owner = owner, .site = site });
}

static void unlist(struct device *device)
{
	PDEVICE_OBJECT *link = &io_driver_object(device->driver)->DeviceObject;

	pthread_mutex_lock(&lock);
	while (*link && *link != &device->object)
		link = &(*link)->NextDevice;
	if (*link)
		*link = device->object.NextDevice;
	pthread_mutex_unlock(&lock);
}

void io_device_unpublish(PDEVICE_OBJECT object, const void *site)
{
	struct device *device = device_of(object);

	if (!device->is_published)
		return;
	device->is_published = false;
	/* A device that was left behind has no driver object any more. */
	if (device->resource.driver)
		unlist(device);
	io_resource_release(&device->resource, site);
	io_name_remove(&device->name);
}

/* A handle that is still open keeps the memory. */
void io_device_destroy(PDEVICE_OBJECT object, const void *site)
{
	struct device *device = device_of(object);
	bool is_open;

	io_device_unpublish(object, site);
	io_attachment_device_gone(object);
	pthread_mutex_lock(&lock);
	is_open = object->ReferenceCount > 0;
	device->is_destroyed = true;
	pthread_mutex_unlock(&lock);
	if (!is_open)
		free_device(device);
}

void io_device_reference(PDEVICE_OBJECT object)
{
	pthread_mutex_lock(&lock);
	object->ReferenceCount++;
	pthread_mutex_unlock(&lock);
}

void io_device_dereference(PDEVICE_OBJECT object)
{
	struct device *device = device_of(object);
	bool is_last;

	pthread_mutex_lock(&lock);
	is_last = --object->ReferenceCount == 0 && device->is_destroyed;
	pthread_mutex_unlock(&lock);
	if (is_last)
		free_device(device);
}

/* What the books hold under the address of a name's owner tells links and devices apart. */
PDEVICE_OBJECT io_device_find_name(PCUNICODE_STRING name)
{
	struct io_name *found = io_name_find(name);
	struct device *device;

	if (!found)
		return NULL;
	device = CONTAINING_RECORD(found, struct device, name);
	return io_device_find(&device->object) ? &device->object : NULL;
}

void io_device_name(PUNICODE_STRING out, PDEVICE_OBJECT object)
{
	const struct device *device = device_of(object);

	out->Buffer = device->name.text;
	out->Length = (USHORT)(device->name.length * sizeof(WCHAR));
	out->MaximumLength = out->Length;
}

ULONG io_device_extension_size(PDEVICE_OBJECT object)
{
	return device_of(object)->extension_size;
}

struct io_resource *io_device_find(const DEVICE_OBJECT *device)
{
	struct io_resource *resource = io_resource_find(device);

	return resource && resource->kind == &device_kind ? resource : NULL;
}
