#include "viewer/cli/slices.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>

#include "viewer/lifetime/slice.h"
#include "viewer/reader/reader.h"
#include "viewer/report/analysis.h"

enum {
	/* After so many slices in a row that were of no use, there will be no more of them. */
	USELESS_MAX = 2,
	JOBS_MAX = 256,
	/* For each thread: so that none has much to do when the others have finished. */
	SLICES_PER_JOB = 8,
};

/* One slice, from when a thread begins with it until it was put to the others. */
struct job {
	struct lifetime_slice *slice; /* owned */
	struct trace_list list;       /* what was read */
	int status;
	bool is_done;
};

struct slices {
	struct reader *reader;
	struct trace_list *list;
	struct analysis *analysis;
	size_t job_limit;
	int64_t *cuts; /* owned */
	size_t cut_count;
	struct job *jobs; /* owned; one for each slice */
	size_t job_count;
	struct lifetime_slice **spare; /* owned, and so is each: to be used again */
	size_t spare_count;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	size_t next;  /* to be begun */
	size_t taken; /* put to the others */
	bool is_over; /* nothing more is to be begun */
};

size_t slices_default_jobs(void)
{
	cpu_set_t set;
	int count = sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 1;

	return count > 0 ? (size_t)count : 1;
}

static int64_t begin_of(const struct slices *slices, size_t index)
{
	return index == 0 ? INT64_MIN : slices->cuts[index - 1];
}

static int64_t end_of(const struct slices *slices, size_t index)
{
	return index < slices->cut_count ? slices->cuts[index] : INT64_MAX;
}

static int fold(struct job *job, struct reader *reader)
{
	const struct record *records;
	size_t count;
	int status;

	while ((status = reader_next_records(reader, &records, &count)) == 0) {
		status = lifetime_slice_feed(job->slice, records, count);
		if (status != 0)
			return status;
	}
	return status == READER_END ? 0 : status;
}

static int get_slice(struct slices *slices, struct lifetime_slice **out)
{
	struct lifetime_slice *spare = NULL;

	pthread_mutex_lock(&slices->lock);
	if (slices->spare_count > 0)
		spare = slices->spare[--slices->spare_count];
	pthread_mutex_unlock(&slices->lock);
	if (!spare)
		return lifetime_slice_create(out, slices->list);
	*out = spare;
	return lifetime_slice_reset(spare);
}

static int make(struct slices *slices, size_t index)
{
	struct job *job = &slices->jobs[index];
	struct reader *reader;
	struct trace_list list;
	int status = get_slice(slices, &job->slice);

	if (status < 0)
		return status;
	status = reader_create_slice(
		&reader, &list, slices->reader, begin_of(slices, index), end_of(slices, index));
	if (status < 0)
		return status;
	status = fold(job, reader);
	job->list = list;
	reader_finish_slice(reader, NULL);
	return status;
}

static void *work(void *data)
{
	struct slices *slices = data;

	pthread_mutex_lock(&slices->lock);
	for (;;) {
		size_t index;
		int status;

		/* What waits to be put to the others takes memory. */
		while (!slices->is_over && slices->next < slices->job_count &&
			slices->next > slices->taken + slices->job_limit)
			pthread_cond_wait(&slices->changed, &slices->lock);
		if (slices->is_over || slices->next == slices->job_count)
			break;
		index = slices->next++;
		pthread_mutex_unlock(&slices->lock);
		status = make(slices, index);
		pthread_mutex_lock(&slices->lock);
		slices->jobs[index].status = status;
		slices->jobs[index].is_done = true;
		pthread_cond_broadcast(&slices->changed);
	}
	pthread_mutex_unlock(&slices->lock);
	return NULL;
}

/* The records of a slice as they are, but for the first ones, and up to an end. */
static int feed_records(struct slices *slices, int64_t begin_ns, int64_t end_ns,
	uint64_t skip_count, bool is_counted)
{
	struct trace_list list;
	struct reader *reader;
	const struct record *records;
	size_t count;
	int status = reader_create_slice(&reader, &list, slices->reader, begin_ns, end_ns);

	if (status < 0)
		return status;
	while ((status = reader_next_records(reader, &records, &count)) == 0) {
		size_t skipped = skip_count < count ? (size_t)skip_count : count;

		skip_count -= skipped;
		status =
			analysis_feed_records(slices->analysis, records + skipped, count - skipped);
		if (status < 0)
			break;
	}
	if (is_counted)
		reader_add_counts(slices->list, &list);
	reader_finish_slice(reader, &list);
	return status == READER_END ? 0 : status;
}

/* 0, or 1 when it was of no use. */
static int take(struct slices *slices, size_t index)
{
	struct job *job = &slices->jobs[index];
	uint64_t taken = 0;
	int status = job->status;

	if (status == LIFETIME_SLICE_FULL) {
		status = feed_records(
			slices, begin_of(slices, index), end_of(slices, index), 0, true);
		return status == 0 ? 1 : status;
	}
	if (status < 0)
		return status;
	reader_add_counts(slices->list, &job->list);
	status = analysis_feed_slice(slices->analysis, job->slice, &taken);
	if (status == LIFETIME_SLICE_SPOILT)
		return SLICES_SPOILT;
	if (status != LIFETIME_SLICE_REST)
		return status;
	status = feed_records(slices, begin_of(slices, index), end_of(slices, index), taken, false);
	return status == 0 ? 1 : status;
}

static void drop(struct slices *slices, struct job *job)
{
	pthread_mutex_lock(&slices->lock);
	if (job->slice)
		slices->spare[slices->spare_count++] = job->slice;
	pthread_mutex_unlock(&slices->lock);
	job->slice = NULL;
	reader_finish_slice(NULL, &job->list);
}

static void wait_for(struct slices *slices, size_t index)
{
	pthread_mutex_lock(&slices->lock);
	while (!slices->jobs[index].is_done)
		pthread_cond_wait(&slices->changed, &slices->lock);
	pthread_mutex_unlock(&slices->lock);
}

static void go_on(struct slices *slices, size_t taken, bool is_over)
{
	pthread_mutex_lock(&slices->lock);
	slices->taken = taken;
	slices->is_over = is_over;
	pthread_cond_broadcast(&slices->changed);
	pthread_mutex_unlock(&slices->lock);
}

/* After the last slice that is of any use: the memory of all is wanted for the rest. */
static void drop_all(struct slices *slices)
{
	for (size_t i = 0; i < slices->next; i++) {
		wait_for(slices, i);
		drop(slices, &slices->jobs[i]);
	}
	while (slices->spare_count > 0)
		lifetime_slice_destroy(slices->spare[--slices->spare_count]);
}

static int take_all(struct slices *slices)
{
	size_t useless = 0;
	int status = 0;

	for (size_t i = 0; i < slices->job_count; i++) {
		wait_for(slices, i);
		status = take(slices, i);
		drop(slices, &slices->jobs[i]);
		if (status < 0 || status == SLICES_SPOILT)
			break;
		useless = status ? useless + 1 : 0;
		status = 0;
		go_on(slices, i + 1, useless == USELESS_MAX);
		if (useless == USELESS_MAX && i + 1 < slices->job_count) {
			drop_all(slices);
			status = feed_records(slices, end_of(slices, i), INT64_MAX, 0, true);
			break;
		}
	}
	go_on(slices, slices->job_count, true);
	return status;
}

static int run(struct slices *slices)
{
	pthread_t threads[JOBS_MAX];
	size_t count = 0;
	int status = 0;

	while (count < slices->job_limit && count < JOBS_MAX && count < slices->job_count &&
		status == 0) {
		status = -pthread_create(&threads[count], NULL, work, slices);
		count += status == 0;
	}
	/* Fewer threads than wished for do as well. */
	if (count > 0)
		status = take_all(slices);
	for (size_t i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
	for (size_t i = 0; i < slices->job_count; i++)
		drop(slices, &slices->jobs[i]);
	return status;
}

int slices_feed(struct reader *reader, struct trace_list *list, struct analysis *analysis,
	size_t jobs, uint64_t slice_bytes)
{
	struct slices slices = { .reader = reader,
		.list = list,
		.analysis = analysis,
		.job_limit = jobs,
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.changed = PTHREAD_COND_INITIALIZER };
	int status = jobs > 1 ? reader_cut(reader, &slices.cuts, &slices.cut_count,
					jobs * SLICES_PER_JOB, slice_bytes)
			      : 0;

	if (status < 0)
		return status;
	if (slices.cut_count == 0) {
		free(slices.cuts);
		return SLICES_NONE;
	}
	slices.job_count = slices.cut_count + 1;
	slices.jobs = calloc(slices.job_count, sizeof(*slices.jobs));
	slices.spare = calloc(slices.job_count, sizeof(struct lifetime_slice *));
	status = slices.jobs && slices.spare ? run(&slices) : -ENOMEM;
	while (slices.spare_count > 0)
		lifetime_slice_destroy(slices.spare[--slices.spare_count]);
	free(slices.spare);
	free(slices.jobs);
	free(slices.cuts);
	/* Of one slice alone it cannot be said why it is damaged. */
	if (status == -EBADMSG)
		return SLICES_SPOILT;
	if (status == 0)
		reader_drop_unused(list);
	return status;
}
