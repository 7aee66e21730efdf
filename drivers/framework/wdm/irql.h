/*
 * The IRQL of the calling thread, and what may not be done at it. A driver that breaks such a rule
 * is stopped: Windows would bug-check, at the latest under Driver Verifier.
 */
#pragma once

#include <wdm/irql.h>

struct io_driver;

KIRQL ke_irql(void);

/*
 * Changes the level and returns the one before. `site` is kept: should the driver never undo the
 * change, that is the line to look at.
 */
KIRQL ke_irql_set(KIRQL irql, const void *site);

/* What is put off until this thread is below DISPATCH_LEVEL; embedded in what it is about. */
struct ke_deferred {
	void (*routine)(void *argument);
	void *argument;
	struct ke_deferred *next;
};

/*
 * Calls the routine when this thread is below DISPATCH_LEVEL, which may be now: what tells a program
 * something, as no program runs before that.
 */
void ke_irql_defer(struct ke_deferred *deferred);

/* `function` may be called at `highest` or below. */
void ke_irql_check(const char *function, KIRQL highest, const void *site);

/* `function` may be called at `lowest` or above. */
void ke_irql_check_least(const char *function, KIRQL lowest, const void *site);

/* Paged pool is neither allocated nor freed at DISPATCH_LEVEL or above. */
void ke_irql_check_paged_pool(const char *function, const void *memory, const void *site);

/* How a routine is called: at what IRQL, and by a thread that holds how many locks, in how many regions. */
struct ke_level {
	KIRQL irql;
	unsigned int spin_locks;
	unsigned int thread_locks;
	unsigned int critical_regions;
};

struct ke_level ke_level(void);

/*
 * A routine of `driver` has returned, and was called at `before`: it must have restored the IRQL, have
 * released the locks that it has acquired, and have left the critical regions that it has entered.
 */
void ke_level_check_return(
	struct io_driver *driver, const char *routine, const struct ke_level *before);
