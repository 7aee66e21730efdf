/* String objects: a copy of a string that lives as long as its object. */
#pragma once

#include <wdfstring.h>

#include "drivers/framework/kmdf/object.h"

struct fx_string {
	struct fx_object object;
	UNICODE_STRING text; /* owned buffer, ended by a NUL; NULL: empty */
};

extern const struct fx_class fx_string_class;

/* For fx_child.init; the argument is a UNICODE_STRING, or NULL. */
NTSTATUS fx_string_init(struct fx_object *object, const void *text);
struct fx_string *fx_string_of(struct fx_object *object);

/* Replaces the text. STATUS_INTEGER_OVERFLOW, STATUS_INSUFFICIENT_RESOURCES. */
NTSTATUS fx_string_assign(struct fx_string *string, const UNICODE_STRING *text);
