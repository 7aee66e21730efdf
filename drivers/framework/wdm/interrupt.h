/* Interrupts: service routines by vector, which the host calls. */
#pragma once

#include <stdbool.h>
#include <wdm.h>

#include "drivers/framework/wdm/io.h"

struct io_driver;

/*
 * For a layer above, which takes the interrupt over for `owner` of the driver. STATUS_INVALID_PARAMETER
 * when somebody has the vector who does not share it, STATUS_INSUFFICIENT_RESOURCES.
 */
NTSTATUS io_interrupt_connect(const IO_CONNECT_INTERRUPT_FULLY_SPECIFIED_PARAMETERS *how,
	struct io_driver *driver, const void *owner);
void io_interrupt_disconnect(PKINTERRUPT interrupt);

/* One that is not active stays connected, and is not called. */
void io_interrupt_set_active(PKINTERRUPT interrupt, bool is_active);

/* Until its service routine has returned, unless that calls it. */
void io_interrupt_wait(PKINTERRUPT interrupt);

/* Runs the vector's service routines until one says that it was its device. False when none does. */
IO_API bool io_interrupt_raise(ULONG vector);
