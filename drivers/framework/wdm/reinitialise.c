#include "drivers/framework/wdm/reinitialise.h"

#include <pthread.h>
#include <stdlib.h>

#include <drvtrace/drvtrace.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/resource.h"
#include "drivers/framework/wdm/thread.h"

struct registration {
	struct io_resource resource;
	LIST_ENTRY link; /* in its queue, or in none */
	struct io_driver *driver;
	PDRIVER_REINITIALIZE routine;
	void *context;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY queues[] = {
	[IO_REINITIALISE] = { &queues[IO_REINITIALISE], &queues[IO_REINITIALISE] },
	[IO_REINITIALISE_BOOT] = { &queues[IO_REINITIALISE_BOOT], &queues[IO_REINITIALISE_BOOT] },
};

static struct registration *registration_of(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, struct registration, link);
}

/* Left behind by a driver that was never unloaded. */
static void reclaim(struct io_resource *resource)
{
	struct registration *registration =
		CONTAINING_RECORD(resource, struct registration, resource);

	RemoveEntryList(&registration->link);
	free(registration);
}

static const struct io_kind registration_kind = { "reinitialisation",
	DRVTRACE_KIND_REINITIALISATION, reclaim };

/* What the context is, if it is something of the driver's: only that can change hands. */
static struct io_resource *context_of(const struct registration *registration)
{
	struct io_resource *resource =
		registration->context ? io_resource_find(registration->context) : NULL;

	return resource && resource->driver == registration->driver ? resource : NULL;
}

void io_reinitialise_register(struct io_driver *driver, enum io_reinitialise_queue queue,
	PDRIVER_REINITIALIZE routine, void *context, const void *site)
{
	struct registration *registration = calloc(1, sizeof(*registration));
	struct io_resource *passed;

	if (!registration)
		return;
	registration->driver = driver;
	registration->routine = routine;
	registration->context = context;
	io_resource_acquire(&registration->resource, driver,
		&(struct io_claim){
			.kind = &registration_kind, .handle = registration, .site = site });
	passed = context_of(registration);
	if (passed && !passed->owner)
		io_resource_transfer(passed, registration, site);

	pthread_mutex_lock(&lock);
	InsertTailList(&queues[queue], &registration->link);
	pthread_mutex_unlock(&lock);
}

/* Takes the oldest registration, of `driver` or of any. */
static struct registration *take(LIST_ENTRY *queue, const struct io_driver *driver)
{
	struct registration *taken = NULL;

	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = queue->Flink; link != queue && !taken; link = link->Flink) {
		if (!driver || registration_of(link)->driver == driver)
			taken = registration_of(link);
	}
	if (taken)
		RemoveEntryList(&taken->link);
	pthread_mutex_unlock(&lock);
	return taken;
}

static void call(void *argument)
{
	struct registration *registration = argument;
	struct io_driver *driver = registration->driver;
	struct io_driver *previous = io_driver_begin_call(driver);
	PDRIVER_OBJECT object = io_driver_object(driver);
	const void *site = (const void *)((uintptr_t)registration->routine + 1);
	struct ke_level level = ke_level();

	object->DriverExtension->Count++;
	drvtrace_span_begin(io_driver_trace(driver), "DriverReinitialize", site);
	registration->routine(object, registration->context, object->DriverExtension->Count);
	drvtrace_span_end(io_driver_trace(driver), "DriverReinitialize", STATUS_SUCCESS, site);
	ke_level_check_return(driver, "DriverReinitialize", &level);
	io_driver_end_call(previous);
}

void io_reinitialise_run(enum io_reinitialise_queue queue)
{
	struct registration *registration;

	while ((registration = take(&queues[queue], NULL)) != NULL) {
		const void *site = (const void *)((uintptr_t)registration->routine + 1);
		struct io_resource *passed = context_of(registration);

		if (passed && passed->owner == registration)
			io_resource_transfer(passed, NULL, site);
		io_resource_release(&registration->resource, site);
		io_thread_run(call, registration);
		free(registration);
	}
}

static void cancel(struct registration *registration)
{
	struct io_resource *passed = context_of(registration);

	/* Not a transfer: nobody has it now. */
	if (passed && passed->owner == registration)
		passed->owner = NULL;
	io_resource_release(&registration->resource, __builtin_return_address(0));
	free(registration);
}

void io_reinitialise_cancel(const struct io_driver *driver)
{
	struct registration *registration;

	for (size_t i = 0; i < RTL_NUMBER_OF(queues); i++) {
		while ((registration = take(&queues[i], driver)) != NULL)
			cancel(registration);
	}
}
