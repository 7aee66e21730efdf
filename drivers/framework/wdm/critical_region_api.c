#include "drivers/framework/wdm/critical_region.h"

#include <wdm/irql.h>
#include <wdm/thread.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/held.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)
#define RULE "critical-region-misused"

static __thread struct ke_held_list regions;
static __thread const void *left_at; /* the last one */
static __thread ULONG guarded_regions;

void ke_critical_region_enter(const void *site)
{
	ke_held_add(&regions, &(struct ke_held){ .rule = RULE, .site = site });
}

void ke_critical_region_enter_with(const struct ke_held *lock)
{
	ke_held_add(&regions, lock);
}

void ke_critical_region_leave(const char *function, const void *object, const void *site)
{
	struct io_breach breach = { NULL, RULE, function, object, site };

	if (regions.count == 0) {
		breach.driver = io_driver_calling(site);
		io_stop(&breach, "this thread is in no critical region");
	}
	ke_held_forget(&regions, object);
	left_at = site;
}

void ke_guarded_region_enter(const void *site)
{
	ke_critical_region_enter(site);
	guarded_regions++;
}

void ke_guarded_region_leave(const char *function, const void *site)
{
	struct io_breach breach = { NULL, RULE, function, NULL, site };

	if (guarded_regions == 0) {
		breach.driver = io_driver_calling(site);
		io_stop(&breach, "this thread is in no guarded region");
	}
	ke_critical_region_leave(function, NULL, site);
	guarded_regions--;
}

unsigned int ke_critical_region_count(void)
{
	return regions.count;
}

void ke_critical_region_check_return(
	struct io_driver *driver, const char *routine, unsigned int before)
{
	const struct ke_held *held = ke_held_since(&regions, before);
	struct io_breach breach = { driver, RULE, routine, NULL, left_at };

	if (regions.count == before)
		return;
	if (held)
		breach =
			(struct io_breach){ driver, held->rule, routine, held->object, held->site };
	if (regions.count < before)
		io_stop(&breach,
			"%s has returned, and has left a critical region that it has not entered",
			routine);
	if (breach.handle)
		io_stop(&breach, "%s has returned and holds the %s", routine, held->name);
	io_stop(&breach, "%s has returned in a critical region that it has entered", routine);
}

VOID KeEnterCriticalRegion(VOID)
{
	ke_critical_region_enter(SITE);
}

VOID KeLeaveCriticalRegion(VOID)
{
	ke_critical_region_leave("KeLeaveCriticalRegion", NULL, SITE);
}

BOOLEAN KeAreApcsDisabled(VOID)
{
	return regions.count > 0;
}

VOID KeEnterGuardedRegion(VOID)
{
	ke_irql_check("KeEnterGuardedRegion", APC_LEVEL, SITE);
	ke_guarded_region_enter(SITE);
}

VOID KeLeaveGuardedRegion(VOID)
{
	ke_irql_check("KeLeaveGuardedRegion", APC_LEVEL, SITE);
	ke_guarded_region_leave("KeLeaveGuardedRegion", SITE);
}

BOOLEAN KeAreAllApcsDisabled(VOID)
{
	return guarded_regions > 0 || ke_irql() >= APC_LEVEL;
}
