#include "viewer/report/analysis.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct analysis {
	const char *report;
	const struct report_options *options;
	const struct trace_list *list;
};

static const char *const reports[] = { "leaks", "objects", "init" };

static const char *find_report(const char *name)
{
	for (size_t i = 0; i < sizeof(reports) / sizeof(reports[0]); i++)
		if (strcmp(reports[i], name) == 0)
			return reports[i];

	return NULL;
}

int analysis_create(struct analysis **out, const char *report, const struct report_options *options,
	const struct trace_list *list)
{
	struct analysis *analysis;
	const char *known = find_report(report);

	if (!known)
		return -EINVAL;
	analysis = calloc(1, sizeof(*analysis));
	if (!analysis)
		return -ENOMEM;
	analysis->report = known;
	analysis->options = options;
	analysis->list = list;
	*out = analysis;
	return 0;
}

void analysis_destroy(struct analysis *analysis)
{
	free(analysis);
}

int analysis_feed(struct analysis *analysis, const struct event *events, size_t count)
{
	(void)analysis;
	(void)events;
	(void)count;
	return 0;
}

int analysis_end(struct analysis *analysis, FILE *out, enum verdict_status *status)
{
	const struct trace_list *list = analysis->list;

	fprintf(out, "trace: %" PRIu64 " events, %" PRId64 " lost\n", list->own_event_count,
		list->discarded_events);
	*status =
		list->discarded_events || list->discarded_packets ? VERDICT_UNSURE : VERDICT_CLEAN;
	return 0;
}
