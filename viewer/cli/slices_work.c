#include "viewer/cli/slices_work.h"

#include <errno.h>

#include "viewer/lifetime/slice.h"
#include "viewer/reader/reader.h"

enum {
	/* Of one slice that is nearly full, and of all of them. */
	SLICE_BYTES = 5 << 20,
	ALL_BYTES = 44 << 20,
};

static int64_t begin_of(const struct slices *slices, size_t grain)
{
	return grain == 0 ? INT64_MIN : slices->cuts[grain - 1];
}

static int64_t end_of(const struct slices *slices, size_t grain)
{
	return grain < slices->cut_count ? slices->cuts[grain] : INT64_MAX;
}

bool slices_claim(struct slices *slices, struct run *run, size_t *grain)
{
	bool has_more;

	pthread_mutex_lock(&slices->lock);
	has_more = !slices->is_over && runs_claim(run, grain);
	pthread_mutex_unlock(&slices->lock);
	return has_more;
}

int slices_enter_grain(
	struct slices *slices, struct reader **reader, struct trace_list *list, size_t grain)
{
	if (!*reader)
		return reader_create_slice(reader, list, slices->reader, begin_of(slices, grain),
			end_of(slices, grain));
	reader_continue_slice(*reader, end_of(slices, grain));
	return 0;
}

static int get_slicer(struct slices *slices, struct lifetime_slicer **out)
{
	struct lifetime_slicer *spare = NULL;

	pthread_mutex_lock(&slices->lock);
	if (slices->spare_count > 0)
		spare = slices->spare[--slices->spare_count];
	pthread_mutex_unlock(&slices->lock);
	if (!spare)
		return lifetime_slicer_create(out, slices->list);
	*out = spare;
	return 0;
}

static void put_slicer(struct slices *slices, struct lifetime_slicer *slicer)
{
	pthread_mutex_lock(&slices->lock);
	slices->spare[slices->spare_count++] = slicer;
	pthread_mutex_unlock(&slices->lock);
}

/* A grain that the slice has no room for is read to its end all the same: it is counted then. */
static int fold(
	struct slices *slices, struct lifetime_slicer *slicer, struct reader *reader, size_t grain)
{
	const struct record *records;
	uint64_t before = lifetime_slicer_count(slicer);
	size_t count;
	int feeding = 0;
	int status;

	while ((status = reader_next_records(reader, &records, &count)) == 0) {
		if (feeding == 0)
			feeding = lifetime_slicer_feed(slicer, records, count);
		if (feeding < 0)
			return feeding;
	}
	slices->record_counts[grain] = lifetime_slicer_count(slicer) - before;
	return status == READER_END ? feeding : status;
}

/* Whose table may have to be twice as large soon, as long as it is not full. */
void slices_limit(struct slices *slices, size_t slice_bytes)
{
	size_t bytes = SLICE_BYTES;

	if (slice_bytes > slices->slice_bytes)
		slices->slice_bytes = slice_bytes;
	if (slices->slice_bytes > 0 && slices->slice_bytes < SLICE_BYTES / 2)
		bytes = slices->slice_bytes * 2;
	else if (slices->slice_bytes > SLICE_BYTES)
		bytes = slices->slice_bytes;
	slices->slice_limit = 1 + ALL_BYTES / bytes;
	if (slices->slice_limit > slices->slice_max)
		slices->slice_limit = slices->slice_max;
}

static void note_size(struct slices *slices, const struct lifetime_slicer *slicer)
{
	size_t bytes = lifetime_slicer_bytes(slicer);

	pthread_mutex_lock(&slices->lock);
	if (bytes > slices->slice_bytes) {
		slices_limit(slices, bytes);
		pthread_cond_broadcast(&slices->changed);
	}
	pthread_mutex_unlock(&slices->lock);
}

static int make_with(struct slices *slices, struct run *run, struct lifetime_slicer *slicer)
{
	struct reader *reader = NULL;
	size_t grain;
	int status = 0;
	int ending;

	while (status == 0 && slices_claim(slices, run, &grain)) {
		status = slices_enter_grain(slices, &reader, &run->list, grain);
		if (status == 0)
			status = fold(slices, slicer, reader, grain);
		note_size(slices, slicer);
	}
	reader_finish_slice(reader, NULL);
	ending = lifetime_slicer_end(slicer, &run->slice);
	return ending < 0 ? ending : status;
}

static int make(struct slices *slices, struct run *run)
{
	struct lifetime_slicer *slicer;
	int status = get_slicer(slices, &slicer);

	if (status < 0)
		return status;
	status = make_with(slices, run, slicer);
	if (status < 0)
		lifetime_slicer_destroy(slicer);
	else
		put_slicer(slices, slicer);
	return status;
}

struct run *slices_find_work(struct slices *slices)
{
	struct run *run;

	if (slices->is_over || slices->useless_count >= SLICES_USELESS_MAX ||
		slices->slice_count >= slices->slice_limit)
		return NULL;
	run = runs_steal(slices->runs);
	slices->slice_count += run != NULL;
	return run;
}

void slices_drop(struct slices *slices, struct run *run)
{
	slices->slice_count -= run->slice != NULL;
	lifetime_slice_destroy(run->slice);
	run->slice = NULL;
	/* When there will be no more slices, that memory is wanted for the rest. */
	while (slices->useless_count >= SLICES_USELESS_MAX && slices->spare_count > 0)
		lifetime_slicer_destroy(slices->spare[--slices->spare_count]);
	reader_finish_slice(NULL, &run->list);
	pthread_cond_broadcast(&slices->changed);
}

/* It is worth less than it takes: somebody may do without. */
static void give_up(struct slices *slices, struct run *run)
{
	slices->useless_count++;
	slices_drop(slices, run);
	run->next = run->begin;
	run->is_begun = false;
}

void slices_perform(struct slices *slices, struct run *run)
{
	int status;

	pthread_mutex_unlock(&slices->lock);
	status = make(slices, run);
	pthread_mutex_lock(&slices->lock);
	if (status == LIFETIME_SLICE_FULL && run->next == run->begin + 1) {
		give_up(slices, run);
		return;
	}
	if (status == LIFETIME_SLICE_FULL && runs_split(run, run->next) < 0)
		status = -ENOMEM;
	run->status = status;
	run->is_done = true;
	pthread_cond_broadcast(&slices->changed);
}

void slices_work(struct slices *slices, struct run *run)
{
	pthread_mutex_lock(&slices->lock);
	while (!slices->is_over) {
		if (run)
			slices_perform(slices, run);
		else
			pthread_cond_wait(&slices->changed, &slices->lock);
		run = slices_find_work(slices);
	}
	pthread_mutex_unlock(&slices->lock);
}
