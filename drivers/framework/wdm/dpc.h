/*
 * The DPC queue and the timers that are set: one thread of the framework's own runs the DPCs at
 * DISPATCH_LEVEL, and lets the timers expire. Timers and DPCs are in the driver's memory, what is
 * kept of them here is not.
 */
#pragma once

#include <stdbool.h>
#include <wdm/timer.h>

struct io_driver;

struct ke_timer_request {
	LONGLONG due; /* on the interrupt clock */
	LONG period;  /* in milliseconds; 0: it expires once */
	PKDPC dpc;    /* NULL: none */
	struct io_driver *driver;
	const void *site;
	bool is_untold; /* not a driver's own: it is in no books, and in no trace */
};

/* True when it was set before. */
bool ke_timer_set(PKTIMER timer, const struct ke_timer_request *request);
bool ke_timer_cancel(PKTIMER timer, const void *site);

/* False when it is queued already, or was not queued. */
bool ke_dpc_insert(PKDPC dpc, PVOID argument1, PVOID argument2, const void *site);
bool ke_dpc_remove(PKDPC dpc);

/* Until no DPC is queued or runs; until that one is not. Not for DPCs. */
void ke_dpc_flush(void);
void ke_dpc_wait(PKDPC dpc);

/* No DPC is queued or runs, and no timer will expire. */
bool ke_dpc_is_idle(void);

/* `function` is about to free memory: stops the driver when a set timer or a queued DPC is there. */
void ke_dpc_check_memory(const char *function, const void *memory, size_t size, const void *site);

/*
 * The driver's code has run for the last time: its timers are cancelled, its DPCs taken out of the
 * queue, and for those that run is waited. `is_told`: each of them is a broken rule.
 */
void ke_dpc_end_driver(struct io_driver *driver, bool is_told);
