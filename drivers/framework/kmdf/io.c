#include "drivers/framework/kmdf/io.h"

#include <errno.h>
#include <stdlib.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/io_callback.h"
#include "drivers/framework/kmdf/queue.h"
#include "drivers/framework/kmdf/queue_private.h"
#include "drivers/framework/kmdf/request.h"
#include "drivers/framework/kmdf/reserve.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

NTSTATUS fx_io_create(struct fx_io **out, struct fx_device *device, struct fx_io_setup *setup)
{
	struct fx_io *io = calloc(1, sizeof(*io));

	if (!io)
		return STATUS_INSUFFICIENT_RESOURCES;
	io->references = 1;
	io->device = device;
	fx_io_setup_move(&io->setup, setup);
	pthread_mutex_init(&io->lock, NULL);
	pthread_cond_init(&io->changed, NULL);
	InitializeListHead(&io->queues);
	InitializeListHead(&io->unqueued);
	InitializeListHead(&io->files);
	*out = io;
	return fx_constraints_init_files(&io->file_constraints, &device->object,
		&device->constraints, &io->setup.file_attributes);
}

struct fx_io *fx_io_reference(struct fx_io *io)
{
	__atomic_add_fetch(&io->references, 1, __ATOMIC_RELAXED);
	return io;
}

void fx_io_dereference(struct fx_io *io)
{
	if (__atomic_sub_fetch(&io->references, 1, __ATOMIC_ACQ_REL) != 0)
		return;
	fx_io_setup_finish(&io->setup);
	fx_constraints_finish(&io->file_constraints);
	pthread_mutex_destroy(&io->lock);
	pthread_cond_destroy(&io->changed);
	free(io);
}

void fx_io_deadline(struct timespec *end)
{
	clock_gettime(CLOCK_REALTIME, end);
	end->tv_sec += FX_IO_PATIENCE_S;
}

void fx_io_enter_locked(struct fx_io *io)
{
	io->busy++;
}

void fx_io_leave_locked(struct fx_io *io)
{
	io->busy--;
	pthread_cond_broadcast(&io->changed);
}

void fx_io_enter(struct fx_io *io)
{
	pthread_mutex_lock(&io->lock);
	fx_io_enter_locked(io);
	pthread_mutex_unlock(&io->lock);
}

void fx_io_leave(struct fx_io *io)
{
	pthread_mutex_lock(&io->lock);
	fx_io_leave_locked(io);
	pthread_mutex_unlock(&io->lock);
}

static void report_unqueued(struct fx_io *io)
{
	for (LIST_ENTRY *link = io->unqueued.Flink; link != &io->unqueued; link = link->Flink) {
		struct fx_request *request = CONTAINING_RECORD(link, struct fx_request, link);
		const void *handle = fx_request_handle(request);
		struct io_breach breach = { fx_globals_io_driver(request->object.globals),
			"request-never-completed", "WDFDEVICE", handle, request->site };

		io_violation(&breach,
			"the request with the handle %p is with the driver, which has not "
			"completed "
			"it: its device waits in vain",
			handle);
	}
}

void fx_io_settle(struct fx_io *io)
{
	struct timespec end;
	int error = 0;

	fx_io_deadline(&end);
	pthread_mutex_lock(&io->lock);
	while (error != ETIMEDOUT && (io->busy > 0 || !IsListEmpty(&io->unqueued)))
		error = pthread_cond_timedwait(&io->changed, &io->lock, &end);
	if (error == ETIMEDOUT)
		report_unqueued(io);
	pthread_mutex_unlock(&io->lock);
}

static NTSTATUS complete_irp(PIRP irp, NTSTATUS status)
{
	irp->IoStatus.Status = status;
	irp->IoStatus.Information = 0;
	io_irp_complete(irp);
	return status;
}

void fx_io_give_unqueued(struct fx_io *io, struct fx_request *request)
{
	pthread_mutex_lock(&io->lock);
	request->state = FX_REQUEST_DRIVERS;
	request->is_presented = true;
	InsertTailList(&io->unqueued, &request->link);
	pthread_mutex_unlock(&io->lock);
	io_irp_mark_pending(request->irp, request->site);
}

/* The driver is given the request before any queue is. */
static NTSTATUS call_in_caller_context(struct fx_io *io, struct fx_request *request)
{
	PFN_WDF_IO_IN_CALLER_CONTEXT routine = io->setup.in_caller_context;
	WDFREQUEST handle = fx_request_handle(request);
	struct fx_io_callback callback;

	request->is_in_caller_context = true;
	fx_io_give_unqueued(io, request);
	fx_io_callback_begin(&callback, io->device->object.globals, NULL, "EvtIoInCallerContext",
		FX_SITE_IN(routine));
	routine(fx_device_handle(io->device), handle);
	fx_io_callback_end(&callback);
	return STATUS_PENDING;
}

static struct fx_queue *queue_for(struct fx_io *io, UCHAR major)
{
	struct fx_queue *queue;

	pthread_mutex_lock(&io->lock);
	queue = io->by_type[major] ? io->by_type[major] : io->default_queue;
	pthread_mutex_unlock(&io->lock);
	return queue;
}

/* A filter lets through what its default queue has no callback for (fxpkgio.cpp, DispatchStep2). */
static bool passes_by(const struct fx_io *io, const struct fx_queue *queue, UCHAR major)
{
	return queue && io->device->is_filter && queue == io->default_queue &&
	       !fx_queue_serves(queue, (WDF_REQUEST_TYPE)major);
}

static NTSTATUS pass_or_refuse(struct fx_device *device, PIRP irp)
{
	if (!device->is_filter || !device->pnp.lower)
		return complete_irp(irp, STATUS_INVALID_DEVICE_REQUEST);
	IoSkipCurrentIrpStackLocation(irp);
	return io_irp_call(device->pnp.lower, irp);
}

static NTSTATUS create_request(struct fx_request **out, struct fx_io *io, struct fx_queue *queue,
	PIRP irp, const void *site)
{
	if (queue && __atomic_load_n(&queue->reserve, __ATOMIC_ACQUIRE))
		return fx_reserve_create_request(out, queue, irp, site);
	return fx_request_create(out, io->device, irp, site);
}

static NTSTATUS give(
	struct fx_io *io, struct fx_queue *queue, PIRP irp, PFN_WDF_IO_IN_CALLER_CONTEXT in_caller)
{
	UCHAR major = IoGetCurrentIrpStackLocation(irp)->MajorFunction;
	struct fx_request *request;
	NTSTATUS status;

	status = create_request(&request, io, queue, irp,
		in_caller ? FX_SITE_IN(in_caller) : fx_queue_site(queue, major));
	if (status == STATUS_PENDING)
		return status;
	if (!NT_SUCCESS(status))
		return complete_irp(irp, status);
	/* A reserved request may come to its IRP in any thread: nobody counts on its caller's. */
	if (in_caller && !fx_request_is_reserved(request)) {
		request->chosen = queue;
		return call_in_caller_context(io, request);
	}
	if (queue->is_power_managed && ke_irql() == PASSIVE_LEVEL)
		fx_policy_wake(io->device, false);
	return fx_queue_add(queue, request);
}

bool fx_io_is_queueable(UCHAR major)
{
	return major == IRP_MJ_READ || major == IRP_MJ_WRITE || major == IRP_MJ_DEVICE_CONTROL ||
	       major == IRP_MJ_INTERNAL_DEVICE_CONTROL;
}

NTSTATUS fx_io_take_irp_for(
	struct fx_io *io, struct fx_queue *queue, PIRP irp, bool calls_in_caller_context)
{
	return give(io, queue, irp, calls_in_caller_context ? io->setup.in_caller_context : NULL);
}

NTSTATUS fx_io_take_irp_chosen(struct fx_io *io, PIRP irp)
{
	PFN_WDF_IO_IN_CALLER_CONTEXT in_caller = io->setup.in_caller_context;
	UCHAR major = IoGetCurrentIrpStackLocation(irp)->MajorFunction;
	struct fx_queue *queue = queue_for(io, major);

	if (!in_caller && (!queue || passes_by(io, queue, major)))
		return pass_or_refuse(io->device, irp);
	return give(io, queue, irp, in_caller);
}

WDFCONTEXT fx_io_chooser_token(const struct fx_io *io)
{
	return (WDFCONTEXT)(uintptr_t)io->choosers;
}

static NTSTATUS choose(struct fx_io *io, const struct fx_chooser *chooser, PIRP irp)
{
	PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(irp);
	bool is_control = stack->MajorFunction == IRP_MJ_DEVICE_CONTROL ||
			  stack->MajorFunction == IRP_MJ_INTERNAL_DEVICE_CONTROL;
	ULONG code = is_control ? stack->Parameters.DeviceIoControl.IoControlCode : 0;
	struct fx_io_callback callback;
	NTSTATUS status;

	fx_io_callback_begin(&callback, io->device->object.globals, NULL, "EvtDeviceWdmIrpDispatch",
		FX_SITE_IN(chooser->routine));
	status = chooser->routine(fx_device_handle(io->device), stack->MajorFunction,
		stack->MinorFunction, code, chooser->context, irp, fx_io_chooser_token(io));
	fx_io_callback_end_with(&callback, status);
	return status;
}

NTSTATUS fx_io_take_irp(struct fx_io *io, PIRP irp)
{
	UCHAR major = IoGetCurrentIrpStackLocation(irp)->MajorFunction;

	if (!fx_io_is_queueable(major))
		return pass_or_refuse(io->device, irp);
	if (io->choosers[major].routine)
		return choose(io, &io->choosers[major], irp);
	return fx_io_take_irp_chosen(io, irp);
}

NTSTATUS fx_io_enqueue(struct fx_io *io, struct fx_request *request)
{
	UCHAR major = IoGetCurrentIrpStackLocation(request->irp)->MajorFunction;
	struct fx_queue *queue = request->chosen ? request->chosen : queue_for(io, major);

	if (!queue)
		return STATUS_INVALID_DEVICE_REQUEST;
	request->site = fx_queue_site(queue, major);
	return fx_queue_forward(queue, request);
}

NTSTATUS fx_io_configure(struct fx_io *io, struct fx_queue *queue, WDF_REQUEST_TYPE type)
{
	NTSTATUS status = STATUS_SUCCESS;

	pthread_mutex_lock(&io->lock);
	if (queue == io->default_queue)
		status = STATUS_INVALID_DEVICE_REQUEST;
	else if (io->by_type[type])
		status = STATUS_WDF_BUSY;
	else
		io->by_type[type] = queue;
	pthread_mutex_unlock(&io->lock);
	if (NT_SUCCESS(status))
		queue->object.is_no_delete = true;
	return status;
}

void fx_io_set_default_queue(struct fx_io *io, struct fx_queue *queue)
{
	pthread_mutex_lock(&io->lock);
	io->default_queue = queue;
	pthread_mutex_unlock(&io->lock);
	queue->object.is_no_delete = true;
}

/* The queue behind `queue`, the first for NULL; none is created or deleted meanwhile. */
static struct fx_queue *next_queue(struct fx_io *io, struct fx_queue *queue)
{
	LIST_ENTRY *link;

	pthread_mutex_lock(&io->lock);
	link = queue ? queue->link.Flink : io->queues.Flink;
	pthread_mutex_unlock(&io->lock);
	return link == &io->queues ? NULL : CONTAINING_RECORD(link, struct fx_queue, link);
}

static void set_on(struct fx_io *io, bool is_on)
{
	pthread_mutex_lock(&io->lock);
	io->is_on = is_on;
	pthread_mutex_unlock(&io->lock);
}

void fx_io_flush_file(struct fx_io *io, const FILE_OBJECT *file)
{
	for (struct fx_queue *queue = NULL; (queue = next_queue(io, queue)) != NULL;)
		fx_queue_flush_file(queue, file);
}

void fx_io_power_down(struct fx_io *io)
{
	set_on(io, false);
	for (struct fx_queue *queue = NULL; (queue = next_queue(io, queue)) != NULL;) {
		if (queue->is_power_managed)
			fx_queue_hold(queue);
	}
}

void fx_io_power_up(struct fx_io *io)
{
	set_on(io, true);
	for (struct fx_queue *queue = NULL; (queue = next_queue(io, queue)) != NULL;) {
		if (queue->is_power_managed)
			fx_queue_resume(queue);
	}
}

void fx_io_purge_managed(struct fx_io *io)
{
	set_on(io, false);
	for (struct fx_queue *queue = NULL; (queue = next_queue(io, queue)) != NULL;) {
		if (queue->is_power_managed)
			fx_queue_remove_power(queue);
	}
}

void fx_io_purge_others(struct fx_io *io)
{
	for (struct fx_queue *queue = NULL; (queue = next_queue(io, queue)) != NULL;) {
		if (!queue->is_power_managed)
			fx_queue_remove_power(queue);
	}
}

void fx_io_reset(struct fx_io *io)
{
	for (struct fx_queue *queue = NULL; (queue = next_queue(io, queue)) != NULL;)
		fx_queue_reset(queue);
}
