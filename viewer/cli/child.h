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

/* What became of signals before there was a child. */
struct child_signals {
	sigset_t mask;
	struct sigaction on_end; /* of a child: who started us may have ignored it */
};

/* Before there is a child: what is to be waited for is blocked, and the end of a child is told. */
void child_hold_signals(struct child_signals *before);

/* In the child, or when it is gone. */
void child_restore_signals(const struct child_signals *before);

/* Waits for the next signal; true when the child has ended. */
bool child_wait(struct child *child);

/* As shells tell it: 128 + signal when one ended the child. */
int child_exit_status(const struct child *child);

/* Forgets those of the signals that came and were given to nobody. */
void child_drop_signals(void);
