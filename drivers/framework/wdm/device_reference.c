#include "drivers/framework/wdm/device_reference.h"

#include <pthread.h>
#include <stdlib.h>

#include <drvtrace/drvtrace.h>

#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/pnp_node.h"
#include "drivers/framework/wdm/resource.h"

/* Its own address is the handle: that of the device is the device's. */
struct device_reference {
	struct io_resource resource;
	PDEVICE_OBJECT device; /* kept by a reference */
	LONG count;
	LIST_ENTRY link;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY references = { &references, &references };

static void reclaim(struct io_resource *resource)
{
	struct device_reference *reference =
		CONTAINING_RECORD(resource, struct device_reference, resource);

	pthread_mutex_lock(&lock);
	RemoveEntryList(&reference->link);
	pthread_mutex_unlock(&lock);
	io_device_object_dereference(reference->device);
	free(reference);
}

static const struct io_kind object_kind = { "object", DRVTRACE_KIND_OBJECT, reclaim };

/* `driver` NULL: of any. */
static struct device_reference *find_locked(const void *device, const struct io_driver *driver)
{
	for (PLIST_ENTRY entry = references.Flink; entry != &references; entry = entry->Flink) {
		struct device_reference *reference =
			CONTAINING_RECORD(entry, struct device_reference, link);

		if (reference->device == device &&
			(!driver || reference->resource.driver == driver))
			return reference;
	}
	return NULL;
}

static bool create_locked(PDEVICE_OBJECT device, struct io_driver *driver, const void *site)
{
	struct device_reference *reference = calloc(1, sizeof(*reference));

	if (!reference)
		return false;
	io_device_object_reference(device);
	reference->device = device;
	reference->count = 1;
	InsertTailList(&references, &reference->link);
	io_resource_acquire(&reference->resource, driver,
		&(struct io_claim){ .kind = &object_kind, .handle = reference, .site = site });
	return true;
}

LONG io_device_reference_take(PDEVICE_OBJECT device, struct io_driver *driver, const void *site)
{
	struct device_reference *reference;
	LONG count = 0;

	pthread_mutex_lock(&lock);
	reference = find_locked(device, driver);
	if (reference) {
		count = ++reference->count;
		drvtrace_reference(io_driver_trace(driver), DRVTRACE_KIND_OBJECT, reference, NULL,
			count, 0, NULL, site);
	} else if (create_locked(device, driver, site)) {
		count = 1;
	}
	pthread_mutex_unlock(&lock);
	return count;
}

static struct device_reference *give_back_locked(
	LONG *left, struct device_reference *reference, const void *site)
{
	*left = --reference->count;
	if (*left == 0) {
		io_resource_release(&reference->resource, site);
		return reference;
	}
	drvtrace_dereference(io_driver_trace(reference->resource.driver), DRVTRACE_KIND_OBJECT,
		reference, NULL, *left, 0, NULL, site);
	return NULL;
}

bool io_device_reference_give_back(
	LONG *left, PDEVICE_OBJECT device, struct io_driver *driver, const void *site)
{
	struct device_reference *reference;
	struct device_reference *last = NULL;

	pthread_mutex_lock(&lock);
	reference = find_locked(device, driver);
	if (!reference)
		reference = find_locked(device, NULL);
	if (reference)
		last = give_back_locked(left, reference, site);
	pthread_mutex_unlock(&lock);
	if (last)
		reclaim(&last->resource);
	return reference != NULL;
}

bool io_device_reference_passed(PDEVICE_OBJECT device)
{
	struct device_reference *reference;
	struct device_reference *last = NULL;
	LONG left;

	pthread_mutex_lock(&lock);
	reference = find_locked(device, io_driver_of(device->DriverObject));
	if (reference)
		last = give_back_locked(&left, reference, NULL);
	pthread_mutex_unlock(&lock);
	if (last)
		reclaim(&last->resource);
	return reference != NULL;
}

bool io_device_is_known(const void *object)
{
	bool is_known;

	if (io_device_find(object) || pnp_node_of(object))
		return true;
	pthread_mutex_lock(&lock);
	is_known = find_locked(object, NULL) != NULL;
	pthread_mutex_unlock(&lock);
	return is_known;
}
