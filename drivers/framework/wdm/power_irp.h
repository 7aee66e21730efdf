/*
 * Power IRPs that drivers ask the power manager for. It sends those that set or query the power of a
 * device one at a time to each stack, from threads of its own, and tells who has asked when one is
 * completed.
 */
#pragma once

#include <wdm.h>

struct io_driver;

/* Until no thread of the power manager's is in a driver any more, or for a few seconds. */
void po_irp_settle(void);

/* The request that `driver` has asked for, and that is with another one; NULL when there is none. */
PIRP po_irp_awaited(const struct io_driver *driver);
