#include "drivers/framework/wdm/irql.h"

#include "drivers/framework/wdm/critical_region.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/spin_lock.h"
#include "drivers/framework/wdm/stop.h"
#include "drivers/framework/wdm/thread_lock.h"

static __thread KIRQL current;
static __thread struct ke_deferred *first_deferred;
static __thread struct ke_deferred *
	*last_deferred; /* where the next one goes; NULL: it is the first */

/* By level: the call that brought this thread to it last. */
static __thread const void *changed_at[HIGH_LEVEL + 1];

KIRQL ke_irql(void)
{
	return current;
}

/* In the order in which they were put off; a routine may put off more. */
static void run_deferred(void)
{
	while (first_deferred) {
		struct ke_deferred *deferred = first_deferred;

		first_deferred = deferred->next;
		if (!first_deferred)
			last_deferred = &first_deferred;
		deferred->routine(deferred->argument);
	}
}

KIRQL ke_irql_set(KIRQL irql, const void *site)
{
	KIRQL before = current;

	if (irql != before)
		changed_at[irql] = site;
	current = irql;
	if (irql < DISPATCH_LEVEL && first_deferred)
		run_deferred();
	return before;
}

void ke_irql_defer(struct ke_deferred *deferred)
{
	if (current < DISPATCH_LEVEL) {
		deferred->routine(deferred->argument);
		return;
	}
	if (!last_deferred)
		last_deferred = &first_deferred;
	deferred->next = NULL;
	*last_deferred = deferred;
	last_deferred = &deferred->next;
}

void ke_irql_check(const char *function, KIRQL highest, const void *site)
{
	struct io_breach breach = { NULL, "wrong-irql", function, NULL, site };

	if (current <= highest)
		return;
	breach.driver = io_driver_calling(site);
	io_stop(&breach, "%s is called at IRQL %u, and may be called up to %u", function, current,
		highest);
}

void ke_irql_check_least(const char *function, KIRQL lowest, const void *site)
{
	struct io_breach breach = { NULL, "wrong-irql", function, NULL, site };

	if (current >= lowest)
		return;
	breach.driver = io_driver_calling(site);
	io_stop(&breach, "%s is called at IRQL %u, and may be called from %u on", function, current,
		lowest);
}

void ke_irql_check_paged_pool(const char *function, const void *memory, const void *site)
{
	struct io_breach breach = { NULL, "paged-pool-at-raised-irql", function, memory, site };

	if (current < DISPATCH_LEVEL)
		return;
	breach.driver = io_driver_calling(site);
	io_stop(&breach, "%s is called for paged pool at IRQL %u", function, current);
}

struct ke_level ke_level(void)
{
	return (struct ke_level){ current, ke_spin_lock_count(), ke_thread_lock_count(),
		ke_critical_region_count() };
}

void ke_level_check_return(
	struct io_driver *driver, const char *routine, const struct ke_level *before)
{
	struct io_breach breach = { driver, "irql-not-restored", routine, NULL,
		changed_at[current] };

	if (current != before->irql)
		io_stop(&breach, "%s was called at IRQL %u and has returned at %u", routine,
			before->irql, current);
	ke_spin_lock_check_return(driver, routine, before->spin_locks);
	ke_thread_lock_check_return(driver, routine, before->thread_locks);
	ke_critical_region_check_return(driver, routine, before->critical_regions);
}
