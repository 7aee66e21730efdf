#include "drivers/framework/wdm/notification.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <drvtrace/drvtrace.h>

#include "drivers/framework/wdm/attachment.h"
#include "drivers/framework/wdm/device_interface.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/resource.h"
#include "drivers/framework/wdm/stop.h"
#include "drivers/framework/wdm/string.h"

#define SITE __builtin_return_address(0)

const GUID GUID_DEVICE_INTERFACE_ARRIVAL = { 0xcb3a4004, 0x46f0, 0x11d0,
	{ 0xb0, 0x8f, 0x00, 0x60, 0x97, 0x13, 0x05, 0x3f } };
const GUID GUID_DEVICE_INTERFACE_REMOVAL = { 0xcb3a4005, 0x46f0, 0x11d0,
	{ 0xb0, 0x8f, 0x00, 0x60, 0x97, 0x13, 0x05, 0x3f } };
const GUID GUID_TARGET_DEVICE_QUERY_REMOVE = { 0xcb3a4006, 0x46f0, 0x11d0,
	{ 0xb0, 0x8f, 0x00, 0x60, 0x97, 0x13, 0x05, 0x3f } };
const GUID GUID_TARGET_DEVICE_REMOVE_CANCELLED = { 0xcb3a4007, 0x46f0, 0x11d0,
	{ 0xb0, 0x8f, 0x00, 0x60, 0x97, 0x13, 0x05, 0x3f } };
const GUID GUID_TARGET_DEVICE_REMOVE_COMPLETE = { 0xcb3a4008, 0x46f0, 0x11d0,
	{ 0xb0, 0x8f, 0x00, 0x60, 0x97, 0x13, 0x05, 0x3f } };

struct registration {
	struct io_resource resource;
	IO_NOTIFICATION_EVENT_CATEGORY category;
	GUID class;          /* of interfaces */
	PFILE_OBJECT target; /* borrowed */
	const DEVICE_OBJECT *pdo;
	PDRIVER_NOTIFICATION_CALLBACK_ROUTINE routine;
	PVOID context;
	unsigned int calls; /* of the routine, that have not returned */
	pthread_t caller;   /* of the newest of them */
	bool is_ended;
	bool is_untold;            /* a layer's above: it is in no books, and in no trace */
	bool is_abandoned;         /* ended by its own routine: nobody waits for that */
	unsigned long long number; /* of all, in their order */
	LIST_ENTRY link;
};

struct change {
	GUID class;
	UNICODE_STRING name; /* owned buffer */
	bool is_there;
	LIST_ENTRY link;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t returned = PTHREAD_COND_INITIALIZER;
static LIST_ENTRY registrations = { &registrations, &registrations };
static unsigned long long registered; /* ever */
static LIST_ENTRY changes = { &changes, &changes };

static void reclaim(struct io_resource *resource)
{
	struct registration *registration =
		CONTAINING_RECORD(resource, struct registration, resource);

	pthread_mutex_lock(&lock);
	RemoveEntryList(&registration->link);
	pthread_mutex_unlock(&lock);
	free(registration);
}

static const struct io_kind registration_kind = { "pnp-notification", 0, reclaim };

static void insert(struct registration *registration)
{
	pthread_mutex_lock(&lock);
	registration->number = ++registered;
	InsertTailList(&registrations, &registration->link);
	pthread_mutex_unlock(&lock);
}

static struct registration *registration_of(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, struct registration, link);
}

static struct change *change_create(const GUID *class, PCUNICODE_STRING name, bool is_there)
{
	struct change *change = calloc(1, sizeof(*change));

	if (!change)
		return NULL;
	change->class = *class;
	change->is_there = is_there;
	change->name.Buffer = calloc(1, name->Length + sizeof(WCHAR));
	if (!change->name.Buffer) {
		free(change);
		return NULL;
	}
	memcpy(change->name.Buffer, name->Buffer, name->Length);
	change->name.Length = name->Length;
	change->name.MaximumLength = (USHORT)(name->Length + sizeof(WCHAR));
	return change;
}

void io_notification_interface(const GUID *class, PCUNICODE_STRING name, bool is_there)
{
	struct change *change = change_create(class, name, is_there);

	if (!change)
		return;
	pthread_mutex_lock(&lock);
	InsertTailList(&changes, &change->link);
	pthread_mutex_unlock(&lock);
}

/* Calls the routine; the registration is there until it has returned. */
static NTSTATUS call(struct registration *registration, void *notification)
{
	const void *site = (const void *)((uintptr_t)registration->routine + 1);
	struct io_driver *driver = registration->resource.driver;
	struct drvtrace_driver *trace = io_driver_trace(driver);
	struct io_driver *previous = io_driver_begin_call(driver);
	struct ke_level level = ke_level();
	NTSTATUS status;

	if (!registration->is_untold)
		drvtrace_span_begin(trace, "PlugPlayNotification", site);
	status = registration->routine(notification, registration->context);
	if (!registration->is_untold)
		drvtrace_span_end(trace, "PlugPlayNotification", status, site);
	ke_level_check_return(driver, "a notification callback routine", &level);
	io_driver_end_call(previous);
	return status;
}

static void begin_call(struct registration *registration)
{
	registration->calls++;
	registration->caller = pthread_self();
}

/* Under the lock. */
static void end_call(struct registration *registration)
{
	registration->calls--;
	if (!registration->is_ended || registration->calls > 0)
		return;
	if (!registration->is_abandoned) {
		pthread_cond_broadcast(&returned);
		return;
	}
	RemoveEntryList(&registration->link);
	free(registration);
}

/* The next one behind `after` that is still there: what has ended since does not matter. */
static struct registration *find_interface(LIST_ENTRY *from, const GUID *class)
{
	for (LIST_ENTRY *link = from; link != &registrations; link = link->Flink) {
		struct registration *one = registration_of(link);

		if (one->category == EventCategoryDeviceInterfaceChange && one->resource.driver &&
			!one->is_ended && IsEqualGUID(&one->class, class))
			return one;
	}
	return NULL;
}

static void tell_interface(struct registration *registration, const struct change *change)
{
	UNICODE_STRING name = change->name;
	DEVICE_INTERFACE_CHANGE_NOTIFICATION notification = { 1, sizeof(notification),
		change->is_there ? GUID_DEVICE_INTERFACE_ARRIVAL : GUID_DEVICE_INTERFACE_REMOVAL,
		change->class, &name };

	call(registration, &notification);
}

static void tell_all(const struct change *change)
{
	struct registration *registration;

	pthread_mutex_lock(&lock);
	registration = find_interface(registrations.Flink, &change->class);
	while (registration) {
		struct registration *next;

		begin_call(registration);
		pthread_mutex_unlock(&lock);
		tell_interface(registration, change);
		pthread_mutex_lock(&lock);
		next = find_interface(registration->link.Flink, &change->class);
		end_call(registration);
		registration = next;
	}
	pthread_mutex_unlock(&lock);
}

bool io_notification_deliver(void)
{
	struct change *change = NULL;

	pthread_mutex_lock(&lock);
	if (!IsListEmpty(&changes))
		change = CONTAINING_RECORD(RemoveHeadList(&changes), struct change, link);
	pthread_mutex_unlock(&lock);
	if (!change)
		return false;
	tell_all(change);
	free(change->name.Buffer);
	free(change);
	return true;
}

bool io_notification_is_waiting(void)
{
	bool is_waiting;

	pthread_mutex_lock(&lock);
	is_waiting = !IsListEmpty(&changes);
	pthread_mutex_unlock(&lock);
	return is_waiting;
}

static struct registration *find_target(
	LIST_ENTRY *from, const DEVICE_OBJECT *pdo, unsigned long long newest)
{
	for (LIST_ENTRY *link = from; link != &registrations; link = link->Flink) {
		struct registration *one = registration_of(link);

		if (one->category == EventCategoryTargetDeviceChange && one->resource.driver &&
			!one->is_ended && one->pdo == pdo && one->number <= newest)
			return one;
	}
	return NULL;
}

NTSTATUS io_notification_target(const DEVICE_OBJECT *pdo, const GUID *event)
{
	NTSTATUS status = STATUS_SUCCESS;
	struct registration *registration;
	unsigned long long newest;

	pthread_mutex_lock(&lock);
	/* Who registers while this is told, as when a device is opened again, comes too late. */
	newest = registered;
	registration = find_target(registrations.Flink, pdo, newest);
	while (registration && NT_SUCCESS(status)) {
		TARGET_DEVICE_REMOVAL_NOTIFICATION notification = { 1, sizeof(notification), *event,
			registration->target };
		struct registration *next;

		begin_call(registration);
		pthread_mutex_unlock(&lock);
		status = call(registration, &notification);
		pthread_mutex_lock(&lock);
		next = find_target(registration->link.Flink, pdo, newest);
		end_call(registration);
		registration = next;
		if (event != &GUID_TARGET_DEVICE_QUERY_REMOVE)
			status = STATUS_SUCCESS;
	}
	pthread_mutex_unlock(&lock);
	return status;
}

/* The interfaces that are there already are told of at once, in the caller's thread. */
static void tell_existing(struct registration *registration)
{
	size_t size = io_interface_list(NULL, &registration->class, NULL, false);
	WCHAR *names = calloc(size, sizeof(WCHAR));

	if (!names)
		return;
	io_interface_list(names, &registration->class, NULL, false);
	for (WCHAR *name = names; *name; name += io_string_length(name) + 1) {
		struct change change = { .class = registration->class, .is_there = true };

		RtlInitUnicodeString(&change.name, name);
		tell_interface(registration, &change);
	}
	free(names);
}

static struct registration *create(IO_NOTIFICATION_EVENT_CATEGORY category, const void *data)
{
	struct registration *registration = calloc(1, sizeof(*registration));

	if (!registration)
		return NULL;
	registration->category = category;
	if (category == EventCategoryDeviceInterfaceChange)
		registration->class = *(const GUID *)data;
	if (category == EventCategoryTargetDeviceChange) {
		registration->target = (PFILE_OBJECT)(uintptr_t)data;
		registration->pdo = io_attachment_bottom(registration->target->DeviceObject);
	}
	return registration;
}

NTSTATUS IoRegisterPlugPlayNotification(IO_NOTIFICATION_EVENT_CATEGORY EventCategory,
	ULONG EventCategoryFlags, PVOID EventCategoryData, PDRIVER_OBJECT DriverObject,
	PDRIVER_NOTIFICATION_CALLBACK_ROUTINE CallbackRoutine, PVOID Context,
	PVOID *NotificationEntry)
{
	const void *site = SITE;
	struct io_driver *driver = io_driver_of(DriverObject);
	struct registration *registration;

	ke_irql_check("IoRegisterPlugPlayNotification", PASSIVE_LEVEL, site);
	*NotificationEntry = NULL;
	if (io_fault(driver, "IoRegisterPlugPlayNotification", site))
		return STATUS_INSUFFICIENT_RESOURCES;
	registration = create(EventCategory, EventCategoryData);
	if (!registration)
		return STATUS_INSUFFICIENT_RESOURCES;
	registration->routine = CallbackRoutine;
	registration->context = Context;
	io_resource_acquire(&registration->resource, driver,
		&(struct io_claim){
			.kind = &registration_kind, .handle = registration, .site = site });
	insert(registration);
	*NotificationEntry = registration;
	if (EventCategory == EventCategoryDeviceInterfaceChange &&
		(EventCategoryFlags & PNPNOTIFY_DEVICE_INTERFACE_INCLUDE_EXISTING_INTERFACES))
		tell_existing(registration);
	return STATUS_SUCCESS;
}

static struct registration *check(const char *function, const void *entry, const void *site)
{
	struct io_resource *resource = io_resource_find(entry);
	struct io_breach breach = { io_driver_calling(site), "release-of-unknown", function, entry,
		site };

	if (resource && resource->kind == &registration_kind)
		return CONTAINING_RECORD(resource, struct registration, resource);
	if (!resource && io_resource_was_released(entry)) {
		breach.rule = "double-release";
		io_stop(&breach, "the notification entry at %p is unregistered already", entry);
	}
	io_stop(&breach, "%p is not a notification entry", entry);
}

/* A routine that unregisters itself does not wait for itself. */
static void wait_for_calls(const struct registration *registration)
{
	while (registration->calls > 0 && !pthread_equal(registration->caller, pthread_self()))
		pthread_cond_wait(&returned, &lock);
}

static void end(struct registration *registration)
{
	pthread_mutex_lock(&lock);
	registration->is_ended = true;
	wait_for_calls(registration);
	registration->is_abandoned = registration->calls > 0;
	if (!registration->is_abandoned) {
		RemoveEntryList(&registration->link);
		free(registration);
	}
	pthread_mutex_unlock(&lock);
}

static NTSTATUS unregister(const char *function, void *entry, const void *site)
{
	struct registration *registration;

	ke_irql_check(function, PASSIVE_LEVEL, site);
	registration = check(function, entry, site);
	io_resource_release(&registration->resource, site);
	end(registration);
	return STATUS_SUCCESS;
}

struct io_watch *io_notification_watch(PFILE_OBJECT file, struct io_driver *driver,
	PDRIVER_NOTIFICATION_CALLBACK_ROUTINE routine, void *context)
{
	struct registration *registration = create(EventCategoryTargetDeviceChange, file);

	if (!registration)
		return NULL;
	registration->routine = routine;
	registration->context = context;
	registration->is_untold = true;
	registration->resource.driver = driver;
	insert(registration);
	return (struct io_watch *)registration;
}

void io_notification_unwatch(struct io_watch *watch)
{
	end((struct registration *)watch);
}

NTSTATUS IoUnregisterPlugPlayNotification(PVOID NotificationEntry)
{
	return unregister("IoUnregisterPlugPlayNotification", NotificationEntry, SITE);
}

NTSTATUS IoUnregisterPlugPlayNotificationEx(PVOID NotificationEntry)
{
	return unregister("IoUnregisterPlugPlayNotificationEx", NotificationEntry, SITE);
}
