#include "drivers/framework/kmdf/reserve.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/io.h"
#include "drivers/framework/kmdf/io_callback.h"
#include "drivers/framework/kmdf/queue_private.h"
#include "drivers/framework/kmdf/request.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/stop.h"

/* Where an IRP that waits leads to the device's lock. */
enum {
	CONTEXT_OF_IO = 3,
};

static struct fx_request *request_of(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, struct fx_request, reserve_link);
}

static NTSTATUS call_allocate(struct fx_queue *queue, struct fx_request *request,
	NTSTATUS (*routine)(WDFQUEUE queue, WDFREQUEST request), const char *name)
{
	struct fx_io_callback callback;
	NTSTATUS status;

	if (!routine)
		return STATUS_SUCCESS;
	request->is_presented = true;
	fx_io_callback_begin(&callback, queue->object.globals, NULL, name, FX_SITE_IN(routine));
	status = routine(fx_queue_handle(queue), fx_request_handle(request));
	fx_io_callback_end_with(&callback, status);
	return status;
}

/* Its callbacks run when the driver has seen it. */
static void delete_request(struct fx_request *request, const void *site)
{
	request->irp = NULL;
	__atomic_store_n(&request->state, FX_REQUEST_COMPLETED, __ATOMIC_RELEASE);
	if (request->is_presented)
		fx_object_delete(&request->object, site);
	else
		fx_object_delete_unborn(&request->object, site);
}

static NTSTATUS add_request(
	struct fx_reserve *reserve, struct fx_queue *queue, const struct fx_call *call)
{
	struct fx_request *request;
	NTSTATUS status = fx_request_create(&request, queue->device, NULL, call->site);

	if (!NT_SUCCESS(status))
		return status;
	request->reserve = queue;
	status = call_allocate(queue, request,
		reserve->policy.EvtIoAllocateResourcesForReservedRequest,
		"EvtIoAllocateResourcesForReservedRequest");
	if (!NT_SUCCESS(status)) {
		delete_request(request, call->site);
		return status;
	}
	__atomic_store_n(&request->state, FX_REQUEST_COMPLETED, __ATOMIC_RELEASE);
	request->object.is_lent = true;
	InsertTailList(&reserve->free, &request->reserve_link);
	return STATUS_SUCCESS;
}

/* Those that nobody has. */
static void delete_free(LIST_ENTRY *free, const void *site)
{
	while (!IsListEmpty(free)) {
		struct fx_request *request = request_of(RemoveHeadList(free));

		InitializeListHead(&request->reserve_link);
		request->object.is_lent = false;
		delete_request(request, site);
	}
}

NTSTATUS fx_reserve_create(struct fx_queue *queue,
	const WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY *policy, const struct fx_call *call)
{
	struct fx_reserve *reserve = calloc(1, sizeof(*reserve));
	NTSTATUS status = STATUS_SUCCESS;

	if (!reserve)
		return STATUS_INSUFFICIENT_RESOURCES;
	reserve->policy = *policy;
	InitializeListHead(&reserve->free);
	InitializeListHead(&reserve->used);
	InitializeListHead(&reserve->irps);
	for (ULONG i = 0; i < policy->TotalForwardProgressRequests && NT_SUCCESS(status); i++)
		status = add_request(reserve, queue, call);
	if (!NT_SUCCESS(status)) {
		delete_free(&reserve->free, call->site);
		free(reserve);
		return status;
	}
	/* Requests may be on their way already. */
	__atomic_store_n(&queue->reserve, reserve, __ATOMIC_RELEASE);
	return STATUS_SUCCESS;
}

/* Under the lock: those that are still out are not waited for any longer, and go by themselves. */
static void abandon(LIST_ENTRY *used)
{
	while (!IsListEmpty(used)) {
		struct fx_request *request = request_of(RemoveHeadList(used));

		InitializeListHead(&request->reserve_link);
		request->reserve = NULL;
	}
}

void fx_reserve_destroy(struct fx_queue *queue, const void *site)
{
	struct fx_reserve *reserve = queue->reserve;
	struct fx_io *io = queue->io;
	struct timespec end;
	int error = 0;

	if (!reserve)
		return;
	fx_reserve_cancel_waiting(queue, NULL);
	fx_io_deadline(&end);
	pthread_mutex_lock(&io->lock);
	while (error != ETIMEDOUT && !IsListEmpty(&reserve->used))
		error = pthread_cond_timedwait(&io->changed, &io->lock, &end);
	abandon(&reserve->used);
	pthread_mutex_unlock(&io->lock);
	delete_free(&reserve->free, site);
	queue->reserve = NULL;
	free(reserve);
}

static bool is_paging(const IRP *irp)
{
	return (irp->Flags & IRP_PAGING_IO) != 0 &&
	       IoGetCurrentIrpStackLocation((PIRP)(uintptr_t)irp)->MajorFunction !=
		       IRP_MJ_FILE_SYSTEM_CONTROL;
}

static WDF_IO_FORWARD_PROGRESS_ACTION examine(struct fx_queue *queue, PIRP irp)
{
	PFN_WDF_IO_WDM_IRP_FOR_FORWARD_PROGRESS routine =
		queue->reserve->policy.ForwardProgressReservePolicySettings.Policy.ExaminePolicy
			.EvtIoWdmIrpForForwardProgress;
	WDF_IO_FORWARD_PROGRESS_ACTION action;
	struct fx_io_callback callback;

	fx_io_callback_begin(&callback, queue->object.globals, NULL,
		"EvtIoWdmIrpForForwardProgress", FX_SITE_IN(routine));
	action = routine(fx_queue_handle(queue), irp);
	fx_io_callback_end(&callback);
	if (action != WdfIoForwardProgressActionFailRequest &&
		action != WdfIoForwardProgressActionUseReservedRequest) {
		struct io_breach breach = { callback.driver, "forward-progress-misused",
			callback.call.function, fx_queue_handle(queue), callback.call.site };

		io_violation(&breach, "%d is no WDF_IO_FORWARD_PROGRESS_ACTION: the request fails",
			(int)action);
		return WdfIoForwardProgressActionFailRequest;
	}
	return action;
}

static bool may_use(struct fx_queue *queue, PIRP irp)
{
	switch (queue->reserve->policy.ForwardProgressReservedPolicy) {
	case WdfIoForwardProgressReservedPolicyPagingIO:
		return is_paging(irp);
	case WdfIoForwardProgressReservedPolicyUseExamine:
		return examine(queue, irp) == WdfIoForwardProgressActionUseReservedRequest;
	default:
		return true;
	}
}

static void cancel_irp(PDEVICE_OBJECT device, PIRP irp)
{
	struct fx_io *io = irp->Tail.Overlay.DriverContext[CONTEXT_OF_IO];

	UNREFERENCED_PARAMETER(device);
	IoReleaseCancelSpinLock(irp->CancelIrql);
	pthread_mutex_lock(&io->lock);
	RemoveEntryList(&irp->Tail.Overlay.ListEntry);
	pthread_mutex_unlock(&io->lock);
	irp->IoStatus.Status = STATUS_CANCELLED;
	irp->IoStatus.Information = 0;
	io_irp_complete(irp);
	fx_io_dereference(io);
}

/* Under the lock. */
static NTSTATUS wait_for_one(struct fx_queue *queue, PIRP irp, const void *site)
{
	InsertTailList(&queue->reserve->irps, &irp->Tail.Overlay.ListEntry);
	irp->Tail.Overlay.DriverContext[CONTEXT_OF_IO] = fx_io_reference(queue->io);
	io_irp_mark_pending(irp, site);
	IoSetCancelRoutine(irp, cancel_irp);
	if (__atomic_load_n(&irp->Cancel, __ATOMIC_SEQ_CST) && IoSetCancelRoutine(irp, NULL)) {
		RemoveEntryList(&irp->Tail.Overlay.ListEntry);
		fx_io_dereference(queue->io);
		return STATUS_CANCELLED;
	}
	return STATUS_PENDING;
}

/* Under the lock. */
static void hand_out(struct fx_request *request, PIRP irp)
{
	struct fx_queue *queue = request->reserve;
	UCHAR major = IoGetCurrentIrpStackLocation(irp)->MajorFunction;

	RemoveEntryList(&request->reserve_link);
	InsertTailList(&queue->reserve->used, &request->reserve_link);
	fx_object_reference(&request->object);
	fx_request_begin_anew(request, irp, fx_queue_site(queue, major));
}

static NTSTATUS take(struct fx_request **out, struct fx_queue *queue, PIRP irp, const void *site)
{
	struct fx_reserve *reserve = queue->reserve;
	NTSTATUS status = STATUS_SUCCESS;

	if (!may_use(queue, irp))
		return STATUS_UNSUCCESSFUL;
	pthread_mutex_lock(&queue->io->lock);
	if (!queue->accepts || queue->is_gone) {
		status = STATUS_INVALID_DEVICE_STATE;
	} else if (IsListEmpty(&reserve->free)) {
		status = wait_for_one(queue, irp, site);
	} else {
		*out = request_of(reserve->free.Flink);
		hand_out(*out, irp);
	}
	pthread_mutex_unlock(&queue->io->lock);
	return status;
}

NTSTATUS fx_reserve_create_request(
	struct fx_request **out, struct fx_queue *queue, PIRP irp, const void *site)
{
	PFN_WDF_IO_ALLOCATE_REQUEST_RESOURCES routine =
		queue->reserve->policy.EvtIoAllocateRequestResources;
	NTSTATUS status = STATUS_INSUFFICIENT_RESOURCES;

	if (!io_fault(fx_globals_io_driver(queue->object.globals), "WDFREQUEST", site))
		status = fx_request_create(out, queue->device, irp, site);
	if (!NT_SUCCESS(status))
		return take(out, queue, irp, site);
	status = call_allocate(queue, *out, routine, "EvtIoAllocateRequestResources");
	if (NT_SUCCESS(status))
		return STATUS_SUCCESS;
	delete_request(*out, NULL);
	return take(out, queue, irp, site);
}

/* Under the lock: one that is not being cancelled, with nobody's cancel routine any more. */
static PIRP next_irp(struct fx_queue *queue, const FILE_OBJECT *file)
{
	LIST_ENTRY *head = &queue->reserve->irps;
	LIST_ENTRY *next;

	for (LIST_ENTRY *link = head->Flink; link != head; link = next) {
		PIRP irp = CONTAINING_RECORD(link, IRP, Tail.Overlay.ListEntry);

		next = link->Flink;
		if (file && IoGetCurrentIrpStackLocation(irp)->FileObject != file)
			continue;
		RemoveEntryList(link);
		InitializeListHead(link);
		if (!IoSetCancelRoutine(irp, NULL))
			continue;
		fx_io_dereference(queue->io);
		return irp;
	}
	return NULL;
}

void fx_reserve_take_back(struct fx_request *request, const void *site)
{
	struct fx_io *io = fx_io_reference(request->io);
	struct fx_queue *queue;
	PIRP irp = NULL;

	fx_io_enter(io);
	pthread_mutex_lock(&io->lock);
	queue = request->reserve;
	if (queue)
		irp = next_irp(queue, NULL);
	if (irp) {
		hand_out(request, irp);
	} else if (queue) {
		RemoveEntryList(&request->reserve_link);
		InsertTailList(&queue->reserve->free, &request->reserve_link);
		pthread_cond_broadcast(&io->changed);
	}
	pthread_mutex_unlock(&io->lock);
	if (irp)
		fx_queue_add_again(queue, request);
	else if (!queue)
		fx_object_delete(&request->object, site);
	fx_io_leave(io);
	fx_io_dereference(io);
}

void fx_reserve_cancel_waiting(struct fx_queue *queue, const FILE_OBJECT *file)
{
	struct fx_io *io = queue->io;
	PIRP irp;

	if (!queue->reserve)
		return;
	do {
		pthread_mutex_lock(&io->lock);
		irp = next_irp(queue, file);
		pthread_mutex_unlock(&io->lock);
		if (irp) {
			irp->IoStatus.Status = STATUS_CANCELLED;
			irp->IoStatus.Information = 0;
			io_irp_complete(irp);
		}
	} while (irp);
}
