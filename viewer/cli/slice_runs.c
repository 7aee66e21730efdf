#include "viewer/cli/slice_runs.h"

#include <errno.h>
#include <stdlib.h>

enum {
	/* What is shared with another thread: to put a slice to the others takes time, too. */
	SHARED_MIN = 2,
};

static struct run *add_behind(struct run *run, size_t begin, size_t end)
{
	struct run *added = calloc(1, sizeof(*added));

	if (!added)
		return NULL;
	added->begin = begin;
	added->next = begin;
	added->end = end;
	if (run) {
		added->is_counted = run->is_counted;
		added->behind = run->behind;
		run->behind = added;
	}
	return added;
}

int runs_create(struct run **first, size_t grain_count, size_t count)
{
	struct run *last = NULL;

	*first = NULL;
	if (count > grain_count)
		count = grain_count;
	for (size_t i = 0; i < count; i++) {
		last = add_behind(last, grain_count * i / count, grain_count * (i + 1) / count);
		if (!last) {
			runs_destroy(*first);
			*first = NULL;
			return -ENOMEM;
		}
		if (!*first)
			*first = last;
	}
	return 0;
}

void runs_destroy(struct run *first)
{
	while (first) {
		struct run *behind = first->behind;

		free(first);
		first = behind;
	}
}

bool runs_claim(struct run *run, size_t *grain)
{
	if (run->next == run->end)
		return false;
	*grain = run->next++;
	return true;
}

int runs_split(struct run *run, size_t grain)
{
	struct run *rest;

	if (grain == run->end)
		return 0;
	rest = add_behind(run, grain, run->end);
	if (!rest)
		return -ENOMEM;
	run->end = grain;
	return 0;
}

struct run *runs_steal(struct run *first)
{
	struct run *victim = NULL;
	size_t most = SHARED_MIN - 1;

	for (struct run *run = first; run; run = run->behind) {
		size_t left = run->is_done ? 0 : run->end - run->next;

		if (!run->is_begun) {
			run->is_begun = true;
			return run;
		}
		if (left > most) {
			most = left;
			victim = run;
		}
	}
	/* Without memory for it, nothing is shared. */
	if (!victim || runs_split(victim, victim->end - most / 2) < 0)
		return NULL;
	victim->behind->is_begun = true;
	return victim->behind;
}
