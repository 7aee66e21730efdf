/*
 * Whether drivers have anything under way of their own: who waits for what they may do need not wait
 * any longer when they have not.
 */
#pragma once

#include <stdbool.h>

#include "drivers/framework/wdm/io.h"

/*
 * No work item is queued or runs, no timer is set, no DPC is queued or runs, no system thread is there.
 * One of them may have started another while it was looked: it is quiet when that is said several times.
 */
IO_API bool io_is_quiet(void);
