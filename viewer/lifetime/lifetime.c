#include "viewer/lifetime/lifetime.h"

#include <errno.h>
#include <stdlib.h>

#include "viewer/lifetime/fold_feed.h"
#include "viewer/lifetime/internal.h"
#include "viewer/lifetime/slice.h"

static const struct lifetime_observer no_observer;

static int know_names(struct lifetime *lifetime)
{
	const struct {
		const char *text;
		uint32_t *id;
	} names[] = {
		{ "DriverEntry", &lifetime->names.driver_entry },
		{ "EvtDriverUnload", &lifetime->names.evt_driver_unload },
		{ "WdfDriverCreate", &lifetime->names.wdf_driver_create },
		{ "EvtCleanupCallback", &lifetime->names.evt_cleanup },
		{ "EvtDestroyCallback", &lifetime->names.evt_destroy },
	};
	int status = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && status == 0; i++)
		status = strings_add(&lifetime->strings, names[i].id, names[i].text);
	return status;
}

int lifetime_create(struct lifetime **out, const struct trace_list *list)
{
	struct lifetime *lifetime = calloc(1, sizeof(*lifetime));
	int status;

	if (!lifetime)
		return -ENOMEM;
	lifetime->list = list;
	lifetime->observer = &no_observer;
	processes_init(&lifetime->processes, list, &lifetime->strings, &lifetime->sites);
	lifetime->results.strings = &lifetime->strings;
	lifetime->results.sites = &lifetime->sites;
	lifetime->results.processes = &lifetime->processes;
	lifetime->released = calloc(RELEASED_COUNT, sizeof(*lifetime->released));
	status = lifetime->released ? object_table_init(&lifetime->objects) : -ENOMEM;
	if (status == 0)
		status = know_names(lifetime);
	if (status < 0) {
		lifetime_destroy(lifetime);
		return status;
	}
	*out = lifetime;
	return 0;
}

static void free_items(struct table *table)
{
	size_t position = 0;
	void *item;

	while ((item = table_next(table, &position)))
		free(item);
	table_finish(table);
}

static void finish_drivers(struct lifetime *lifetime)
{
	size_t position = 0;
	struct reference_list *list;
	struct driver *driver;

	while ((list = table_next(&lifetime->references, &position))) {
		free(list->items);
		free(list);
	}
	position = 0;
	while ((driver = table_next(&lifetime->drivers, &position)))
		driver_destroy(driver);
	table_finish(&lifetime->references);
	table_finish(&lifetime->drivers);
	object_table_finish(&lifetime->objects);
	object_pool_finish(&lifetime->pool);
	free_items(&lifetime->driver_names);
}

static void finish_results(struct lifetime_results *results)
{
	for (size_t i = 0; i < results->failure_count; i++)
		free(results->failures[i].rungs);
	free(results->failures);
	free(results->entries);
	free(results->findings);
}

static void finish_history(struct lifetime *lifetime)
{
	for (size_t i = 0; i < lifetime->release_capacity; i++) {
		struct lifetime_release *release = lifetime->releases[i];

		while (release) {
			struct lifetime_release *next = release->next;

			free(release);
			release = next;
		}
	}
	free(lifetime->releases);
}

void lifetime_destroy(struct lifetime *lifetime)
{
	if (!lifetime)
		return;
	fold_feed_destroy(lifetime->feed);
	finish_results(&lifetime->results);
	finish_drivers(lifetime);
	free_items(&lifetime->findings);
	free_items(&lifetime->entries);
	finish_history(lifetime);
	for (size_t i = 0; i < lifetime->trace_loss_count; i++)
		loss_log_finish(&lifetime->trace_losses[i]);
	for (size_t i = 0; i < lifetime->process_loss_count; i++)
		loss_log_finish(&lifetime->process_losses[i]);
	free(lifetime->trace_losses);
	free(lifetime->process_losses);
	free(lifetime->released);
	processes_finish(&lifetime->processes);
	sites_finish(&lifetime->sites);
	strings_finish(&lifetime->strings);
	free(lifetime);
}

void lifetime_observe(struct lifetime *lifetime, const struct lifetime_observer *observer)
{
	lifetime->observer = observer;
}

static int add_loss(struct loss_log **logs, size_t *count, size_t index, const struct loss *loss)
{
	if (index >= *count) {
		struct loss_log *grown = realloc(*logs, (index + 1) * sizeof(*grown));

		if (!grown)
			return -ENOMEM;
		for (size_t i = *count; i <= index; i++)
			grown[i] = (struct loss_log){ 0 };
		*logs = grown;
		*count = index + 1;
	}
	return loss_log_add(&(*logs)[index], loss);
}

static int note_reported_loss(struct lifetime *lifetime, const struct event *event)
{
	const struct loss loss = { event->lost.begin_ns, event->lost.end_ns,
		event->lost.is_packets ? -1 : event->lost.count };

	if (loss.count == 0)
		return 0;
	return add_loss(&lifetime->trace_losses, &lifetime->trace_loss_count, event->trace, &loss);
}

static int note_gap(struct lifetime *lifetime, const struct process *process, const struct gap *gap)
{
	const struct loss loss = { gap->begin_ns, gap->end_ns, gap->count };

	if (!gap->count)
		return 0;
	lifetime->gap_events += gap->count;
	return add_loss(&lifetime->process_losses, &lifetime->process_loss_count,
		process->index - 1, &loss);
}

typedef int handler(struct lifetime *lifetime, const struct occurrence *at);

static handler *const handlers[EVENT_TYPE_COUNT] = {
	[EVENT_DRIVER_INIT] = driver_init,
	[EVENT_DRIVER_CLEANUP] = driver_cleanup,
	[EVENT_ACQUIRE] = object_acquire,
	[EVENT_RELEASE] = object_release,
	[EVENT_STAGE] = span_stage,
	[EVENT_TRANSFER] = object_transfer,
	[EVENT_REFERENCE] = reference_add,
	[EVENT_DEREFERENCE] = reference_remove,
	[EVENT_SPAN_BEGIN] = span_begin,
	[EVENT_SPAN_END] = span_end,
	[EVENT_STATE] = driver_state,
	[EVENT_FAULT] = driver_fault,
	[EVENT_VIOLATION] = driver_violation,
};

/*
 * What processes_follow() and driver_find() would find for the next event of a thread, without
 * looking for it. Nothing of a process but its last times changes with such an event.
 */
static bool follow_lane(struct lifetime *lifetime, struct occurrence *at)
{
	const struct event *event = at->event;
	const struct lane *lane = &lifetime->lanes[event->stream % LANE_COUNT];

	if (!lane->process || lane->pid != event->pid || lane->tid != event->tid ||
		lane->driver_id != event->driver || lane->trace != event->trace || !event->seq ||
		event->seq != lane->thread->last_seq + 1)
		return false;
	lane->thread->last_seq = event->seq;
	lane->thread->last_ns = event->time_ns;
	lane->process->end_ns = event->time_ns;
	at->process = lane->process;
	at->thread = lane->thread;
	at->driver = lane->driver;
	return true;
}

static void remember_lane(struct lifetime *lifetime, const struct occurrence *at)
{
	const struct event *event = at->event;

	lifetime->lanes[event->stream % LANE_COUNT] = (struct lane){ event->trace, event->pid,
		event->tid, event->driver, at->process, at->thread, at->driver };
}

/* Processes and drivers may come and go with other events than these. */
static bool keeps_lanes(enum event_type type)
{
	static const uint32_t types = 1U << EVENT_ACQUIRE | 1U << EVENT_RELEASE |
				      1U << EVENT_REFERENCE | 1U << EVENT_DEREFERENCE |
				      1U << EVENT_STAGE | 1U << EVENT_SPAN_BEGIN |
				      1U << EVENT_SPAN_END;

	return types >> type & 1;
}

static void forget_lanes(struct lifetime *lifetime)
{
	for (size_t i = 0; i < LANE_COUNT; i++)
		lifetime->lanes[i].process = NULL;
}

int lifetime_follow(struct lifetime *lifetime, struct occurrence *at)
{
	const struct event *event = at->event;
	size_t process_count = lifetime->processes.count;
	struct gap gap;
	int status = processes_follow(&lifetime->processes, &at->process, &at->thread, &gap, event);

	if (status != 0)
		return status;
	if (!keeps_lanes(event->type) || process_count != lifetime->processes.count)
		forget_lanes(lifetime);
	return note_gap(lifetime, at->process, &gap);
}

int lifetime_handle(struct lifetime *lifetime, struct occurrence *at)
{
	const struct event *event = at->event;
	int status;

	if (!handlers[event->type])
		return 0;
	status = driver_find(lifetime, &at->driver, at->process, event->driver);
	if (status < 0)
		return status;
	if (keeps_lanes(event->type))
		remember_lane(lifetime, at);
	return handlers[event->type](lifetime, at);
}

int lifetime_take(struct lifetime *lifetime, const struct event *event)
{
	struct occurrence at = { .event = event };
	int status;

	if (event->type == EVENT_OTHER || event->type == EVENT_MESSAGE ||
		event->type >= EVENT_TYPE_COUNT)
		return 0;
	if (event->type == EVENT_LOST)
		return note_reported_loss(lifetime, event);
	if (!keeps_lanes(event->type) || !follow_lane(lifetime, &at)) {
		status = lifetime_follow(lifetime, &at);
		if (status == PROCESS_DUPLICATE)
			return 0;
		return status < 0 ? status : lifetime_handle(lifetime, &at);
	}
	if (event->type == EVENT_ACQUIRE)
		return object_acquire(lifetime, &at);
	if (event->type == EVENT_RELEASE)
		return object_release(lifetime, &at);
	return handlers[event->type](lifetime, &at);
}

/* What was fed as records comes before. */
static int flush_records(struct lifetime *lifetime)
{
	return lifetime->feed ? fold_feed_flush(lifetime->feed) : 0;
}

int lifetime_feed(struct lifetime *lifetime, const struct event *event)
{
	int status = flush_records(lifetime);

	return status < 0 ? status : lifetime_take(lifetime, event);
}

enum {
	PREFETCH_DISTANCE = 12
};

int lifetime_feed_all(struct lifetime *lifetime, const struct event *events, size_t count)
{
	int status = flush_records(lifetime);

	for (size_t i = 0; i < count && status == 0; i++) {
		if (i + PREFETCH_DISTANCE < count)
			object_prefetch(lifetime, events[i + PREFETCH_DISTANCE].stream,
				events[i + PREFETCH_DISTANCE].handle);
		status = lifetime_take(lifetime, &events[i]);
	}
	return status;
}

static bool is_observed(const struct lifetime *lifetime)
{
	const struct lifetime_observer *observer = lifetime->observer;

	return observer->object || observer->span_begin || observer->span_end ||
	       observer->span_unfinished || observer->held;
}

int lifetime_feed_records(struct lifetime *lifetime, const struct record *records, size_t count)
{
	int status = 0;

	if (is_observed(lifetime)) {
		for (size_t i = 0; i < count && status == 0; i++) {
			const struct event event = record_expand(&records[i], lifetime->list);

			status = lifetime_feed(lifetime, &event);
		}
		return status;
	}
	if (!lifetime->feed)
		status = fold_feed_create(&lifetime->feed, lifetime);
	return status < 0 ? status : fold_feed_records(lifetime->feed, records, count);
}

int lifetime_feed_slice(
	struct lifetime *lifetime, const struct lifetime_slice *slice, uint64_t *taken)
{
	int status = lifetime->feed ? 0 : fold_feed_create(&lifetime->feed, lifetime);

	*taken = 0;
	if (is_observed(lifetime))
		return LIFETIME_SLICE_REST;
	return status < 0 ? status : fold_feed_slice(lifetime->feed, slice, taken);
}

static int sort_losses(struct lifetime *lifetime)
{
	int status = 0;

	for (size_t i = 0; i < lifetime->trace_loss_count && status == 0; i++)
		status = loss_log_sort(&lifetime->trace_losses[i]);
	for (size_t i = 0; i < lifetime->process_loss_count && status == 0; i++)
		status = loss_log_sort(&lifetime->process_losses[i]);
	return status;
}

int lifetime_end(struct lifetime *lifetime)
{
	const struct trace_list *list = lifetime->list;
	const struct processes *processes = &lifetime->processes;
	struct lifetime_results *results = &lifetime->results;
	int status = flush_records(lifetime);

	if (status < 0)
		return status;
	results->gap_events = lifetime->gap_events;
	results->sees_all_gaps = true;
	for (size_t i = 0; i < processes->count; i++) {
		const struct process *process = processes->items[i];

		results->late_processes += !process->is_whole;
		for (size_t k = 0; k < process->trace_count; k++)
			if (process->traces[k] >= list->trace_count ||
				!list->traces[process->traces[k]].has_all_events)
				results->sees_all_gaps = false;
	}
	status = span_finish(lifetime);
	if (status == 0)
		status = sort_losses(lifetime);
	return status < 0 ? status : verdict_give(lifetime);
}

const struct lifetime_results *lifetime_results(const struct lifetime *lifetime)
{
	return &lifetime->results;
}
