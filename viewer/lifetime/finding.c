#include "viewer/lifetime/internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct lifetime_finding finding_of(const struct object *object, int64_t time_ns)
{
	return (struct lifetime_finding){
		.driver = object->driver->name,
		.process = object->driver->process->index,
		.kind = object->kind,
		.tag = object->tag,
		.site = object->site,
		.handle = object->handle,
		.size_bytes = object->size_bytes,
		.time_ns = time_ns,
	};
}

/* What may turn out to be void is told per process, because losses are. */
static bool is_alike(const void *item, const void *key)
{
	const struct lifetime_finding *a = item;
	const struct lifetime_finding *b = key;

	return a->rule == b->rule && a->driver == b->driver && a->site == b->site &&
	       a->kind == b->kind && a->tag == b->tag && a->other_site == b->other_site &&
	       a->text == b->text &&
	       (!(a->is_void_by_loss || b->is_void_by_loss) || a->process == b->process);
}

static int resolve(struct lifetime *lifetime, struct lifetime_finding *finding, const char *rule)
{
	const struct rule *known = rule_find(rule);
	const struct processes *processes = &lifetime->processes;
	int status = strings_add(&lifetime->strings, &finding->rule, rule);

	if (status == 0 && finding->kind)
		status = process_kind(&lifetime->processes, &finding->kind,
			processes->items[finding->process - 1], finding->kind);
	if (!finding->severity && known)
		finding->severity = known->severity;
	finding->count = 1;
	return status;
}

int finding_add(struct lifetime *lifetime, const char *rule, const struct lifetime_finding *finding)
{
	struct lifetime_finding resolved = *finding;
	struct lifetime_finding *known;
	uint64_t hash;
	int status = resolve(lifetime, &resolved, rule);

	if (status < 0)
		return status;
	hash = hash_number(hash_number(resolved.rule, resolved.driver), resolved.site);
	known = table_find(&lifetime->findings, hash, is_alike, &resolved);
	if (known) {
		known->count++;
		known->size_bytes += resolved.size_bytes;
		if (resolved.severity > known->severity)
			known->severity = resolved.severity;
		return 0;
	}
	known = malloc(sizeof(*known));
	if (!known)
		return -ENOMEM;
	*known = resolved;
	status = table_add(&lifetime->findings, hash, known);
	if (status < 0)
		free(known);
	return status;
}

/* The same line is cleaned up on the way out of a failing entry: the author has thought of it. */
static bool is_handled_on_failure(const struct lifetime *lifetime, uint32_t site)
{
	for (const struct lifetime_release *release = history_of(lifetime, site); release;
		release = release->next)
		if (release->entry_count || release->failed_count)
			return true;

	return false;
}

static bool is_void(const struct lifetime *lifetime, const struct lifetime_finding *finding)
{
	const struct process *process = lifetime->processes.items[finding->process - 1];
	const char *rule = strings_get(&lifetime->strings, finding->rule);

	if (finding->is_void_by_loss &&
		lifetime_has_loss(lifetime, process, INT64_MIN, finding->time_ns, NULL))
		return true;
	if (finding->severity == RULE_ERROR)
		return false;
	if (strcmp(rule, "acquired-before-driver-create") == 0 ||
		strcmp(rule, "wpp-init-before-driver-create") == 0 ||
		strcmp(rule, "cleanup-only-in-unload") == 0)
		return is_handled_on_failure(lifetime, finding->site);
	return false;
}

static int compare(const void *a, const void *b)
{
	const struct lifetime_finding *const *x = a;
	const struct lifetime_finding *const *y = b;

	if ((*x)->severity != (*y)->severity)
		return (*x)->severity < (*y)->severity ? -1 : 1;
	if ((*x)->rule != (*y)->rule)
		return (*x)->rule < (*y)->rule ? -1 : 1;
	if ((*x)->text != (*y)->text)
		return (*x)->text < (*y)->text ? -1 : 1;
	if ((*x)->time_ns != (*y)->time_ns)
		return (*x)->time_ns < (*y)->time_ns ? -1 : 1;
	return ((*x)->site > (*y)->site) - ((*x)->site < (*y)->site);
}

int finding_finish(struct lifetime *lifetime)
{
	struct lifetime_results *results = &lifetime->results;
	size_t position = 0;
	struct lifetime_finding *finding;

	results->findings = calloc(lifetime->findings.count + 1, sizeof(*results->findings));
	if (!results->findings)
		return -ENOMEM;
	while ((finding = table_next(&lifetime->findings, &position)))
		if (!is_void(lifetime, finding))
			results->findings[results->finding_count++] = finding;
	qsort(results->findings, results->finding_count, sizeof(struct lifetime_finding *),
		compare);
	return 0;
}
