/* The contexts of an object: memory of the driver's, each with callbacks of its own. */
#pragma once

#include <wdfobject.h>

struct fx_context {
	struct fx_context *next;
	PCWDF_OBJECT_CONTEXT_TYPE_INFO type; /* NULL: only the callbacks of the attributes */
	PFN_WDF_OBJECT_CONTEXT_CLEANUP cleanup;
	PFN_WDF_OBJECT_CONTEXT_DESTROY destroy;
	void *memory; /* owned; zeroed */
	size_t size;
};

struct fx_object;

/* A context of the attributes' type and size, without callbacks. NULL: no memory. */
struct fx_context *fx_context_create(
	struct fx_object *object, const WDF_OBJECT_ATTRIBUTES *attributes);

/* Whose context that memory is; NULL when it is nobody's. */
struct fx_object *fx_context_owner(const void *memory);
void fx_context_destroy_all(struct fx_context *contexts);

void fx_context_set_callbacks(struct fx_context *context, const WDF_OBJECT_ATTRIBUTES *attributes);
size_t fx_context_total_size(const struct fx_context *contexts);

/* NULL when no context is of that type. */
struct fx_context *fx_context_find(
	struct fx_context *contexts, PCWDF_OBJECT_CONTEXT_TYPE_INFO type);
void fx_context_append(struct fx_context *contexts, struct fx_context *context);
