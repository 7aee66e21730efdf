/* The boundary of what a driver says of an interrupt to the system: where it is to run, and when it is active. */
#include <wdf.h>

#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/interrupt.h"
#include "drivers/framework/wdm/interrupt.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

/* Nothing can be returned: WDF breaks into the debugger, and goes on without. */
static void report(const struct fx_interrupt *interrupt, const char *rule, const char *text,
	const struct fx_call *call)
{
	struct io_breach breach = { fx_globals_io_driver(interrupt->object.globals), rule,
		call->function, fx_object_handle(&interrupt->object), call->site };

	io_violation(&breach, "%s: nothing is done", text);
}

/* Interrupts run anywhere here: what is valid is accepted, and not made use of. */
static void check_policy(const struct fx_interrupt *interrupt, WDF_INTERRUPT_POLICY policy,
	WDF_INTERRUPT_PRIORITY priority, const struct fx_call *call)
{
	ke_irql_check(call->function, DISPATCH_LEVEL, call->site);
	if ((ULONG)policy > WdfIrqPolicySpreadMessagesAcrossAllProcessors)
		report(interrupt, "interrupt-misused", "the policy is out of range", call);
	else if (priority < WdfIrqPriorityLow || priority > WdfIrqPriorityHigh)
		report(interrupt, "interrupt-misused", "the priority is out of range", call);
	else if (interrupt->is_of_hardware)
		report(interrupt, "interrupt-misused",
			"the WDFINTERRUPT was created with its resources, which are assigned "
			"already",
			call);
}

VOID WdfInterruptSetPolicy(WDFINTERRUPT Interrupt, WDF_INTERRUPT_POLICY Policy,
	WDF_INTERRUPT_PRIORITY Priority, KAFFINITY TargetProcessorSet)
{
	struct fx_call call = FX_CALL("WdfInterruptSetPolicy");

	UNREFERENCED_PARAMETER(TargetProcessorSet);
	check_policy(fx_interrupt_get(Interrupt, &call), Policy, Priority, &call);
}

VOID WdfInterruptSetExtendedPolicy(
	WDFINTERRUPT Interrupt, PWDF_INTERRUPT_EXTENDED_POLICY PolicyAndGroup)
{
	struct fx_call call = FX_CALL("WdfInterruptSetExtendedPolicy");
	struct fx_interrupt *interrupt = fx_interrupt_get(Interrupt, &call);
	const USHORT *reserved = PolicyAndGroup->TargetProcessorSetAndGroup.Reserved;

	if (PolicyAndGroup->Size != sizeof(*PolicyAndGroup))
		report(interrupt, "invalid-structure",
			"WDF_INTERRUPT_EXTENDED_POLICY is not initialised", &call);
	else if (reserved[0] != 0 || reserved[1] != 0 || reserved[2] != 0)
		report(interrupt, "invalid-structure",
			"the reserved fields of TargetProcessorSetAndGroup are not zero", &call);
	else
		check_policy(interrupt, PolicyAndGroup->Policy, PolicyAndGroup->Priority, &call);
}

static void report_active(WDFINTERRUPT handle, bool is_active, const struct fx_call *call)
{
	struct fx_interrupt *interrupt = fx_interrupt_get(handle, call);

	ke_irql_check(call->function, DISPATCH_LEVEL, call->site);
	if (interrupt->connected)
		io_interrupt_set_active(interrupt->connected, is_active);
	else
		report(interrupt, "interrupt-misused", "the WDFINTERRUPT is not connected", call);
}

VOID WdfInterruptReportActive(WDFINTERRUPT Interrupt)
{
	struct fx_call call = FX_CALL("WdfInterruptReportActive");

	report_active(Interrupt, true, &call);
}

VOID WdfInterruptReportInactive(WDFINTERRUPT Interrupt)
{
	struct fx_call call = FX_CALL("WdfInterruptReportInactive");

	report_active(Interrupt, false, &call);
}
