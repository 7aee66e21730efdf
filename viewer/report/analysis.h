/*
 * A report over some traces, from the first event to the printed page: bundles the analysis that
 * the report needs with the way it is printed, so that the command and the babeltrace2 sinks are
 * thin. Knows nothing of readers; prints to the given file only.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "viewer/messages/moment_text.h"
#include "viewer/model/event.h"
#include "viewer/model/record.h"
#include "viewer/model/trace.h"

struct analysis;
struct lifetime_slice;
struct symbols;

/* A point in time: not given, since the epoch, or since the first event of the traces. */
enum moment_base {
	MOMENT_NONE,
	MOMENT_EPOCH,
	MOMENT_BEGIN
};
struct moment {
	enum moment_base base;
	int64_t ns;
};

enum report_format {
	REPORT_TEXT,
	REPORT_JSON
};

/* All zero is right: text, without colour, everything, no symbols. Strings are borrowed. */
struct report_options {
	enum report_format format;
	bool color;

	/* Filters; NULL and MOMENT_NONE let everything through. All must match. */
	const char *driver; /* its name */
	const char *module; /* name of the file of the acquiring call's module, or its whole path */
	const char *kind;
	const char *tag;
	const char *site;    /* part of "function file:line" of the acquiring call */
	struct moment since; /* acquired, or begun, at or after */
	struct moment until; /* at or before */

	struct moment at; /* objects: only what was live then */
	bool tree;        /* objects: by owner */
	bool blame;       /* init: by self time instead of as a tree */

	/* log: printed as the messages come, so to `stream` and not at the end */
	FILE *stream;
	bool is_live; /* each line at once */
	enum time_display time;
	const char *prefix; /* of lines, as TRACE_FORMAT_PREFIX has it; NULL: tracefmt's */
	uint8_t level;      /* this one and the more severe ones; 0: all */
	const char *flag;
	const char *function;
	const char *recorder; /* name of an in-flight recorder's log */
	const char *grep;     /* part of the text */

	const char *directory;    /* text shows source files below it relative to it */
	const char *next_command; /* what to type next, the report's last line; NULL: none */
	struct symbols *symbols;  /* borrowed; NULL: call sites are module+offset */
};

/* Exit statuses of the command, as analysis_end() gives them. */
enum verdict_status {
	VERDICT_CLEAN = 0,
	VERDICT_LEAKED = 1,
	VERDICT_UNSURE = 3,
};

/*
 * `report` is "leaks", "objects", "init" or "log": -EINVAL for another one. `options` and `list` are
 * borrowed until the analysis is destroyed; `list` may still grow until analysis_end().
 */
int analysis_create(struct analysis **out, const char *report, const struct report_options *options,
	const struct trace_list *list);
void analysis_destroy(struct analysis *analysis);

/*
 * When the reading begins, where that is known before its first event is fed; gives what of it the
 * options let through.
 */
void analysis_begin(
	struct analysis *analysis, int64_t begin_ns, int64_t *since_ns, int64_t *until_ns);

/* Every event in order. Strings in the events need not outlive the call. */
int analysis_feed(struct analysis *analysis, const struct event *events, size_t count);

/*
 * The same as records, which is faster: where it is, analysis_takes_records() says so. Payloads of
 * records are looked at again until the analysis ends.
 */
bool analysis_takes_records(const struct analysis *analysis);
int analysis_feed_records(struct analysis *analysis, const struct record *records, size_t count);
/* The same again, of records that were folded by another thread: see lifetime_feed_slice(). */
int analysis_feed_slice(
	struct analysis *analysis, const struct lifetime_slice *slice, uint64_t *taken);

/*
 * After the last event: prints the report and tells the exit status. Once. A log is on its stream
 * already, but for its last lines.
 */
int analysis_end(struct analysis *analysis, FILE *out, enum verdict_status *status);
