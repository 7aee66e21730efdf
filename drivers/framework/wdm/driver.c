#include "drivers/framework/wdm/driver.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/framework/wdm/driver_private.h"
#include "drivers/framework/wdm/file.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/module.h"
#include "drivers/framework/wdm/registry.h"
#include "drivers/framework/wdm/resource.h"

#define DRIVER_DIRECTORY L"\\Driver\\"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY drivers = { &drivers, &drivers }; /* io_driver.link */
static __thread struct io_driver *current;
static __thread ULONG depth; /* of calls */

static struct io_driver *driver_of_link(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, struct io_driver, link);
}

/* What a dispatch routine that the driver has not set does. */
static NTSTATUS invalid_request(PDEVICE_OBJECT device, PIRP irp)
{
	UNREFERENCED_PARAMETER(device);
	irp->IoStatus.Status = STATUS_INVALID_DEVICE_REQUEST;
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	return STATUS_INVALID_DEVICE_REQUEST;
}

static int name_driver(struct io_driver *driver, const char *name)
{
	size_t prefix = RTL_NUMBER_OF(DRIVER_DIRECTORY) - 1;
	size_t length = strlen(name);

	driver->name = strdup(name);
	driver->wide_name = calloc(prefix + length + 1, sizeof(WCHAR));
	if (!driver->name || !driver->wide_name)
		return -ENOMEM;

	memcpy(driver->wide_name, DRIVER_DIRECTORY, prefix * sizeof(WCHAR));
	for (size_t i = 0; i < length; i++)
		driver->wide_name[prefix + i] = (unsigned char)name[i];
	return 0;
}

static void init_object(struct io_driver *driver, DRIVER_INITIALIZE *entry)
{
	DRIVER_OBJECT *object = &driver->object;
	size_t prefix = RTL_NUMBER_OF(DRIVER_DIRECTORY) - 1;

	object->Type = 4; /* IO_TYPE_DRIVER */
	object->Size = sizeof(*object);
	object->DriverInit = entry;
	object->DriverExtension = &driver->extension;
	RtlInitUnicodeString(&object->DriverName, driver->wide_name);
	for (size_t i = 0; i <= IRP_MJ_MAXIMUM_FUNCTION; i++)
		object->MajorFunction[i] = invalid_request;

	driver->extension.DriverObject = object;
	RtlInitUnicodeString(&driver->extension.ServiceKeyName, driver->wide_name + prefix);
}

static struct io_driver *find_name(const char *name)
{
	for (LIST_ENTRY *link = drivers.Flink; link != &drivers; link = link->Flink) {
		if (strcmp(driver_of_link(link)->name, name) == 0)
			return driver_of_link(link);
	}
	return NULL;
}

/* Adds it to the list, unless there is one of its name. */
static int list_driver(struct io_driver *driver)
{
	int result = 0;

	pthread_mutex_lock(&lock);
	if (find_name(driver->name))
		result = -EEXIST;
	else
		InsertTailList(&drivers, &driver->link);
	pthread_mutex_unlock(&lock);
	return result;
}

/* WPP's routines are pageable. */
static void check_tracing(const char *function, const void *site)
{
	ke_irql_check(function, PASSIVE_LEVEL, site);
}

int io_driver_create(
	struct io_driver **out, const char *name, DRIVER_INITIALIZE *entry, const void *module)
{
	struct io_driver *driver = calloc(1, sizeof(*driver));
	int result;

	if (!driver)
		return -ENOMEM;
	drvtrace_wpp_set_check(check_tracing);
	InitializeListHead(&driver->link);
	InitializeListHead(&driver->extensions);
	pthread_mutex_init(&driver->extensions_lock, NULL);
	for (size_t i = 0; i < DRVTRACE_SWITCH_COUNT; i++)
		driver->trace.on[i] = &drvtrace_off;

	result = name_driver(driver, name);
	if (result == 0)
		result = io_registry_path_init(&driver->path, name);
	if (result == 0)
		result = reg_add_service(name);
	if (result == 0)
		result = list_driver(driver);
	if (result == 0 && module)
		result = io_module_add(driver, module);
	if (result == 0) {
		init_object(driver, entry);
		driver->trace.name = driver->name;
		drvtrace_module(&drivers); /* our own, for what we do for the driver */
		result = drvtrace_driver_open(&driver->trace, &driver->object, module);
	}
	if (result != 0) {
		io_driver_destroy(driver, false);
		return result;
	}

	*out = driver;
	return 0;
}

void io_driver_destroy(struct io_driver *driver, bool closed)
{
	if (!driver)
		return;

	io_file_driver_gone(driver);
	io_resource_orphan(driver);
	io_module_remove(driver);
	pthread_mutex_lock(&lock);
	RemoveEntryList(&driver->link);
	pthread_mutex_unlock(&lock);

	if (closed)
		drvtrace_driver_state(&driver->trace, DRVTRACE_STATE_MODULE_CLOSED, 0);
	drvtrace_driver_close(&driver->trace);
	io_registry_path_finish(&driver->path);
	pthread_mutex_destroy(&driver->extensions_lock);
	free(driver->wide_name);
	free(driver->name);
	free(driver);
}

bool io_driver_keeps_module(const struct io_driver *driver)
{
	return driver->keeps_module;
}

const char *io_driver_name(const struct io_driver *driver)
{
	return driver->name;
}

PDRIVER_OBJECT io_driver_object(struct io_driver *driver)
{
	return &driver->object;
}

struct drvtrace_driver *io_driver_trace(struct io_driver *driver)
{
	return driver ? &driver->trace : NULL;
}

struct io_driver *io_driver_find_name(const char *name)
{
	struct io_driver *found;

	pthread_mutex_lock(&lock);
	found = find_name(name);
	pthread_mutex_unlock(&lock);
	return found;
}

struct io_driver *io_driver_of(const DRIVER_OBJECT *object)
{
	struct io_driver *found = NULL;

	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = drivers.Flink; link != &drivers && !found; link = link->Flink) {
		if (&driver_of_link(link)->object == object)
			found = driver_of_link(link);
	}
	pthread_mutex_unlock(&lock);
	return found;
}

struct io_driver *io_driver_calling(const void *site)
{
	struct io_driver *driver = io_module_find(site);

	return driver ? driver : current;
}

struct io_driver *io_driver_at(const void *address)
{
	return io_module_find_now(address);
}

struct io_driver *io_driver_begin_call(struct io_driver *driver)
{
	struct io_driver *previous = current;

	current = driver;
	depth++;
	return previous;
}

void io_driver_end_call(struct io_driver *previous)
{
	current = previous;
	depth--;
}

ULONG io_driver_call_depth(void)
{
	return depth;
}

struct io_driver *io_driver_current(void)
{
	return current;
}

bool io_driver_owns_ended_path(const struct io_driver *driver, const void *address)
{
	return driver->path.has_ended && io_registry_path_holds(&driver->path, address);
}

int io_driver_join(struct io_driver *driver, const struct io_driver_layer *layer, void *joined)
{
	if (driver->layer_count == IO_DRIVER_LAYERS_MAX)
		return -ENOSPC;
	driver->layers[driver->layer_count].layer = layer;
	driver->layers[driver->layer_count].joined = joined;
	driver->layer_count++;
	return 0;
}

void *io_driver_joined(struct io_driver *driver, const struct io_driver_layer *layer)
{
	for (size_t i = 0; driver && i < driver->layer_count; i++) {
		if (driver->layers[i].layer == layer)
			return driver->layers[i].joined;
	}
	return NULL;
}

void io_driver_leave(struct io_driver *driver, const struct io_driver_layer *layer)
{
	for (size_t i = 0; i < driver->layer_count; i++) {
		if (driver->layers[i].layer != layer)
			continue;
		driver->layer_count--;
		memmove(&driver->layers[i], &driver->layers[i + 1],
			(driver->layer_count - i) * sizeof(driver->layers[0]));
		return;
	}
}
