#include "drivers/framework/kmdf/usage.h"

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/pdo.h"
#include "drivers/framework/kmdf/pnp_events.h"
#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/pnp_irp.h"

bool fx_usage_is_special(const struct fx_device *device)
{
	for (size_t i = 0; i < WdfSpecialFileMax; i++) {
		if (device->pnp.usage[i] > 0)
			return true;
	}
	return false;
}

static NTSTATUS send(PDEVICE_OBJECT device, const IO_STACK_LOCATION *request, BOOLEAN is_in_path)
{
	IO_STACK_LOCATION stack = { .MajorFunction = IRP_MJ_PNP,
		.MinorFunction = IRP_MN_DEVICE_USAGE_NOTIFICATION };

	stack.Parameters.UsageNotification.Type = request->Parameters.UsageNotification.Type;
	stack.Parameters.UsageNotification.InPath = is_in_path;
	return pnp_irp_send(device, &stack, NULL);
}

/* Those before `end` are told that it is not so. */
static void revert(struct fx_device *device, const IO_STACK_LOCATION *request, size_t end)
{
	BOOLEAN is_in_path = !request->Parameters.UsageNotification.InPath;
	PDEVICE_OBJECT other;

	for (size_t i = 0;
		i < end && (other = fx_relations_take(device, &device->usage_dependents, i)); i++) {
		send(other, request, is_in_path);
		io_device_object_dereference(other);
	}
}

static NTSTATUS tell_dependents(struct fx_device *device, const IO_STACK_LOCATION *request)
{
	NTSTATUS status = STATUS_SUCCESS;
	PDEVICE_OBJECT other;
	size_t place = 0;

	while (NT_SUCCESS(status) &&
		(other = fx_relations_take(device, &device->usage_dependents, place))) {
		status = send(other, request, request->Parameters.UsageNotification.InPath);
		io_device_object_dereference(other);
		place++;
	}
	if (!NT_SUCCESS(status))
		revert(device, request, place - 1);
	return status;
}

/* The devices below, or the stack of the bus. */
static NTSTATUS tell_below(
	struct fx_device *device, PIRP irp, const IO_STACK_LOCATION *request, BOOLEAN is_in_path)
{
	IO_STACK_LOCATION below = *request;

	if (device->pdo)
		return send(device->pdo->parent->pnp.physical, request, is_in_path);
	below.Parameters.UsageNotification.InPath = is_in_path;
	irp->IoStatus.Status = STATUS_SUCCESS;
	io_irp_forward_as(device->pnp.lower, irp, &below);
	return irp->IoStatus.Status;
}

static bool is_supported(const struct fx_device *device, ULONG type, BOOLEAN is_in_path)
{
	if (type <= WdfSpecialFileUndefined || type >= WdfSpecialFileMax)
		return false;
	return !is_in_path || device->is_filter || device->pnp.is_usage_supported[type];
}

static void commit(struct fx_device *device, WDF_SPECIAL_FILE_TYPE type, BOOLEAN is_in_path)
{
	LONG change = is_in_path ? 1 : -1;

	device->pnp.usage[type] += change;
	/* What a dump is written to never sleeps. */
	if (device->policy.is_owner && type == WdfSpecialFileDump)
		__atomic_add_fetch(&device->policy.busy, change, __ATOMIC_SEQ_CST);
}

NTSTATUS fx_usage_notify(struct fx_device *device, PIRP irp)
{
	IO_STACK_LOCATION request = *IoGetCurrentIrpStackLocation(irp);
	WDF_SPECIAL_FILE_TYPE type =
		(WDF_SPECIAL_FILE_TYPE)request.Parameters.UsageNotification.Type;
	BOOLEAN is_in_path = request.Parameters.UsageNotification.InPath;
	NTSTATUS status;

	if (!is_supported(device, type, is_in_path))
		return STATUS_NOT_IMPLEMENTED;
	status = tell_dependents(device, &request);
	if (!NT_SUCCESS(status))
		return status;
	/* It is awake while it is told. */
	if (device->policy.is_owner)
		status = fx_policy_wake(device, false);
	if (NT_SUCCESS(status))
		status = tell_below(device, irp, &request, is_in_path);
	if (NT_SUCCESS(status)) {
		status = fx_event_usage(device, type, is_in_path);
		if (!NT_SUCCESS(status))
			tell_below(device, irp, &request, !is_in_path);
	}
	if (NT_SUCCESS(status))
		commit(device, type, is_in_path);
	else
		revert(device, &request, (size_t)-1);
	return status;
}
