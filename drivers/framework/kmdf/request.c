#include "drivers/framework/kmdf/request.h"

#include <drvtrace/lifetime.h>

#include "drivers/framework/kmdf/context.h"
#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/file_object.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/io.h"
#include "drivers/framework/kmdf/outgoing.h"
#include "drivers/framework/kmdf/queue.h"
#include "drivers/framework/kmdf/request_buffer.h"
#include "drivers/framework/kmdf/reserve.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/mdl.h"
#include "drivers/framework/wdm/stop.h"

/* The facility of the framework's own statuses: a request's maker does not know them. */
#define FACILITY_OF_FRAMEWORK 0x00200000

struct fx_request *fx_request_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_request, object);
}

WDFREQUEST fx_request_handle(const struct fx_request *request)
{
	return (WDFREQUEST)fx_object_handle(&request->object);
}

static void free_mdls(struct fx_request *request)
{
	for (size_t i = 0; i < FX_REQUEST_SIDES; i++) {
		io_mdl_free_chain(request->mdl[i]);
		request->mdl[i] = NULL;
	}
	io_mdl_free_chain(request->locked);
	request->locked = NULL;
}

static void destroy(struct fx_object *object)
{
	struct fx_request *request = fx_request_of(object);

	fx_outgoing_destroy(request);
	free_mdls(request);
	if (request->io)
		fx_io_dereference(request->io);
}

static void let_go(struct fx_object *object, const void *site)
{
	fx_outgoing_let_go(fx_request_of(object), site);
}

static void given_back(struct fx_object *object, const void *site)
{
	struct fx_request *request = fx_request_of(object);

	fx_outgoing_destroy(request);
	free_mdls(request);
	fx_reserve_take_back(request, site);
}

const struct fx_class fx_request_class = {
	.kind = { "WDFREQUEST", DRVTRACE_KIND_WDFREQUEST, fx_object_reclaim },
	.size = sizeof(struct fx_request),
	.is_remembered = true,
	.let_go = let_go,
	.destroy = destroy,
	.given_back = given_back,
};

NTSTATUS fx_request_create(
	struct fx_request **out, struct fx_device *device, PIRP irp, const void *site)
{
	const WDF_OBJECT_ATTRIBUTES *attributes = &device->io->setup.request_attributes;
	struct fx_commit commit = { .site = site };
	struct fx_object *object;
	NTSTATUS status;

	if (attributes->Size == 0)
		attributes = NULL;
	commit.attributes = attributes;
	status = fx_object_create(&object, &fx_request_class, device->object.globals, attributes);
	if (!NT_SUCCESS(status))
		return status;

	*out = fx_request_of(object);
	(*out)->irp = irp;
	(*out)->device = device;
	(*out)->io = fx_io_reference(device->io);
	(*out)->site = site;
	InitializeListHead(&(*out)->link);
	InitializeListHead(&(*out)->cancel_link);
	InitializeListHead(&(*out)->reserve_link);
	object->is_no_delete = true;
	return fx_object_commit(object, &commit);
}

void fx_request_begin_anew(struct fx_request *request, PIRP irp, const void *site)
{
	request->irp = irp;
	request->site = site;
	request->chosen = NULL;
	request->is_in_caller_context = false;
	request->is_canceled = false;
	request->is_found = false;
	request->is_power_told = false;
	request->is_stopping = false;
	request->is_stopped = false;
	request->is_requeued = false;
	request->cancel = NULL;
	request->is_cancel_told = false;
	__atomic_store_n(&request->state, FX_REQUEST_NEW, __ATOMIC_RELEASE);
}

bool fx_request_is_reserved(const struct fx_request *request)
{
	return request->object.is_lent || request->reserve;
}

/* One that is gone is told from what never was a request. */
static struct fx_request *get_completed_too(
	WDFREQUEST handle, const struct fx_call *call, const char *rule)
{
	struct io_breach breach = { io_driver_calling(call->site), rule, call->function, handle,
		call->site };

	if (!io_resource_find(handle) && io_resource_was_released(handle))
		io_stop(&breach, "the request with the handle %p is completed", (void *)handle);
	return fx_request_of(fx_handle_get(handle, &fx_request_class, call));
}

static struct fx_request *get(WDFREQUEST handle, const struct fx_call *call, const char *rule)
{
	struct fx_request *request = get_completed_too(handle, call, rule);
	struct io_breach breach = { io_driver_calling(call->site), rule, call->function, handle,
		call->site };

	if (__atomic_load_n(&request->state, __ATOMIC_ACQUIRE) == FX_REQUEST_COMPLETED)
		io_stop(&breach, "the request with the handle %p is completed already",
			(void *)handle);
	return request;
}

struct fx_request *fx_request_get(WDFREQUEST handle, const struct fx_call *call)
{
	return get(handle, call, "request-used-after-completion");
}

struct fx_request *fx_request_get_to_complete(WDFREQUEST handle, const struct fx_call *call)
{
	return get(handle, call, "request-completed-twice");
}

/* What a driver has made it deletes: there is nobody who waits for its completion. */
static void check_presented(const struct fx_request *request, const struct fx_call *call)
{
	const void *handle = fx_request_handle(request);
	struct io_breach breach = { fx_globals_io_driver(request->object.globals),
		"request-not-owned", call->function, handle, call->site };

	if (!request->io)
		io_stop(&breach,
			"the request with the handle %p is the driver's own: it is of no "
			"queue, and is deleted, not completed",
			handle);
}

struct fx_request *fx_request_get_completed_too(WDFREQUEST handle, const struct fx_call *call)
{
	struct fx_request *request =
		get_completed_too(handle, call, "request-used-after-completion");

	check_presented(request, call);
	return request;
}

/* The driver has it, and nothing else may end it meanwhile. */
static void check_owned(const struct fx_request *request, const struct fx_call *call)
{
	const void *handle = fx_request_handle(request);
	struct io_breach breach = { fx_globals_io_driver(request->object.globals),
		"request-not-owned", call->function, handle, call->site };

	if (request->state != FX_REQUEST_DRIVERS)
		io_stop(&breach,
			"the request with the handle %p is not the driver's: it waits in a queue",
			handle);
	if (fx_outgoing_is_sent(request))
		io_stop(&breach,
			"the request with the handle %p is sent to an I/O target, and is not the "
			"driver's until it is completed",
			handle);
	if (request->cancel && !request->is_cancel_told) {
		breach.rule = "request-still-cancelable";
		io_stop(&breach,
			"the request with the handle %p is marked cancelable: its cancel callback "
			"may "
			"complete it at the same time",
			handle);
	}
}

struct fx_request *fx_request_get_owned(WDFREQUEST handle, const struct fx_call *call)
{
	struct fx_request *request = fx_request_get(handle, call);

	/* One that the driver has made is in no queue. */
	if (!request->io) {
		check_owned(request, call);
		return request;
	}
	pthread_mutex_lock(&request->io->lock);
	check_owned(request, call);
	pthread_mutex_unlock(&request->io->lock);
	return request;
}

struct fx_request *fx_request_get_presented(WDFREQUEST handle, const struct fx_call *call)
{
	struct fx_request *request = fx_request_get_owned(handle, call);

	check_presented(request, call);
	return request;
}

/* What the framework's own statuses become for who made the request. */
static NTSTATUS translate(NTSTATUS status)
{
	if ((status & 0x0FFF0000) != FACILITY_OF_FRAMEWORK)
		return status;
	switch (status) {
	case STATUS_WDF_PAUSED:
	case STATUS_WDF_BUSY:
		return STATUS_DEVICE_BUSY;
	case STATUS_WDF_INTERNAL_ERROR:
		return STATUS_INTERNAL_ERROR;
	default:
		return STATUS_INVALID_DEVICE_REQUEST;
	}
}

/* Out of every list; the queue that it counts for is told when the IRP is completed. */
static struct fx_queue *begin_completion(struct fx_request *request)
{
	struct fx_queue *queue = request->queue;

	RemoveEntryList(&request->link);
	InitializeListHead(&request->link);
	RemoveEntryList(&request->cancel_link);
	InitializeListHead(&request->cancel_link);
	request->queue = NULL;
	__atomic_store_n(&request->state, FX_REQUEST_COMPLETED, __ATOMIC_RELEASE);
	return queue;
}

/* The driver's callbacks are not called for what it has never seen. */
static void forget_callbacks(struct fx_request *request)
{
	for (struct fx_context *context = request->object.contexts; context;
		context = context->next) {
		context->cleanup = NULL;
		context->destroy = NULL;
	}
}

/* What a reserved request has been given for its IRP; what the driver has made is kept. */
static void drop_memory(struct fx_request *request, const void *site)
{
	struct fx_object *memory;

	while ((memory = fx_object_find_child(&request->object, fx_request_is_memory_of_irp)) !=
		NULL)
		fx_object_delete(memory, site);
	for (size_t i = 0; i < FX_REQUEST_SIDES; i++)
		request->memory[i] = NULL;
}

/* Its callbacks run when it goes for good. */
static void clean_up(struct fx_request *request, const void *site)
{
	if (fx_request_is_reserved(request)) {
		drop_memory(request, site);
		return;
	}
	if (!request->is_presented)
		forget_callbacks(request);
	fx_object_dispose(&request->object, site);
	fx_object_destroy_children(&request->object, site);
}

/*
 * In the order of fxrequest.cpp: its callbacks of cleanup, its children, the IRP, the queue, and
 * only then the object itself.
 */
static void finish(struct fx_request *request, struct fx_queue *queue,
	void (*end)(struct fx_io *io, PIRP irp, const void *argument), const void *argument,
	const void *site)
{
	struct fx_io *io = request->io;
	PIRP irp = request->irp;

	clean_up(request, site);
	fx_outgoing_end(request);
	request->irp = NULL;
	end(io, irp, argument);

	pthread_mutex_lock(&io->lock);
	if (queue)
		fx_queue_left(queue);
	pthread_cond_broadcast(&io->changed);
	pthread_mutex_unlock(&io->lock);
	if (fx_request_is_reserved(request))
		fx_object_dereference(&request->object, site);
	else
		fx_object_delete(&request->object, site);
}

static void complete_irp(struct fx_io *io, PIRP irp, const void *status)
{
	irp->IoStatus.Status = translate(*(const NTSTATUS *)status);
	if (IoGetCurrentIrpStackLocation(irp)->MajorFunction == IRP_MJ_CREATE)
		fx_file_object_create_completed(io, irp);
	io_irp_complete(irp);
}

struct passage {
	PDEVICE_OBJECT device;
	bool has_location; /* the driver has filled in the device's stack location */
};

/* As it is, unless the driver has said more: then its own stack location is the next device's. */
static void pass_irp(struct fx_io *io, PIRP irp, const void *argument)
{
	const struct passage *passage = argument;

	UNREFERENCED_PARAMETER(io);
	if (!passage->has_location)
		IoSkipCurrentIrpStackLocation(irp);
	io_irp_call(passage->device, irp);
}

/* How many bytes the program has room for, or has written; as many as there are where that is not known. */
static ULONG_PTR room_of(PIRP irp)
{
	const IO_STACK_LOCATION *stack = IoGetCurrentIrpStackLocation(irp);
	ULONG length;

	if (stack->MajorFunction == IRP_MJ_READ)
		return stack->Parameters.Read.Length;
	if (stack->MajorFunction == IRP_MJ_WRITE)
		return stack->Parameters.Write.Length;
	if (stack->MajorFunction != IRP_MJ_DEVICE_CONTROL || irp->RequestorMode == KernelMode)
		return MAXULONG_PTR;
	length = stack->Parameters.DeviceIoControl.OutputBufferLength;
	return length > 0 ? length : MAXULONG_PTR;
}

static void check_result(
	const struct fx_request *request, NTSTATUS status, const struct fx_call *call)
{
	const void *handle = fx_request_handle(request);
	struct io_breach breach = { fx_globals_io_driver(request->object.globals),
		"irp-completed-as-pending", call->function, handle, call->site };
	ULONG_PTR information = request->irp->IoStatus.Information;

	if (status == STATUS_PENDING)
		io_stop(&breach, "the request with the handle %p is completed with STATUS_PENDING",
			handle);
	if (!NT_SUCCESS(status) || information <= room_of(request->irp))
		return;
	breach.rule = "request-information-too-large";
	io_stop(&breach,
		"the request with the handle %p is completed with %zu bytes, and its buffer has "
		"%zu",
		handle, (size_t)information, (size_t)room_of(request->irp));
}

static void end_owned(struct fx_request *request,
	void (*end)(struct fx_io *io, PIRP irp, const void *argument), const void *argument,
	const struct fx_call *call)
{
	struct fx_queue *queue;
	struct fx_io *io;

	check_presented(request, call);
	io = fx_io_reference(request->io);
	fx_io_enter(io);
	pthread_mutex_lock(&io->lock);
	check_owned(request, call);
	if (end == complete_irp)
		check_result(request, *(const NTSTATUS *)argument, call);
	queue = begin_completion(request);
	pthread_mutex_unlock(&io->lock);
	finish(request, queue, end, argument, call->site);
	fx_io_leave(io);
	fx_io_dereference(io);
}

void fx_request_complete(struct fx_request *request, NTSTATUS status, const struct fx_call *call)
{
	end_owned(request, complete_irp, &status, call);
}

void fx_request_forget(
	struct fx_request *request, PDEVICE_OBJECT device, const struct fx_call *call)
{
	struct passage passage = { device, request->outgoing && request->outgoing->is_formatted };

	end_owned(request, pass_irp, &passage, call);
}

void fx_request_complete_quietly(struct fx_request *request, NTSTATUS status)
{
	struct fx_io *io = fx_io_reference(request->io);
	struct fx_queue *queue;

	fx_io_enter(io);
	pthread_mutex_lock(&io->lock);
	queue = request->state == FX_REQUEST_DRIVERS ? request->queue : NULL;
	begin_completion(request);
	pthread_mutex_unlock(&io->lock);
	request->irp->IoStatus.Information = 0;
	finish(request, queue, complete_irp, &status, NULL);
	fx_io_leave(io);
	fx_io_dereference(io);
}
