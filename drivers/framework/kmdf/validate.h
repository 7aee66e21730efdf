/* What callers pass in structures: checked as WDF does, with the statuses that it returns. */
#pragma once

#include <wdfobject.h>
#include <wdfstatus.h>

/* Which parts of attributes an object of this type takes. */
enum fx_validate_flags {
	FX_PARENT_NOT_ALLOWED = 1,
	FX_EXECUTION_LEVEL_ALLOWED = 2,
	FX_SYNCHRONIZATION_SCOPE_ALLOWED = 4,
};

/* `attributes` may be NULL. */
NTSTATUS fx_validate_attributes(const WDF_OBJECT_ATTRIBUTES *attributes, unsigned int flags);

/* Of an object that cannot do without a parent. */
NTSTATUS fx_validate_parent(const WDF_OBJECT_ATTRIBUTES *attributes);
NTSTATUS fx_validate_string(PCUNICODE_STRING string);
