#include "viewer/report/objects.h"

#include <errno.h>
#include <stdlib.h>

static int on_object(void *data, const struct lifetime_object *object)
{
	struct objects *objects = data;

	if (objects->count == objects->capacity) {
		size_t capacity = objects->capacity ? objects->capacity * 2 : 256;
		struct lifetime_object *grown = realloc(objects->items, capacity * sizeof(*grown));

		if (!grown)
			return -ENOMEM;
		objects->items = grown;
		objects->capacity = capacity;
	}
	objects->items[objects->count++] = *object;
	return 0;
}

void objects_begin(struct objects *objects)
{
	*objects = (struct objects){ .observer = { .data = objects, .object = on_object } };
}

void objects_finish(struct objects *objects)
{
	free(objects->items);
	*objects = (struct objects){ 0 };
}

static bool is_live_at(const struct lifetime_object *object, int64_t at_ns)
{
	return object->acquired_ns <= at_ns &&
	       (object->verdict != LIFETIME_RELEASED || object->ended_ns > at_ns);
}

static bool shows(struct page *page, const struct lifetime_object *object)
{
	const struct moment *at = &page->options->at;
	const struct subject subject = { object->driver, object->kind, object->tag, object->site,
		object->acquired_ns, false };

	if (at->base != MOMENT_NONE && !is_live_at(object, moment_ns(at, page->begin_ns, 0)))
		return false;
	return page_shows(page, &subject);
}

static int compare(const void *a, const void *b)
{
	const struct shown *x = a;
	const struct shown *y = b;

	return (x->object->order > y->object->order) - (x->object->order < y->object->order);
}

/* The owner was there when the object came: earlier, and not yet released. */
static bool is_owner(const void *item, const void *key)
{
	const struct shown *shown = item;
	const struct lifetime_object *owner = shown->object;
	const struct lifetime_object *object = key;

	return owner->process == object->process && owner->handle == object->owner &&
	       owner->order < object->order &&
	       (owner->verdict != LIFETIME_RELEASED || owner->ended_ns >= object->acquired_ns);
}

static void adopt(struct selection *selection, struct shown *child, struct shown *parent)
{
	child->parent = parent->id;
	child->depth = parent->depth + 1;
	if (parent->last)
		selection->items[parent->last - 1].next = child->id;
	else
		parent->first = child->id;
	parent->last = child->id;
}

/* In order of acquisition, so that an owner has its depth before its children ask for it. */
static int build_tree(struct selection *selection)
{
	struct table table;
	int status = 0;

	table_init(&table);
	for (size_t i = 0; i < selection->count && status == 0; i++) {
		struct shown *shown = &selection->items[i];
		const struct lifetime_object *object = shown->object;
		struct shown *parent =
			object->owner
				? table_find(&table, hash_number(object->process, object->owner),
					  is_owner, object)
				: NULL;

		if (parent)
			adopt(selection, shown, parent);
		status = table_add(&table, hash_number(object->process, object->handle), shown);
	}
	table_finish(&table);
	return status;
}

int selection_init(struct selection *selection, const struct objects *objects, struct page *page)
{
	int status;

	*selection = (struct selection){ 0 };
	selection->items = calloc(objects->count + 1, sizeof(*selection->items));
	if (!selection->items)
		return -ENOMEM;
	for (size_t i = 0; i < objects->count; i++) {
		if (!shows(page, &objects->items[i]))
			continue;
		selection->items[selection->count++].object = &objects->items[i];
		selection->verdicts[objects->items[i].verdict]++;
	}
	qsort(selection->items, selection->count, sizeof(*selection->items), compare);
	for (size_t i = 0; i < selection->count; i++)
		selection->items[i].id = i + 1;
	status = build_tree(selection);
	if (status < 0)
		selection_finish(selection);
	return status;
}

void selection_finish(struct selection *selection)
{
	free(selection->items);
	*selection = (struct selection){ 0 };
}
