#include "viewer/lifetime/loss.h"

#include <errno.h>
#include <stdlib.h>

enum {
	MAX_INTERVALS = 4096
};

void loss_log_finish(struct loss_log *log)
{
	free(log->items);
	free(log->reaches);
	*log = (struct loss_log){ 0 };
}

static int64_t add_counts(int64_t a, int64_t b)
{
	if (a == -1 || b == -1)
		return -1;
	return (int64_t)((uint64_t)a + (uint64_t)b);
}

static void widen(struct loss *sum, const struct loss *loss)
{
	if (sum->begin_ns > sum->end_ns) {
		*sum = *loss;
		return;
	}
	if (loss->begin_ns < sum->begin_ns)
		sum->begin_ns = loss->begin_ns;
	if (loss->end_ns > sum->end_ns)
		sum->end_ns = loss->end_ns;
	sum->count = add_counts(sum->count, loss->count);
}

static void join_neighbours(struct loss_log *log)
{
	size_t kept = 0;

	for (size_t i = 0; i + 1 < log->count; i += 2) {
		struct loss joined = log->items[i];

		widen(&joined, &log->items[i + 1]);
		log->items[kept++] = joined;
	}
	if (log->count % 2)
		log->items[kept++] = log->items[log->count - 1];
	log->count = kept;
}

int loss_log_add(struct loss_log *log, const struct loss *loss)
{
	if (log->count == MAX_INTERVALS)
		join_neighbours(log);
	if (log->count == log->capacity) {
		size_t capacity = log->capacity ? log->capacity * 2 : 16;
		struct loss *grown = realloc(log->items, capacity * sizeof(*grown));

		if (!grown)
			return -ENOMEM;
		log->items = grown;
		log->capacity = capacity;
	}
	log->items[log->count] = *loss;
	if (loss->begin_ns > loss->end_ns)
		log->items[log->count].begin_ns = loss->end_ns;
	log->count++;
	return 0;
}

static int compare(const void *a, const void *b)
{
	const struct loss *x = a;
	const struct loss *y = b;

	return (x->begin_ns > y->begin_ns) - (x->begin_ns < y->begin_ns);
}

int loss_log_sort(struct loss_log *log)
{
	if (!log->count)
		return 0;
	log->reaches = calloc(log->count, sizeof(*log->reaches));
	if (!log->reaches)
		return -ENOMEM;
	qsort(log->items, log->count, sizeof(*log->items), compare);
	for (size_t i = 0; i < log->count; i++) {
		log->reaches[i] = log->items[i].end_ns;
		if (i && log->reaches[i - 1] > log->reaches[i])
			log->reaches[i] = log->reaches[i - 1];
	}
	return 0;
}

/* How many of the losses begin before `time_ns`. */
static size_t count_before(const struct loss_log *log, int64_t time_ns)
{
	size_t low = 0;
	size_t high = log->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (log->items[middle].begin_ns < time_ns)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool loss_log_overlaps(
	const struct loss_log *log, int64_t begin_ns, int64_t end_ns, struct loss *sum)
{
	size_t count = count_before(log, end_ns);

	if (!count || log->reaches[count - 1] <= begin_ns)
		return false;
	for (size_t i = 0; i < count && sum; i++)
		if (log->items[i].end_ns > begin_ns)
			widen(sum, &log->items[i]);
	return true;
}
