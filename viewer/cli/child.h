/*
 * Waiting for a child process while the signals that come to us are given to it, so that what we
 * hold (a session, a temporary folder) is cleaned up whatever ends the child.
 */
#pragma once

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

struct child {
	pid_t pid;
	int status;    /* as waitpid() gives it */
	bool is_asked; /* SIGUSR1 has come since this was last set to false */
};

/* The signals that must be blocked while there is a child. */
void child_signals(sigset_t *out);

/* Waits for the next signal; true when the child has ended. */
bool child_wait(struct child *child);

/* As shells tell it: 128 + signal when one ended the child. */
int child_exit_status(const struct child *child);

/* Forgets those of the signals that came and were given to nobody. */
void child_drop_signals(void);
