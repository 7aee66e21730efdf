/* What the query routines of the registry say of keys and values: the structures of ntddk. */
#pragma once

#include <wdm.h>

#include "drivers/framework/wdm/registry.h"

/* Where the answer goes. */
struct reg_answer {
	void *buffer;
	ULONG length;
	ULONG *result_length;
};

/*
 * STATUS_SUCCESS; STATUS_BUFFER_OVERFLOW when the names or data are cut; STATUS_BUFFER_TOO_SMALL
 * when nothing is written; STATUS_INVALID_PARAMETER for a class that does not exist.
 */
NTSTATUS reg_describe_key(const struct reg_answer *answer, const struct reg_key *key,
	KEY_INFORMATION_CLASS information);
NTSTATUS reg_describe_value(const struct reg_answer *answer, const struct reg_value *value,
	KEY_VALUE_INFORMATION_CLASS information);
