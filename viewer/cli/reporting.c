#include "viewer/cli/reporting.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "viewer/cli/clock.h"
#include "viewer/cli/command.h"
#include "viewer/cli/message.h"
#include "viewer/cli/options.h"
#include "viewer/cli/slices.h"
#include "viewer/model/escape.h"
#include "viewer/reader/live.h"
#include "viewer/reader/reader.h"
#include "viewer/report/analysis.h"
#include "viewer/symbols/symbols.h"

enum {
	OTHER_EVENTS_NAMED = 5,
	AGAIN = 1000, /* as a condition: all is to be done again, in another way */
	POLL_MS = 20, /* how often a live session is asked for more */
};

/* What a report needs while it is made; all owned but `paths`. */
struct reporting {
	char *const *paths;
	size_t path_count;
	struct report_options options;
	char *directory;
	struct trace_list list;
	struct reader *reader;
	struct live *live; /* instead of the reader */
	struct analysis *analysis;
	bool is_log;
	bool is_following;
	bool has_wrong_index;
	bool is_narrowed; /* not everything was read */
	enum reader_choice choice;
	size_t jobs;
};

/* A log needs to know nothing of what lies before and after what is wanted. */
static bool has_window(const struct reporting *reporting)
{
	return reporting->is_log && (reporting->options.since.base != MOMENT_NONE ||
					    reporting->options.until.base != MOMENT_NONE);
}

static int create_reader(struct reporting *reporting)
{
	const char *const *paths = (const char *const *)reporting->paths;

	if (has_window(reporting) && !reporting->has_wrong_index)
		return reader_create_for_window(&reporting->reader, reporting->choice, paths,
			reporting->path_count, &reporting->list);
	return reader_create_chosen(&reporting->reader, reporting->choice, paths,
		reporting->path_count, &reporting->list);
}

static int open_all(struct reporting *reporting, const char *report)
{
	int result = symbols_create(&reporting->options.symbols);

	if (result == 0 && reporting->is_following)
		result = live_open(&reporting->live, reporting->paths[0], &reporting->list);
	else if (result == 0)
		result = create_reader(reporting);
	if (result == 0)
		result = analysis_create(
			&reporting->analysis, report, &reporting->options, &reporting->list);
	return result;
}

static void close_all(struct reporting *reporting)
{
	analysis_destroy(reporting->analysis);
	reader_destroy(reporting->reader);
	live_close(reporting->live);
	symbols_destroy(reporting->options.symbols);
	trace_list_finish(&reporting->list);
	reporting->analysis = NULL;
	reporting->reader = NULL;
	reporting->live = NULL;
	reporting->options.symbols = NULL;
}

static int feed_records(struct reporting *reporting)
{
	const struct record *records;
	size_t count;
	int result;

	while ((result = reader_next_records(reporting->reader, &records, &count)) == 0) {
		result = analysis_feed_records(reporting->analysis, records, count);
		if (result < 0)
			return result;
	}
	return result == READER_END ? 0 : result;
}

static int narrow(struct reporting *reporting)
{
	int64_t begin_ns, since_ns, until_ns;
	int result;

	if (!has_window(reporting))
		return 0;
	result = reader_begin(reporting->reader, &begin_ns);
	if (result != 0)
		return result < 0 ? result : 0;
	analysis_begin(reporting->analysis, begin_ns, &since_ns, &until_ns);
	reporting->is_narrowed = true;
	result = reader_narrow(reporting->reader, since_ns, until_ns);
	reporting->has_wrong_index = result == READER_WRONG_INDEX;
	return reporting->has_wrong_index ? AGAIN : result;
}

static int feed_all(struct reporting *reporting)
{
	const struct event *events;
	size_t count;
	int result;

	if (analysis_takes_records(reporting->analysis)) {
		result = slices_feed(reporting->reader, &reporting->list, reporting->analysis,
			reporting->jobs, SLICES_BYTES);
		if (result == SLICES_NONE)
			return feed_records(reporting);
		if (result == SLICES_SPOILT)
			reporting->jobs = 1;
		return result == SLICES_SPOILT ? AGAIN : result;
	}
	result = narrow(reporting);
	if (result != 0)
		return result;
	while ((result = reader_next(reporting->reader, &events, &count)) == 0) {
		result = analysis_feed(reporting->analysis, events, count);
		if (result < 0)
			return result;
	}
	return result == READER_END ? 0 : result;
}

static volatile sig_atomic_t is_interrupted;

static void interrupt(int signal)
{
	(void)signal;
	is_interrupted = 1;
}

/* The first signal ends the log in order, a second one at once. */
static void catch_signals(void)
{
	struct sigaction action = { .sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND };

	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

static int follow(struct reporting *reporting)
{
	const struct event *event;
	int result = 0;

	catch_signals();
	while (!is_interrupted) {
		result = live_next(reporting->live, &event);
		if (result == LIVE_NOTHING_YET)
			clock_sleep_ms(POLL_MS);
		else if (result == 0)
			result = analysis_feed(reporting->analysis, event, 1);
		if (result < 0 || result == LIVE_END)
			break;
	}
	return result < 0 ? result : 0;
}

static int compare_others(const void *a, const void *b)
{
	const struct other_event *left = a, *right = b;

	if (left->count != right->count)
		return left->count > right->count ? -1 : 1;
	return strcmp(left->name, right->name);
}

/* "a:b (12), c:d (3) and 4 more" */
static void name_others(struct trace_list *list, FILE *out)
{
	size_t named = list->other_count;

	if (named > OTHER_EVENTS_NAMED)
		named = OTHER_EVENTS_NAMED;
	qsort(list->others, list->other_count, sizeof(*list->others), compare_others);
	for (size_t i = 0; i < named; i++)
		fprintf(out, "%s%s (%llu)", i > 0 ? ", " : "", list->others[i].name,
			(unsigned long long)list->others[i].count);
	if (named < list->other_count)
		fprintf(out, " and %zu more", list->other_count - named);
}

/* There is nothing to report on: says what there is instead. */
static void explain_nothing(struct reporting *reporting)
{
	struct trace_list *list = &reporting->list;
	const char *path = reporting->paths[0];
	const char *others = reporting->path_count > 1 ? " and the other paths" : "";
	char *names = NULL;
	size_t size = 0;
	FILE *out;

	if (list->trace_count == 0) {
		if (list->problem_count == 0)
			message_error("%s%s: no trace found", path, others);
		return;
	}
	if (list->message_count) {
		message_error("%s%s: no event of drvtrace; the trace holds %llu messages: see "
			      "'drvtrace log'",
			path, others, (unsigned long long)list->message_count);
		return;
	}
	if (list->other_count == 0) {
		message_error("%s%s: the trace holds no event", path, others);
		return;
	}

	out = open_memstream(&names, &size);
	if (out) {
		name_others(list, out);
		fclose(out);
	}
	message_error("%s%s: no %s of drvtrace; the trace holds %s", path, others,
		reporting->is_log ? "message or event" : "event", names ? names : "others");
	free(names);
}

static int print_problems(const struct trace_list *list)
{
	for (size_t i = 0; i < list->problem_count; i++)
		message_error("%s: %s", list->problems[i].path, list->problems[i].text);
	return list->problem_count > 0 ? EXIT_WRONG : 0;
}

/* A log is of messages, all else of lifetimes. A live one may have nothing to say. */
static bool has_subject(const struct reporting *reporting)
{
	const struct trace_list *list = &reporting->list;

	if (reporting->is_following)
		return true;
	return reporting->is_log ? list->message_count || list->own_event_count
				 : list->own_event_count;
}

/* What was left out may have been of the kind that there is a report on. */
static int look_at_all(struct reporting *reporting)
{
	const struct event *events;
	struct reader *reader;
	size_t count;
	int result;

	reader_destroy(reporting->reader);
	reporting->reader = NULL;
	trace_list_finish(&reporting->list);
	trace_list_init(&reporting->list);
	result = reader_create_chosen(&reader, reporting->choice,
		(const char *const *)reporting->paths, reporting->path_count, &reporting->list);
	if (result < 0)
		return result;
	do
		result = reader_next(reader, &events, &count);
	while (result == 0);
	reader_destroy(reader);
	return result == READER_END ? 0 : result;
}

static int finish_report(struct reporting *reporting)
{
	enum verdict_status verdict;
	int result;

	if (!has_subject(reporting) && reporting->is_narrowed) {
		result = look_at_all(reporting);
		if (result < 0)
			return result;
	}
	if (!has_subject(reporting)) {
		print_problems(&reporting->list);
		explain_nothing(reporting);
		return EXIT_WRONG;
	}

	result = analysis_end(reporting->analysis, stdout, &verdict);
	/* A full disk must not look like a report without leaks. */
	if (fflush(stdout) != 0 || ferror(stdout)) {
		message_error("cannot write the report to standard output");
		return EXIT_WRONG;
	}
	if (result < 0)
		return result;

	return print_problems(&reporting->list) ? EXIT_WRONG : (int)verdict;
}

int reporting_run(const char *report, const struct options *options, char *const *paths,
	size_t path_count, const char *next_command)
{
	struct reporting reporting = {
		.paths = paths,
		.path_count = path_count,
		.options = options->report,
		.directory = getcwd(NULL, 0),
		.is_log = strcmp(report, "log") == 0,
		.is_following = options->is_following,
		.choice = options->reader,
		.jobs = options->jobs ? options->jobs : slices_default_jobs(),
	};
	int result;

	reporting.options.directory = reporting.directory;
	reporting.options.next_command = next_command;
	reporting.options.stream = stdout;
	reporting.options.is_live = options->is_following;
	reporting.options.prefix = getenv("TRACE_FORMAT_PREFIX");
	trace_list_init(&reporting.list);
	result = open_all(&reporting, report);
	if (result == 0)
		result = reporting.is_following ? follow(&reporting) : feed_all(&reporting);
	if (result == AGAIN) {
		close_all(&reporting);
		result = open_all(&reporting, report);
		if (result == 0)
			result = feed_all(&reporting);
	}
	if (result == 0)
		result = finish_report(&reporting);
	else if (result == LIVE_END)
		result = print_problems(&reporting.list);
	if (result < 0) {
		print_problems(&reporting.list);
		message_error("cannot read the traces: %s", strerror(-result));
		result = EXIT_WRONG;
	}

	close_all(&reporting);
	free(reporting.directory);
	return result;
}

static void quote(FILE *out, const char *word)
{
	static const char plain[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./+=:,@%";
	bool is_clean;

	if (word[0] && word[strspn(word, plain)] == '\0') {
		fputs(word, out);
		return;
	}
	/* What a terminal would obey is written as bash and its like read it. */
	is_clean = escape_is_clean(word);
	fputs(is_clean ? "'" : "$'", out);
	for (; *word; word++)
		if (is_clean && *word == '\'')
			fputs("'\\''", out);
		else if (is_clean || (*word >= ' ' && *word < 0x7f && !strchr("'\\", *word)))
			fputc(*word, out);
		else
			fprintf(out, "\\x%02x", (unsigned char)*word);
	fputc('\'', out);
}

char *reporting_next_command(const char *command, char *const *words, size_t count)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;

	fprintf(out, "drvtrace %s", command);
	for (size_t i = 0; i < count; i++) {
		fputc(' ', out);
		quote(out, words[i]);
	}
	if (fclose(out) == 0)
		return text;

	free(text);
	return NULL;
}
