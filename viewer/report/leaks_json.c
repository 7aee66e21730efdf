#include "viewer/report/leaks.h"

static struct json_object *owner_json(struct page *page, const struct lifetime_entry *entry)
{
	struct json_object *object = json_object_new_object();

	json_put_text(page, object, "kind", page_string(page, entry->owner_kind));
	json_put_hex(page, object, "handle", entry->owner);
	return object;
}

static struct json_object *held_json(struct page *page, const struct lifetime_entry *entry)
{
	struct json_object *object = json_object_new_object();

	json_put_count(page, object, "objects", entry->held_count);
	json_put_count(page, object, "bytes", entry->held_bytes);
	return object;
}

static struct json_object *release_json(struct page *page, const struct lifetime_release *release)
{
	struct json_object *object = json_site(page, release->site);

	if (release->context)
		json_put_text(page, object, "within", page_string(page, release->context));
	json_put_count(page, object, "when_entry_succeeds", release->good_count);
	json_put_count(page, object, "when_entry_fails", release->failed_count);
	json_put_count(page, object, "within_entry", release->entry_count);
	return object;
}

static struct json_object *lost_json(struct page *page, const struct lifetime_entry *entry)
{
	struct json_object *object = json_object_new_object();

	json_put_ns(page, object, "events", entry->lost_count);
	json_put_ns(page, object, "begin_ns", entry->lost_begin_ns);
	json_put_ns(page, object, "end_ns", entry->lost_end_ns);
	return object;
}

static struct json_object *slope_json(struct page *page, const struct lifetime_entry *entry)
{
	struct json_object *object = json_object_new_object();

	json_put_count(page, object, "cycles", entry->cycles);
	json_put(page, object, "objects_per_cycle",
		json_object_new_double(entry->objects_per_cycle));
	json_put(page, object, "bytes_per_cycle", json_object_new_double(entry->bytes_per_cycle));
	return object;
}

static const char *cause_name(enum lifetime_cause cause)
{
	static const char *const names[] = {
		[LIFETIME_CAUSE_NONE] = "",
		[LIFETIME_CAUSE_FAILED_ENTRY] = "failed-entry",
		[LIFETIME_CAUSE_UNLOAD] = "unload",
		[LIFETIME_CAUSE_PARENT] = "parent",
		[LIFETIME_CAUSE_REFERENCE] = "reference",
	};

	return names[cause];
}

static void add_optional(
	struct page *page, struct json_object *object, const struct lifetime_entry *entry)
{
	if (entry->released_at)
		json_put(
			page, object, "released_elsewhere", release_json(page, entry->released_at));
	if (entry->verdict == LIFETIME_UNCERTAIN)
		json_put(page, object, "lost", lost_json(page, entry));
	if (entry_has_slope(entry))
		json_put(page, object, "slope", slope_json(page, entry));
	if (entry->cause != LIFETIME_CAUSE_NONE) {
		json_put_text(page, object, "cause", cause_name(entry->cause));
		json_put_ns(page, object, "due_ns", entry->due_ns);
	}
}

static struct json_object *entry_json(struct page *page, const struct lifetime_entry *entry)
{
	struct json_object *object = json_object_new_object();

	json_put_text(page, object, "verdict", verdict_name(entry->verdict));
	json_put_text(page, object, "kind", page_string(page, entry->kind));
	json_put_hex(page, object, "handle", entry->handle);
	json_put_text(page, object, "tag", page_tag(page, entry->tag));
	json_put_count(page, object, "size_bytes", entry->size_bytes);
	json_put_count(page, object, "count", entry->count);
	json_put_text(page, object, "driver", page_string(page, entry->driver));
	json_put(page, object, "process", json_process(page, entry->process));
	json_put_ns(page, object, "acquired_ns", entry->acquired_ns);
	json_put_text(page, object, "acquired_within", page_string(page, entry->context));
	json_put(page, object, "site", json_site(page, entry->site));
	json_put(page, object, "owner", owner_json(page, entry));
	json_put_text(page, object, "fingerprint", entry_fingerprint(page, entry));
	json_put(page, object, "held", held_json(page, entry));
	add_optional(page, object, entry);
	return object;
}

static struct json_object *finding_json(struct page *page, const struct lifetime_finding *finding)
{
	struct json_object *object = json_object_new_object();

	json_put_text(page, object, "rule", page_string(page, finding->rule));
	json_put_text(page, object, "severity", severity_name(finding->severity));
	json_put_text(page, object, "driver", page_string(page, finding->driver));
	json_put_text(page, object, "text", finding_text(page, finding));
	json_put_count(page, object, "count", finding->count);
	json_put_ns(page, object, "time_ns", finding->time_ns);
	if (finding->kind)
		json_put_text(page, object, "kind", page_string(page, finding->kind));
	if (finding->tag)
		json_put_text(page, object, "tag", page_tag(page, finding->tag));
	json_put(page, object, "site", json_site(page, finding->site));
	if (finding->other_site)
		json_put(page, object, "other_site", json_site(page, finding->other_site));
	if (finding->file) {
		json_put_text(page, object, "reference_file", page_string(page, finding->file));
		json_put_count(page, object, "reference_line", finding->line);
	}
	return object;
}

static struct json_object *rung_json(struct page *page, const struct lifetime_rung *rung)
{
	struct json_object *object = json_object_new_object();

	json_put_text(page, object, "kind", page_string(page, rung->entry->kind));
	json_put_text(page, object, "tag", page_tag(page, rung->entry->tag));
	json_put_count(page, object, "count", rung->count);
	json_put_count(page, object, "size_bytes", rung->size_bytes);
	json_put(page, object, "site", json_site(page, rung->entry->site));
	json_put_text(page, object, "fingerprint", entry_fingerprint(page, rung->entry));
	return object;
}

static struct json_object *failure_json(struct page *page, const struct lifetime_failure *failure)
{
	struct json_object *object = json_object_new_object();
	struct json_object *ladder = json_object_new_array();

	json_put_text(page, object, "driver", page_string(page, failure->driver));
	json_put_ns(page, object, "status", failure->status);
	json_put_text(page, object, "entry", page_string(page, failure->entry));
	json_put_text(page, object, "failed_in", page_string(page, failure->span));
	json_put_text(page, object, "fault_point", page_string(page, failure->fault_point));
	if (failure->fault_point)
		json_put(page, object, "fault_site", json_site(page, failure->fault_site));
	json_put_ns(page, object, "failed_ns", failure->failed_ns);
	json_put_count(page, object, "count", failure->cycles);
	for (size_t i = 0; i < failure->rung_count; i++)
		json_append(page, ladder, rung_json(page, &failure->rungs[i]));
	json_put(page, object, "ladder", ladder);
	return object;
}

void leaks_print_json(struct page *page, const struct leaks *leaks)
{
	struct json_object *report = json_object_new_object();
	struct json_object *unreleased = json_object_new_array();
	struct json_object *findings = json_object_new_array();
	struct json_object *failures = json_object_new_array();

	json_put_text(page, report, "schema", "drvtrace.leaks/1");
	json_put(page, report, "trace", quality_json(page));
	for (size_t i = 0; i < leaks->entry_count; i++)
		json_append(page, unreleased, entry_json(page, leaks->entries[i]));
	json_put(page, report, "unreleased", unreleased);
	for (size_t i = 0; i < leaks->finding_count; i++)
		json_append(page, findings, finding_json(page, leaks->findings[i]));
	json_put(page, report, "findings", findings);
	for (size_t i = 0; i < leaks->failure_count; i++)
		json_append(page, failures, failure_json(page, leaks->failures[i]));
	json_put(page, report, "failed_entries", failures);
	json_put_count(page, report, "status", leaks->status);
	json_print(page, report);
}
