/* The boundary of IRQLs: a level is raised to a higher one, and lowered to a lower one. */
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

KIRQL KeGetCurrentIrql(VOID)
{
	return ke_irql();
}

static void check_level(const char *function, KIRQL level, const void *site)
{
	struct io_breach breach = { io_driver_calling(site), "wrong-irql", function, NULL, site };

	if (level > HIGH_LEVEL)
		io_stop(&breach, "there is no IRQL %u", level);
}

KIRQL KfRaiseIrql(KIRQL NewIrql)
{
	const void *site = SITE;

	check_level("KeRaiseIrql", NewIrql, site);
	if (NewIrql < ke_irql()) {
		struct io_breach breach = { io_driver_calling(site), "wrong-irql", "KeRaiseIrql",
			NULL, site };

		io_stop(&breach, "the IRQL is %u, and %u would lower it", ke_irql(), NewIrql);
	}
	return ke_irql_set(NewIrql, site);
}

VOID KeLowerIrql(KIRQL NewIrql)
{
	const void *site = SITE;

	check_level("KeLowerIrql", NewIrql, site);
	if (NewIrql > ke_irql()) {
		struct io_breach breach = { io_driver_calling(site), "wrong-irql", "KeLowerIrql",
			NULL, site };

		io_stop(&breach, "the IRQL is %u, and %u would raise it", ke_irql(), NewIrql);
	}
	ke_irql_set(NewIrql, site);
}

KIRQL KeRaiseIrqlToDpcLevel(VOID)
{
	const void *site = SITE;

	ke_irql_check("KeRaiseIrqlToDpcLevel", DISPATCH_LEVEL, site);
	return ke_irql_set(DISPATCH_LEVEL, site);
}

VOID DrvtracePagedCode(VOID)
{
	const void *site = SITE;
	struct io_breach breach = { NULL, "paged-code-at-raised-irql", "PAGED_CODE", NULL, site };

	if (ke_irql() <= APC_LEVEL)
		return;
	breach.driver = io_driver_calling(site);
	io_stop(&breach, "pageable code runs at IRQL %u", ke_irql());
}
