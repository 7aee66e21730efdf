#include "viewer/lifetime/internal.h"

#include <errno.h>
#include <stdlib.h>

static bool is_of(const void *item, const void *key)
{
	const struct reference_list *list = item;

	return list->object == key;
}

static uint64_t hash_list(const struct object *object)
{
	return hash_number(object->order, object->handle);
}

static struct reference_list *find_list(
	const struct lifetime *lifetime, const struct object *object)
{
	if (!(object->flags & OBJECT_HAS_REFERENCES))
		return NULL;
	return table_find(&lifetime->references, hash_list(object), is_of, object);
}

static int get_list(struct lifetime *lifetime, struct reference_list **out, struct object *object)
{
	struct reference_list *list = find_list(lifetime, object);
	int status;

	if (!list) {
		list = calloc(1, sizeof(*list));
		if (!list)
			return -ENOMEM;
		list->object = object;
		status = table_add(&lifetime->references, hash_list(object), list);
		if (status < 0) {
			free(list);
			return status;
		}
		object->flags |= OBJECT_HAS_REFERENCES;
	}
	*out = list;
	return 0;
}

int reference_add(struct lifetime *lifetime, const struct occurrence *at)
{
	const struct event *event = at->event;
	struct reference reference = { event->reference.tag, 0, 0, event->reference.line };
	struct object *object = object_find(lifetime, at->process, event);
	struct reference_list *list;
	struct reference *grown;
	int status;

	if (!object)
		return 0;
	status = get_list(lifetime, &list, object);
	if (status == 0)
		status = strings_add(&lifetime->strings, &reference.file, event->reference.file);
	if (status == 0)
		status = process_site(
			&lifetime->processes, &reference.site, at->process, event->site);
	if (status < 0)
		return status;
	grown = realloc(list->items, (list->count + 1) * sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	list->items = grown;
	list->items[list->count++] = reference;
	return 0;
}

/* The latest one of that tag; without one of it the latest at all, as only the count is sure. */
int reference_remove(struct lifetime *lifetime, const struct occurrence *at)
{
	struct object *object = object_find(lifetime, at->process, at->event);
	struct reference_list *list = object ? find_list(lifetime, object) : NULL;
	size_t found;

	if (!list || !list->count)
		return 0;
	found = list->count - 1;
	for (size_t i = list->count; i-- > 0;) {
		if (list->items[i].tag == at->event->reference.tag) {
			found = i;
			break;
		}
	}
	for (size_t i = found; i + 1 < list->count; i++)
		list->items[i] = list->items[i + 1];
	list->count--;
	if (!list->count)
		reference_forget(lifetime, object);
	return 0;
}

void reference_forget(struct lifetime *lifetime, struct object *object)
{
	struct reference_list *list = find_list(lifetime, object);

	if (!list)
		return;
	table_remove(&lifetime->references, hash_list(object), list);
	object->flags &= ~(uint32_t)OBJECT_HAS_REFERENCES;
	free(list->items);
	free(list);
}

const struct reference *reference_last(const struct lifetime *lifetime, const struct object *object)
{
	const struct reference_list *list = find_list(lifetime, object);

	return list && list->count ? &list->items[list->count - 1] : NULL;
}
