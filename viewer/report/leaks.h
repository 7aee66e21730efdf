/* What the leaks report shows: the engine's results, filtered and counted. */
#pragma once

#include "viewer/report/page.h"

struct leaks {
	const struct lifetime_entry **entries; /* owned; worst last */
	size_t entry_count;
	const struct lifetime_finding **findings; /* owned; worst last */
	size_t finding_count;
	const struct lifetime_failure **failures; /* owned */
	size_t failure_count;
	uint64_t objects[LIFETIME_LEAKED + 1]; /* by verdict, with what they hold */
	uint64_t bytes[LIFETIME_LEAKED + 1];
	uint64_t severities[RULE_ERROR + 1];
	enum verdict_status status;
};

int leaks_init(struct leaks *leaks, struct page *page);
void leaks_finish(struct leaks *leaks);

const char *verdict_name(enum lifetime_verdict verdict);
const char *severity_name(enum rule_severity severity);
/* One sentence: of the violation, or of the rule. */
const char *finding_text(struct page *page, const struct lifetime_finding *finding);
/* The failed entry that left it behind; NULL: none did. */
const struct lifetime_failure *entry_failure(
	const struct page *page, const struct lifetime_entry *entry);
/* Stable when lines move: kind, tag, kinds of owners, function. */
const char *entry_fingerprint(struct page *page, const struct lifetime_entry *entry);
/* Where the like is released and when, in words; NULL when it was not seen. */
const char *entry_release(struct page *page, const struct lifetime_entry *entry);
/* "FreeAll (bth.c:41)", "EvtDriverUnload" */
const char *release_place(struct page *page, const struct lifetime_release *release);
bool entry_has_slope(const struct lifetime_entry *entry);

void leaks_print(struct page *page, const struct leaks *leaks);
void leaks_print_json(struct page *page, const struct leaks *leaks);
