/*
 * Calls that may never return, made in a child process that is ended when its time is up: what
 * liblttng-ctl asks of a daemon that is stuck cannot be interrupted in any other way.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	BOUNDED_TEXT_BYTES = 256,
	BOUNDED_PID_MAX = 4096,
};

/* What the call found out; in memory that the child shares with us. */
struct bounded_reply {
	bool is_done; /* it came to its end; else the rest holds what was known until then */
	int status;
	char text[BOUNDED_TEXT_BYTES]; /* why it failed, one line */
	bool has_pids;
	size_t pid_count;
	int32_t pids[BOUNDED_PID_MAX];
};

enum bounded_condition {
	BOUNDED_TIME_IS_UP = 1, /* it did not end in time */
	BOUNDED_DIED,           /* it ended without an answer */
};

int bounded_reply_create(struct bounded_reply **out);
void bounded_reply_destroy(struct bounded_reply *reply);

/* Runs `call` in a child; its return value becomes reply->status. */
int bounded_call(struct bounded_reply *reply, int timeout_ms,
	int (*call)(struct bounded_reply *reply, const void *context), const void *context);
