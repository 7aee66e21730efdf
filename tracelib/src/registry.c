#include "tracelib/src/registry.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "tracelib/src/late.h"
#include "tracelib/src/message.h"
#include "tracelib/src/module.h"
#include "tracelib/src/schema.h"
#include "tracelib/src/text.h"

/* drvtrace_driver.flags */
#define FLAG_TIED 1u /* the tie ended its registration; the driver's own cleanup may follow */

struct entry {
	struct entry *older;
	struct registration registration;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct entry *newest; /* owned, and so are the older ones behind it */
static uint32_t last_id;

void registry_lock(void)
{
	pthread_mutex_lock(&mutex);
}

void registry_unlock(void)
{
	pthread_mutex_unlock(&mutex);
}

/* The driver's other threads look at the switches while they change. */
static void switch_on(struct drvtrace_driver *descriptor, uint32_t id)
{
	static const enum schema_event events[DRVTRACE_SWITCH_COUNT] = {
		[DRVTRACE_SWITCH_ACQUIRE] = SCHEMA_ACQUIRE,
		[DRVTRACE_SWITCH_RELEASE] = SCHEMA_RELEASE,
		[DRVTRACE_SWITCH_SPAN] = SCHEMA_SPAN_BEGIN,
		[DRVTRACE_SWITCH_SPAN_END] = SCHEMA_SPAN_END,
	};

	__atomic_store_n(&descriptor->id, id, __ATOMIC_RELEASE);
	for (size_t i = 0; i < DRVTRACE_SWITCH_COUNT; i++)
		__atomic_store_n(
			&descriptor->on[i], &schema_tracepoints[events[i]].state, __ATOMIC_RELAXED);
}

static void switch_off(struct drvtrace_driver *descriptor, uint32_t flags)
{
	/* Memory of this library's: the module that holds `drvtrace_off` may be another one. */
	static const int off;

	for (size_t i = 0; i < DRVTRACE_SWITCH_COUNT; i++)
		__atomic_store_n(&descriptor->on[i], &off, __ATOMIC_RELAXED);
	message_switch_off(descriptor);
	descriptor->flags = flags;
	__atomic_store_n(&descriptor->id, 0, __ATOMIC_RELEASE);
}

static struct entry **find_descriptor(const struct drvtrace_driver *descriptor)
{
	struct entry **link = &newest;

	while (*link && (*link)->registration.descriptor != descriptor)
		link = &(*link)->older;
	return link;
}

static struct entry **find_object(const void *object, enum registry_role role)
{
	struct entry **link = &newest;

	while (*link &&
		((*link)->registration.object != object || (*link)->registration.role != role))
		link = &(*link)->older;
	return link;
}

static void drop(struct registration *out, struct entry **link)
{
	struct entry *entry = *link;

	*out = entry->registration;
	*link = entry->older;
	if (!out->is_shared) {
		module_forget(out->id);
		late_remove_driver(out->id);
	}
	free(entry);
}

/* A descriptor on the heap is its owner's business; one in a module is gone with the module. */
static bool is_mapped(const struct registration *registration)
{
	return registration->module == 0 ||
	       module_base(registration->descriptor) == registration->module;
}

static void copy_name(struct registration *registration, const char *name)
{
	memcpy(registration->name, name, text_fitting(name, sizeof(registration->name)));
}

static int add(struct registration *out, struct drvtrace_driver *descriptor, const void *object,
	enum registry_role role)
{
	struct entry *opened = object ? *find_object(object, REGISTRY_OPENED) : NULL;
	struct entry *entry;

	if (descriptor->id || *find_descriptor(descriptor) || (role == REGISTRY_OPENED && opened))
		return -EALREADY;

	entry = malloc(sizeof(*entry));
	if (!entry)
		return -ENOMEM;

	entry->registration = (struct registration){
		.descriptor = descriptor,
		.object = object,
		.module = module_base(descriptor),
		.role = role,
		.is_shared = role == REGISTRY_WPP && opened,
	};
	entry->registration.id =
		entry->registration.is_shared ? opened->registration.id : ++last_id;
	copy_name(&entry->registration,
		entry->registration.is_shared ? opened->registration.name : descriptor->name);
	entry->older = newest;
	newest = entry;
	if (!entry->registration.is_shared)
		late_add_driver(entry->registration.id, entry->registration.name);
	switch_on(descriptor, entry->registration.id);
	*out = entry->registration;
	return 0;
}

int registry_add(struct registration *out, struct drvtrace_driver *descriptor, const void *object,
	enum registry_role role)
{
	int result;

	registry_lock();
	result = add(out, descriptor, object, role);
	registry_unlock();
	return result;
}

int registry_remove(struct registration *out, struct drvtrace_driver *descriptor)
{
	struct entry **link;
	int result = 0;

	registry_lock();
	link = find_descriptor(descriptor);
	if (*link && descriptor->id == (*link)->registration.id) {
		drop(out, link);
		switch_off(descriptor, 0);
	} else if (descriptor->flags & FLAG_TIED) {
		descriptor->flags = 0;
		result = REGISTRY_WAS_TIED;
	} else {
		result = REGISTRY_UNKNOWN;
	}
	registry_unlock();
	return result;
}

bool registry_remove_tied(struct registration *out, const void *object)
{
	struct entry **link;
	bool found;

	registry_lock();
	link = find_object(object, REGISTRY_WPP);
	found = *link;
	if (found) {
		drop(out, link);
		/* Nobody else has it: the descriptor was given to us to write to. */
		if (is_mapped(out) && out->descriptor->id == out->id)
			switch_off((struct drvtrace_driver *)(uintptr_t)out->descriptor, FLAG_TIED);
	}
	registry_unlock();
	return found;
}

bool registry_remove_stale(struct registration *out, const struct drvtrace_driver *new_descriptor)
{
	struct entry **link = &newest;
	bool found;

	registry_lock();
	while (*link && is_mapped(&(*link)->registration) &&
		!((*link)->registration.descriptor == new_descriptor && new_descriptor->id == 0))
		link = &(*link)->older;
	found = *link;
	if (found)
		drop(out, link);
	registry_unlock();
	return found;
}

uint32_t registry_find(const void *object)
{
	const struct entry *entry;
	uint32_t id;

	registry_lock();
	entry = object ? *find_object(object, REGISTRY_OPENED) : NULL;
	id = entry ? entry->registration.id : 0;
	registry_unlock();
	return id;
}
