/* The boundary of interrupts. */
#include <wdf.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/interrupt.h"
#include "drivers/framework/kmdf/queue.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/dpc.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

/* When it is created decides what has to be said of it. */
static NTSTATUS validate_time(const struct fx_device *device, const WDF_INTERRUPT_CONFIG *config)
{
	bool has_both = config->InterruptRaw && config->InterruptTranslated;
	bool has_one = config->InterruptRaw || config->InterruptTranslated;

	if (fx_pnp_state(device) == WdfDevStatePnpInit)
		return has_one || config->CanWakeDevice ? STATUS_INVALID_PARAMETER : STATUS_SUCCESS;
	if (fx_pnp_state(device) != WdfDevStatePnpHardwareAvailable || !has_both ||
		config->ShareVector != WdfUseDefault)
		return STATUS_INVALID_DEVICE_STATE;
	return STATUS_SUCCESS;
}

/* Who brings the device back decides on its power, and waits for that where it is called. */
static bool may_wake(const struct fx_device *device, const WDF_INTERRUPT_CONFIG *config)
{
	return config->InterruptTranslated->Flags & CM_RESOURCE_INTERRUPT_WAKE_HINT &&
	       device->policy.is_owner && !device->pdo && config->PassiveHandling;
}

static NTSTATUS validate(const struct fx_device *device, const WDF_INTERRUPT_CONFIG *config,
	const WDF_OBJECT_ATTRIBUTES *attributes)
{
	NTSTATUS status;

	if (config->Size != sizeof(*config))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (!config->EvtInterruptIsr)
		return STATUS_INVALID_PARAMETER;
	status = fx_validate_attributes(
		attributes, config->AutomaticSerialization ? 0 : FX_PARENT_NOT_ALLOWED);
	if (NT_SUCCESS(status))
		status = validate_time(device, config);
	if (!NT_SUCCESS(status))
		return status;
	if ((config->EvtInterruptDpc && config->EvtInterruptWorkItem) ||
		(!config->PassiveHandling && config->WaitLock) ||
		(config->PassiveHandling && config->SpinLock))
		return STATUS_INVALID_PARAMETER;
	return config->CanWakeDevice && !may_wake(device, config) ? STATUS_INVALID_PARAMETER
								  : STATUS_SUCCESS;
}

/* The device, or a queue of it. */
static bool is_possible_parent(struct fx_object *parent, const struct fx_device *device)
{
	return fx_device_above(parent) == device &&
	       (parent->class == &fx_device_class || parent->class == &fx_queue_class);
}

NTSTATUS WdfInterruptCreate(WDFDEVICE Device, PWDF_INTERRUPT_CONFIG Configuration,
	PWDF_OBJECT_ATTRIBUTES Attributes, WDFINTERRUPT *Interrupt)
{
	struct fx_call call = FX_CALL("WdfInterruptCreate");
	struct fx_device *device = fx_device_of_handle(Device, &call);
	struct fx_interrupt_request request = { device, &device->object, Configuration, &call };
	struct fx_child child = { .init = fx_interrupt_init, .argument = &request };
	WDF_OBJECT_ATTRIBUTES attributes;
	struct fx_object *object;
	NTSTATUS status;

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	status = validate(device, Configuration, Attributes);
	if (!NT_SUCCESS(status))
		return status;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	if (Attributes)
		attributes = *Attributes;
	if (attributes.ParentObject)
		request.parent = fx_handle_get(attributes.ParentObject, NULL, &call);
	else
		attributes.ParentObject = Device;
	if (!is_possible_parent(request.parent, device))
		return STATUS_INVALID_PARAMETER;
	status = fx_driver_create_child(
		&object, device->driver, &fx_interrupt_class, &attributes, &child, &call);
	if (NT_SUCCESS(status))
		*Interrupt = (WDFINTERRUPT)fx_object_handle(object);
	return status;
}

/* The callback that a call is for has to be there. */
static void check_callback(
	const struct fx_interrupt *interrupt, bool is_there, const struct fx_call *call)
{
	struct io_breach breach = { fx_globals_io_driver(interrupt->object.globals),
		"interrupt-misused", call->function, fx_object_handle(&interrupt->object),
		call->site };

	if (!is_there)
		io_stop(&breach, "the WDFINTERRUPT was created without that callback");
}

static void check_connected(const struct fx_interrupt *interrupt, const struct fx_call *call)
{
	struct io_breach breach = { fx_globals_io_driver(interrupt->object.globals),
		"interrupt-misused", call->function, fx_object_handle(&interrupt->object),
		call->site };

	if (!interrupt->connected && !interrupt->config.PassiveHandling)
		io_stop(&breach, "the WDFINTERRUPT is not connected");
}

BOOLEAN WdfInterruptQueueDpcForIsr(WDFINTERRUPT Interrupt)
{
	struct fx_call call = FX_CALL("WdfInterruptQueueDpcForIsr");
	struct fx_interrupt *interrupt = fx_interrupt_get(Interrupt, &call);

	check_callback(interrupt, interrupt->config.EvtInterruptDpc != NULL, &call);
	return ke_dpc_insert(&interrupt->dpc, NULL, NULL, call.site);
}

BOOLEAN WdfInterruptQueueWorkItemForIsr(WDFINTERRUPT Interrupt)
{
	struct fx_call call = FX_CALL("WdfInterruptQueueWorkItemForIsr");
	struct fx_interrupt *interrupt = fx_interrupt_get(Interrupt, &call);

	check_callback(interrupt, interrupt->config.EvtInterruptWorkItem != NULL, &call);
	if (ke_irql() > DISPATCH_LEVEL)
		return ke_dpc_insert(&interrupt->dpc, NULL, NULL, call.site);
	return fx_worker_queue(&interrupt->worker, call.site);
}

BOOLEAN WdfInterruptSynchronize(
	WDFINTERRUPT Interrupt, PFN_WDF_INTERRUPT_SYNCHRONIZE Callback, WDFCONTEXT Context)
{
	struct fx_call call = FX_CALL("WdfInterruptSynchronize");
	struct fx_interrupt *interrupt = fx_interrupt_get(Interrupt, &call);
	struct ke_level level;
	BOOLEAN result;

	check_connected(interrupt, &call);
	fx_interrupt_lock(interrupt, &call);
	level = ke_level();
	result = Callback(Interrupt, Context);
	ke_level_check_return(
		fx_globals_io_driver(interrupt->object.globals), "EvtInterruptSynchronize", &level);
	fx_interrupt_unlock(interrupt, &call);
	return result;
}

VOID WdfInterruptAcquireLock(WDFINTERRUPT Interrupt)
{
	struct fx_call call = FX_CALL("WdfInterruptAcquireLock");
	struct fx_interrupt *interrupt = fx_interrupt_get(Interrupt, &call);

	check_connected(interrupt, &call);
	fx_interrupt_lock(interrupt, &call);
}

/* A lock that is taken at DIRQL is never waited for. */
static bool check_passive(const struct fx_interrupt *interrupt, const struct fx_call *call)
{
	struct io_breach breach = { fx_globals_io_driver(interrupt->object.globals),
		"interrupt-misused", call->function, fx_object_handle(&interrupt->object),
		call->site };

	if (!interrupt->config.PassiveHandling)
		io_violation(&breach, "the WDFINTERRUPT is not handled at PASSIVE_LEVEL: the lock "
				      "is not acquired");
	return interrupt->config.PassiveHandling != FALSE;
}

BOOLEAN WdfInterruptTryToAcquireLock(WDFINTERRUPT Interrupt)
{
	struct fx_call call = FX_CALL("WdfInterruptTryToAcquireLock");
	struct fx_interrupt *interrupt = fx_interrupt_get(Interrupt, &call);
	LONGLONG at_once = 0;

	if (!check_passive(interrupt, &call))
		return FALSE;
	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	if (interrupt->config.WaitLock)
		return WdfWaitLockAcquire(interrupt->config.WaitLock, &at_once) == STATUS_SUCCESS;
	return fx_callback_lock_try(&interrupt->passive, &call);
}

VOID WdfInterruptReleaseLock(WDFINTERRUPT Interrupt)
{
	struct fx_call call = FX_CALL("WdfInterruptReleaseLock");

	fx_interrupt_unlock(fx_interrupt_get(Interrupt, &call), &call);
}

VOID WdfInterruptEnable(WDFINTERRUPT Interrupt)
{
	struct fx_call call = FX_CALL("WdfInterruptEnable");
	struct fx_interrupt *interrupt = fx_interrupt_get(Interrupt, &call);

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	check_connected(interrupt, &call);
	fx_interrupt_enable(interrupt);
}

VOID WdfInterruptDisable(WDFINTERRUPT Interrupt)
{
	struct fx_call call = FX_CALL("WdfInterruptDisable");
	struct fx_interrupt *interrupt = fx_interrupt_get(Interrupt, &call);

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	check_connected(interrupt, &call);
	fx_interrupt_disable(interrupt);
}

PKINTERRUPT WdfInterruptWdmGetInterrupt(WDFINTERRUPT Interrupt)
{
	struct fx_call call = FX_CALL("WdfInterruptWdmGetInterrupt");

	return fx_interrupt_get(Interrupt, &call)->connected;
}

VOID WdfInterruptGetInfo(WDFINTERRUPT Interrupt, PWDF_INTERRUPT_INFO Info)
{
	struct fx_call call = FX_CALL("WdfInterruptGetInfo");
	struct fx_interrupt *interrupt = fx_interrupt_get(Interrupt, &call);
	struct io_breach breach = { fx_globals_io_driver(interrupt->object.globals),
		"invalid-structure", call.function, Interrupt, call.site };

	if (Info->Size == sizeof(*Info))
		*Info = interrupt->info;
	else
		io_violation(&breach, "WDF_INTERRUPT_INFO is not initialised: its size is %u",
			Info->Size);
}

WDFDEVICE WdfInterruptGetDevice(WDFINTERRUPT Interrupt)
{
	struct fx_call call = FX_CALL("WdfInterruptGetDevice");

	return fx_device_handle(fx_interrupt_get(Interrupt, &call)->device);
}
