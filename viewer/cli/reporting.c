#include "viewer/cli/reporting.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "viewer/cli/command.h"
#include "viewer/cli/message.h"
#include "viewer/cli/options.h"
#include "viewer/reader/reader.h"
#include "viewer/report/analysis.h"
#include "viewer/symbols/symbols.h"

enum {
	OTHER_EVENTS_NAMED = 5,
};

/* What a report needs while it is made; all owned but `paths`. */
struct reporting {
	char *const *paths;
	size_t path_count;
	struct report_options options;
	char *directory;
	struct trace_list list;
	struct reader *reader;
	struct analysis *analysis;
};

static int open_all(struct reporting *reporting, enum reader_choice choice, const char *report)
{
	int result = symbols_create(&reporting->options.symbols);

	if (result == 0)
		result = reader_create_chosen(&reporting->reader, choice,
			(const char *const *)reporting->paths, reporting->path_count,
			&reporting->list);
	if (result == 0)
		result = analysis_create(
			&reporting->analysis, report, &reporting->options, &reporting->list);
	return result;
}

static int feed_all(struct reporting *reporting)
{
	const struct event *events;
	size_t count;
	int result;

	while ((result = reader_next(reporting->reader, &events, &count)) == 0) {
		result = analysis_feed(reporting->analysis, events, count);
		if (result < 0)
			return result;
	}
	return result == READER_END ? 0 : result;
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
	if (list->other_count == 0) {
		message_error("%s%s: the trace holds no event", path, others);
		return;
	}

	out = open_memstream(&names, &size);
	if (out) {
		name_others(list, out);
		fclose(out);
	}
	message_error("%s%s: no event of drvtrace; the trace holds %s", path, others,
		names ? names : "others");
	free(names);
}

static int print_problems(const struct trace_list *list)
{
	for (size_t i = 0; i < list->problem_count; i++)
		message_error("%s: %s", list->problems[i].path, list->problems[i].text);
	return list->problem_count > 0 ? EXIT_WRONG : 0;
}

static int finish_report(struct reporting *reporting)
{
	enum verdict_status verdict;
	int result;

	if (reporting->list.own_event_count == 0) {
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
	};
	int result;

	reporting.options.directory = reporting.directory;
	reporting.options.next_command = next_command;
	trace_list_init(&reporting.list);
	result = open_all(&reporting, options->reader, report);
	if (result == 0)
		result = feed_all(&reporting);
	if (result == 0)
		result = finish_report(&reporting);
	if (result < 0) {
		print_problems(&reporting.list);
		message_error("cannot read the traces: %s", strerror(-result));
		result = EXIT_WRONG;
	}

	analysis_destroy(reporting.analysis);
	reader_destroy(reporting.reader);
	symbols_destroy(reporting.options.symbols);
	trace_list_finish(&reporting.list);
	free(reporting.directory);
	return result;
}

static void quote(FILE *out, const char *word)
{
	static const char plain[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./+=:,@%";

	if (word[0] && word[strspn(word, plain)] == '\0') {
		fputs(word, out);
		return;
	}
	fputc('\'', out);
	for (; *word; word++)
		if (*word == '\'')
			fputs("'\\''", out);
		else
			fputc(*word, out);
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
