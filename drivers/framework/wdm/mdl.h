/* Memory descriptor lists, those of drivers and those that the I/O manager makes for direct I/O. */
#pragma once

#include <wdm.h>

/* One for the I/O manager itself: its pages are locked, and it is in nobody's books. NULL: no memory. */
PMDL io_mdl_create_locked(PVOID address, ULONG length);

/* The request is done: what is still chained to it is unlocked and freed. */
void io_mdl_free_chain(PMDL mdl);
