#include "drivers/framework/kmdf/string.h"

#include <stdlib.h>

#include <drvtrace/lifetime.h>

struct fx_string *fx_string_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_string, object);
}

static void destroy(struct fx_object *object)
{
	free(fx_string_of(object)->text.Buffer);
}

const struct fx_class fx_string_class = {
	.kind = { "WDFSTRING", DRVTRACE_KIND_WDFSTRING, fx_object_reclaim },
	.size = sizeof(struct fx_string),
	.destroy = destroy,
};

NTSTATUS fx_string_assign(struct fx_string *string, const UNICODE_STRING *text)
{
	UNICODE_STRING copy = { text->Length, (USHORT)(text->Length + sizeof(WCHAR)), NULL };

	if (text->Length > MAXUSHORT - sizeof(WCHAR))
		return STATUS_INTEGER_OVERFLOW;
	copy.Buffer = calloc(1, copy.MaximumLength);
	if (!copy.Buffer)
		return STATUS_INSUFFICIENT_RESOURCES;
	if (text->Length > 0)
		memcpy(copy.Buffer, text->Buffer, text->Length);
	free(string->text.Buffer);
	string->text = copy;
	return STATUS_SUCCESS;
}

NTSTATUS fx_string_init(struct fx_object *object, const void *text)
{
	return text ? fx_string_assign(fx_string_of(object), text) : STATUS_SUCCESS;
}
