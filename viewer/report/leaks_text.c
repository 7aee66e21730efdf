#include <inttypes.h>
#include <string.h>

#include "viewer/report/leaks.h"

enum {
	WIDEST = 40
};

/* Widths of the columns that names decide. */
struct columns {
	int what;
	int driver;
};

static void widen(int *width, const char *text)
{
	size_t length = strlen(text);

	if (length > (size_t)*width)
		*width = length < WIDEST ? (int)length : WIDEST;
}

static struct columns measure(struct page *page, const struct leaks *leaks)
{
	struct columns columns = { 12, 6 };

	for (size_t i = 0; i < leaks->entry_count; i++) {
		widen(&columns.what,
			page_what(page, leaks->entries[i]->kind, leaks->entries[i]->tag));
		widen(&columns.driver, page_driver(page, leaks->entries[i]->driver));
	}
	for (size_t i = 0; i < leaks->finding_count; i++) {
		widen(&columns.what,
			page_what(page, leaks->findings[i]->kind, leaks->findings[i]->tag));
		widen(&columns.driver, page_driver(page, leaks->findings[i]->driver));
	}
	return columns;
}

static enum paint paint_of(enum lifetime_verdict verdict)
{
	if (verdict == LIFETIME_LEAKED)
		return PAINT_BAD;
	return verdict == LIFETIME_UNCERTAIN ? PAINT_DOUBT : PAINT_GOOD;
}

static const char *amount(
	struct page *page, const struct leaks *leaks, enum lifetime_verdict verdict)
{
	return page_format(page, "%s, %s", page_count(page, leaks->objects[verdict], "object"),
		page_count(page, leaks->bytes[verdict], "byte"));
}

/* "; bth failed to start", for the verdict: the reason that explains the most. */
static const char *failed_drivers(struct page *page, const struct leaks *leaks)
{
	const char *text = "";

	for (size_t i = 0; i < leaks->failure_count; i++) {
		const char *name = page_driver(page, leaks->failures[i]->driver);

		if (i == 3)
			return page_format(page, "%s, ...", text);
		if (!strstr(text, name))
			text = page_format(page, "%s%s%s", text, *text ? ", " : "", name);
	}
	return *text ? page_format(page, "; left behind by the failed entry of %s", text) : "";
}

static const char *loss_words(struct page *page)
{
	return page->list->problem_count ? "a part of the trace could not be read"
					 : "events were lost";
}

static const char *left_over(struct page *page, const struct leaks *leaks,
	enum lifetime_verdict verdict, const char *words)
{
	if (!leaks->objects[verdict])
		return "";
	return page_format(
		page, "; %s %s", page_count(page, leaks->objects[verdict], "object"), words);
}

static const char *broken_rules(struct page *page, const struct leaks *leaks)
{
	uint64_t warnings = leaks->severities[RULE_WARNING];

	if (!leaks->finding_count)
		return ", no rule was broken";
	return warnings ? page_format(page, ", but %s", page_count(page, warnings, "warning")) : "";
}

static void print_verdict(struct page *page, const struct leaks *leaks)
{
	const char *text;
	enum paint paint = PAINT_BAD;

	if (leaks->objects[LIFETIME_LEAKED]) {
		text = page_format(page, "LEAKED: %s never released%s",
			amount(page, leaks, LIFETIME_LEAKED), failed_drivers(page, leaks));
	} else if (leaks->severities[RULE_ERROR]) {
		text = page_format(page, "BROKEN: nothing leaked, but %s",
			page_count(page, leaks->severities[RULE_ERROR], "error"));
	} else if (!page->results->driver_count) {
		paint = PAINT_DOUBT;
		text = "UNSURE: no driver is in the trace, so there is nothing to judge by";
	} else if (leaks->objects[LIFETIME_UNCERTAIN]) {
		paint = PAINT_DOUBT;
		text = page_format(page, "UNCERTAIN: no release of %s was seen, but %s",
			amount(page, leaks, LIFETIME_UNCERTAIN), loss_words(page));
	} else if (leaks->status == VERDICT_UNSURE) {
		paint = PAINT_DOUBT;
		text = page_format(page, "UNSURE: nothing was found, but %s", loss_words(page));
	} else {
		paint = leaks->severities[RULE_WARNING] ? PAINT_DOUBT : PAINT_GOOD;
		text = page_format(page, "CLEAN: nothing leaked%s%s%s", broken_rules(page, leaks),
			left_over(page, leaks, LIFETIME_ALIVE, "still alive"),
			left_over(page, leaks, LIFETIME_ABANDONED,
				"abandoned by a process that died"));
	}
	fprintf(page->out, "verdict   %s\n", page_paint(page, paint, text));
}

static void detail(struct page *page, const char *text)
{
	fprintf(page->out, "          %s\n", text);
}

static const char *failure_words(struct page *page, const struct lifetime_failure *failure)
{
	const char *entry = failure->entry ? page_string(page, failure->entry) : "its entry";
	const char *fault = page_place(page, failure->fault_site)->text;
	const char *text =
		page_format(page, "%s failed with %s", entry, page_status(page, failure->status));

	if (failure->span)
		text = page_format(page, "%s in %s", text, page_string(page, failure->span));
	if (failure->fault_point)
		text = page_format(page, "%s (%s was made to fail%s%s)", text,
			page_string(page, failure->fault_point), *fault ? ", at " : "", fault);
	return text;
}

static const char *cause_words(struct page *page, const struct lifetime_entry *entry)
{
	const struct lifetime_failure *failure = entry_failure(page, entry);

	if (failure)
		return failure_words(page, failure);
	switch (entry->cause) {
	case LIFETIME_CAUSE_FAILED_ENTRY:
		return "the driver's entry failed";
	case LIFETIME_CAUSE_UNLOAD:
		return page_format(
			page, "the driver was unloaded at %s", page_time(page, entry->due_ns));
	case LIFETIME_CAUSE_PARENT:
		return page_format(
			page, "its parent was released at %s", page_time(page, entry->due_ns));
	case LIFETIME_CAUSE_REFERENCE:
		return "a reference to it was taken and never given back";
	default:
		return entry->verdict == LIFETIME_ABANDONED ? "the process died first"
							    : "the recording ended first";
	}
}

static void print_loss(struct page *page, const struct lifetime_entry *entry)
{
	const char *count = entry->lost_count > 0
				    ? page_count(page, (uint64_t)entry->lost_count, "event")
				    : "an unknown number of events";

	if (entry->lost_end_ns == INT64_MAX)
		detail(page, page_format(page, "%s lost from %s on: its release may be among them",
				     count, page_time(page, entry->lost_begin_ns)));
	else
		detail(page, page_format(page,
				     "%s lost between %s and %s: its release may be among them",
				     count, page_time(page, entry->lost_begin_ns),
				     page_time(page, entry->lost_end_ns)));
}

static const char *slope_words(struct page *page, const struct lifetime_entry *entry)
{
	const char *loads = page_count(page, entry->cycles, "load");

	if (entry->objects_per_cycle < 0.005)
		return page_format(page, "does not grow over %s", loads);
	return page_format(page, "grows by %.2f objects, %.1f bytes per load over %s",
		entry->objects_per_cycle, entry->bytes_per_cycle, loads);
}

static void print_bad_details(struct page *page, const struct lifetime_entry *entry)
{
	const char *release = entry_release(page, entry);

	detail(page, page_format(page, "because %s", cause_words(page, entry)));
	if (entry->verdict == LIFETIME_UNCERTAIN)
		print_loss(page, entry);
	if (entry->held_count)
		detail(page, page_format(page, "holds %s more, %s",
				     page_count(page, entry->held_count, "object"),
				     page_count(page, entry->held_bytes, "byte")));
	if (entry_has_slope(entry))
		detail(page, slope_words(page, entry));
	detail(page, release ? release : "its release was not seen in any of these traces");
}

static const char *place_or_why(struct page *page, uint32_t site)
{
	const struct place *place = page_place(page, site);

	return *place->text ? place->text : "unknown call site";
}

static void print_entry(
	struct page *page, const struct columns *columns, const struct lifetime_entry *entry)
{
	fprintf(page->out, "%s %6" PRIu64 " %12s  %-*s  %-*s  %s\n",
		page_paint(page, paint_of(entry->verdict),
			page_format(page, "%-9s", verdict_name(entry->verdict))),
		entry->count, page_size(page, entry->size_bytes), columns->what,
		page_what(page, entry->kind, entry->tag), columns->driver,
		page_driver(page, entry->driver), place_or_why(page, entry->site));
	if (entry->verdict >= LIFETIME_UNCERTAIN)
		print_bad_details(page, entry);
	else if (entry->held_count)
		detail(page, page_format(page, "holds %s more, %s",
				     page_count(page, entry->held_count, "object"),
				     page_count(page, entry->held_bytes, "byte")));
}

static void print_missing_symbols(struct page *page, const struct leaks *leaks)
{
	for (size_t i = 0; i < leaks->entry_count; i++) {
		const struct place *place = page_place(page, leaks->entries[i]->site);

		if (place->missing && page->options->symbols) {
			fprintf(page->out, "\nno source line for %s: %s\n",
				place_or_why(page, leaks->entries[i]->site), place->missing);
			return;
		}
	}
}

static void print_ladder(
	struct page *page, const struct columns *columns, const struct lifetime_failure *failure)
{
	fprintf(page->out, "\nunwind ladder of %s: %s", page_driver(page, failure->driver),
		failure_words(page, failure));
	if (failure->cycles > 1)
		fprintf(page->out, ", %" PRIu32 " times", failure->cycles);
	fprintf(page->out, "\nwhat it then still held, in the order in which to release it:\n");
	for (size_t i = 0; i < failure->rung_count; i++) {
		const struct lifetime_rung *rung = &failure->rungs[i];
		const struct lifetime_release *release = rung->entry->released_at;

		fprintf(page->out, "%6zu. %8" PRIu64 " %12s  %-*s  ", i + 1, rung->count,
			page_size(page, rung->size_bytes), columns->what,
			page_what(page, rung->entry->kind, rung->entry->tag));
		if (release)
			fprintf(page->out, "as %s does; ", release_place(page, release));
		fprintf(page->out, "acquired by %s\n", place_or_why(page, rung->entry->site));
	}
}

static bool is_same_rule(const struct lifetime_finding *a, const struct lifetime_finding *b)
{
	return a->rule == b->rule && a->severity == b->severity && a->text == b->text;
}

static void print_rule(struct page *page, const struct lifetime_finding *finding)
{
	const char *text = finding_text(page, finding);

	fprintf(page->out, "\n%s %s%s%s\n",
		page_paint(page, finding->severity == RULE_ERROR ? PAINT_BAD : PAINT_DOUBT,
			page_format(page, "%-9s", severity_name(finding->severity))),
		page_string(page, finding->rule), *text ? ": " : "", text);
}

/* Where it was broken; findings of one rule stand together under its sentence. */
static void print_finding(
	struct page *page, const struct columns *columns, const struct lifetime_finding *finding)
{
	const char *place = place_or_why(page, finding->site);

	if (finding->file)
		place = page_format(
			page, "%s:%" PRIu32, page_string(page, finding->file), finding->line);
	fprintf(page->out, "%16" PRIu64 " %12s  %-*s  %-*s  ", finding->count,
		page_size(page, finding->size_bytes), columns->what,
		page_what(page, finding->kind, finding->tag), columns->driver,
		page_driver(page, finding->driver));
	if (finding->other_site)
		fprintf(page->out, "see %s; ", place_or_why(page, finding->other_site));
	fprintf(page->out, "%s\n", place);
}

static void print_findings(
	struct page *page, const struct columns *columns, const struct leaks *leaks)
{
	for (size_t i = 0; i < leaks->finding_count; i++) {
		if (!i || !is_same_rule(leaks->findings[i - 1], leaks->findings[i]))
			print_rule(page, leaks->findings[i]);
		print_finding(page, columns, leaks->findings[i]);
	}
}

static void print_entries(
	struct page *page, const struct columns *columns, const struct leaks *leaks)
{
	if (leaks->entry_count)
		fprintf(page->out, "\n%-9s %6s %12s  %-*s  %-*s  %s\n", "VERDICT", "COUNT", "SIZE",
			columns->what, "WHAT", columns->driver, "DRIVER", "ACQUIRED BY");
	for (size_t i = 0; i < leaks->entry_count; i++)
		print_entry(page, columns, leaks->entries[i]);
}

static void print_summary(struct page *page, const struct leaks *leaks)
{
	fprintf(page->out,
		"\nSUMMARY: leaks leaked=%" PRIu64 " leaked_bytes=%" PRIu64 " uncertain=%" PRIu64
		" alive=%" PRIu64 " abandoned=%" PRIu64 " errors=%" PRIu64 " warnings=%" PRIu64
		" notes=%" PRIu64 " complete=%s\n",
		leaks->objects[LIFETIME_LEAKED], leaks->bytes[LIFETIME_LEAKED],
		leaks->objects[LIFETIME_UNCERTAIN], leaks->objects[LIFETIME_ALIVE],
		leaks->objects[LIFETIME_ABANDONED], leaks->severities[RULE_ERROR],
		leaks->severities[RULE_WARNING], leaks->severities[RULE_NOTE],
		quality_is_complete(page) ? "yes" : "no");
	if (page->options->next_command)
		fprintf(page->out, "next: %s\n", page->options->next_command);
}

void leaks_print(struct page *page, const struct leaks *leaks)
{
	const struct columns columns = measure(page, leaks);

	quality_print(page);
	print_verdict(page, leaks);
	print_entries(page, &columns, leaks);
	print_missing_symbols(page, leaks);
	for (size_t i = 0; i < leaks->failure_count; i++)
		print_ladder(page, &columns, leaks->failures[i]);
	print_findings(page, &columns, leaks);
	print_summary(page, leaks);
}
