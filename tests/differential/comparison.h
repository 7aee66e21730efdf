/* What the parts of the comparison share: its two sides, and how a difference is told. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "tests/differential/compare.h"
#include "viewer/messages/log.h"

enum {
	COMPARED_LOGS = 3
};

/* What `drvtrace log` would print, in one of its forms. */
struct compared_log {
	struct log *log;
	FILE *out;
	char *text; /* owned */
	size_t size;
};

/* One of the two readers, and how far it was followed. */
struct side {
	struct reader *reader;
	struct trace_list list;
	const struct event *events;
	bool has_records; /* is read as records, and these are they */
	const struct record *records;
	struct event expanded; /* the one that is compared */
	size_t count;
	size_t position;
	int ret;
	struct compared_log logs[COMPARED_LOGS];
};

struct comparison {
	struct side left; /* babeltrace2's */
	struct side right;
	size_t differences;
	uint64_t number; /* of the event that is compared */
	FILE *out;
};

void comparison_differ(struct comparison *comparison, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void comparison_number(
	struct comparison *comparison, const char *what, int64_t left, int64_t right);
void comparison_text(
	struct comparison *comparison, const char *what, const char *left, const char *right);

/* Two messages: their classes and arguments. */
void comparison_messages(
	struct comparison *comparison, const struct event *a, const struct event *b);

/* The logs of both sides, which are compared when they are closed. */
void comparison_open_logs(struct comparison *comparison);
void comparison_feed_logs(
	struct comparison *comparison, const struct event *left, const struct event *right);
void comparison_close_logs(struct comparison *comparison);
