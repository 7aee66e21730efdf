#include "drivers/framework/wdm/pnp_irp.h"

#include "drivers/framework/wdm/attachment.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/irp_wait.h"
#include "drivers/framework/wdm/pnp_node.h"

struct request {
	struct io_irp_wait wait;
	IO_STATUS_BLOCK result;
};

static void complete(PIRP irp, void *argument)
{
	struct request *request = argument;

	request->result = irp->IoStatus;
	io_irp_retire(irp);
	io_irp_wait_end(&request->wait);
}

NTSTATUS pnp_irp_send_to(
	PDEVICE_OBJECT device, const IO_STACK_LOCATION *stack, ULONG_PTR *information)
{
	struct request request;
	struct io_irp_listener listener = { complete, &request };
	PIRP irp = io_irp_create(device->StackSize, &listener);

	if (!irp)
		return STATUS_INSUFFICIENT_RESOURCES;
	irp->IoStatus.Status = STATUS_NOT_SUPPORTED;
	irp->IoStatus.Information = information ? *information : 0;
	*IoGetNextIrpStackLocation(irp) = *stack;
	io_irp_wait_init(&request.wait);
	io_irp_call(device, irp);
	io_irp_wait_for(&request.wait, irp, stack);
	io_irp_wait_finish(&request.wait);
	if (information)
		*information = request.result.Information;
	return request.result.Status;
}

NTSTATUS pnp_irp_send(PDEVICE_OBJECT device, const IO_STACK_LOCATION *stack, ULONG_PTR *information)
{
	return pnp_irp_send_to(io_attachment_top(device), stack, information);
}

NTSTATUS pnp_irp_send_minor(struct pnp_node *node, UCHAR minor)
{
	IO_STACK_LOCATION stack = { .MajorFunction = IRP_MJ_PNP, .MinorFunction = minor };

	if (minor == IRP_MN_START_DEVICE) {
		stack.Parameters.StartDevice.AllocatedResources = node->resources;
		stack.Parameters.StartDevice.AllocatedResourcesTranslated = node->resources;
	}
	return pnp_irp_send(node->pdo, &stack, NULL);
}
