/*
 * The log of a reading: its messages one per line as they come, as text or JSON, those that the
 * filters let through; losses where they happened; and a last line that counts. Knows nothing of
 * readers; prints to the given file only.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "viewer/messages/moment_text.h"
#include "viewer/model/event.h"
#include "viewer/model/trace.h"

struct log;

/* Strings are borrowed. NULL and 0 filter nothing; all filters must let a message through. */
struct log_options {
	FILE *out;
	bool is_json;
	bool has_color;
	bool is_live; /* every line is written at once */
	enum time_display display;
	const char *prefix; /* of text lines, as TRACE_FORMAT_PREFIX has it; NULL: tracefmt's */
	uint8_t level;      /* this one and the more severe ones */
	const char *driver;
	const char *flag;
	const char *function;
	const char *recorder; /* name of an in-flight recorder's log */
	const char *grep;     /* part of the message's text */
};

int log_create(struct log **out, const struct log_options *options, const struct trace_list *list);
void log_destroy(struct log *log);

/* Before the first event: when the reading begins, and what of it is wanted. */
void log_begin(struct log *log, int64_t begin_ns, int64_t since_ns, int64_t until_ns);
int log_feed(struct log *log, const struct event *event);
/* Writes the line that counts. -EIO when something could not be written. */
int log_end(struct log *log);
