/*
 * Objects with reference counts, and the handles that drivers open to them. An object is embedded
 * in what it stands for (a key, an event, a thread); each handle is a resource in the books, so
 * that one which is left open is a leak. Knows nothing of any type of object.
 */
#pragma once

#include <ntdef.h>
#include <stddef.h>

#include "drivers/framework/wdm/resource.h"

struct ob_object;

struct ob_type {
	const char *name;                  /* "Key": what messages call it */
	const struct io_kind *handle_kind; /* of its handles; its reclaim is ob_handle_reclaim */
	void (*destroy)(struct ob_object *object); /* the last reference is gone */
	ptrdiff_t body; /* from the object to what drivers have a pointer to */
	void (*closed)(
		struct ob_object *object); /* a driver has closed its handle; NULL: so what */
};

struct ob_object {
	const struct ob_type *type;
	LONG references;
};

/* A request for a handle: what the books and the trace say of it. */
struct ob_claim {
	struct io_driver *driver;
	const void *owner; /* NULL: the driver itself */
	uint32_t tag;
	const void *site;
};

/* One reference, the caller's. The last dereference destroys it. */
void ob_init(struct ob_object *object, const struct ob_type *type);
void ob_reference(struct ob_object *object);

/* For who finds it in a list: false when it goes at this moment, and is not there any more. */
bool ob_reference_living(struct ob_object *object);

/* What drivers have a pointer to. */
void *ob_body(struct ob_object *object);

/* The count that is left. */
LONG ob_dereference(struct ob_object *object);

/* Opens a handle, which has a reference of its own. STATUS_INSUFFICIENT_RESOURCES. */
NTSTATUS ob_handle_create(HANDLE *out, struct ob_object *object, const struct ob_claim *claim);

/*
 * Closes it. STATUS_INVALID_HANDLE when no such handle is open: see ob_handle_was_closed() for why.
 */
NTSTATUS ob_handle_close(HANDLE handle, const void *site);

/* Whether the handle was open, and has been closed since. */
bool ob_handle_was_closed(HANDLE handle);

/*
 * The object of a handle, a kernel's or one of the process that the thread is in, with a reference for
 * the caller. STATUS_INVALID_HANDLE, or
 * STATUS_OBJECT_TYPE_MISMATCH when it is not of `type`; NULL is any type.
 */
NTSTATUS ob_handle_reference(struct ob_object **out, HANDLE handle, const struct ob_type *type);

/* What a handle kind's `reclaim` is: closes a handle that was left open. */
void ob_handle_reclaim(struct io_resource *resource);
