#include "drivers/framework/wdm/event_object.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <wdm.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/wdm/dispatcher.h"

struct event {
	KEVENT event;
	struct ob_object object;
	UNICODE_STRING name; /* owned; empty without one */
	LIST_ENTRY link;     /* in the list of all */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY events = { &events, &events };

static struct event *event_of(struct ob_object *object)
{
	return CONTAINING_RECORD(object, struct event, object);
}

static void destroy(struct ob_object *object)
{
	struct event *event = event_of(object);

	pthread_mutex_lock(&lock);
	RemoveEntryList(&event->link);
	pthread_mutex_unlock(&lock);
	free(event->name.Buffer);
	free(event);
}

static const struct io_kind handle_kind = { "handle", DRVTRACE_KIND_HANDLE, ob_handle_reclaim };
const struct ob_type ex_event_type = { "Event", &handle_kind, destroy,
	(ptrdiff_t)offsetof(struct event, event) - (ptrdiff_t)offsetof(struct event, object),
	NULL };

PKEVENT ex_event_body(struct ob_object *object)
{
	return &event_of(object)->event;
}

static struct ob_object *find_name_locked(PCUNICODE_STRING name)
{
	for (LIST_ENTRY *link = events.Flink; link != &events; link = link->Flink) {
		struct event *event = CONTAINING_RECORD(link, struct event, link);

		if (event->name.Length > 0 && RtlEqualUnicodeString(&event->name, name, TRUE) &&
			ob_reference_living(&event->object))
			return &event->object;
	}
	return NULL;
}

static struct event *allocate(EVENT_TYPE type, BOOLEAN state, PCUNICODE_STRING name)
{
	struct event *event = calloc(1, sizeof(*event));

	if (!event)
		return NULL;
	if (name && name->Length > 0) {
		event->name.Buffer = malloc(name->Length);
		if (!event->name.Buffer) {
			free(event);
			return NULL;
		}
		memcpy(event->name.Buffer, name->Buffer, name->Length);
		event->name.Length = event->name.MaximumLength = name->Length;
	}
	ob_init(&event->object, &ex_event_type);
	KeInitializeEvent(&event->event, type, state);
	return event;
}

NTSTATUS ex_event_create(
	struct ob_object **out, EVENT_TYPE type, BOOLEAN state, PCUNICODE_STRING name, bool *is_new)
{
	struct ob_object *found = NULL;
	struct event *event = allocate(type, state, name);

	if (!event)
		return STATUS_INSUFFICIENT_RESOURCES;
	pthread_mutex_lock(&lock);
	if (event->name.Length > 0)
		found = find_name_locked(&event->name);
	if (!found)
		InsertTailList(&events, &event->link);
	pthread_mutex_unlock(&lock);

	*is_new = !found;
	*out = found ? found : &event->object;
	if (found) {
		free(event->name.Buffer);
		free(event);
	}
	return STATUS_SUCCESS;
}

NTSTATUS ex_event_open(struct ob_object **out, PCUNICODE_STRING name)
{
	pthread_mutex_lock(&lock);
	*out = find_name_locked(name);
	pthread_mutex_unlock(&lock);
	return *out ? STATUS_SUCCESS : STATUS_OBJECT_NAME_NOT_FOUND;
}

struct ob_object *ex_event_find(const void *body)
{
	struct ob_object *found = NULL;

	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = events.Flink; link != &events && !found; link = link->Flink) {
		struct event *event = CONTAINING_RECORD(link, struct event, link);

		if (&event->event == body && ob_reference_living(&event->object))
			found = &event->object;
	}
	pthread_mutex_unlock(&lock);
	return found;
}
