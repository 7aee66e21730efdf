#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "viewer/report/page.h"

/* Missing by sequence numbers, and not reported by the tracer. */
static uint64_t silent_losses(const struct page *page)
{
	uint64_t gaps = page->results->gap_events;
	int64_t reported = page->list->discarded_events;

	if (page->list->discarded_packets)
		return 0;
	if (reported > 0)
		return gaps > (uint64_t)reported ? gaps - (uint64_t)reported : 0;
	return gaps;
}

bool quality_is_complete(const struct page *page)
{
	const struct trace_list *list = page->list;

	return !list->discarded_events && !list->discarded_packets && !page->results->gap_events &&
	       !list->problem_count;
}

static void print_losses(struct page *page)
{
	const struct trace_list *list = page->list;
	uint64_t silent = silent_losses(page);

	if (list->discarded_events)
		fprintf(page->out, "          %s\n",
			page_paint(page, PAINT_DOUBT,
				page_format(page, "%" PRId64 " events were lost",
					list->discarded_events)));
	if (list->discarded_packets)
		fprintf(page->out, "          %s\n",
			page_paint(page, PAINT_DOUBT,
				page_format(page,
					"%" PRId64
					" packets were lost, each with an unknown number "
					"of events",
					list->discarded_packets)));
	if (silent)
		fprintf(page->out, "          %s\n",
			page_paint(page, PAINT_DOUBT,
				page_format(page,
					"%" PRIu64 " events are missing by their sequence numbers, "
					"and nothing reported them",
					silent)));
}

static void print_notes(struct page *page)
{
	const struct lifetime_results *results = page->results;

	if (results->processes->count && !results->sees_all_gaps)
		fprintf(page->out,
			"          not every event of drvtrace was recorded: losses that "
			"nobody reported cannot be excluded\n");
	if (results->late_processes)
		fprintf(page->out,
			"          %s began before the recording: what was acquired until "
			"then is not known\n",
			page_count(page, results->late_processes, "process"));
	for (size_t i = 0; i < page->list->problem_count; i++)
		fprintf(page->out, "          %s\n",
			page_paint(page, PAINT_DOUBT,
				page_format(page, "%s: %s",
					page_escape(page, page->list->problems[i].path),
					page_escape(page, page->list->problems[i].text))));
}

static int compare(const void *a, const void *b)
{
	const struct other_event *x = *(const struct other_event *const *)a;
	const struct other_event *y = *(const struct other_event *const *)b;

	return (x->count < y->count) - (x->count > y->count);
}

/* What else the traces hold: the most frequent names tell what kind of trace it is. */
static void print_others(struct page *page)
{
	const struct trace_list *list = page->list;
	const struct other_event **sorted;
	size_t shown = list->other_count < 5 ? list->other_count : 5;

	if (!list->other_count)
		return;
	sorted = calloc(list->other_count, sizeof(*sorted));
	if (!sorted) {
		page->status = -ENOMEM;
		return;
	}
	for (size_t i = 0; i < list->other_count; i++)
		sorted[i] = &list->others[i];
	qsort(sorted, list->other_count, sizeof(*sorted), compare);
	fprintf(page->out, "          not of drvtrace:");
	for (size_t i = 0; i < shown; i++)
		fprintf(page->out, "%s %s (%" PRIu64 ")", i ? "," : "",
			page_escape(page, sorted[i]->name), sorted[i]->count);
	if (list->other_count > shown)
		fprintf(page->out, " and %zu more", list->other_count - shown);
	fprintf(page->out, "\n");
	free(sorted);
}

void quality_print(struct page *page)
{
	const struct trace_list *list = page->list;
	uint64_t length_ns = (uint64_t)list->end_ns - (uint64_t)list->begin_ns;

	fprintf(page->out, "trace     %s of %s, %s; %s\n",
		page_count(page, list->own_event_count, "event"),
		page_count(page, page->results->processes->count, "process"),
		page_duration(page, (int64_t)length_ns),
		quality_is_complete(page) ? "complete"
					  : page_paint(page, PAINT_DOUBT, "not complete"));
	print_losses(page);
	print_notes(page);
	print_others(page);
}

static struct json_object *problems_json(struct page *page)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; i < page->list->problem_count; i++) {
		struct json_object *problem = json_object_new_object();

		json_put_text(
			page, problem, "path", page_escape(page, page->list->problems[i].path));
		json_put_text(
			page, problem, "text", page_escape(page, page->list->problems[i].text));
		json_append(page, array, problem);
	}
	return array;
}

struct json_object *quality_json(struct page *page)
{
	const struct trace_list *list = page->list;
	struct json_object *object = json_object_new_object();

	json_put_count(page, object, "events", list->own_event_count);
	json_put_ns(page, object, "discarded_events", list->discarded_events);
	json_put_ns(page, object, "discarded_packets", list->discarded_packets);
	json_put_count(page, object, "missing_events", silent_losses(page));
	json_put_ns(page, object, "begin_ns", list->begin_ns);
	json_put_ns(page, object, "end_ns", list->end_ns);
	json_put(page, object, "complete", json_object_new_boolean(quality_is_complete(page)));
	json_put(page, object, "sees_all_losses",
		json_object_new_boolean(page->results->sees_all_gaps));
	json_put_count(page, object, "late_processes", page->results->late_processes);
	json_put(page, object, "problems", problems_json(page));
	return object;
}
