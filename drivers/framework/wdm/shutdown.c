#include "drivers/framework/wdm/shutdown.h"

#include <pthread.h>
#include <stdlib.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/pnp_irp.h"
#include "drivers/framework/wdm/resource.h"
#include "drivers/framework/wdm/stop.h"
#include "drivers/framework/wdm/thread.h"

#define SITE __builtin_return_address(0)

struct registration {
	struct io_resource resource;
	struct io_shutdown_request request;
	LIST_ENTRY link; /* in the list of all, oldest first */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY registrations = { &registrations, &registrations };

static struct registration *registration_of(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, struct registration, link);
}

static void reclaim(struct io_resource *resource)
{
	struct registration *left = CONTAINING_RECORD(resource, struct registration, resource);

	pthread_mutex_lock(&lock);
	RemoveEntryList(&left->link);
	pthread_mutex_unlock(&lock);
	free(left);
}

static const struct io_kind registration_kind = { "shutdown-notification", 0, reclaim };

NTSTATUS io_shutdown_register(
	struct io_driver *driver, const struct io_shutdown_request *request, const void *site)
{
	struct registration *made = calloc(1, sizeof(*made));

	if (!made)
		return STATUS_INSUFFICIENT_RESOURCES;
	made->request = *request;
	pthread_mutex_lock(&lock);
	InsertTailList(&registrations, &made->link);
	pthread_mutex_unlock(&lock);
	io_resource_acquire(&made->resource, driver,
		&(struct io_claim){ .kind = &registration_kind,
			.handle = made,
			.owner = request->owner,
			.site = site });
	return STATUS_SUCCESS;
}

/* The newest of a device, or of all that are told now; out of the list. NULL when there is none. */
static struct registration *take(const DEVICE_OBJECT *device, bool is_last_chance)
{
	struct registration *taken = NULL;

	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = registrations.Blink; link != &registrations && !taken;
		link = link->Blink) {
		struct registration *one = registration_of(link);

		if (device ? one->request.device == device
			   : one->request.is_last_chance == is_last_chance)
			taken = one;
	}
	if (taken)
		RemoveEntryList(&taken->link);
	pthread_mutex_unlock(&lock);
	return taken;
}

static void end(struct registration *taken, const void *site)
{
	io_resource_release(&taken->resource, site);
	free(taken);
}

bool io_shutdown_unregister(PDEVICE_OBJECT device, const void *site)
{
	struct registration *taken;
	bool was_registered = false;

	while ((taken = take(device, false)) != NULL) {
		end(taken, site);
		was_registered = true;
	}
	return was_registered;
}

static void tell_all(bool is_last_chance)
{
	IO_STACK_LOCATION stack = { .MajorFunction = IRP_MJ_SHUTDOWN };
	struct registration *taken;

	while ((taken = take(NULL, is_last_chance)) != NULL) {
		PDEVICE_OBJECT device = taken->request.device;

		end(taken, NULL);
		pnp_irp_send(device, &stack, NULL);
	}
}

static void run(void *argument)
{
	UNREFERENCED_PARAMETER(argument);
	tell_all(false);
	tell_all(true);
}

void io_shutdown(void)
{
	io_thread_run(run, NULL);
}

static NTSTATUS register_device(
	const char *function, PDEVICE_OBJECT device, bool is_last_chance, const void *site)
{
	struct io_shutdown_request request = { device, is_last_chance, NULL };
	struct io_driver *driver = io_driver_calling(site);

	ke_irql_check(function, PASSIVE_LEVEL, site);
	if (io_fault(driver, function, site))
		return STATUS_INSUFFICIENT_RESOURCES;
	return io_shutdown_register(driver, &request, site);
}

NTSTATUS IoRegisterShutdownNotification(PDEVICE_OBJECT DeviceObject)
{
	return register_device("IoRegisterShutdownNotification", DeviceObject, false, SITE);
}

NTSTATUS IoRegisterLastChanceShutdownNotification(PDEVICE_OBJECT DeviceObject)
{
	return register_device(
		"IoRegisterLastChanceShutdownNotification", DeviceObject, true, SITE);
}

/* After the driver was told there is nothing left to undo: that is no mistake. */
VOID IoUnregisterShutdownNotification(PDEVICE_OBJECT DeviceObject)
{
	const void *site = SITE;

	ke_irql_check("IoUnregisterShutdownNotification", PASSIVE_LEVEL, site);
	io_shutdown_unregister(DeviceObject, site);
}
