#include <inttypes.h>
#include <string.h>

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
	return page_format(page, "  released by %s", where(page, object->release_site));
}

/* Widths of the columns that names decide. */
struct columns {
	int what;
	int driver;
};

enum {
	WIDEST = 40
};

static void widen(int *width, const char *text)
{
	size_t length = strlen(text);

	if (length > (size_t)*width)
		*width = length < WIDEST ? (int)length : WIDEST;
}

static struct columns measure(struct page *page, const struct selection *selection)
{
	struct columns columns = { 12, 6 };

	for (size_t i = 0; i < selection->count; i++) {
		const struct lifetime_object *object = selection->items[i].object;

		widen(&columns.what, page_what(page, object->kind, object->tag));
		widen(&columns.driver, page_driver(page, object->driver));
	}
	return columns;
}

static void print_row(
	struct page *page, const struct columns *columns, const struct lifetime_object *object)
{
	fprintf(page->out, "%-16s %-16s %12s %12s  %-*s  %-*s  0x%-14" PRIx64 " %s%s\n",
		page_time(page, object->acquired_ns), end_of(page, object), age_of(page, object),
		page_size(page, object->size_bytes), columns->what,
		page_what(page, object->kind, object->tag), columns->driver,
		page_driver(page, object->driver), object->handle, where(page, object->site),
		end_place(page, object));
}

static void print_list(struct page *page, const struct selection *selection)
{
	const struct columns columns = measure(page, selection);

	fprintf(page->out, "\n%-16s %-16s %12s %12s  %-*s  %-*s  %-16s %s\n", "ACQUIRED",
		"RELEASED", "LIVED", "SIZE", columns.what, "WHAT", columns.driver, "DRIVER",
		"HANDLE", "ACQUIRED BY");
	for (size_t i = 0; i < selection->count; i++)
		print_row(page, &columns, selection->items[i].object);
}

static void print_node(struct page *page, const struct shown *shown)
{
	const struct lifetime_object *object = shown->object;
	int indent = shown->depth < 15 ? 2 * (int)shown->depth : 30;

	fprintf(page->out, "  %*s%-*s %12s  %-16s %-16s 0x%-14" PRIx64 " %s%s\n", indent, "",
		34 - indent, page_what(page, object->kind, object->tag),
		page_size(page, object->size_bytes), page_time(page, object->acquired_ns),
		end_of(page, object), object->handle, where(page, object->site),
		end_place(page, object));
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
