#include <inttypes.h>
#include <string.h>

#include "viewer/report/phases.h"

static size_t depth_of(const struct init_node *node)
{
	size_t depth = 0;

	while ((node = node->parent))
		depth++;
	return depth;
}

static const char *held_words(struct page *page, const struct init_node *node)
{
	int64_t objects = node->objects;
	int64_t bytes = node->bytes;

	if (!page->options->blame)
		init_held(node, &objects, &bytes);
	if (!objects && !bytes)
		return "-";
	return page_format(page, "%+" PRId64 " obj %+" PRId64 " B", objects, bytes);
}

static const char *status_words(struct page *page, const struct init_node *node)
{
	const char *text =
		node->calls == node->unfinished ? "-" : page_status(page, node->worst_status);

	if (node->failed && node->calls > 1)
		text = page_format(
			page, "%s, %" PRIu64 " of %" PRIu64, text, node->failed, node->calls);
	if (node->origins)
		text = page_format(page, "%s <- failed here", text);
	if (node->unfinished)
		text = page_format(
			page, "%s <- %s", text, node->has_died ? "died in here" : "had not ended");
	return text;
}

/* Widths of the columns that names decide. */
struct columns {
	int name;
	int status;
};

enum {
	WIDEST = 64
};

static void widen(int *width, const char *text)
{
	size_t length = strlen(text);

	if (length > (size_t)*width)
		*width = length < WIDEST ? (int)length : WIDEST;
}

static const char *name_of(struct page *page, const struct init_node *node)
{
	const char *name = page_string(page, node->name);
	size_t depth = depth_of(node);

	if (page->options->blame)
		return page_format(page, "%s: %s", page_driver(page, node->driver), name);
	return page_format(page, "%*s%s", 2 + 2 * (int)(depth < 20 ? depth : 20), "", name);
}

static struct columns measure(struct page *page, const struct phases *phases)
{
	struct columns columns = { 24, 6 };

	for (size_t i = 0; i < phases->count; i++) {
		widen(&columns.name, name_of(page, phases->nodes[i]));
		widen(&columns.status, status_words(page, phases->nodes[i]));
	}
	return columns;
}

static void print_phase(
	struct page *page, const struct columns *columns, const struct init_node *node)
{
	const char *status = page_format(page, "%-*s", columns->status, status_words(page, node));
	const char *place = page_place(page, node->site)->text;

	if (node->failed || node->unfinished)
		status = page_paint(page, PAINT_BAD, status);
	fprintf(page->out, "%-*s %7" PRIu64 " %12s %12s  %-20s %s  %s\n", columns->name,
		name_of(page, node), node->calls, page_duration(page, node->total_ns),
		page_duration(page, node->self_ns), held_words(page, node), status,
		*place ? place : "unknown call site");
}

static void print_verdict(struct page *page, const struct phases *phases)
{
	fprintf(page->out, "phases    %s", page_count(page, phases->count, "phase"));
	if (phases->failed)
		fprintf(page->out, ", %s",
			page_paint(page, PAINT_BAD, page_count(page, phases->failed, "failure")));
	if (phases->unfinished)
		fprintf(page->out, ", %s",
			page_paint(page, PAINT_BAD,
				page_format(
					page, "%" PRIu64 " that did not end", phases->unfinished)));
	fprintf(page->out, "\n");
}

static void print_phases(struct page *page, const struct phases *phases)
{
	const struct columns columns = measure(page, phases);
	uint32_t driver = 0;

	if (phases->count)
		fprintf(page->out, "\n%-*s %7s %12s %12s  %-20s %-*s  %s\n", columns.name, "PHASE",
			"CALLS", "TOTAL", "SELF", "HELD", columns.status, "STATUS", "BEGUN BY");
	for (size_t i = 0; i < phases->count; i++) {
		const struct init_node *node = phases->nodes[i];

		if (!page->options->blame && (!i || node->driver != driver))
			fprintf(page->out, "%s\n", page_driver(page, node->driver));
		driver = node->driver;
		print_phase(page, &columns, node);
	}
}

int phases_print(const struct init *init, struct page *page)
{
	struct phases phases;
	int status = phases_init(&phases, init, page);

	if (status < 0)
		return status;
	quality_print(page);
	print_verdict(page, &phases);
	print_phases(page, &phases);
	fprintf(page->out,
		"\nSUMMARY: init phases=%zu failures=%" PRIu64 " unfinished=%" PRIu64
		" complete=%s\n",
		phases.count, phases.failed, phases.unfinished,
		quality_is_complete(page) ? "yes" : "no");
	if (page->options->next_command)
		fprintf(page->out, "next: %s\n", page->options->next_command);
	phases_finish(&phases);
	return 0;
}
