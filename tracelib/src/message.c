#include "tracelib/src/message.h"

#include <lttng/tracepoint.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tracelib/src/driver_events.h"
#include "tracelib/src/selection.h"

#define BUCKET_COUNT 1024

/* What was registered with LTTng at once: a driver's messages that were not known before. */
struct batch {
	struct batch *older;
	struct lttng_ust_registered_probe *registered;
	struct lttng_ust_probe_desc description;
	const struct lttng_ust_event_desc **descriptions;
	struct lttng_ust_tracepoint **tracepoints;
	size_t count;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct message *buckets[BUCKET_COUNT]; /* owned, never freed */
static struct batch *newest;

void message_lock(void)
{
	pthread_mutex_lock(&mutex);
}

void message_unlock(void)
{
	pthread_mutex_unlock(&mutex);
}

static struct message **bucket_of(const char *provider, const char *name)
{
	uint32_t hash = 2166136261u;

	for (; *provider; provider++)
		hash = (hash ^ (unsigned char)*provider) * 16777619u;
	for (; *name; name++)
		hash = (hash ^ (unsigned char)*name) * 16777619u;
	return &buckets[hash % BUCKET_COUNT];
}

/* Labels are part of what a message says. */
static bool has_same_labels(const struct message *message, const struct drvtrace_message *other)
{
	const struct drvtrace_enumeration *const *enumeration = other->enumerations;

	for (size_t i = 0; i < message->class.nr_fields; i++) {
		const struct lttng_ust_type_common *type = message->class.fields[i]->type;
		const struct lttng_ust_enum_desc *known;

		if (type->type != lttng_ust_type_enum)
			continue;
		known = ((const struct lttng_ust_type_enum *)type)->desc;
		if (known->nr_entries != (*enumeration)->count)
			return false;
		for (size_t label = 0; label < known->nr_entries; label++)
			if ((long long)known->entries[label]->start.value !=
					(*enumeration)->labels[label].value ||
				strcmp(known->entries[label]->string,
					(*enumeration)->labels[label].name) != 0)
				return false;
		enumeration++;
	}
	return true;
}

static struct message *find(
	const struct drvtrace_message *descriptor, const char *provider, const char *uri)
{
	bool has_level = descriptor->level == DRVTRACE_LEVEL_AT_RUN_TIME;
	struct message *message = *bucket_of(provider, descriptor->name);

	while (message &&
		(strcmp(message->provider, provider) != 0 ||
			strcmp(message->base_name, descriptor->name) != 0 ||
			strcmp(message->types, descriptor->types) != 0 ||
			strcmp(message->uri, uri) != 0 || message->has_level != has_level ||
			!has_same_labels(message, descriptor)))
		message = message->next;
	return message;
}

/* The event's name is taken when another message of this very module has it. */
static size_t count_of_same_name(const char *provider, struct drvtrace_message *const *begin,
	struct drvtrace_message *const *end)
{
	size_t count = 0;
	const struct message *known = *bucket_of(provider, (*end)->name);

	while (known && (strcmp(known->base_name, (*end)->name) != 0 ||
				strcmp(known->provider, provider) != 0))
		known = known->next;
	if (!known)
		return 0;
	for (struct drvtrace_message *const *other = begin; other < end; other++) {
		bool is_new = (*other)->copy && strcmp((*other)->name, (*end)->name) == 0;

		for (struct drvtrace_message *const *before = begin; is_new && before < other;
			before++)
			is_new = (*before)->copy != (*other)->copy;
		count += is_new;
	}
	return count;
}

/* What an LTTng provider may be called. */
static void provider_name(char *out, size_t out_size, const char *driver)
{
	size_t length = 0;

	for (; *driver && length + 1 < out_size; driver++) {
		bool is_plain =
			(*driver >= 'a' && *driver <= 'z') || (*driver >= 'A' && *driver <= 'Z') ||
			(*driver >= '0' && *driver <= '9') || *driver == '_' || *driver == '-';

		out[length++] = is_plain ? *driver : '_';
	}
	out[length] = '\0';
}

/* Which GUID declares the flag, and which of its flags it is: "A,B;C" as WPP_CONTROL_GUIDS left it. */
static int flag_number(const char *names, const char *flag, size_t *guid)
{
	size_t length = strlen(flag);
	int number = 0;

	*guid = 0;
	for (; names && *names; names += *names != '\0') {
		size_t name_length = strcspn(names, ",;");

		if (name_length == length && length && memcmp(names, flag, length) == 0)
			return number;
		number += name_length > 0;
		names += name_length;
		if (*names == ';') {
			number = 0;
			(*guid)++;
		}
	}
	*guid = 0;
	return -1;
}

/* The GUID in lower case, as in driver_init. */
static void append_guid(char *uri, const char *guids, size_t number)
{
	size_t length;

	for (; number && *guids; guids += *guids != '\0') {
		guids += strcspn(guids, ",");
		number--;
	}
	length = strcspn(guids, ",");
	uri += strlen(uri);
	for (size_t i = 0; i < length && i < 64; i++)
		*uri++ = guids[i] >= 'A' && guids[i] <= 'Z' ? guids[i] | 0x20 : guids[i];
	*uri = '\0';
}

/* What only the compiler and the driver know is added to what tracewpp has written. */
static char *complete_uri(const struct drvtrace_message *descriptor,
	const struct drvtrace_driver *driver, size_t guid)
{
	size_t size = strlen(descriptor->uri) + 128;
	char *uri = malloc(size);

	if (!uri)
		return NULL;
	strcpy(uri, descriptor->uri);
	if (descriptor->level >= 0)
		sprintf(uri + strlen(uri), "&v=%d", descriptor->level);
	if (driver->control_guid && *driver->control_guid) {
		strcat(uri, "&g=");
		append_guid(uri, driver->control_guid, guid);
	}
	return uri;
}

/* A name that LTTng takes: with its provider and a number at most 255 bytes. */
static void event_name(
	char *out, size_t out_size, const char *provider, const char *name, size_t same)
{
	size_t limit = out_size - strlen(provider) - 1;

	if (same)
		snprintf(out, limit, "%.*s#%zu", (int)limit - 12, name, same + 1);
	else
		snprintf(out, limit, "%s", name);
}

static struct message *intern(struct batch *batch, struct drvtrace_message *const *begin,
	struct drvtrace_message *const *at, const char *provider, const char *uri)
{
	struct message *message = find(*at, provider, uri);
	struct message **bucket;
	char name[LTTNG_UST_ABI_SYM_NAME_LEN];

	if (message)
		return message;
	event_name(
		name, sizeof(name), provider, (*at)->name, count_of_same_name(provider, begin, at));
	message = message_create(*at, provider, name, uri);
	if (!message)
		return NULL;
	bucket = bucket_of(provider, (*at)->name);
	message->next = *bucket;
	*bucket = message;
	batch->descriptions[batch->count] = &message->description;
	batch->tracepoints[batch->count++] = &message->point;
	return message;
}

/* Not of one that is registered: LTTng keeps that. */
static void destroy_batch(struct batch *batch)
{
	free(batch->descriptions);
	free(batch->tracepoints);
	free(batch);
}

static struct batch *create_batch(size_t capacity)
{
	struct batch *batch = calloc(1, sizeof(*batch));

	if (!batch)
		return NULL;
	batch->descriptions = calloc(capacity, sizeof(const struct lttng_ust_event_desc *));
	batch->tracepoints = calloc(capacity, sizeof(struct lttng_ust_tracepoint *));
	if (batch->descriptions && batch->tracepoints)
		return batch;
	destroy_batch(batch);
	return NULL;
}

/* Everything that belongs to a provider points back at it. */
static void adopt(struct batch *batch, struct message *message)
{
	message->class.probe_desc = &batch->description;
	message->description.probe_desc = &batch->description;
	for (size_t i = 0; i < message->class.nr_fields; i++) {
		const struct lttng_ust_type_common *type = message->class.fields[i]->type;

		if (type->type == lttng_ust_type_enum)
			((struct lttng_ust_enum_desc
					 *)(uintptr_t)((const struct lttng_ust_type_enum *)type)
					->desc)
				->probe_desc = &batch->description;
	}
}

static void register_batch(struct batch *batch)
{
	batch->description = (struct lttng_ust_probe_desc){
		.struct_size = sizeof(batch->description),
		.provider_name = batch->tracepoints[0]->provider_name,
		.event_desc = batch->descriptions,
		.nr_events = (unsigned int)batch->count,
		.major = LTTNG_UST_PROVIDER_MAJOR,
		.minor = LTTNG_UST_PROVIDER_MINOR,
	};
	batch->registered = lttng_ust_probe_register(&batch->description);
	if (batch->registered)
		lttng_ust_tracepoint_module_register(batch->tracepoints, (int)batch->count);
	batch->older = newest;
	newest = batch;
}

static bool is_selected(
	const struct drvtrace_message *message, const struct selection *selection, int flag_number)
{
	if (message->level >= 0 && message->level > selection->level)
		return false;
	return strcmp(message->flag, "NOFLAG") == 0 ||
	       selection_has_flag(selection, message->flag, flag_number);
}

static void record_lost(struct drvtrace_message *message, uint32_t driver, const char *when)
{
	unsigned int lost = __atomic_exchange_n(&message->lost, 0, __ATOMIC_RELAXED);
	char text[512];

	if (!lost)
		return;
	snprintf(text, sizeof(text), "%s: %u message%s %s", message->call, lost,
		lost == 1 ? "" : "s", when);
	emit_violation(driver, "message-outside-tracing", (const void *)(uintptr_t)lost,
		message->site, text);
}

static void switch_on(struct drvtrace_message *message, struct message *copy,
	const struct selection *selection, bool is_wanted)
{
	static const int off;

	message->limit = selection->level;
	__atomic_store_n(&message->copy, copy, __ATOMIC_RELEASE);
	__atomic_store_n(
		&message->on, is_wanted && copy ? &copy->point.state : &off, __ATOMIC_RELEASE);
}

/* One control block a GUID. Its log is the recorder's default one, which has no name. */
static void mark_controls(const struct drvtrace_driver *driver, bool is_initialized)
{
	struct drvtrace_control *control = driver->control;
	const char *guids = driver->control_guid;

	for (; control && guids; guids = guids ? guids + 1 : NULL) {
		control->IsInitialized = is_initialized;
		control->AutoLogContext = is_initialized ? driver->control : NULL;
		control++;
		guids = strchr(guids, ',');
	}
}

/* The driver's own conditions look at the control blocks. */
static void set_controls(const struct drvtrace_driver *driver, const struct selection *selection)
{
	struct drvtrace_control *control = driver->control;
	const char *names = driver->flag_names;
	int number = 0;

	if (!control)
		return;
	control->Level = (unsigned char)selection->level;
	control->Flags[0] = selection->has_flags ? 0 : UINT32_MAX;
	for (; names && *names && selection->has_flags; names += *names != '\0') {
		size_t length = strcspn(names, ",;");
		char name[128];

		if (length) {
			snprintf(name, sizeof(name), "%.*s", (int)length, names);
			if (selection_has_flag(selection, name, number) && number < 32)
				control->Flags[0] |= 1u << number;
			number++;
		}
		names += length;
		if (*names == ';') {
			*++control = (struct drvtrace_control){
				.Level = (unsigned char)selection->level
			};
			number = 0;
		}
	}
}

static void register_one(struct batch *batch, const struct registration *registration,
	const struct drvtrace_driver *driver, struct drvtrace_message *const *at,
	const struct selection *selection, const char *provider)
{
	struct drvtrace_message *message = *at;
	size_t guid;
	int number = flag_number(driver->flag_names, message->flag, &guid);
	char *uri = complete_uri(message, driver, guid);
	struct message *copy = uri ? intern(batch, driver->messages, at, provider, uri) : NULL;

	free(uri);
	message->driver = registration->id;
	record_lost(message, registration->id,
		registration->role == REGISTRY_NATIVE ? "before drvtrace_driver_init"
						      : "before WPP_INIT_TRACING");
	switch_on(message, copy, selection, is_selected(message, selection, number));
}

void message_register_all(
	const struct registration *registration, struct drvtrace_driver *descriptor)
{
	struct drvtrace_message *const *begin = descriptor->messages;
	struct drvtrace_message *const *end = descriptor->messages_end;
	char provider[LTTNG_UST_ABI_SYM_NAME_LEN / 2];
	struct selection selection;
	struct batch *batch;

	selection_of(&selection, registration->name);
	set_controls(descriptor, &selection);
	mark_controls(descriptor, true);
	batch = begin < end ? create_batch((size_t)(end - begin)) : NULL;
	if (!batch)
		return;

	provider_name(provider, sizeof(provider), registration->name);
	message_lock();
	for (struct drvtrace_message *const *at = begin; at < end; at++)
		if (!(*at)->copy)
			register_one(batch, registration, descriptor, at, &selection, provider);
	if (batch->count) {
		for (struct drvtrace_message *const *at = begin; at < end; at++)
			if ((*at)->copy && !(*at)->copy->class.probe_desc)
				adopt(batch, (*at)->copy);
		register_batch(batch);
	} else {
		destroy_batch(batch); /* all were known from an earlier load */
	}
	message_unlock();
}

void message_switch_off(struct drvtrace_driver *descriptor)
{
	static const int uninitialised = 1;

	mark_controls(descriptor, false);
	for (struct drvtrace_message *const *at = descriptor->messages;
		at < descriptor->messages_end; at++) {
		if ((*at)->driver != descriptor->id)
			continue;
		__atomic_store_n(&(*at)->copy, NULL, __ATOMIC_RELEASE);
		__atomic_store_n(&(*at)->on, &uninitialised, __ATOMIC_RELEASE);
	}
}

void drvtrace_message_lost(struct drvtrace_message *message)
{
	if (__atomic_fetch_add(&message->lost, 1, __ATOMIC_RELAXED) == 0)
		message->site = __builtin_return_address(0);
}

void drvtrace_messages_end(
	struct drvtrace_message *const *begin, struct drvtrace_message *const *end)
{
	for (; begin < end; begin++)
		record_lost(*begin, (*begin)->driver,
			(*begin)->driver ? "after WPP_CLEANUP" : "without WPP_INIT_TRACING");
}

void message_forget_all(void)
{
	for (struct batch *batch = newest; batch; batch = batch->older) {
		if (!batch->registered)
			continue;
		lttng_ust_tracepoint_module_unregister(batch->tracepoints);
		lttng_ust_probe_unregister(batch->registered);
	}
}
