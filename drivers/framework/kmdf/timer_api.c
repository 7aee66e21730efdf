/* The boundary of timers. */
#include <wdf.h>

#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/timer.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

/* In the order in which WDF checks. */
static NTSTATUS validate(const WDF_TIMER_CONFIG *config, const WDF_OBJECT_ATTRIBUTES *attributes)
{
	NTSTATUS status;

	if (config->Size != sizeof(WDF_TIMER_CONFIG))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (config->Period > MAXLONG)
		return STATUS_INVALID_PARAMETER;
	if (config->TolerableDelay > 0 && config->UseHighResolutionTimer)
		return STATUS_INVALID_PARAMETER;
	status = fx_validate_attributes(attributes, FX_EXECUTION_LEVEL_ALLOWED);
	if (!NT_SUCCESS(status))
		return status;
	if (config->Period > 0 && attributes->ExecutionLevel == WdfExecutionLevelPassive)
		return STATUS_NOT_SUPPORTED;
	return STATUS_SUCCESS;
}

NTSTATUS WdfTimerCreate(
	PWDF_TIMER_CONFIG Config, PWDF_OBJECT_ATTRIBUTES Attributes, WDFTIMER *Timer)
{
	struct fx_call call = FX_CALL("WdfTimerCreate");
	struct fx_driver *driver = fx_handle_calling_driver(&call);
	struct fx_timer_request request = { .config = Config, .attributes = Attributes };
	struct fx_child child = { .init = fx_timer_init, .argument = &request };
	struct fx_object *object;
	NTSTATUS status;

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	status = fx_validate_parent(Attributes);
	if (!NT_SUCCESS(status))
		return status;
	request.parent = fx_handle_get(Attributes->ParentObject, NULL, &call);
	status = validate(Config, Attributes);
	if (!NT_SUCCESS(status))
		return status;
	status =
		fx_driver_create_child(&object, driver, &fx_timer_class, Attributes, &child, &call);
	if (NT_SUCCESS(status))
		*Timer = (WDFTIMER)fx_object_handle(object);
	return status;
}

static struct fx_timer *get(WDFTIMER handle, const struct fx_call *call)
{
	return fx_timer_of(fx_handle_get(handle, &fx_timer_class, call));
}

BOOLEAN WdfTimerStart(WDFTIMER Timer, LONGLONG DueTime)
{
	struct fx_call call = FX_CALL("WdfTimerStart");
	struct fx_timer *timer = get(Timer, &call);

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	return fx_timer_start(timer, DueTime, &call);
}

BOOLEAN WdfTimerStop(WDFTIMER Timer, BOOLEAN Wait)
{
	struct fx_call call = FX_CALL("WdfTimerStop");
	struct fx_timer *timer = get(Timer, &call);
	struct io_breach breach = { fx_globals_io_driver(timer->object.globals), "waits-for-itself",
		call.function, Timer, call.site };

	if (!Wait) {
		ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
		return fx_timer_cancel(timer);
	}
	if (fx_timer_waits_for_itself(timer)) {
		if (ke_irql() > PASSIVE_LEVEL || !fx_timer_is_mine(timer))
			io_stop(&breach, "the call waits for the WDFTIMER's callback, which cannot "
					 "end before it");
		io_violation(&breach, "the WDFTIMER's callback does not wait for itself");
		return FALSE;
	}
	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	return fx_timer_stop(timer);
}

WDFOBJECT WdfTimerGetParentObject(WDFTIMER Timer)
{
	struct fx_call call = FX_CALL("WdfTimerGetParentObject");

	return fx_object_handle(get(Timer, &call)->parent);
}
