#include "drivers/framework/kmdf/queue.h"

#include <drvtrace/lifetime.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/io.h"
#include "drivers/framework/kmdf/queue_private.h"
#include "drivers/framework/kmdf/request.h"
#include "drivers/framework/kmdf/reserve.h"
#include "drivers/framework/wdm/irp.h"

struct fx_queue *fx_queue_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_queue, object);
}

WDFQUEUE fx_queue_handle(const struct fx_queue *queue)
{
	return (WDFQUEUE)fx_object_handle(&queue->object);
}

struct fx_queue *fx_queue_get(WDFQUEUE handle, const struct fx_call *call)
{
	return fx_queue_of(fx_handle_get(handle, &fx_queue_class, call));
}

/* Nothing leads to it any more. Under the lock. */
static void leave_device(struct fx_queue *queue)
{
	struct fx_io *io = queue->io;

	for (size_t i = 0; i <= IRP_MJ_MAXIMUM_FUNCTION; i++) {
		if (io->by_type[i] == queue)
			io->by_type[i] = NULL;
	}
	if (io->default_queue == queue)
		io->default_queue = NULL;
	RemoveEntryList(&queue->link);
	InitializeListHead(&queue->link);
}

/* What the driver has not completed in time it may still complete: then nothing leads here. */
static void abandon(struct fx_queue *queue)
{
	while (!IsListEmpty(&queue->drivers)) {
		struct fx_request *request =
			CONTAINING_RECORD(queue->drivers.Flink, struct fx_request, link);

		RemoveEntryList(&request->link);
		InitializeListHead(&request->link);
		RemoveEntryList(&request->cancel_link);
		InitializeListHead(&request->cancel_link);
		request->queue = NULL;
	}
}

/* What waits is cancelled, and the driver has to complete what it has. */
static bool dispose(struct fx_object *object, const void *site)
{
	struct fx_queue *queue = fx_queue_of(object);
	struct fx_call call = { "WDFQUEUE", site };

	fx_queue_purge(queue, true, NULL);
	fx_queue_wait(queue, true, &call);
	fx_reserve_destroy(queue, site);
	pthread_mutex_lock(&queue->io->lock);
	queue->is_gone = true;
	abandon(queue);
	leave_device(queue);
	pthread_mutex_unlock(&queue->io->lock);
	return true;
}

static void destroy(struct fx_object *object)
{
	struct fx_queue *queue = fx_queue_of(object);

	fx_constraints_finish(&queue->constraints);
	if (queue->io)
		fx_io_dereference(queue->io);
}

const struct fx_class fx_queue_class = {
	.kind = { "WDFQUEUE", DRVTRACE_KIND_WDFQUEUE, fx_object_reclaim },
	.size = sizeof(struct fx_queue),
	.is_disposed_at_passive = true,
	.dispose = dispose,
	.destroy = destroy,
};

/* What a new queue is made of. */
struct recipe {
	struct fx_device *device;
	const WDF_IO_QUEUE_CONFIG *config;
	const WDF_OBJECT_ATTRIBUTES *attributes;
	const void *site;
};

static NTSTATUS init(struct fx_object *object, const void *argument)
{
	const struct recipe *recipe = argument;
	struct fx_queue *queue = fx_queue_of(object);
	struct fx_device *device = recipe->device;

	queue->device = device;
	queue->io = fx_io_reference(device->io);
	queue->config = *recipe->config;
	queue->site = recipe->site;
	queue->is_power_managed = !device->is_control && recipe->config->PowerManaged != WdfFalse;
	queue->accepts = true;
	queue->dispatches = true;
	InitializeListHead(&queue->waiting);
	InitializeListHead(&queue->drivers);
	InitializeListHead(&queue->canceled);
	InitializeListHead(&queue->canceled_here);
	InitializeListHead(&queue->link);
	return fx_constraints_init_queue(
		&queue->constraints, object, &device->constraints, recipe->attributes);
}

NTSTATUS fx_queue_create(struct fx_queue **out, struct fx_device *device,
	const WDF_IO_QUEUE_CONFIG *config, const WDF_OBJECT_ATTRIBUTES *attributes,
	const struct fx_call *call)
{
	struct recipe recipe = { device, config, attributes, call->site };
	struct fx_child child = { .init = init, .argument = &recipe };
	WDF_OBJECT_ATTRIBUTES below;
	struct fx_object *object;
	NTSTATUS status;

	if (attributes)
		below = *attributes;
	else
		WDF_OBJECT_ATTRIBUTES_INIT(&below);
	if (!below.ParentObject)
		below.ParentObject = fx_device_handle(device);
	status = fx_driver_create_child(
		&object, device->driver, &fx_queue_class, &below, &child, call);
	if (!NT_SUCCESS(status))
		return status;

	*out = fx_queue_of(object);
	pthread_mutex_lock(&device->io->lock);
	if ((*out)->is_power_managed && !device->io->is_on)
		(*out)->power = FX_QUEUE_OFF;
	InsertTailList(&device->io->queues, &(*out)->link);
	pthread_mutex_unlock(&device->io->lock);
	return STATUS_SUCCESS;
}

bool fx_queue_serves(const struct fx_queue *queue, WDF_REQUEST_TYPE type)
{
	return queue->config.DispatchType == WdfIoQueueDispatchManual ||
	       fx_queue_callback(queue, (UCHAR)type).site != NULL;
}

/* Under the lock: to the head or the tail. What is cancelled already is not put there: false. */
static bool put(struct fx_queue *queue, struct fx_request *request, bool at_head)
{
	request->queue = queue;
	request->state = FX_REQUEST_WAITING;
	request->cancel = NULL;
	request->is_cancel_told = false;
	request->is_in_caller_context = false;
	request->is_found = false;
	if (at_head)
		InsertHeadList(&queue->waiting, &request->link);
	else
		InsertTailList(&queue->waiting, &request->link);
	queue->waiting_count++;
	if (queue->waiting_count == 1 || at_head)
		queue->is_ready = true;
	if (!(at_head && queue->cancels_drivers) && fx_request_arm(request))
		return true;
	fx_queue_take(request);
	return false;
}

/* The lock is held, and given back. */
static void put_or_cancel(struct fx_queue *queue, struct fx_request *request, bool at_head,
	void (*dispatch)(struct fx_queue *queue))
{
	struct fx_io *io = queue->io;

	if (!put(queue, request, at_head) && fx_queue_cancel_waiting(request)) {
		pthread_mutex_unlock(&io->lock);
		fx_request_complete_quietly(request, STATUS_CANCELLED);
		pthread_mutex_lock(&io->lock);
	}
	dispatch(queue);
	pthread_mutex_unlock(&io->lock);
}

static NTSTATUS add(struct fx_queue *queue, struct fx_request *request,
	void (*dispatch)(struct fx_queue *queue))
{
	pthread_mutex_lock(&queue->io->lock);
	if (!queue->accepts || queue->is_gone) {
		pthread_mutex_unlock(&queue->io->lock);
		fx_request_complete_quietly(request, STATUS_INVALID_DEVICE_STATE);
		return STATUS_INVALID_DEVICE_STATE;
	}
	io_irp_mark_pending(request->irp, request->site);
	put_or_cancel(queue, request, false, dispatch);
	return STATUS_PENDING;
}

NTSTATUS fx_queue_add(struct fx_queue *queue, struct fx_request *request)
{
	return add(queue, request, fx_queue_dispatch);
}

void fx_queue_add_again(struct fx_queue *queue, struct fx_request *request)
{
	add(queue, request, fx_queue_dispatch_if_idle);
}

/* Out of the driver's hands; the queue that it comes from still counts it. */
static void take_from_driver(struct fx_request *request)
{
	pthread_mutex_lock(&request->io->lock);
	RemoveEntryList(&request->link);
	InitializeListHead(&request->link);
	request->state = FX_REQUEST_NEW;
	pthread_mutex_unlock(&request->io->lock);
}

static void give_back_to_driver(struct fx_request *request)
{
	struct fx_io *io = request->io;

	pthread_mutex_lock(&io->lock);
	request->state = FX_REQUEST_DRIVERS;
	InsertTailList(request->queue ? &request->queue->drivers : &io->unqueued, &request->link);
	pthread_mutex_unlock(&io->lock);
}

/* False when the queue takes none; otherwise the request may be gone afterwards. */
static bool try_put(struct fx_queue *queue, struct fx_request *request)
{
	struct fx_io *old = NULL;

	pthread_mutex_lock(&queue->io->lock);
	if (!queue->accepts || queue->is_gone) {
		pthread_mutex_unlock(&queue->io->lock);
		return false;
	}
	if (request->io != queue->io) {
		old = request->io;
		request->io = fx_io_reference(queue->io);
		request->device = queue->device;
	}
	io_irp_mark_pending(request->irp, request->site);
	put_or_cancel(queue, request, false, fx_queue_dispatch);
	if (old)
		fx_io_dereference(old);
	return true;
}

NTSTATUS fx_queue_forward(struct fx_queue *queue, struct fx_request *request)
{
	struct fx_queue *from = request->queue;
	struct fx_io *io = fx_io_reference(request->io);
	bool is_put;

	fx_io_enter(io);
	take_from_driver(request);
	is_put = try_put(queue, request);
	if (!is_put)
		give_back_to_driver(request);
	if (is_put && from) {
		pthread_mutex_lock(&io->lock);
		fx_queue_left(from);
		pthread_mutex_unlock(&io->lock);
	}
	fx_io_leave(io);
	fx_io_dereference(io);
	return is_put ? STATUS_SUCCESS : STATUS_WDF_BUSY;
}

void fx_queue_requeue(struct fx_request *request)
{
	struct fx_queue *queue = request->queue;
	struct fx_io *io = queue->io;

	fx_io_enter(io);
	pthread_mutex_lock(&io->lock);
	RemoveEntryList(&request->link);
	InitializeListHead(&request->link);
	queue->drivers_count--;
	put_or_cancel(queue, request, true, fx_queue_dispatch);
	fx_io_leave(io);
}

void fx_queue_take(struct fx_request *request)
{
	RemoveEntryList(&request->link);
	InitializeListHead(&request->link);
	request->queue->waiting_count--;
	request->state = FX_REQUEST_NEW;
}

struct fx_request *fx_queue_take_next(struct fx_queue *queue, const FILE_OBJECT *file)
{
	for (LIST_ENTRY *link = queue->waiting.Flink; link != &queue->waiting; link = link->Flink) {
		struct fx_request *request = CONTAINING_RECORD(link, struct fx_request, link);

		if (file && IoGetCurrentIrpStackLocation(request->irp)->FileObject != file)
			continue;
		if (!fx_request_disarm(request))
			continue;
		fx_queue_take(request);
		return request;
	}
	return NULL;
}

void fx_queue_present(struct fx_request *request)
{
	struct fx_queue *queue = request->queue;

	request->state = FX_REQUEST_DRIVERS;
	request->is_presented = true;
	request->is_found = false;
	InsertTailList(&queue->drivers, &request->link);
	queue->drivers_count++;
}

bool fx_queue_cancel_waiting(struct fx_request *request)
{
	struct fx_queue *queue = request->queue;

	__atomic_store_n(&request->is_canceled, true, __ATOMIC_RELAXED);
	if (!queue->config.EvtIoCanceledOnQueue || !request->is_presented)
		return true;
	fx_queue_present(request);
	InsertTailList(&queue->canceled_here, &request->cancel_link);
	return false;
}

void fx_queue_left(struct fx_queue *queue)
{
	queue->drivers_count--;
	pthread_cond_broadcast(&queue->io->changed);
	fx_queue_dispatch_if_idle(queue);
}
