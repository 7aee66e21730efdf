#include "viewer/report/analysis.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/lifetime/slice.h"
#include "viewer/messages/log.h"
#include "viewer/report/leaks.h"
#include "viewer/report/objects.h"
#include "viewer/report/page.h"
#include "viewer/report/phases.h"

struct report;

struct analysis {
	const struct report *report;
	const struct report_options *options;
	const struct trace_list *list;
	struct lifetime *lifetime; /* owned; NULL: the report is of no lifetimes */
	struct log *log;           /* owned; NULL: the report is no log */
	struct objects objects;
	struct init init;
	int64_t begin_ns; /* of the first event */
	bool has_begun;
};

struct report {
	const char *name;
	void (*observe)(struct analysis *analysis);
	int (*print)(struct analysis *analysis, struct page *page, enum verdict_status *status);
};

static void observe_nothing(struct analysis *analysis)
{
	(void)analysis;
}

static int print_leaks(struct analysis *analysis, struct page *page, enum verdict_status *verdict)
{
	struct leaks leaks;
	int status = leaks_init(&leaks, page);

	if (status < 0)
		return status;
	if (analysis->options->format == REPORT_JSON)
		leaks_print_json(page, &leaks);
	else
		leaks_print(page, &leaks);
	*verdict = leaks.status;
	leaks_finish(&leaks);
	return 0;
}

static void observe_objects(struct analysis *analysis)
{
	lifetime_observe(analysis->lifetime, &analysis->objects.observer);
}

/* A list, whatever is in it, judges nothing. */
static int print_objects(struct analysis *analysis, struct page *page, enum verdict_status *verdict)
{
	*verdict = VERDICT_CLEAN;
	if (analysis->options->format == REPORT_JSON)
		return objects_print_json(&analysis->objects, page);
	return objects_print(&analysis->objects, page);
}

static void observe_init(struct analysis *analysis)
{
	lifetime_observe(analysis->lifetime, &analysis->init.observer);
}

static int print_init(struct analysis *analysis, struct page *page, enum verdict_status *verdict)
{
	*verdict = VERDICT_CLEAN;
	if (analysis->options->format == REPORT_JSON)
		return phases_print_json(&analysis->init, page);
	return phases_print(&analysis->init, page);
}

static const struct report log_report = { "log", NULL, NULL };

static const struct report reports[] = {
	{ "leaks", observe_nothing, print_leaks },
	{ "objects", observe_objects, print_objects },
	{ "init", observe_init, print_init },
};

static const struct report *find_report(const char *name)
{
	for (size_t i = 0; i < sizeof(reports) / sizeof(reports[0]); i++)
		if (strcmp(reports[i].name, name) == 0)
			return &reports[i];

	return strcmp(log_report.name, name) == 0 ? &log_report : NULL;
}

static int create_log(struct analysis *analysis)
{
	const struct report_options *options = analysis->options;
	const struct log_options log_options = {
		.out = options->stream,
		.is_json = options->format == REPORT_JSON,
		.has_color = options->color,
		.is_live = options->is_live,
		.display = options->time,
		.prefix = options->prefix,
		.level = options->level,
		.driver = options->driver,
		.flag = options->flag,
		.function = options->function,
		.recorder = options->recorder,
		.grep = options->grep,
	};

	return log_create(&analysis->log, &log_options, analysis->list);
}

static int create_lifetime(struct analysis *analysis)
{
	int status = lifetime_create(&analysis->lifetime, analysis->list);

	if (status == 0)
		analysis->report->observe(analysis);
	return status;
}

int analysis_create(struct analysis **out, const char *report, const struct report_options *options,
	const struct trace_list *list)
{
	const struct report *known = find_report(report);
	struct analysis *analysis;
	int status;

	if (!known)
		return -EINVAL;
	analysis = calloc(1, sizeof(*analysis));
	if (!analysis)
		return -ENOMEM;
	analysis->report = known;
	analysis->options = options;
	analysis->list = list;
	objects_begin(&analysis->objects);
	init_begin(&analysis->init);
	status = known == &log_report ? create_log(analysis) : create_lifetime(analysis);
	if (status < 0) {
		analysis_destroy(analysis);
		return status;
	}
	*out = analysis;
	return 0;
}

void analysis_destroy(struct analysis *analysis)
{
	if (!analysis)
		return;
	lifetime_destroy(analysis->lifetime);
	log_destroy(analysis->log);
	objects_finish(&analysis->objects);
	init_finish(&analysis->init);
	free(analysis);
}

/* Moments since the beginning can be told only now. */
static void begin(struct analysis *analysis, int64_t begin_ns)
{
	const struct report_options *options = analysis->options;

	analysis->has_begun = true;
	analysis->begin_ns = begin_ns;
	analysis->init.since_ns = moment_ns(&options->since, begin_ns, INT64_MIN);
	analysis->init.until_ns = moment_ns(&options->until, begin_ns, INT64_MAX);
	if (analysis->log)
		log_begin(
			analysis->log, begin_ns, analysis->init.since_ns, analysis->init.until_ns);
}

void analysis_begin(
	struct analysis *analysis, int64_t begin_ns, int64_t *since_ns, int64_t *until_ns)
{
	begin(analysis, begin_ns);
	*since_ns = analysis->init.since_ns;
	*until_ns = analysis->init.until_ns;
}

int analysis_feed(struct analysis *analysis, const struct event *events, size_t count)
{
	int status = 0;

	if (count > 0 && !analysis->has_begun)
		begin(analysis, events[0].time_ns);
	if (!analysis->log)
		return lifetime_feed_all(analysis->lifetime, events, count);
	for (size_t i = 0; i < count && status == 0; i++)
		status = log_feed(analysis->log, &events[i]);
	return status;
}

bool analysis_takes_records(const struct analysis *analysis)
{
	return analysis->report->observe == observe_nothing;
}

int analysis_feed_records(struct analysis *analysis, const struct record *records, size_t count)
{
	if (count > 0 && !analysis->has_begun)
		begin(analysis, record_expand(&records[0], analysis->list).time_ns);
	return lifetime_feed_records(analysis->lifetime, records, count);
}

int analysis_feed_slice(
	struct analysis *analysis, const struct lifetime_slice *slice, uint64_t *taken)
{
	int64_t begin_ns;

	if (!analysis->has_begun && lifetime_slice_begin(slice, &begin_ns))
		begin(analysis, begin_ns);
	return lifetime_feed_slice(analysis->lifetime, slice, taken);
}

int analysis_end(struct analysis *analysis, FILE *out, enum verdict_status *verdict)
{
	enum verdict_status given = VERDICT_CLEAN;
	struct page page;
	int status;

	if (analysis->log) {
		*verdict = VERDICT_CLEAN;
		return log_end(analysis->log);
	}
	status = lifetime_end(analysis->lifetime);
	if (status < 0)
		return status;
	page_init(&page, out, analysis->options, analysis->list,
		lifetime_results(analysis->lifetime), analysis->begin_ns);
	status = analysis->report->print(analysis, &page, &given);
	if (status == 0)
		status = page.status;
	page_finish(&page);
	if (status < 0)
		return status;
	if (fflush(out) != 0 || ferror(out))
		return -EIO;
	*verdict = given;
	return 0;
}
