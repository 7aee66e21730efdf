/*
 * When events were lost. Intervals are kept as they come; when there are many, neighbours are
 * joined: the answer then errs on the side of "something was lost".
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct loss {
	int64_t begin_ns;
	int64_t end_ns;
	int64_t count; /* the tracer reports negative ones too: their sum is right; -1: unknown */
};

struct loss_log {
	struct loss *items; /* owned */
	int64_t *reaches; /* owned; after loss_log_sort(): latest end of an item and those before */
	size_t count;
	size_t capacity;
};

void loss_log_finish(struct loss_log *log);
int loss_log_add(struct loss_log *log, const struct loss *loss);
/* Before the first question, after the last loss. */
int loss_log_sort(struct loss_log *log);
/*
 * Whether something was lost after `begin_ns` and before `end_ns`; if so and `sum` is not NULL, it
 * is widened by what was. A fresh sum has begin_ns > end_ns.
 */
bool loss_log_overlaps(
	const struct loss_log *log, int64_t begin_ns, int64_t end_ns, struct loss *sum);
