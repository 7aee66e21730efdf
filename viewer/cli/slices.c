#include "viewer/cli/slices.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>

#include "viewer/cli/slices_work.h"
#include "viewer/lifetime/slice.h"
#include "viewer/reader/reader.h"
#include "viewer/report/analysis.h"

enum {
	JOBS_MAX = 256,
	/* For each thread: so that none has much to do when the others have finished. */
	GRAINS_PER_JOB = 128,
	/* Slices that wait to be put to the others, beside the ones that are being made. */
	WAITING_MAX = 3,
};

struct worker {
	struct slices *slices;
	struct run *run; /* to begin with */
	pthread_t thread;
};

size_t slices_default_jobs(void)
{
	cpu_set_t set;
	int count = sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 1;

	return count > 0 ? (size_t)count : 1;
}

/* The records of a grain as they are, but for the first ones. */
static int feed_grain(struct slices *slices, struct reader *reader, uint64_t skip_count)
{
	const struct record *records;
	size_t count;
	int status;

	while ((status = reader_next_records(reader, &records, &count)) == 0) {
		size_t skipped = skip_count < count ? (size_t)skip_count : count;

		skip_count -= skipped;
		status =
			analysis_feed_records(slices->analysis, records + skipped, count - skipped);
		if (status < 0)
			return status;
	}
	return status == READER_END ? 0 : status;
}

/* Without a slice. */
static int feed_run(struct slices *slices, struct run *run)
{
	struct reader *reader = NULL;
	size_t grain;
	int status = 0;

	while (status == 0 && slices_claim(slices, run, &grain)) {
		status = slices_enter_grain(slices, &reader, &run->list, grain);
		if (status == 0)
			status = feed_grain(slices, reader, 0);
	}
	if (status == 0 && reader && !run->is_counted)
		reader_add_counts(slices->list, &run->list);
	reader_finish_slice(reader, NULL);
	return status;
}

/* What is behind so many records of a slice: the rest of a grain, and a run of those behind. */
static int feed_rest(struct slices *slices, struct run *run, uint64_t taken)
{
	struct trace_list list = { 0 };
	struct reader *reader = NULL;
	size_t grain = run->begin;
	int status;

	while (grain + 1 < run->next && taken >= slices->record_counts[grain])
		taken -= slices->record_counts[grain++];
	status = slices_enter_grain(slices, &reader, &list, grain);
	if (status == 0)
		status = feed_grain(slices, reader, taken);
	reader_finish_slice(reader, &list);
	if (status < 0)
		return status;
	pthread_mutex_lock(&slices->lock);
	run->is_counted = true;
	status = runs_split(run, grain + 1);
	pthread_cond_broadcast(&slices->changed);
	pthread_mutex_unlock(&slices->lock);
	return status;
}

static void note_use(struct slices *slices, bool is_useless)
{
	pthread_mutex_lock(&slices->lock);
	slices->useless_count = is_useless ? slices->useless_count + 1 : 0;
	pthread_mutex_unlock(&slices->lock);
}

static int take(struct slices *slices, struct run *run)
{
	uint64_t taken = 0;
	int status = run->status;

	if (status < 0)
		return status;
	if (!run->is_counted)
		reader_add_counts(slices->list, &run->list);
	status = analysis_feed_slice(slices->analysis, run->slice, &taken);
	if (status == LIFETIME_SLICE_SPOILT)
		return SLICES_SPOILT;
	if (status < 0)
		return status;
	if (status == 0 && run->status == 0) {
		note_use(slices, false);
		return 0;
	}
	/* A slice that is full was of some use. */
	if (status == LIFETIME_SLICE_REST)
		note_use(slices, true);
	return feed_rest(slices, run, taken);
}

static void drop(struct slices *slices, struct run *run)
{
	pthread_mutex_lock(&slices->lock);
	slices_drop(slices, run);
	pthread_mutex_unlock(&slices->lock);
}

/* True when nobody has begun with the run: it is the caller's then. Otherwise it is a slice. */
static bool take_over(struct slices *slices, struct run *run)
{
	bool is_mine;

	pthread_mutex_lock(&slices->lock);
	while (run->is_begun && !run->is_done) {
		struct run *other = slices_find_work(slices);

		if (other)
			slices_perform(slices, other);
		else
			pthread_cond_wait(&slices->changed, &slices->lock);
	}
	is_mine = !run->is_begun;
	run->is_begun = true;
	pthread_mutex_unlock(&slices->lock);
	return is_mine;
}

static struct run *next_run(struct slices *slices, const struct run *run)
{
	struct run *behind;

	pthread_mutex_lock(&slices->lock);
	behind = run->behind;
	pthread_mutex_unlock(&slices->lock);
	return behind;
}

static int feed_all(struct slices *slices)
{
	struct run *run = slices->runs;
	int status = feed_run(slices, run);

	drop(slices, run);
	while (status == 0 && (run = next_run(slices, run))) {
		status = take_over(slices, run) ? feed_run(slices, run) : take(slices, run);
		drop(slices, run);
	}
	pthread_mutex_lock(&slices->lock);
	slices->is_over = true;
	pthread_cond_broadcast(&slices->changed);
	pthread_mutex_unlock(&slices->lock);
	return status;
}

/* Runs are somebody's from the beginning, so that each thread has something to do at once. */
static size_t share_out(struct slices *slices, struct worker *workers)
{
	size_t count = 0;

	slices->runs->is_begun = true;
	for (struct run *run = slices->runs->behind; run; run = run->behind) {
		run->is_begun = slices->slice_count < slices->slice_limit;
		workers[count++] =
			(struct worker){ .slices = slices, .run = run->is_begun ? run : NULL };
		slices->slice_count += run->is_begun;
	}
	return count;
}

static void *work(void *data)
{
	const struct worker *worker = data;

	slices_work(worker->slices, worker->run);
	return NULL;
}

/* Fewer threads than wished for do as well. */
static size_t start(struct slices *slices, struct worker *workers, size_t count)
{
	size_t started = 0;

	while (started < count &&
		pthread_create(&workers[started].thread, NULL, work, &workers[started]) == 0)
		started++;
	pthread_mutex_lock(&slices->lock);
	for (size_t i = started; i < count; i++) {
		if (!workers[i].run)
			continue;
		workers[i].run->is_begun = false;
		slices->slice_count--;
	}
	pthread_mutex_unlock(&slices->lock);
	return started;
}

static int run(struct slices *slices)
{
	struct worker workers[JOBS_MAX];
	size_t count = share_out(slices, workers);
	int status;

	count = start(slices, workers, count);
	status = feed_all(slices);
	for (size_t i = 0; i < count; i++)
		pthread_join(workers[i].thread, NULL);
	for (struct run *left = slices->runs; left; left = left->behind)
		drop(slices, left);
	return status;
}

static int allocate(struct slices *slices)
{
	size_t grain_count = slices->cut_count + 1;
	int status = runs_create(&slices->runs, grain_count, slices->job_limit);

	slices->slice_max = slices->job_limit + WAITING_MAX;
	slices_limit(slices, 0);
	slices->record_counts = calloc(grain_count, sizeof(*slices->record_counts));
	slices->spare = calloc(slices->slice_max, sizeof(struct lifetime_slicer *));
	return status == 0 && (!slices->record_counts || !slices->spare) ? -ENOMEM : status;
}

static void free_all(struct slices *slices)
{
	while (slices->spare_count > 0)
		lifetime_slicer_destroy(slices->spare[--slices->spare_count]);
	runs_destroy(slices->runs);
	free(slices->spare);
	free(slices->record_counts);
	free(slices->cuts);
}

int slices_feed(struct reader *reader, struct trace_list *list, struct analysis *analysis,
	size_t jobs, uint64_t grain_bytes)
{
	struct slices slices = { .reader = reader,
		.list = list,
		.analysis = analysis,
		.job_limit = jobs < JOBS_MAX ? jobs : JOBS_MAX,
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.changed = PTHREAD_COND_INITIALIZER };
	int status = jobs > 1 ? reader_cut(reader, &slices.cuts, &slices.cut_count,
					slices.job_limit * GRAINS_PER_JOB, grain_bytes)
			      : 0;

	if (status < 0)
		return status;
	if (slices.cut_count == 0) {
		free(slices.cuts);
		return SLICES_NONE;
	}
	status = allocate(&slices);
	if (status == 0)
		status = run(&slices);
	free_all(&slices);
	/* Of one slice alone it cannot be said why it is damaged. */
	if (status == -EBADMSG)
		return SLICES_SPOILT;
	if (status == 0)
		reader_drop_unused(list);
	return status;
}
