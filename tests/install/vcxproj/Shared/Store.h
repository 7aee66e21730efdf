/* Found beside the one that includes it, wherever that was found. */
#pragma once

#include "Details\types.h"

VOID *RingStore(SIZE_T Size);
VOID RingRelease(RING *Ring);
