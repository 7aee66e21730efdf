/*
 * What a reading knows of its traces beside the events: where they are, what was wrong with them,
 * and how far the events can be trusted. Filled by the readers.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One trace: a folder with a metadata file. */
struct trace {
	char *path;       /* owned */
	char *host;       /* owned; "" when the trace does not say */
	char *start_time; /* owned; the session's creation_datetime or ""; tells recordings apart */
	/*
	 * What the recorder knew when it stopped: the processes still alive then. A process of the
	 * trace that is not listed had died. Not known when running_pids is NULL.
	 */
	int32_t *running_pids; /* owned */
	size_t running_pid_count;
	bool has_all_events; /* every event of the schema is in its metadata: a gap in seq is a loss */
};

/* Something that could not be read. Each is one line for the user: "path: text". */
struct problem {
	char *path; /* owned */
	char *text; /* owned; one line, without a full stop */
};

/* Names of events that are not ours, most frequent first when printed. */
struct other_event {
	char *name; /* owned */
	uint64_t count;
};

struct trace_list {
	struct trace *traces; /* owned */
	size_t trace_count;
	uint32_t *stream_traces; /* owned; by the number of the stream: the trace that it is of */
	size_t stream_count;
	struct problem *problems; /* owned */
	size_t problem_count;
	struct other_event *others; /* owned */
	size_t other_count;

	uint64_t event_count;     /* all events read, ours or not */
	uint64_t own_event_count; /* those of provider drvtrace */
	uint64_t message_count;   /* WPP messages of drivers */
	uint32_t message_class_count;
	int64_t discarded_events;  /* as the tracer reported them, summed modulo 2^64 */
	int64_t discarded_packets; /* each holds an unknown number of events */
	int64_t begin_ns;          /* of the first and the last event; 0 when there is none */
	int64_t end_ns;
};

void trace_list_init(struct trace_list *list);
void trace_list_finish(struct trace_list *list);
int trace_list_add_problem(struct trace_list *list, const char *path, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
int trace_list_count_other(struct trace_list *list, const char *name);
