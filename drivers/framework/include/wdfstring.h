/* String objects: a copy of a string that lives as long as its object. */
#pragma once

#include <wdfobject.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Without a `UnicodeString` it is empty. */
NTKERNELAPI NTSTATUS WdfStringCreate(
	PCUNICODE_STRING UnicodeString, PWDF_OBJECT_ATTRIBUTES StringAttributes, WDFSTRING *String);

/* The buffer is the object's; a NUL follows the string. */
NTKERNELAPI VOID WdfStringGetUnicodeString(WDFSTRING String, PUNICODE_STRING UnicodeString);

#ifdef __cplusplus
}
#endif
