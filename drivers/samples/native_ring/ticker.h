/*
 * The clock of the station: a timer that an epoll loop waits for.
 */
#pragma once

#include <stdint.h>

struct ticker {
	int epoll_fd; /* owned; -1: none */
	int timer_fd; /* owned; -1: none */
};

/* Ticks every `period_ns`, which is less than a second. */
int ticker_init(struct ticker *ticker, long period_ns);
void ticker_finish(struct ticker *ticker);

/* Waits for the next tick. *ticks_out is how many have passed since the last call. */
int ticker_wait(struct ticker *ticker, uint64_t *ticks_out);
