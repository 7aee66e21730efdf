#include "drivers/framework/kmdf/collection.h"

#include <stdlib.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/hold.h"

struct item {
	LIST_ENTRY link; /* in fx_collection.items */
	struct fx_object *object;
};

static struct item *item_of(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, struct item, link);
}

struct fx_collection *fx_collection_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_collection, object);
}

NTSTATUS fx_collection_init(struct fx_object *object, const void *argument)
{
	UNREFERENCED_PARAMETER(argument);
	InitializeListHead(&fx_collection_of(object)->items);
	return STATUS_SUCCESS;
}

NTSTATUS fx_collection_add(
	struct fx_collection *collection, struct fx_object *object, const void *site)
{
	struct item *item = calloc(1, sizeof(*item));

	if (!item)
		return STATUS_UNSUCCESSFUL;
	item->object = object;
	fx_hold(object, &collection->object, site);

	fx_globals_lock(collection->object.globals);
	InsertTailList(&collection->items, &item->link);
	collection->count++;
	fx_globals_unlock(collection->object.globals);
	return STATUS_SUCCESS;
}

ULONG fx_collection_count(struct fx_collection *collection)
{
	ULONG count;

	fx_globals_lock(collection->object.globals);
	count = collection->count;
	fx_globals_unlock(collection->object.globals);
	return count;
}

/* Both under the lock. */
static struct item *find_at(struct fx_collection *collection, ULONG index)
{
	LIST_ENTRY *link = collection->items.Flink;

	if (index >= collection->count)
		return NULL;
	while (index-- > 0)
		link = link->Flink;
	return item_of(link);
}

static struct item *find(struct fx_collection *collection, const struct fx_object *object)
{
	for (LIST_ENTRY *link = collection->items.Flink; link != &collection->items;
		link = link->Flink) {
		if (item_of(link)->object == object)
			return item_of(link);
	}
	return NULL;
}

struct fx_object *fx_collection_item(struct fx_collection *collection, ULONG index)
{
	struct fx_object *object = NULL;
	struct item *item;

	fx_globals_lock(collection->object.globals);
	item = find_at(collection, index);
	if (item)
		object = item->object;
	fx_globals_unlock(collection->object.globals);
	return object;
}

struct fx_object *fx_collection_last(struct fx_collection *collection)
{
	struct fx_object *object = NULL;

	fx_globals_lock(collection->object.globals);
	if (!IsListEmpty(&collection->items))
		object = item_of(collection->items.Blink)->object;
	fx_globals_unlock(collection->object.globals);
	return object;
}

/* Under the lock. */
static struct fx_object *take_out(struct fx_collection *collection, struct item *item)
{
	struct fx_object *object;

	if (!item)
		return NULL;
	object = item->object;
	RemoveEntryList(&item->link);
	collection->count--;
	free(item);
	return object;
}

struct fx_object *fx_collection_remove_at(struct fx_collection *collection, ULONG index)
{
	struct fx_object *object;

	fx_globals_lock(collection->object.globals);
	object = take_out(collection, find_at(collection, index));
	fx_globals_unlock(collection->object.globals);
	return object;
}

struct fx_object *fx_collection_remove(
	struct fx_collection *collection, const struct fx_object *item)
{
	struct fx_object *object;

	fx_globals_lock(collection->object.globals);
	object = take_out(collection, find(collection, item));
	fx_globals_unlock(collection->object.globals);
	return object;
}

static void let_go(struct fx_object *object, const void *site)
{
	struct fx_collection *collection = fx_collection_of(object);
	struct fx_object *item;

	while ((item = fx_collection_remove_at(collection, 0)) != NULL)
		fx_let_go(item, object, site);
}

/* Items are left only when the process ends with the collection, which holds nobody up then. */
static void destroy(struct fx_object *object)
{
	struct fx_collection *collection = fx_collection_of(object);

	while (collection->count > 0)
		take_out(collection, find_at(collection, 0));
}

const struct fx_class fx_collection_class = {
	.kind = { "WDFCOLLECTION", DRVTRACE_KIND_WDFCOLLECTION, fx_object_reclaim },
	.size = sizeof(struct fx_collection),
	.let_go = let_go,
	.destroy = destroy,
};
