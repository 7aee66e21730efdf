/*
 * Prints what the reader says of some traces: one line per event, then the trace list. For tests
 * that give it damaged traces in a process of its own, and for looking at traces.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "viewer/reader/reader.h"

static const char *text_of(const struct event *event)
{
	switch (event->type) {
	case EVENT_OTHER:
		return event->other.name;
	case EVENT_PROCESS_START:
		return event->process_start.name;
	case EVENT_MODULE:
		return event->module.path;
	case EVENT_DRIVER_INIT:
		return event->driver_init.name;
	case EVENT_KIND:
		return event->kind_name.name;
	case EVENT_REFERENCE:
	case EVENT_DEREFERENCE:
		return event->reference.file;
	case EVENT_SPAN_BEGIN:
	case EVENT_SPAN_END:
		return event->span.name;
	case EVENT_STATE:
		return event->state.name;
	case EVENT_FAULT:
		return event->fault.point;
	case EVENT_VIOLATION:
		return event->violation.rule;
	default:
		return "";
	}
}

static void print_event(const struct event *event)
{
	printf("%" PRId64 " trace %u stream %u pid %d tid %d seq %u type %d driver %u kind %u "
	       "handle %#" PRIx64 " site %#" PRIx64 " %s",
		event->time_ns, event->trace, event->stream, event->pid, event->tid, event->seq,
		(int)event->type, event->driver, event->kind, event->handle, event->site,
		text_of(event));
	if (event->type == EVENT_LOST)
		printf("lost %" PRId64 " from %" PRId64 " to %" PRId64, event->lost.count,
			event->lost.begin_ns, event->lost.end_ns);
	if (event->type == EVENT_ACQUIRE)
		printf("size %" PRIu64 " tag %#x owner %#" PRIx64, event->acquire.size_bytes,
			event->acquire.tag, event->acquire.owner);
	printf("\n");
}

static void print_list(const struct trace_list *list)
{
	for (size_t i = 0; i < list->trace_count; i++)
		printf("trace %zu: %s host '%s' start '%s' complete %d\n", i, list->traces[i].path,
			list->traces[i].host, list->traces[i].start_time,
			list->traces[i].has_all_events);
	for (size_t i = 0; i < list->problem_count; i++)
		printf("problem: %s: %s\n", list->problems[i].path, list->problems[i].text);
	for (size_t i = 0; i < list->other_count; i++)
		printf("other: %s: %" PRIu64 "\n", list->others[i].name, list->others[i].count);
	printf("events %" PRIu64 " own %" PRIu64 " discarded %" PRId64 " packets %" PRId64 "\n",
		list->event_count, list->own_event_count, list->discarded_events,
		list->discarded_packets);
}

int main(int argc, char **argv)
{
	int is_quiet = argc > 1 && strcmp(argv[1], "-q") == 0;
	const char *const *paths = (const char *const *)(argv + 1 + is_quiet);
	const struct event *events;
	struct trace_list list;
	struct reader *reader;
	size_t count;
	int ret;

	trace_list_init(&list);
	ret = reader_create(&reader, paths, (size_t)(argc - 1 - is_quiet), &list);
	if (ret < 0) {
		fprintf(stderr, "reader_create: %d\n", ret);
		trace_list_finish(&list);
		return 1;
	}
	while ((ret = reader_next(reader, &events, &count)) == 0)
		for (size_t i = 0; i < count && !is_quiet; i++)
			print_event(&events[i]);
	print_list(&list);
	reader_destroy(reader);
	trace_list_finish(&list);
	return ret == READER_END ? 0 : 1;
}
