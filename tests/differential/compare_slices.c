/*
 * Reads some traces as a whole and in slices that are cut at random times, and compares the records,
 * what was counted, and the report on leaks by several threads.
 *
 *   compare_slices FOLDER...
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/cli/slices.h"
#include "viewer/reader/reader.h"
#include "viewer/report/analysis.h"

enum {
	ROUNDS = 12,
	CUT_MAX = 40,
};

struct reading {
	struct reader *reader;
	struct trace_list list;
};

static const char *const *paths;
static size_t path_count;
static struct event *whole;
static size_t whole_count;
static uint64_t state_of_chance;

static size_t chance(size_t below)
{
	state_of_chance = state_of_chance * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(state_of_chance >> 33) % below;
}

__attribute__((noreturn)) static void fail(const char *what, long long number)
{
	fprintf(stderr, "%s (%lld)\n", what, number);
	exit(1);
}

static void begin(struct reading *reading)
{
	trace_list_init(&reading->list);
	if (reader_create_chosen(
		    &reading->reader, READER_NATIVE, paths, path_count, &reading->list) < 0)
		fail("cannot open", 0);
}

static void end(struct reading *reading)
{
	reader_destroy(reading->reader);
	trace_list_finish(&reading->list);
}

static void read_whole(struct reading *reading)
{
	const struct record *records;
	size_t count;

	begin(reading);
	while (reader_next_records(reading->reader, &records, &count) == 0) {
		whole = realloc(whole, (whole_count + count) * sizeof(*whole));
		if (!whole)
			fail("no memory", 0);
		for (size_t i = 0; i < count; i++)
			whole[whole_count++] = record_expand(&records[i], &reading->list);
	}
}

static void compare(const struct event *a, const struct event *b, size_t number)
{
	if (a->type != b->type || a->time_ns != b->time_ns || a->stream != b->stream ||
		a->trace != b->trace || a->pid != b->pid || a->tid != b->tid || a->seq != b->seq ||
		a->handle != b->handle || a->site != b->site)
		fail("another record", (long long)number);
	if (a->type == EVENT_LOST &&
		(a->lost.count != b->lost.count || a->lost.begin_ns != b->lost.begin_ns ||
			a->lost.end_ns != b->lost.end_ns))
		fail("another loss", (long long)number);
}

static int compare_times(const void *a, const void *b)
{
	const int64_t *x = a;
	const int64_t *y = b;

	return (*x > *y) - (*x < *y);
}

static size_t compare_slice(
	struct reading *reading, int64_t begin_ns, int64_t end_ns, size_t position)
{
	const struct record *records;
	struct reader *slice;
	struct trace_list list;
	size_t count;
	int status = reader_create_slice(&slice, &list, reading->reader, begin_ns, end_ns);

	if (status < 0)
		fail("no slice", status);
	while ((status = reader_next_records(slice, &records, &count)) == 0) {
		for (size_t i = 0; i < count; i++, position++) {
			const struct event event = record_expand(&records[i], &reading->list);

			if (position == whole_count)
				fail("too many records", (long long)position);
			compare(&event, &whole[position], position);
		}
	}
	if (status < 0)
		fail("a slice cannot be read", status);
	reader_add_counts(&reading->list, &list);
	reader_finish_slice(slice, &list);
	return position;
}

static void compare_counts(const struct trace_list *a, const struct trace_list *b)
{
	if (a->event_count != b->event_count || a->own_event_count != b->own_event_count ||
		a->message_count != b->message_count || a->begin_ns != b->begin_ns ||
		a->end_ns != b->end_ns || a->discarded_events != b->discarded_events ||
		a->discarded_packets != b->discarded_packets || a->other_count != b->other_count)
		fail("other counts", (long long)a->event_count - (long long)b->event_count);
}

static void compare_round(const struct reading *all)
{
	int64_t times[CUT_MAX];
	int64_t *cuts;
	struct reading reading;
	size_t count = 1 + chance(CUT_MAX);
	size_t position = 0;
	size_t cut_count;

	begin(&reading);
	if (reader_cut(reading.reader, &cuts, &cut_count, 64, 1) < 0)
		fail("cannot be cut", 0);
	free(cuts);
	for (size_t i = 0; i < count; i++)
		times[i] = whole[chance(whole_count)].time_ns + (int64_t)chance(3) - 1;
	qsort(times, count, sizeof(*times), compare_times);
	for (size_t i = 0; i <= count; i++)
		position = compare_slice(&reading, i ? times[i - 1] : INT64_MIN,
			i < count ? times[i] : INT64_MAX, position);
	if (position != whole_count)
		fail("too few records", (long long)position);
	reader_drop_unused(&reading.list);
	compare_counts(&all->list, &reading.list);
	end(&reading);
}

/* By so many threads; SLICES_SPOILT is as good an answer as the report. */
static char *report(size_t jobs)
{
	const struct report_options options = { .format = REPORT_JSON };
	struct analysis *analysis;
	struct reading reading;
	const struct record *records;
	enum verdict_status verdict;
	char *text = NULL;
	size_t size;
	size_t count;
	FILE *out = open_memstream(&text, &size);
	int status;

	begin(&reading);
	if (!out || analysis_create(&analysis, "leaks", &options, &reading.list) < 0)
		fail("no memory", 0);
	status = slices_feed(reading.reader, &reading.list, analysis, jobs, 1);
	while (status == SLICES_NONE && reader_next_records(reading.reader, &records, &count) == 0)
		if (analysis_feed_records(analysis, records, count) < 0)
			fail("cannot be fed", 0);
	if (status < 0)
		fail("no slices", status);
	if (status != SLICES_SPOILT && analysis_end(analysis, out, &verdict) < 0)
		fail("no report", 0);
	analysis_destroy(analysis);
	end(&reading);
	fclose(out);
	if (status == SLICES_SPOILT) {
		free(text);
		text = NULL;
	}
	return text;
}

static void compare_reports(void)
{
	char *expected = report(1);

	for (size_t jobs = 2; jobs <= 8; jobs += 3) {
		char *text = report(jobs);

		if (text && strcmp(text, expected) != 0)
			fail("another report", (long long)jobs);
		free(text);
	}
	free(expected);
}

int main(int argc, char **argv)
{
	struct reading all;

	if (argc < 2)
		return 2;
	paths = (const char *const *)argv + 1;
	path_count = (size_t)argc - 1;
	read_whole(&all);
	for (int i = 0; i < ROUNDS && whole_count > 0; i++)
		compare_round(&all);
	compare_reports();
	end(&all);
	free(whole);
	return 0;
}
