/*
 * One recording session of LTTng, from its creation to its end. Every call into liblttng-ctl is
 * made in here, and none takes longer than its time limit.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bounded_reply;

struct session_settings {
	char name[64];
	const char *folder; /* absolute */
	const char *url;    /* of a relay daemon, instead of the folder; NULL: none */
	bool is_waiting;    /* an event waits, a bounded time, when the buffers are full */
	bool is_private;    /* the daemon serves nobody else */
	bool is_snapshot;   /* the newest events are kept in memory, see session_snapshot() */
	uint8_t level;      /* of messages, and the more severe ones; 0: all */
	const char *flags;  /* of messages, separated by commas; NULL: all */
};

/* How much of a session's end went well. */
struct session_end {
	bool is_stopped;   /* recording has stopped, what was recorded is written */
	bool is_destroyed; /* and the daemon holds nothing of it any more */
};

/* Creates and starts the session. Fills reply->text with the reason when it fails (not 0). */
int session_start(struct bounded_reply *reply, const struct session_settings *settings);

/*
 * Stops recording, waits until all is written, and destroys the session when that is wanted: it
 * takes the daemon half a second, by timers of its own. reply->pids: the processes that are still there at the stop, with a private daemon
 * only, as another one may not know all of them.
 */
void session_stop(struct bounded_reply *reply, const struct session_settings *settings,
	bool is_destroy, struct session_end *end);

/* Writes what the buffers of a snapshot session hold; -EIO with reply->text when it cannot. */
int session_snapshot(struct bounded_reply *reply, const struct session_settings *settings);

/* Whether a session daemon answers. Negative: something is there, and does not answer. */
int session_daemon_is_running(struct bounded_reply *reply, bool *is_running);

/* True when the daemon certainly serves no session. */
bool session_daemon_is_idle(struct bounded_reply *reply);
