#include "drivers/framework/kmdf/context.h"

#include <stdlib.h>

#include <sanitizer/asan_interface.h>

enum {
	MAGIC = 0x4b6d6443,
};

/* Before the memory that the driver has, and not accessible to it. */
struct header {
	struct fx_object *object;
	uintptr_t check; /* of the object's address */
};

static struct header *header_of(const void *memory)
{
	return (struct header *)(uintptr_t)memory - 1;
}

static void *create_memory(struct fx_object *object, size_t size)
{
	struct header *header = calloc(1, sizeof(*header) + size);

	if (!header)
		return NULL;
	*header = (struct header){ object, (uintptr_t)object ^ MAGIC };
	ASAN_POISON_MEMORY_REGION(header, sizeof(*header));
	return header + 1;
}

static void destroy_memory(void *memory)
{
	if (!memory)
		return;
	ASAN_UNPOISON_MEMORY_REGION(header_of(memory), sizeof(struct header));
	free(header_of(memory));
}

__attribute__((no_sanitize("address"))) struct fx_object *fx_context_owner(const void *memory)
{
	const struct header *header = header_of(memory);

	return header->check == ((uintptr_t)header->object ^ MAGIC) ? header->object : NULL;
}

static size_t size_of(const WDF_OBJECT_ATTRIBUTES *attributes)
{
	if (!attributes || !attributes->ContextTypeInfo)
		return 0;
	if (attributes->ContextSizeOverride > 0)
		return attributes->ContextSizeOverride;
	return attributes->ContextTypeInfo->ContextSize;
}

struct fx_context *fx_context_create(
	struct fx_object *object, const WDF_OBJECT_ATTRIBUTES *attributes)
{
	struct fx_context *context = calloc(1, sizeof(*context));

	if (!context)
		return NULL;
	context->size = size_of(attributes);
	if (attributes && attributes->ContextTypeInfo)
		context->type = attributes->ContextTypeInfo->UniqueType;
	if (context->size > 0) {
		context->memory = create_memory(object, context->size);
		if (!context->memory) {
			free(context);
			return NULL;
		}
	}
	return context;
}

void fx_context_destroy_all(struct fx_context *contexts)
{
	while (contexts) {
		struct fx_context *next = contexts->next;

		destroy_memory(contexts->memory);
		free(contexts);
		contexts = next;
	}
}

void fx_context_set_callbacks(struct fx_context *context, const WDF_OBJECT_ATTRIBUTES *attributes)
{
	if (!attributes)
		return;
	context->cleanup = attributes->EvtCleanupCallback;
	context->destroy = attributes->EvtDestroyCallback;
}

size_t fx_context_total_size(const struct fx_context *contexts)
{
	size_t size = 0;

	for (; contexts; contexts = contexts->next)
		size += contexts->size;
	return size;
}

struct fx_context *fx_context_find(struct fx_context *contexts, PCWDF_OBJECT_CONTEXT_TYPE_INFO type)
{
	while (contexts && contexts->type != type)
		contexts = contexts->next;
	return contexts;
}

void fx_context_append(struct fx_context *contexts, struct fx_context *context)
{
	while (contexts->next)
		contexts = contexts->next;
	contexts->next = context;
}
