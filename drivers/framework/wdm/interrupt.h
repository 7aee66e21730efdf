/* Interrupts: service routines by vector, which the host calls. */
#pragma once

#include <stdbool.h>
#include <wdm.h>

#include "drivers/framework/wdm/io.h"

/* Runs the vector's service routines until one says that it was its device. False when none does. */
IO_API bool io_interrupt_raise(ULONG vector);
