/* Power settings: their values, and the drivers that are told of them. */
#pragma once

#include <wdm.h>

#include "drivers/framework/wdm/io.h"

enum {
	PO_SETTING_VALUE_MAX = 64,
};

/*
 * For the host: sets it, and tells who has registered for it. STATUS_INVALID_PARAMETER when that is no
 * GUID, or too long a value; STATUS_INSUFFICIENT_RESOURCES.
 */
IO_API NTSTATUS po_setting_host_set(const char *setting, const void *value, ULONG length);
