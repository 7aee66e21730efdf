/* The boundary of string objects. */
#include <wdf.h>

#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/string.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/irql.h"

NTSTATUS WdfStringCreate(
	PCUNICODE_STRING UnicodeString, PWDF_OBJECT_ATTRIBUTES StringAttributes, WDFSTRING *String)
{
	struct fx_call call = FX_CALL("WdfStringCreate");
	struct fx_driver *driver = fx_handle_calling_driver(&call);
	struct fx_child child = { .init = fx_string_init, .argument = UnicodeString };
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
		&object, driver, &fx_string_class, StringAttributes, &child, &call);
	if (NT_SUCCESS(status))
		*String = (WDFSTRING)fx_object_handle(object);
	return status;
}

VOID WdfStringGetUnicodeString(WDFSTRING String, PUNICODE_STRING UnicodeString)
{
	struct fx_call call = FX_CALL("WdfStringGetUnicodeString");
	struct fx_object *object = fx_handle_get(String, &fx_string_class, &call);

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	*UnicodeString = fx_string_of(object)->text;
}
