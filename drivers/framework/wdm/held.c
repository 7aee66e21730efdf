#include "drivers/framework/wdm/held.h"

#include <stddef.h>

void ke_held_add(struct ke_held_list *list, const struct ke_held *item)
{
	if (list->count < KE_HELD_REMEMBERED)
		list->items[list->count] = *item;
	list->count++;
}

/* Mostly it is the last one. */
void ke_held_forget(struct ke_held_list *list, const void *object)
{
	unsigned int end = list->count < KE_HELD_REMEMBERED ? list->count : KE_HELD_REMEMBERED;
	unsigned int at = end;

	list->count--;
	while (at > 0 && list->items[at - 1].object != object)
		at--;
	for (; at > 0 && at < end; at++)
		list->items[at - 1] = list->items[at];
}

const struct ke_held *ke_held_since(const struct ke_held_list *list, unsigned int count)
{
	return count < list->count && count < KE_HELD_REMEMBERED ? &list->items[count] : NULL;
}
