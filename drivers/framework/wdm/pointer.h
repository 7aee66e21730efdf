/*
 * References by pointer that drivers hold to objects: each object that some driver has is in the books
 * until the last of them is given back. Knows nothing of threads, which count their own.
 */
#pragma once

#include <stdbool.h>

#include "drivers/framework/wdm/handle.h"

struct io_driver;

/*
 * One more reference for the driver; the count after it. `has_reference`: the caller's own one becomes
 * the driver's. 0 without memory, and then nothing has changed.
 */
LONG ob_pointer_reference(
	struct ob_object *object, struct io_driver *driver, bool has_reference, const void *site);

/* The object that a driver has by that pointer; NULL when it is none, or a thread. */
struct ob_object *ob_pointer_find(const void *body);

/* False when no driver has it. */
bool ob_pointer_dereference(LONG *left, const void *body, const void *site);
