/*
 * The session daemon that a recording uses: one of our own that nobody else sees, or the one that
 * everybody uses. A private daemon keeps parallel recordings apart, and what goes wrong in one
 * (a buffer poisoned by a killed process) ends with it.
 */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

struct daemon {
	pid_t pid;  /* ours; 0: none was started */
	int log;    /* what it said; -1: none */
	char *home; /* owned; the LTTNG_HOME of a private one, for COMMAND too; NULL: not needed */
	bool is_private;
};

enum daemon_condition {
	DAEMON_NOT_PERMITTED = 1, /* root, and a namespace of our own is refused */
};

/* Never fails: the destroy of a daemon that was not started does nothing. */
void daemon_init(struct daemon *daemon);

/*
 * Starts a private daemon and waits until it is ready. Root: moves this process, and so whatever
 * it starts from now on, to a mount namespace in which only /run/lttng is another. -EINTR: a
 * signal came meanwhile and is pending no more. Says on stderr why it failed.
 * SIGUSR1, SIGCHLD, SIGINT and SIGTERM must be blocked.
 */
int daemon_start_private(struct daemon *daemon);

/* Starts one that others may use, too. */
int daemon_start_shared(struct daemon *daemon);

/* True when a daemon of ours has ended by itself. */
bool daemon_has_died(const struct daemon *daemon);

/* Lets it run: it is no longer ours. */
void daemon_abandon(struct daemon *daemon);

/*
 * Ends a daemon of ours, with all of its processes and files. Bounded in time. Sessions of a
 * private one must be stopped before: what they have not written is lost.
 */
void daemon_finish(struct daemon *daemon);
