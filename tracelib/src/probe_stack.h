/*
 * What filters and captures see of a payload: an integer, a double or the address of a string in 8
 * bytes a field; arrays and sequences take two. Fields that are not for filters are the lengths of
 * sequences.
 */
#pragma once

#include <lttng/ust-events.h>
#include <stdint.h>

/* The arguments of a message, and the words that a filter needs of those and of what is in front. */
#define PROBE_ARGUMENTS_MAX 64
#define PROBE_STACK_MAX     (2 * PROBE_ARGUMENTS_MAX + 4)

/* `stack` has PROBE_STACK_MAX words. */
void probe_fill_stack(uint64_t *stack, const struct lttng_ust_tracepoint_class *class,
	const unsigned char *payload);
