/* Lookaside lists of memory objects. None keeps free ones, as under Driver Verifier. */
#pragma once

#include <wdm.h>

#include "drivers/framework/kmdf/object.h"

struct fx_lookaside {
	struct fx_object object;
	size_t size;
	POOL_TYPE pool_type;
	ULONG tag;
	WDF_OBJECT_ATTRIBUTES memory_attributes;
	bool has_memory_attributes;
};

extern const struct fx_class fx_lookaside_class;

/* For fx_child.init: the argument is a struct fx_lookaside, whose members are taken but for the object. */
NTSTATUS fx_lookaside_init(struct fx_object *object, const void *argument);
struct fx_lookaside *fx_lookaside_of(struct fx_object *object);
