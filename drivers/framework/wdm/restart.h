/*
 * Devices that have failed are removed, and asked for again: their bus reports them anew, when it can, up to
 * five times in a minute (pnpstatemachine.cpp, PnpIncrementRestartCountLogic).
 */
#pragma once

#include <stdbool.h>
#include <wdm.h>

/* GUID_REENUMERATE_SELF_INTERFACE_STANDARD: what a bus that can do so has. */
extern const GUID io_guid_reenumerate_self;

/*
 * At DISPATCH_LEVEL or below; soon, not at once. `has_started`: it was started since it was added. What
 * may not be restarted, or cannot, says of its state what is to be done about it.
 */
void io_device_restart(PDEVICE_OBJECT pdo, bool has_started);
