/* What the two forms of a log share. */
#pragma once

#include "viewer/messages/log.h"
#include "viewer/messages/program.h"
#include "viewer/messages/renderer.h"
#include "viewer/messages/text.h"

/* What is known of a message class, once one of its messages came. */
struct log_class {
	bool is_hidden;  /* by what all of its messages have in common */
	size_t recorder; /* the parameter that names the recorder's log; NO_RECORDER: none does */
	struct format format;
	struct program line;
	struct program text; /* for itself, where it is looked at */
	struct text head;    /* of JSON: what all lines have in common */
	struct text *heads;  /* owned; the same of each argument */
	size_t head_count;
};

enum {
	SAME_TIME_MAX = 32,
	NO_RECORDER = MESSAGE_PARAMETER_MAX,
};

struct log {
	struct log_options options;
	const struct trace_list *list; /* borrowed */
	struct renderer renderer;
	struct memo memo;
	int64_t since_ns;
	int64_t until_ns;
	struct log_class **classes; /* owned, and so is each; by id, NULL: not met */
	size_t class_count;
	/* Messages of one point in time, for those that overlapping snapshots have twice. */
	struct event same_time[SAME_TIME_MAX];
	size_t same_time_count;
	struct message_value room[MESSAGE_PARAMETER_MAX]; /* for the message's arguments */
	struct text lines;                                /* to be written */
	struct text text;                                 /* of the message at hand */
	struct text escaped;                              /* of JSON: the value at hand */
	struct text host;                                 /* the same of trace `host_trace` */
	uint32_t host_trace;
	uint64_t message_count; /* of the time that is wanted; so are the others */
	uint64_t shown_count;
	uint64_t unknown_count; /* without format information */
	uint64_t faulty_count;  /* whose arguments do not fit the format */
};

/* log_json.c; each writes one line to log->lines. */
void log_json_begin(struct log *log);
int log_json_describe(struct log *log, struct log_class *known, const struct message_class *class);
void log_json_message(struct log *log, const struct log_class *known, const struct event *event,
	const struct message_value *values);
void log_json_loss(struct log *log, const struct event *event);
void log_json_end(struct log *log, bool is_complete);
