#include <inttypes.h>

#include "viewer/report/leaks.h"
#include "viewer/report/objects.h"

static const char *where(struct page *page, uint32_t site)
{
	const char *text = page_place(page, site)->text;

	return *text ? text : "unknown call site";
}

/* The end column: when it was released, or what is said of it instead. */
static const char *end_of(struct page *page, const struct lifetime_object *object)
{
	if (object->verdict == LIFETIME_RELEASED)
		return page_time(page, object->ended_ns);
	return verdict_name(object->verdict);
}

static const char *age_of(struct page *page, const struct lifetime_object *object)
{
	if (object->verdict != LIFETIME_RELEASED)
		return "-";
	return page_duration(page, object->ended_ns - object->acquired_ns);
}

static const char *end_place(struct page *page, const struct lifetime_object *object)
{
	if (object->verdict != LIFETIME_RELEASED || !object->release_site)
		return "";
	return page_format(page, "  released at %s", where(page, object->release_site));
}

static void print_row(struct page *page, const struct lifetime_object *object)
{
	fprintf(page->out, "%-16s %-16s %12s %9" PRIu64 " B  %-24s %-16s 0x%-14" PRIx64 " %s%s\n",
		page_time(page, object->acquired_ns), end_of(page, object), age_of(page, object),
		object->size_bytes, page_what(page, object->kind, object->tag),
		page_driver(page, object->driver), object->handle, where(page, object->site),
		end_place(page, object));
}

static void print_list(struct page *page, const struct selection *selection)
{
	fprintf(page->out, "\n%-16s %-16s %12s %11s  %-24s %-16s %-16s %s\n", "ACQUIRED",
		"RELEASED", "LIVED", "SIZE", "WHAT", "DRIVER", "HANDLE", "ACQUIRED AT");
	for (size_t i = 0; i < selection->count; i++)
		print_row(page, selection->items[i].object);
}

static void print_node(struct page *page, const struct shown *shown)
{
	const struct lifetime_object *object = shown->object;

	fprintf(page->out, "  %*s%-*s %9" PRIu64 " B  %-16s %-16s 0x%-14" PRIx64 " %s%s\n",
		(int)(shown->depth < 20 ? 2 * shown->depth : 40), "",
		(int)(shown->depth < 15 ? 32 - 2 * shown->depth : 2),
		page_what(page, object->kind, object->tag), object->size_bytes,
		page_time(page, object->acquired_ns), end_of(page, object), object->handle,
		where(page, object->site), end_place(page, object));
}

static const struct shown *next_of(const struct selection *selection, const struct shown *shown)
{
	if (shown->first)
		return &selection->items[shown->first - 1];
	while (!shown->next && shown->parent)
		shown = &selection->items[shown->parent - 1];
	return shown->next ? &selection->items[shown->next - 1] : NULL;
}

static bool is_same_load(const struct lifetime_object *a, const struct lifetime_object *b)
{
	return a->process == b->process && a->driver == b->driver && a->cycle == b->cycle;
}

static void print_load(struct page *page, const struct lifetime_object *object)
{
	const struct process *process = page->results->processes->items[object->process - 1];

	fprintf(page->out, "\n%s, load %" PRIu32 ", in %s (pid %" PRId32 ")\n",
		page_driver(page, object->driver), object->cycle,
		process->name ? page_string(page, process->name) : "a process", process->pid);
}

/* What one load of a driver owned, topmost objects by order of acquisition. */
static void print_tree(struct page *page, const struct selection *selection)
{
	const struct lifetime_object *load = NULL;

	for (size_t i = 0; i < selection->count; i++) {
		const struct shown *top = &selection->items[i];

		if (top->parent)
			continue;
		if (!load || !is_same_load(load, top->object))
			print_load(page, top->object);
		load = top->object;
		for (const struct shown *shown = top; shown; shown = next_of(selection, shown))
			print_node(page, shown);
	}
}

static void print_counts(struct page *page, const struct selection *selection)
{
	const struct moment *at = &page->options->at;

	fprintf(page->out, "objects   %s", page_count(page, selection->count, "lifetime"));
	if (at->base != MOMENT_NONE)
		fprintf(page->out, " at %s", page_time(page, moment_ns(at, page->begin_ns, 0)));
	fprintf(page->out, ": %" PRIu64 " released, %" PRIu64 " not\n",
		selection->verdicts[LIFETIME_RELEASED],
		selection->count - selection->verdicts[LIFETIME_RELEASED]);
}

int objects_print(const struct objects *objects, struct page *page)
{
	struct selection selection;
	int status = selection_init(&selection, objects, page);

	if (status < 0)
		return status;
	quality_print(page);
	print_counts(page, &selection);
	if (selection.count && page->options->tree)
		print_tree(page, &selection);
	else if (selection.count)
		print_list(page, &selection);
	fprintf(page->out,
		"\nSUMMARY: objects shown=%zu released=%" PRIu64 " leaked=%" PRIu64
		" uncertain=%" PRIu64 " alive=%" PRIu64 " abandoned=%" PRIu64 " complete=%s\n",
		selection.count, selection.verdicts[LIFETIME_RELEASED],
		selection.verdicts[LIFETIME_LEAKED], selection.verdicts[LIFETIME_UNCERTAIN],
		selection.verdicts[LIFETIME_ALIVE], selection.verdicts[LIFETIME_ABANDONED],
		quality_is_complete(page) ? "yes" : "no");
	if (page->options->next_command)
		fprintf(page->out, "next: %s\n", page->options->next_command);
	selection_finish(&selection);
	return 0;
}
