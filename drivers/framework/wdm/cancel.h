/* The cancel spin lock, of which there is one, for the I/O manager's own use. */
#pragma once

#include <wdm.h>

/* For the driver's call of a routine that returns to `site`; gives the level to go back to. */
KIRQL io_cancel_lock(const void *site);
void io_cancel_unlock(KIRQL irql, const void *site);

/*
 * Calls the routine that was taken from the request, with the lock held, which it releases; `irql` is
 * the level that it goes back to then.
 */
void io_cancel_call(PDRIVER_CANCEL routine, PDEVICE_OBJECT device, PIRP irp, KIRQL irql);
