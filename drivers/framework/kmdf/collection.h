/* Collections. What is in one is held by it, until it is removed or the collection is destroyed. */
#pragma once

#include "drivers/framework/kmdf/object.h"

struct fx_collection {
	struct fx_object object;
	LIST_ENTRY items; /* of the items' records, which are owned; under the lock of the tree */
	ULONG count;
};

extern const struct fx_class fx_collection_class;

/* For fx_child.init; no argument. */
NTSTATUS fx_collection_init(struct fx_object *object, const void *argument);
struct fx_collection *fx_collection_of(struct fx_object *object);

/* STATUS_UNSUCCESSFUL: no memory, as WDF has it. */
NTSTATUS fx_collection_add(
	struct fx_collection *collection, struct fx_object *item, const void *site);
ULONG fx_collection_count(struct fx_collection *collection);

/* NULL when there is none. The collection's reference is the caller's to give back after remove. */
struct fx_object *fx_collection_item(struct fx_collection *collection, ULONG index);
struct fx_object *fx_collection_last(struct fx_collection *collection);
struct fx_object *fx_collection_remove_at(struct fx_collection *collection, ULONG index);
struct fx_object *fx_collection_remove(
	struct fx_collection *collection, const struct fx_object *item);
