#include "drivers/framework/kmdf/context.h"

#include <stdlib.h>

static size_t size_of(const WDF_OBJECT_ATTRIBUTES *attributes)
{
	if (!attributes || !attributes->ContextTypeInfo)
		return 0;
	if (attributes->ContextSizeOverride > 0)
		return attributes->ContextSizeOverride;
	return attributes->ContextTypeInfo->ContextSize;
}

struct fx_context *fx_context_create(const WDF_OBJECT_ATTRIBUTES *attributes)
{
	struct fx_context *context = calloc(1, sizeof(*context));

	if (!context)
		return NULL;
	context->size = size_of(attributes);
	if (attributes && attributes->ContextTypeInfo)
		context->type = attributes->ContextTypeInfo->UniqueType;
	if (context->size > 0) {
		context->memory = calloc(1, context->size);
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

		free(contexts->memory);
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
