/* The boundary of the callbacks that see drivers before they are initialised. */
#include "drivers/framework/wdm/boot_driver.h"

#include <pthread.h>
#include <stdlib.h>
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/resource.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

enum {
	NAME_MAX_LENGTH = 128,
};

struct boot_callback {
	struct io_resource resource;
	PBOOT_DRIVER_CALLBACK_FUNCTION routine;
	void *context;
	bool is_prepared; /* it was told that drivers are being loaded */
	LIST_ENTRY link;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY callbacks = { &callbacks, &callbacks };

static void reclaim(struct io_resource *resource)
{
	struct boot_callback *callback =
		CONTAINING_RECORD(resource, struct boot_callback, resource);

	pthread_mutex_lock(&lock);
	RemoveEntryList(&callback->link);
	pthread_mutex_unlock(&lock);
	free(callback);
}

static const struct io_kind callback_kind = { "boot-driver-callback", 0, reclaim };

PVOID IoRegisterBootDriverCallback(
	PBOOT_DRIVER_CALLBACK_FUNCTION CallbackFunction, PVOID CallbackContext)
{
	const void *site = SITE;
	struct io_driver *driver = io_driver_calling(site);
	struct boot_callback *callback;

	ke_irql_check("IoRegisterBootDriverCallback", PASSIVE_LEVEL, site);
	if (io_fault(driver, "IoRegisterBootDriverCallback", site))
		return NULL;
	callback = calloc(1, sizeof(*callback));
	if (!callback)
		return NULL;
	callback->routine = CallbackFunction;
	callback->context = CallbackContext;
	pthread_mutex_lock(&lock);
	InsertTailList(&callbacks, &callback->link);
	pthread_mutex_unlock(&lock);
	io_resource_acquire(&callback->resource, driver,
		&(struct io_claim){ .kind = &callback_kind, .handle = callback, .site = site });
	return callback;
}

VOID IoUnregisterBootDriverCallback(PVOID CallbackHandle)
{
	const void *site = SITE;
	struct io_resource *resource = io_resource_find(CallbackHandle);
	struct io_breach breach = { io_driver_calling(site), "invalid-handle",
		"IoUnregisterBootDriverCallback", CallbackHandle, site };

	ke_irql_check("IoUnregisterBootDriverCallback", PASSIVE_LEVEL, site);
	if (!resource || resource->kind != &callback_kind) {
		if (io_resource_was_released(CallbackHandle))
			breach.rule = "double-release";
		io_stop(&breach, "%p is no registered callback", CallbackHandle);
	}
	io_resource_release(resource, site);
	reclaim(resource);
}

/* The one behind `previous`, NULL for the first; of `driver` only, if not NULL. A driver that is gone has none. */
static struct boot_callback *next_of(
	const struct boot_callback *previous, const struct io_driver *driver)
{
	struct boot_callback *found = NULL;

	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = previous ? previous->link.Flink : callbacks.Flink;
		link != &callbacks && !found; link = link->Flink) {
		struct boot_callback *callback =
			CONTAINING_RECORD(link, struct boot_callback, link);

		if (callback->resource.driver && (!driver || callback->resource.driver == driver))
			found = callback;
	}
	pthread_mutex_unlock(&lock);
	return found;
}

static void call(struct boot_callback *callback, BDCB_CALLBACK_TYPE type, void *information)
{
	struct io_driver *owner = callback->resource.driver;
	struct io_driver *previous = io_driver_begin_call(owner);
	struct ke_level level = ke_level();

	callback->routine(callback->context, type, information);
	ke_level_check_return(owner, "BOOT_DRIVER_CALLBACK_FUNCTION", &level);
	io_driver_end_call(previous);
}

static void tell(struct boot_callback *callback, BDCB_STATUS_UPDATE_TYPE type)
{
	BDCB_STATUS_UPDATE_CONTEXT context = { type };

	call(callback, BdCbStatusUpdate, &context);
}

static void append(PUNICODE_STRING name, const char *text)
{
	for (; *text && name->Length + 2 * sizeof(WCHAR) <= name->MaximumLength; text++) {
		name->Buffer[name->Length / sizeof(WCHAR)] = (unsigned char)*text;
		name->Length += sizeof(WCHAR);
	}
	name->Buffer[name->Length / sizeof(WCHAR)] = 0;
}

NTSTATUS io_boot_driver_show(struct io_driver *driver, PCUNICODE_STRING registry_path)
{
	NTSTATUS status = STATUS_SUCCESS;
	struct boot_callback *callback;

	for (callback = next_of(NULL, NULL); callback; callback = next_of(callback, NULL)) {
		WCHAR buffer[NAME_MAX_LENGTH];
		BDCB_IMAGE_INFORMATION information = {
			.ImageName = { 0, sizeof(buffer), buffer },
			.RegistryPath = *registry_path,
		};

		append(&information.ImageName, "\\SystemRoot\\System32\\drivers\\");
		append(&information.ImageName, io_driver_name(driver));
		append(&information.ImageName, ".sys");
		if (!callback->is_prepared) {
			callback->is_prepared = true;
			tell(callback, BdCbStatusPrepareForDependencyLoad);
			tell(callback, BdCbStatusPrepareForDriverLoad);
		}
		call(callback, BdCbInitializeImage, &information);
		if (information.Classification == BdCbClassificationKnownBadImage)
			status = STATUS_DRIVER_BLOCKED;
	}
	return status;
}

void io_boot_driver_unloading(struct io_driver *driver)
{
	struct boot_callback *callback;

	for (callback = next_of(NULL, driver); callback; callback = next_of(callback, driver))
		tell(callback, BdCbStatusPrepareForUnload);
}
