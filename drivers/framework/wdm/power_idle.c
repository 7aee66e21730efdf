#include "drivers/framework/wdm/power_idle.h"

#include "drivers/framework/wdm/attachment.h"
#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/pnp_irp.h"
#include "drivers/framework/wdm/pnp_root.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

static NTSTATUS sleep_now(struct io_idle *client)
{
	struct po_idle *idle = CONTAINING_RECORD(client, struct po_idle, client);
	IO_STACK_LOCATION stack = { .MajorFunction = IRP_MJ_POWER,
		.MinorFunction = IRP_MN_SET_POWER };

	if (__atomic_load_n(&idle->busy, __ATOMIC_SEQ_CST) > 0 ||
		io_device_power(idle->device).DeviceState == idle->state)
		return STATUS_INVALID_DEVICE_STATE;
	stack.Parameters.Power.Type = DevicePowerState;
	stack.Parameters.Power.State.DeviceState = idle->state;
	return pnp_irp_send(idle->device, &stack, NULL);
}

static NTSTATUS wake(struct io_idle *client)
{
	return pnp_root_wake(client->pdo);
}

/* Its driver alone decides that. */
static NTSTATUS need(struct io_idle *client)
{
	UNREFERENCED_PARAMETER(client);
	return STATUS_NOT_SUPPORTED;
}

static bool is_asleep(struct io_idle *client)
{
	struct po_idle *idle = CONTAINING_RECORD(client, struct po_idle, client);

	return io_device_power(idle->device).DeviceState > PowerDeviceD0;
}

void po_idle_end(struct po_idle *idle)
{
	if (!idle->is_registered)
		return;
	idle->is_registered = false;
	io_idle_deregister(&idle->client);
}

PULONG PoRegisterDeviceForIdleDetection(PDEVICE_OBJECT DeviceObject, ULONG ConservationIdleTime,
	ULONG PerformanceIdleTime, DEVICE_POWER_STATE State)
{
	const void *site = SITE;
	struct po_idle *idle = io_device_idle(DeviceObject);

	ke_irql_check("PoRegisterDeviceForIdleDetection", DISPATCH_LEVEL, site);
	if (ConservationIdleTime == 0 && PerformanceIdleTime == 0) {
		po_idle_end(idle);
		return NULL;
	}
	if (io_fault(io_driver_calling(site), "PoRegisterDeviceForIdleDetection", site))
		return NULL;
	idle->state = State;
	if (idle->is_registered)
		return &idle->counter;
	idle->device = DeviceObject;
	idle->client = (struct io_idle){ .pdo = io_attachment_bottom(DeviceObject),
		.sleep = sleep_now,
		.wake = wake,
		.need = need,
		.is_asleep = is_asleep };
	idle->is_registered = true;
	io_idle_register(&idle->client);
	return &idle->counter;
}

VOID PoSetDeviceBusyEx(PULONG IdlePointer)
{
	__atomic_store_n(IdlePointer, 0, __ATOMIC_RELAXED);
}

VOID PoStartDeviceBusy(PULONG IdlePointer)
{
	struct po_idle *idle = CONTAINING_RECORD(IdlePointer, struct po_idle, counter);

	__atomic_add_fetch(&idle->busy, 1, __ATOMIC_SEQ_CST);
}

VOID PoEndDeviceBusy(PULONG IdlePointer)
{
	struct po_idle *idle = CONTAINING_RECORD(IdlePointer, struct po_idle, counter);

	__atomic_sub_fetch(&idle->busy, 1, __ATOMIC_SEQ_CST);
}
