#include "drivers/framework/wdm/pnp_irp.h"

#include <pthread.h>

#include "drivers/framework/wdm/attachment.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/pnp_node.h"

struct request {
	pthread_mutex_t lock;
	pthread_cond_t done;
	bool is_done;
	IO_STATUS_BLOCK result;
};

static void complete(PIRP irp, void *argument)
{
	struct request *request = argument;

	pthread_mutex_lock(&request->lock);
	request->result = irp->IoStatus;
	request->is_done = true;
	io_irp_retire(irp);
	pthread_cond_signal(&request->done);
	pthread_mutex_unlock(&request->lock);
}

static void wait_for(struct request *request)
{
	pthread_mutex_lock(&request->lock);
	while (!request->is_done)
		pthread_cond_wait(&request->done, &request->lock);
	pthread_mutex_unlock(&request->lock);
}

NTSTATUS pnp_irp_send_to(
	PDEVICE_OBJECT device, const IO_STACK_LOCATION *stack, ULONG_PTR *information)
{
	struct request request = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false,
		{ .Status = STATUS_UNSUCCESSFUL } };
	struct io_irp_listener listener = { complete, &request };
	PIRP irp = io_irp_create(device->StackSize, &listener);

	if (!irp)
		return STATUS_INSUFFICIENT_RESOURCES;
	irp->IoStatus.Status = STATUS_NOT_SUPPORTED;
	*IoGetNextIrpStackLocation(irp) = *stack;
	io_irp_call(device, irp);
	wait_for(&request);
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
