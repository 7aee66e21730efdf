#include "viewer/report/leaks.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static bool shows_entry(struct page *page, const struct lifetime_entry *entry)
{
	const struct subject subject = { entry->driver, entry->kind, entry->tag, entry->site,
		entry->acquired_ns, false };

	return page_shows(page, &subject);
}

static bool shows_finding(struct page *page, const struct lifetime_finding *finding)
{
	const struct subject subject = { finding->driver, finding->kind, finding->tag,
		finding->site, finding->time_ns, false };

	return page_shows(page, &subject);
}

static bool shows_failure(struct page *page, const struct lifetime_failure *failure)
{
	for (size_t i = 0; i < failure->rung_count; i++)
		if (shows_entry(page, failure->rungs[i].entry))
			return true;

	return false;
}

static void select_all(struct leaks *leaks, struct page *page)
{
	const struct lifetime_results *results = page->results;

	for (size_t i = 0; i < results->entry_count; i++) {
		const struct lifetime_entry *entry = results->entries[i];

		if (!shows_entry(page, entry))
			continue;
		leaks->entries[leaks->entry_count++] = entry;
		leaks->objects[entry->verdict] += entry->count + entry->held_count;
		leaks->bytes[entry->verdict] += entry->size_bytes + entry->held_bytes;
	}
	for (size_t i = 0; i < results->finding_count; i++) {
		if (!shows_finding(page, results->findings[i]))
			continue;
		leaks->findings[leaks->finding_count++] = results->findings[i];
		leaks->severities[results->findings[i]->severity]++;
	}
	for (size_t i = 0; i < results->failure_count; i++)
		if (shows_failure(page, &results->failures[i]))
			leaks->failures[leaks->failure_count++] = &results->failures[i];
}

static enum verdict_status find_status(const struct leaks *leaks, const struct page *page)
{
	if (leaks->objects[LIFETIME_LEAKED] || leaks->severities[RULE_ERROR])
		return VERDICT_LEAKED;
	if (leaks->objects[LIFETIME_UNCERTAIN] || !quality_is_complete(page) ||
		!page->results->driver_count)
		return VERDICT_UNSURE;
	return VERDICT_CLEAN;
}

int leaks_init(struct leaks *leaks, struct page *page)
{
	const struct lifetime_results *results = page->results;

	*leaks = (struct leaks){ 0 };
	leaks->entries = calloc(results->entry_count + 1, sizeof(*leaks->entries));
	leaks->findings = calloc(results->finding_count + 1, sizeof(*leaks->findings));
	leaks->failures = calloc(results->failure_count + 1, sizeof(*leaks->failures));
	if (!leaks->entries || !leaks->findings || !leaks->failures) {
		leaks_finish(leaks);
		return -ENOMEM;
	}
	select_all(leaks, page);
	leaks->status = find_status(leaks, page);
	return 0;
}

void leaks_finish(struct leaks *leaks)
{
	free(leaks->entries);
	free(leaks->findings);
	free(leaks->failures);
	*leaks = (struct leaks){ 0 };
}

const char *verdict_name(enum lifetime_verdict verdict)
{
	static const char *const names[] = {
		[LIFETIME_RELEASED] = "released",
		[LIFETIME_ALIVE] = "alive",
		[LIFETIME_ABANDONED] = "abandoned",
		[LIFETIME_UNCERTAIN] = "uncertain",
		[LIFETIME_LEAKED] = "leaked",
	};

	return names[verdict];
}

const char *severity_name(enum rule_severity severity)
{
	static const char *const names[] = {
		[RULE_NOTE] = "note",
		[RULE_WARNING] = "warning",
		[RULE_ERROR] = "error",
	};

	return names[severity];
}

const char *finding_text(struct page *page, const struct lifetime_finding *finding)
{
	const struct rule *rule;

	if (finding->text)
		return page_string(page, finding->text);
	rule = rule_find(strings_get(page->results->strings, finding->rule));
	return rule ? rule->title : "";
}

const struct lifetime_failure *entry_failure(
	const struct page *page, const struct lifetime_entry *entry)
{
	const struct lifetime_results *results = page->results;

	for (size_t i = 0; i < results->failure_count; i++)
		for (size_t k = 0; k < results->failures[i].rung_count; k++)
			if (results->failures[i].rungs[k].entry == entry)
				return &results->failures[i];

	return NULL;
}

const char *entry_fingerprint(struct page *page, const struct lifetime_entry *entry)
{
	const struct place *place = page_place(page, entry->site);
	const char *const parts[] = {
		page_string(page, entry->kind),
		page_tag(page, entry->tag),
		page_string(page, entry->owner_path),
		*place->function ? place->function : place->text,
	};
	uint64_t hash = 0;

	/* With its end, so that the parts cannot run into each other. */
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		hash = hash_bytes(hash, parts[i], strlen(parts[i]) + 1);
	return page_format(page, "%016" PRIx64, hash);
}

const char *release_place(struct page *page, const struct lifetime_release *release)
{
	const struct place *place = page_place(page, release->site);
	const char *context = page_string(page, release->context);

	if (*place->function && *place->file)
		return page_format(page, "%s (%s:%" PRIu32 ")", place->function, place->short_file,
			place->line);
	if (*context)
		return page_format(page, "%s (%s)", context, place->text);
	return *place->text ? place->text : "an unknown caller";
}

/* The callback in which a helper released it, when the helper's name does not say so. */
static const char *within(struct page *page, const struct lifetime_release *release)
{
	const struct place *place = page_place(page, release->site);
	const char *context = page_string(page, release->context);

	if (!*context || !*place->function || strcmp(place->function, context) == 0)
		return "";
	return page_format(page, ", within %s,", context);
}

const char *entry_release(struct page *page, const struct lifetime_entry *entry)
{
	const struct lifetime_release *release = entry->released_at;
	const char *when = "in other cases";

	if (!release)
		return NULL;
	if (entry->failed_count && release->good_count && !release->failed_count)
		when = "when entry succeeds; not run when entry fails";
	else if (entry->failed_count && release->good_count)
		when = "when entry succeeds, and after some failures of it";
	else if (!release->good_count && release->entry_count)
		when = "on another way out of entry";
	else if (!release->good_count)
		when = "after other failures of entry";
	return page_format(page, "released by %s%s %s", release_place(page, release),
		within(page, release), when);
}

bool entry_has_slope(const struct lifetime_entry *entry)
{
	/* Through two points there is always a line. */
	return entry->cycles > 2 && entry->verdict >= LIFETIME_UNCERTAIN;
}
