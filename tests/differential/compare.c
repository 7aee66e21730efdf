#include "tests/differential/compare.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "tests/differential/comparison.h"

enum {
	DIFFERENCES_SHOWN = 10
};

void comparison_differ(struct comparison *comparison, const char *format, ...)
{
	va_list arguments;

	if (comparison->differences++ >= DIFFERENCES_SHOWN)
		return;
	va_start(arguments, format);
	vfprintf(comparison->out, format, arguments);
	va_end(arguments);
	fputc('\n', comparison->out);
}

void comparison_number(struct comparison *comparison, const char *what, int64_t left, int64_t right)
{
	if (left != right)
		comparison_differ(comparison,
			"event %" PRIu64 ": %s: %" PRId64 " by babeltrace2, %" PRId64,
			comparison->number, what, left, right);
}

void comparison_text(
	struct comparison *comparison, const char *what, const char *left, const char *right)
{
	if (strcmp(left, right) != 0)
		comparison_differ(comparison, "event %" PRIu64 ": %s: '%s' by babeltrace2, '%s'",
			comparison->number, what, left, right);
}

#define NUMBER(member)                                                                             \
	comparison_number(comparison, #member, (int64_t)a->member, (int64_t)b->member)
#define TEXT(member) comparison_text(comparison, #member, a->member, b->member)

static void compare_details(
	struct comparison *comparison, const struct event *a, const struct event *b)
{
	switch (a->type) {
	case EVENT_OTHER:
		TEXT(other.name);
		break;
	case EVENT_LOST:
		NUMBER(lost.count);
		NUMBER(lost.begin_ns);
		NUMBER(lost.end_ns);
		NUMBER(lost.is_packets);
		break;
	case EVENT_PROCESS_START:
		TEXT(process_start.name);
		TEXT(process_start.path);
		NUMBER(process_start.ppid);
		break;
	case EVENT_PROCESS_END:
		NUMBER(process_end.status);
		break;
	case EVENT_MODULE:
		NUMBER(module.base);
		NUMBER(module.size_bytes);
		TEXT(module.path);
		TEXT(module.build_id);
		break;
	case EVENT_DRIVER_INIT:
		TEXT(driver_init.name);
		TEXT(driver_init.path);
		TEXT(driver_init.control_guid);
		TEXT(driver_init.flag_names);
		break;
	case EVENT_DRIVER_CLEANUP:
		NUMBER(driver_cleanup.how);
		break;
	case EVENT_KIND:
		NUMBER(kind_name.id);
		TEXT(kind_name.name);
		break;
	case EVENT_ACQUIRE:
		NUMBER(acquire.owner);
		NUMBER(acquire.size_bytes);
		NUMBER(acquire.tag);
		break;
	case EVENT_STAGE:
		NUMBER(stage.stage);
		NUMBER(stage.phase);
		break;
	case EVENT_TRANSFER:
		NUMBER(transfer.owner);
		NUMBER(transfer.new_driver);
		break;
	case EVENT_REFERENCE:
	case EVENT_DEREFERENCE:
		NUMBER(reference.tag);
		NUMBER(reference.count);
		NUMBER(reference.line);
		TEXT(reference.file);
		break;
	case EVENT_SPAN_BEGIN:
	case EVENT_SPAN_END:
		TEXT(span.name);
		NUMBER(span.status);
		break;
	case EVENT_STATE:
		NUMBER(state.state);
		NUMBER(state.status);
		TEXT(state.name);
		break;
	case EVENT_FAULT:
		TEXT(fault.point);
		NUMBER(fault.nth);
		break;
	case EVENT_VIOLATION:
		TEXT(violation.rule);
		TEXT(violation.text);
		break;
	case EVENT_MESSAGE:
		comparison_messages(comparison, a, b);
		break;
	default:
		break;
	}
}

static void compare_events(
	struct comparison *comparison, const struct event *a, const struct event *b)
{
	NUMBER(type);
	NUMBER(trace);
	NUMBER(stream);
	NUMBER(pid);
	NUMBER(tid);
	NUMBER(seq);
	NUMBER(time_ns);
	NUMBER(driver);
	NUMBER(kind);
	NUMBER(handle);
	NUMBER(site);
	if (a->type == b->type)
		compare_details(comparison, a, b);
}

/* The same of a side that is read as records. */
static const struct event *next_record(struct side *side)
{
	while (side->ret == 0 && side->position == side->count) {
		side->position = 0;
		side->count = 0;
		side->ret = reader_next_records(side->reader, &side->records, &side->count);
	}
	if (side->ret != 0)
		return NULL;
	side->expanded = record_expand(&side->records[side->position++], &side->list);
	return &side->expanded;
}

/* The next event of one side, NULL at its end. */
static const struct event *next(struct side *side)
{
	if (side->has_records)
		return next_record(side);
	while (side->ret == 0 && side->position == side->count) {
		side->position = 0;
		side->count = 0;
		side->ret = reader_next(side->reader, &side->events, &side->count);
	}
	return side->ret == 0 ? &side->events[side->position++] : NULL;
}

static void compare_all_events(struct comparison *comparison)
{
	for (;;) {
		const struct event *left = next(&comparison->left);
		const struct event *right = next(&comparison->right);

		if (!left && !right)
			break;
		if (!left || !right) {
			comparison_differ(comparison, "event %" PRIu64 ": only %s has it",
				comparison->number, left ? "babeltrace2" : "the other reader");
			return;
		}
		compare_events(comparison, left, right);
		comparison_feed_logs(comparison, left, right);
		comparison->number++;
	}
	if (comparison->left.ret != comparison->right.ret)
		comparison_differ(comparison, "they end with %d and %d", comparison->left.ret,
			comparison->right.ret);
}

static int compare_problems(const void *left, const void *right)
{
	const struct problem *a = left;
	const struct problem *b = right;
	int order = strcmp(a->path, b->path);

	return order ? order : strcmp(a->text, b->text);
}

static int compare_others(const void *left, const void *right)
{
	return strcmp(((const struct other_event *)left)->name,
		((const struct other_event *)right)->name);
}

static void compare_traces(
	struct comparison *comparison, const struct trace_list *a, const struct trace_list *b)
{
	if (a->trace_count != b->trace_count) {
		comparison_differ(comparison, "%zu traces by babeltrace2, %zu", a->trace_count,
			b->trace_count);
		return;
	}
	for (size_t i = 0; i < a->trace_count; i++) {
		const struct trace *left = &a->traces[i];
		const struct trace *right = &b->traces[i];

		comparison_text(comparison, "path of a trace", left->path, right->path);
		comparison_text(comparison, "host of a trace", left->host, right->host);
		comparison_text(
			comparison, "start of a trace", left->start_time, right->start_time);
		comparison_number(comparison, "completeness of a trace", left->has_all_events,
			right->has_all_events);
		comparison_number(comparison, "running processes of a trace",
			(int64_t)left->running_pid_count, (int64_t)right->running_pid_count);
	}
}

/*
 * The native reader spares babeltrace2 the lengths that it does not always survive. Where it does,
 * it has words of its own for it.
 */
static void mask_lengths(struct trace_list *a, struct trace_list *b)
{
	static const char cause[] = "a stream cannot be read to its end: ";
	static const char text[] =
		"a stream cannot be read to its end: an event is longer than its "
		"packet";

	for (size_t i = 0; i < a->problem_count && a->problem_count == b->problem_count; i++)
		if (strcmp(b->problems[i].text, text) == 0 &&
			strncmp(a->problems[i].text, cause, strlen(cause)) == 0) {
			a->problems[i].text[strlen(cause)] = '\0';
			b->problems[i].text[strlen(cause)] = '\0';
		}
}

/* Repaired traces are read in temporary folders, whose names end in random letters. */
static void mask_views(struct trace_list *list)
{
	static const char view[] = "/drvtrace-view.";

	for (size_t i = 0; i < list->problem_count; i++) {
		char *at = strstr(list->problems[i].text, view);

		for (; at; at = strstr(at + 1, view))
			memset(at + strlen(view), 'X', strnlen(at + strlen(view), 6));
	}
}

/* Which problem is found first may differ: the readers read ahead by different counts. */
static void compare_lists(struct comparison *comparison, struct trace_list *a, struct trace_list *b)
{
	mask_views(a);
	mask_views(b);
	mask_lengths(a, b);
	compare_traces(comparison, a, b);
	NUMBER(event_count);
	NUMBER(own_event_count);
	NUMBER(message_count);
	NUMBER(discarded_events);
	NUMBER(discarded_packets);
	NUMBER(begin_ns);
	NUMBER(end_ns);
	NUMBER(problem_count);
	NUMBER(other_count);
	if (a->problem_count > 0 && a->problem_count == b->problem_count) {
		qsort(a->problems, a->problem_count, sizeof(*a->problems), compare_problems);
		qsort(b->problems, b->problem_count, sizeof(*b->problems), compare_problems);
		for (size_t i = 0; i < a->problem_count; i++) {
			TEXT(problems[i].path);
			TEXT(problems[i].text);
		}
	}
	for (size_t i = b->problem_count; i > a->problem_count; i--)
		comparison_differ(comparison, "problem: %s: %s", b->problems[i - 1].path,
			b->problems[i - 1].text);
	if (a->other_count > 0 && a->other_count == b->other_count) {
		qsort(a->others, a->other_count, sizeof(*a->others), compare_others);
		qsort(b->others, b->other_count, sizeof(*b->others), compare_others);
		for (size_t i = 0; i < a->other_count; i++) {
			TEXT(others[i].name);
			NUMBER(others[i].count);
		}
	}
}

static int open_side(
	struct side *side, const char *const *paths, size_t path_count, enum reader_choice choice)
{
	trace_list_init(&side->list);
	return reader_create_chosen(&side->reader, choice, paths, path_count, &side->list);
}

static void close_side(struct side *side)
{
	reader_destroy(side->reader);
	trace_list_finish(&side->list);
}

static size_t compare_once(const char *const *paths, size_t path_count, enum reader_choice choice,
	bool has_records, FILE *out)
{
	struct comparison comparison = { .out = out, .right.has_records = has_records };
	int left = open_side(&comparison.left, paths, path_count, READER_BABELTRACE);
	int right = open_side(&comparison.right, paths, path_count, choice);

	if (left < 0 || right < 0) {
		comparison_differ(&comparison, "they open with %d and %d", left, right);
	} else {
		comparison_open_logs(&comparison);
		compare_all_events(&comparison);
		comparison_close_logs(&comparison);
		compare_lists(&comparison, &comparison.left.list, &comparison.right.list);
	}
	close_side(&comparison.left);
	close_side(&comparison.right);
	if (comparison.differences > DIFFERENCES_SHOWN)
		fprintf(out, "and %zu more\n", comparison.differences - DIFFERENCES_SHOWN);
	return comparison.differences;
}

size_t compare_readers(
	const char *const *paths, size_t path_count, enum reader_choice choice, FILE *out)
{
	size_t differences = compare_once(paths, path_count, choice, false, out);

	return differences + compare_once(paths, path_count, choice, true, out);
}
