/*
 * The log of a part of some traces, at random times: read by babeltrace2 from the first event to the
 * last one, and natively, where what lies outside is left out.
 *
 *   compare_windows FOLDER...
 *   compare_windows --parts FOLDER...             and something must have been left out
 *   compare_windows --early FOLDER...             the same, from a time in the first half on
 *   compare_windows --indexed FOLDER              the same of one trace, to which indexes are written
 *   compare_windows --skipped FOLDER              its end, and what is skipped by index is destroyed
 *   compare_windows --generated FIRST_SEED COUNT  the same of generated traces, with indexes
 */
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/differential/generate.h"
#include "tests/differential/index.h"
#include "viewer/reader/reader.h"
#include "viewer/report/analysis.h"

enum {
	ROUNDS = 8,
	INDEXED_ROUNDS = 32,
	GENERATED_ROUNDS = 4,
};

struct times {
	int64_t *ns; /* owned */
	size_t count;
};

static uint64_t state;
static bool is_early;
static bool is_late;
static bool is_indexed;

__attribute__((noreturn)) static void fail(const char *what)
{
	fprintf(stderr, "%s\n", what);
	exit(1);
}

static void clean(const char *folder)
{
	char command[PATH_MAX + 16];

	(void)snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	if (system(command) != 0)
		fail(folder);
}

static struct reader *open_reader(enum reader_choice choice, const char *const *paths,
	size_t path_count, struct trace_list *list)
{
	struct reader *reader;

	trace_list_init(list);
	if (reader_create_chosen(&reader, choice, paths, path_count, list) < 0)
		fail("cannot open");
	return reader;
}

static struct reader *open_window(
	const char *const *paths, size_t path_count, struct trace_list *list)
{
	struct reader *reader;

	trace_list_init(list);
	if (reader_create_for_window(&reader, READER_AUTO, paths, path_count, list) < 0)
		fail("cannot open");
	return reader;
}

/* Gives how many events there are. */
static uint64_t read_times(struct times *times, const char *const *paths, size_t path_count)
{
	const struct event *events;
	struct trace_list list;
	struct reader *reader = open_reader(READER_AUTO, paths, path_count, &list);
	size_t count;
	uint64_t event_count;

	*times = (struct times){ 0 };
	while (reader_next(reader, &events, &count) == 0) {
		times->ns = realloc(times->ns, (times->count + count) * sizeof(*times->ns));
		if (!times->ns)
			fail("no memory");
		for (size_t i = 0; i < count; i++)
			times->ns[times->count++] = events[i].time_ns;
	}
	event_count = list.event_count;
	reader_destroy(reader);
	trace_list_finish(&list);
	return event_count;
}

static int feed(struct reader *reader, struct analysis *analysis, bool is_narrowed)
{
	const struct event *events;
	size_t count;
	int64_t begin_ns, since_ns, until_ns;
	int status = is_narrowed ? reader_begin(reader, &begin_ns) : 0;

	if (is_narrowed && status == 0) {
		analysis_begin(analysis, begin_ns, &since_ns, &until_ns);
		status = reader_narrow(reader, since_ns, until_ns);
	}
	while (status == 0 && (status = reader_next(reader, &events, &count)) == 0)
		status = analysis_feed(analysis, events, count);
	return status;
}

/* The log as JSON, by a reader that is used up; NULL: it is to be done without indexes. */
static char *log_by(const struct report_options *window, struct reader *reader,
	struct trace_list *list, bool is_narrowed)
{
	struct report_options options = *window;
	struct analysis *analysis;
	enum verdict_status verdict;
	char *text = NULL;
	size_t size;
	int status;

	options.format = REPORT_JSON;
	options.stream = open_memstream(&text, &size);
	if (!options.stream || analysis_create(&analysis, "log", &options, list) < 0)
		fail("no memory");
	status = feed(reader, analysis, is_narrowed);
	if (status != READER_END && status != READER_WRONG_INDEX)
		fail("cannot be read");
	if (status == READER_END && analysis_end(analysis, options.stream, &verdict) < 0)
		fail("no log");
	analysis_destroy(analysis);
	reader_destroy(reader);
	(void)fclose(options.stream);
	if (status == READER_END)
		return text;
	free(text);
	return NULL;
}

/* Gives how many events were read for it. */
static char *make_log(const struct report_options *window, enum reader_choice choice,
	const char *const *paths, size_t path_count, uint64_t *event_count)
{
	struct trace_list list;
	char *text = NULL;

	if (choice == READER_AUTO) {
		struct reader *reader = open_window(paths, path_count, &list);

		text = log_by(window, reader, &list, true);
	}
	if (!text) {
		struct reader *reader;

		if (choice == READER_AUTO)
			trace_list_finish(&list);
		reader = open_reader(choice, paths, path_count, &list);
		text = log_by(window, reader, &list, choice == READER_AUTO);
	}
	if (!text)
		fail("no log without indexes");
	*event_count = list.event_count;
	trace_list_finish(&list);
	return text;
}

static struct moment any_moment(const struct times *times)
{
	size_t count = is_early ? times->count * 9 / 20 : times->count;
	size_t first = is_late ? times->count * 9 / 10 : 0;
	int64_t ns = times->ns[first + generate_below(&state, count - first)] +
		     (int64_t)generate_below(&state, 3) - 1;

	switch (is_early || is_late ? 3 : generate_below(&state, 6)) {
	case 0:
		return (struct moment){ 0 };
	case 1:
		return (struct moment){ MOMENT_BEGIN, ns - times->ns[0] };
	case 2:
		return (struct moment){ MOMENT_EPOCH, times->ns[times->count - 1] + 1000000 };
	default:
		return (struct moment){ MOMENT_EPOCH, ns };
	}
}

/* Gives how many events were read. */
static uint64_t compare_round(
	const struct times *times, const char *const *paths, size_t path_count)
{
	const struct report_options window = { .since = any_moment(times),
		.until = is_early ? (struct moment){ 0 } : any_moment(times) };
	uint64_t all;
	uint64_t read;
	char *expected;
	char *log;

	/* babeltrace2 would go by it, wherever it leads. */
	if (is_indexed)
		index_write(paths[0], INDEX_NONE, &state);
	expected = make_log(&window, READER_BABELTRACE, paths, path_count, &all);
	if (is_indexed)
		index_write(paths[0],
			is_late ? INDEX_RIGHT : generate_below(&state, INDEX_VARIANT_COUNT),
			&state);
	if (is_late)
		index_destroy_headers(paths[0]);
	log = make_log(&window, READER_AUTO, paths, path_count, &read);
	if (strcmp(expected, log) != 0) {
		fprintf(stderr, "since %d %lld, until %d %lld, %s:\n%s---\n%s", window.since.base,
			(long long)window.since.ns, window.until.base, (long long)window.until.ns,
			paths[0], expected, log);
		fail("another log");
	}
	free(expected);
	free(log);
	return read;
}

static bool compare_all(const char *const *paths, size_t path_count, int rounds)
{
	struct times times;
	uint64_t event_count = read_times(&times, paths, path_count);
	bool is_left_out = false;

	for (int i = 0; i < rounds && times.count > 0; i++)
		is_left_out |= compare_round(&times, paths, path_count) < event_count;
	free(times.ns);
	return is_left_out;
}

static bool compare_generated(uint64_t first, uint64_t count)
{
	char folder[] = "/tmp/drvtrace-windows.XXXXXX";
	const char *const path = folder;
	bool is_left_out = false;

	if (!mkdtemp(folder))
		fail(folder);
	for (uint64_t seed = first; seed < first + count; seed++) {
		clean(folder);
		if (mkdir(folder, 0700) != 0)
			fail(folder);
		generate_trace(folder, seed);
		is_indexed = seed % 2;
		is_left_out |= compare_all(&path, 1, GENERATED_ROUNDS);
	}
	clean(folder);
	return is_left_out;
}

int main(int argc, char **argv)
{
	const char *option = argc > 1 && argv[1][0] == '-' ? argv[1] : "";
	int first = option[0] ? 2 : 1;
	bool is_left_out = true;

	if (argc <= first)
		return 2;
	state = generate_state(1);
	is_early = strcmp(option, "--early") == 0;
	is_late = strcmp(option, "--skipped") == 0;
	is_indexed = is_late || strcmp(option, "--indexed") == 0;
	if (strcmp(option, "--generated") == 0 && argc == 4)
		is_left_out =
			compare_generated(strtoull(argv[2], NULL, 10), strtoull(argv[3], NULL, 10));
	else
		is_left_out = compare_all((const char *const *)argv + first, (size_t)(argc - first),
				      is_late      ? 1
				      : is_indexed ? INDEXED_ROUNDS
						   : ROUNDS) ||
			      !option[0];
	if (!is_left_out)
		fail("everything was read every time");
	return 0;
}
