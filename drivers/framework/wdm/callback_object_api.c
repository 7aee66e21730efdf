/* The boundary of callback objects. One is there for as long as somebody refers to it. */
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <wdm.h>

#include "drivers/framework/wdm/call_list.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/pointer.h"
#include "drivers/framework/wdm/resource_check.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

struct _CALLBACK_OBJECT {
	struct ob_object object;
	UNICODE_STRING name; /* owned; empty without one */
	bool allows_many;
	struct io_call_list routines; /* registration.call */
	unsigned int count;           /* of them; under the lock */
	LIST_ENTRY link;              /* in the list of all */
};

struct registration {
	struct io_resource resource;
	struct io_call call;
	struct _CALLBACK_OBJECT *object; /* one reference is owned */
	PCALLBACK_FUNCTION routine;
	PVOID context;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY objects = { &objects, &objects };

static struct _CALLBACK_OBJECT *object_of(struct ob_object *object)
{
	return CONTAINING_RECORD(object, struct _CALLBACK_OBJECT, object);
}

static void destroy(struct ob_object *object)
{
	struct _CALLBACK_OBJECT *self = object_of(object);

	pthread_mutex_lock(&lock);
	RemoveEntryList(&self->link);
	pthread_mutex_unlock(&lock);
	io_call_list_finish(&self->routines);
	free(self->name.Buffer);
	free(self);
}

static const struct ob_type callback_type = { "Callback", NULL, destroy, 0, NULL };

static void end(struct registration *registration)
{
	struct _CALLBACK_OBJECT *object = registration->object;

	pthread_mutex_lock(&lock);
	object->count--;
	pthread_mutex_unlock(&lock);
	free(registration);
	ob_dereference(&object->object);
}

static void reclaim(struct io_resource *resource)
{
	struct registration *left = CONTAINING_RECORD(resource, struct registration, resource);

	io_call_list_remove(&left->object->routines, &left->call);
	end(left);
}

static const struct io_kind registration_kind = { "callback", 0, reclaim };

static struct _CALLBACK_OBJECT *create(PCUNICODE_STRING name, bool allows_many)
{
	struct _CALLBACK_OBJECT *self = calloc(1, sizeof(*self));

	if (!self)
		return NULL;
	if (name && name->Length > 0) {
		self->name.Buffer = malloc(name->Length);
		if (!self->name.Buffer) {
			free(self);
			return NULL;
		}
		memcpy(self->name.Buffer, name->Buffer, name->Length);
		self->name.Length = self->name.MaximumLength = name->Length;
	}
	ob_init(&self->object, &callback_type);
	io_call_list_init(&self->routines);
	self->allows_many = allows_many;
	return self;
}

/* With a reference. */
static struct _CALLBACK_OBJECT *find_locked(PCUNICODE_STRING name)
{
	for (LIST_ENTRY *link = objects.Flink; link != &objects; link = link->Flink) {
		struct _CALLBACK_OBJECT *one =
			CONTAINING_RECORD(link, struct _CALLBACK_OBJECT, link);

		if (one->name.Length > 0 && RtlEqualUnicodeString(&one->name, name, TRUE) &&
			ob_reference_living(&one->object))
			return one;
	}
	return NULL;
}

static NTSTATUS open(struct _CALLBACK_OBJECT **out, const OBJECT_ATTRIBUTES *attributes,
	bool may_create, bool allows_many)
{
	PCUNICODE_STRING name = attributes ? attributes->ObjectName : NULL;
	struct _CALLBACK_OBJECT *found = NULL;
	struct _CALLBACK_OBJECT *made = may_create ? create(name, allows_many) : NULL;

	if (may_create && !made)
		return STATUS_INSUFFICIENT_RESOURCES;
	pthread_mutex_lock(&lock);
	if (name && name->Length > 0)
		found = find_locked(name);
	if (made)
		InsertTailList(&objects, &made->link);
	if (found && made)
		made->name.Length = 0;
	pthread_mutex_unlock(&lock);
	if (found && made)
		ob_dereference(&made->object);
	*out = found ? found : made;
	return *out ? STATUS_SUCCESS : STATUS_OBJECT_NAME_NOT_FOUND;
}

NTSTATUS ExCreateCallback(PCALLBACK_OBJECT *CallbackObject, POBJECT_ATTRIBUTES ObjectAttributes,
	BOOLEAN Create, BOOLEAN AllowMultipleCallbacks)
{
	const void *site = SITE;
	struct io_driver *driver = io_driver_calling(site);
	struct _CALLBACK_OBJECT *object;
	NTSTATUS status;

	ke_irql_check("ExCreateCallback", PASSIVE_LEVEL, site);
	if (io_fault(driver, "ExCreateCallback", site))
		return STATUS_INSUFFICIENT_RESOURCES;
	status = open(&object, ObjectAttributes, Create, AllowMultipleCallbacks);
	if (!NT_SUCCESS(status))
		return status;
	if (ob_pointer_reference(&object->object, driver, true, site) == 0) {
		ob_dereference(&object->object);
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	*CallbackObject = object;
	return STATUS_SUCCESS;
}

static struct _CALLBACK_OBJECT *check(const char *function, const void *handle, const void *site)
{
	struct io_breach breach = { io_driver_calling(site), "invalid-handle", function, handle,
		site };
	struct ob_object *object = ob_pointer_find(handle);

	if (!object || object->type != &callback_type)
		io_stop(&breach, "%p is not a callback object", handle);
	return object_of(object);
}

static bool count_one(struct _CALLBACK_OBJECT *object)
{
	bool has_room;

	pthread_mutex_lock(&lock);
	has_room = object->allows_many || object->count == 0;
	if (has_room)
		object->count++;
	pthread_mutex_unlock(&lock);
	return has_room;
}

PVOID ExRegisterCallback(
	PCALLBACK_OBJECT CallbackObject, PCALLBACK_FUNCTION CallbackFunction, PVOID CallbackContext)
{
	const void *site = SITE;
	struct io_driver *driver = io_driver_calling(site);
	struct _CALLBACK_OBJECT *object;
	struct registration *made;

	ke_irql_check("ExRegisterCallback", APC_LEVEL, site);
	object = check("ExRegisterCallback", CallbackObject, site);
	if (io_fault(driver, "ExRegisterCallback", site))
		return NULL;
	made = calloc(1, sizeof(*made));
	if (!made || !count_one(object)) {
		free(made);
		return NULL;
	}
	ob_reference(&object->object);
	made->object = object;
	made->routine = CallbackFunction;
	made->context = CallbackContext;
	io_resource_acquire(&made->resource, driver,
		&(struct io_claim){ .kind = &registration_kind, .handle = made, .site = site });
	io_call_list_add(&object->routines, &made->call);
	return made;
}

VOID ExUnregisterCallback(PVOID CallbackRegistration)
{
	const void *site = SITE;
	struct registration *registration;

	ke_irql_check("ExUnregisterCallback", APC_LEVEL, site);
	registration = CONTAINING_RECORD(
		io_resource_check(&registration_kind, "the registration of a callback",
			"ExUnregisterCallback", CallbackRegistration, site),
		struct registration, resource);
	if (!io_call_list_remove(&registration->object->routines, &registration->call))
		io_stop(&(struct io_breach){ io_driver_calling(site), "waits-for-itself",
				"ExUnregisterCallback", CallbackRegistration, site },
			"a callback waits until it has returned");
	io_resource_release(&registration->resource, site);
	end(registration);
}

static void call(const struct registration *registration, PVOID argument1, PVOID argument2)
{
	struct io_driver *driver = registration->resource.driver;
	struct io_driver *previous = io_driver_begin_call(driver);
	struct ke_level level = ke_level();

	registration->routine(registration->context, argument1, argument2);
	ke_level_check_return(driver, "a callback", &level);
	io_driver_end_call(previous);
}

VOID ExNotifyCallback(PVOID CallbackObject, PVOID Argument1, PVOID Argument2)
{
	const void *site = SITE;
	struct _CALLBACK_OBJECT *object;
	struct io_call *one = NULL;

	ke_irql_check("ExNotifyCallback", DISPATCH_LEVEL, site);
	object = check("ExNotifyCallback", CallbackObject, site);
	while ((one = io_call_list_next(&object->routines, one)) != NULL) {
		const struct registration *registration =
			CONTAINING_RECORD(one, struct registration, call);

		if (registration->resource.driver)
			call(registration, Argument1, Argument2);
	}
}
