/*
 * The clock of a recording, where it is not the tracer's own: put into the environment, from where
 * the daemon and the command have it alike. Says on stderr why it is refused.
 */
#pragma once

/* Negative: refused, nothing is changed. */
int recording_clock_use_tsc(void);
/* The tracer's own again. */
void recording_clock_reset(void);
