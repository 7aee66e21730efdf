#include "drivers/framework/wdm/pnp_root.h"

#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/irp.h"

static DRIVER_OBJECT bus = { .Type = 4, .Size = sizeof(bus) };

/* The bus driver agrees with whatever is done to its devices, and knows nothing more about them. */
static NTSTATUS answer(const IRP *irp, const IO_STACK_LOCATION *stack)
{
	switch (stack->MajorFunction) {
	case IRP_MJ_CREATE:
	case IRP_MJ_CLEANUP:
	case IRP_MJ_CLOSE:
		return STATUS_SUCCESS;
	case IRP_MJ_POWER:
		return stack->MinorFunction == IRP_MN_SET_POWER ||
				       stack->MinorFunction == IRP_MN_QUERY_POWER
			       ? STATUS_SUCCESS
			       : irp->IoStatus.Status;
	case IRP_MJ_PNP:
		return stack->MinorFunction <= IRP_MN_CANCEL_STOP_DEVICE ||
				       stack->MinorFunction == IRP_MN_QUERY_CAPABILITIES ||
				       stack->MinorFunction == IRP_MN_SURPRISE_REMOVAL
			       ? STATUS_SUCCESS
			       : irp->IoStatus.Status;
	default:
		return STATUS_INVALID_DEVICE_REQUEST;
	}
}

static NTSTATUS dispatch(PDEVICE_OBJECT device, PIRP irp)
{
	NTSTATUS status = answer(irp, IoGetCurrentIrpStackLocation(irp));

	UNREFERENCED_PARAMETER(device);
	irp->IoStatus.Status = status;
	io_irp_complete(irp);
	return status;
}

NTSTATUS pnp_root_create_pdo(PDEVICE_OBJECT *out)
{
	for (size_t i = 0; i <= IRP_MJ_MAXIMUM_FUNCTION; i++)
		bus.MajorFunction[i] = dispatch;
	return io_device_create_nameless(out, &bus);
}
