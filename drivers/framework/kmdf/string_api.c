/* String objects, and their boundary. */
#include <stdlib.h>
#include <wdf.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/irql.h"

#define CALL(function)                                                                             \
	{                                                                                          \
		(function), __builtin_return_address(0)                                            \
	}

struct fx_string {
	struct fx_object object;
	UNICODE_STRING text; /* owned buffer, ended by a NUL; NULL: empty */
};

static struct fx_string *string_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_string, object);
}

static void destroy(struct fx_object *object)
{
	free(string_of(object)->text.Buffer);
}

static const struct fx_class string_class = {
	.kind = { "WDFSTRING", DRVTRACE_KIND_WDFSTRING, fx_object_reclaim },
	.size = sizeof(struct fx_string),
	.destroy = destroy,
};

static NTSTATUS init(struct fx_object *object, const void *argument)
{
	const UNICODE_STRING *text = argument;
	struct fx_string *string = string_of(object);

	if (!text)
		return STATUS_SUCCESS;
	if (text->Length > MAXUSHORT - sizeof(WCHAR))
		return STATUS_INTEGER_OVERFLOW;
	string->text.Buffer = calloc(1, text->Length + sizeof(WCHAR));
	if (!string->text.Buffer)
		return STATUS_INSUFFICIENT_RESOURCES;
	if (text->Length > 0)
		memcpy(string->text.Buffer, text->Buffer, text->Length);
	string->text.Length = text->Length;
	string->text.MaximumLength = (USHORT)(text->Length + sizeof(WCHAR));
	return STATUS_SUCCESS;
}

NTSTATUS WdfStringCreate(
	PCUNICODE_STRING UnicodeString, PWDF_OBJECT_ATTRIBUTES StringAttributes, WDFSTRING *String)
{
	struct fx_call call = CALL("WdfStringCreate");
	struct fx_driver *driver = fx_handle_calling_driver(&call);
	struct fx_child child = { .init = init, .argument = UnicodeString };
	struct fx_object *object;
	NTSTATUS status;

	*String = NULL;
	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	status = fx_validate_attributes(StringAttributes, 0);
	if (NT_SUCCESS(status) && UnicodeString)
		status = fx_validate_string(UnicodeString);
	if (!NT_SUCCESS(status))
		return status;
	if (UnicodeString)
		child.size = UnicodeString->Length + sizeof(WCHAR);
	status = fx_driver_create_child(
		&object, driver, &string_class, StringAttributes, &child, &call);
	if (NT_SUCCESS(status))
		*String = (WDFSTRING)fx_object_handle(object);
	return status;
}

VOID WdfStringGetUnicodeString(WDFSTRING String, PUNICODE_STRING UnicodeString)
{
	struct fx_call call = CALL("WdfStringGetUnicodeString");
	struct fx_object *object = fx_handle_get(String, &string_class, &call);

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	*UnicodeString = string_of(object)->text;
}
