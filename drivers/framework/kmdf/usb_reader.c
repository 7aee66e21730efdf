#include "drivers/framework/kmdf/usb_reader.h"

#include <stdlib.h>

#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/io_callback.h"
#include "drivers/framework/kmdf/memory.h"
#include "drivers/framework/kmdf/send.h"
#include "drivers/framework/kmdf/usb_device.h"
#include "drivers/framework/kmdf/usb_request.h"
#include "drivers/framework/kmdf/worker.h"
#include "drivers/framework/wdm/dpc.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/stop.h"

enum {
	READS_DEFAULT = 2,
	READS_MAX = 10,
};

/* One of the reads. */
struct read {
	struct fx_usb_reader *reader;
	struct fx_send send;
	PIRP irp; /* owned */
	URB urb;
	struct fx_object *memory; /* owned; NULL: it is not outstanding */
	KDPC dpc;                 /* sends it again */
};

struct fx_usb_reader {
	struct fx_usb_pipe *pipe;
	WDF_USB_CONTINUOUS_READER_CONFIG config;
	WDF_OBJECT_ATTRIBUTES attributes; /* of what is read into */
	const void *site;
	struct fx_worker worker; /* recovers from failures */
	/* Under fx_send_lock(): */
	bool is_started;
	bool is_recovering;
	unsigned int busy; /* reads that are outstanding, or whose callback runs */
	NTSTATUS status;   /* of the first that has failed */
	USBD_STATUS usbd_status;
	UCHAR count;
	struct read reads[];
};

static struct fx_globals *globals_of(const struct fx_usb_reader *reader)
{
	return reader->pipe->target.object.globals;
}

static size_t size_of(const struct fx_usb_reader *reader)
{
	return reader->config.HeaderLength + reader->config.TransferLength +
	       reader->config.TrailerLength;
}

/* A child of the pipe, of which nobody knows before it is filled. */
static NTSTATUS create_memory(struct fx_object **out, struct fx_usb_reader *reader)
{
	struct fx_memory_request request = { .pool = {
						     .size = size_of(reader), .is_zeroed = true } };
	struct fx_commit commit = { .attributes = &reader->attributes,
		.parent = &reader->pipe->target.object,
		.size = size_of(reader),
		.site = reader->site };
	struct fx_object *object;
	NTSTATUS status = fx_object_create(
		&object, &fx_memory_class, globals_of(reader), &reader->attributes);

	if (!NT_SUCCESS(status))
		return status;
	status = fx_memory_init(object, &request);
	if (NT_SUCCESS(status))
		status = fx_object_commit(object, &commit);
	if (NT_SUCCESS(status))
		*out = object;
	else
		fx_object_discard(object);
	return status;
}

/* The driver is told of its end only when it has seen it. */
static void drop_memory(struct read *read, bool was_seen)
{
	struct fx_object *memory = read->memory;

	read->memory = NULL;
	if (memory && was_seen)
		fx_object_delete_for_driver(memory, NULL);
	else if (memory)
		fx_object_delete_unborn(memory, NULL);
}

static void go_idle(struct fx_usb_reader *reader)
{
	fx_send_lock();
	reader->busy--;
	fx_send_tell_change();
	fx_send_unlock();
}

static void completed(struct fx_send *send);

static NTSTATUS format(struct read *read)
{
	struct fx_usb_reader *reader = read->reader;
	const struct fx_usb_pipe *pipe = reader->pipe;
	struct fx_send_request wanted = fx_usb_request_of_urb(&read->urb);

	memset(&read->urb, 0, sizeof(read->urb));
	UsbBuildInterruptOrBulkTransferRequest(&read->urb,
		sizeof(struct _URB_BULK_OR_INTERRUPT_TRANSFER), pipe->information.PipeHandle,
		(char *)fx_memory_of(read->memory)->buffer + reader->config.HeaderLength, NULL,
		(ULONG)reader->config.TransferLength,
		USBD_TRANSFER_DIRECTION_IN | USBD_SHORT_TRANSFER_OK, NULL);
	fx_send_finish(&read->send);
	io_irp_reuse(read->irp);
	fx_send_init(&read->send, read->irp, completed);
	return fx_send_format_set(&read->send.format, read->irp, pipe->target.wdm->Flags, &wanted);
}

/* It is busy; when it cannot be sent, it is not any more. */
static NTSTATUS post(struct read *read)
{
	struct fx_usb_reader *reader = read->reader;
	struct fx_send_options options = {
		.is_never_queued = true, .is_barred = &reader->is_recovering, .site = reader->site
	};
	NTSTATUS status = create_memory(&read->memory, reader);

	if (NT_SUCCESS(status))
		status = format(read);
	if (NT_SUCCESS(status))
		status = fx_send_submit(&read->send, &reader->pipe->target, &options);
	if (status == STATUS_PENDING)
		return STATUS_SUCCESS;
	drop_memory(read, false);
	go_idle(reader);
	return status;
}

static void post_again(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
	UNREFERENCED_PARAMETER(dpc);
	UNREFERENCED_PARAMETER(argument1);
	UNREFERENCED_PARAMETER(argument2);
	post(context);
}

static void tell(struct read *read)
{
	struct fx_usb_reader *reader = read->reader;
	PFN_WDF_USB_READER_COMPLETION_ROUTINE routine = reader->config.EvtUsbTargetPipeReadComplete;
	struct fx_io_callback callback;

	fx_io_callback_begin(&callback, globals_of(reader), NULL, "EvtUsbTargetPipeReadComplete",
		FX_SITE_IN(routine));
	routine((WDFUSBPIPE)fx_object_handle(&reader->pipe->target.object),
		(WDFMEMORY)fx_object_handle(read->memory),
		read->urb.UrbBulkOrInterruptTransfer.TransferBufferLength,
		reader->config.EvtUsbTargetPipeReadCompleteContext);
	fx_io_callback_end(&callback);
}

/* The first that fails ends them all. */
static void fail(struct read *read, NTSTATUS status)
{
	struct fx_usb_reader *reader = read->reader;
	bool is_first;

	fx_send_lock();
	is_first = !reader->is_recovering && reader->pipe->target.state == WdfIoTargetStarted;
	if (is_first) {
		reader->is_recovering = true;
		reader->status = status;
		reader->usbd_status = read->urb.UrbHeader.Status;
		fx_worker_queue(&reader->worker, reader->site);
	}
	fx_send_unlock();
}

static void completed(struct fx_send *send)
{
	struct read *read = CONTAINING_RECORD(send, struct read, send);
	NTSTATUS status = send->irp->IoStatus.Status;

	if (NT_SUCCESS(status)) {
		tell(read);
		drop_memory(read, true);
		ke_dpc_insert(&read->dpc, NULL, NULL, read->reader->site);
		return;
	}
	drop_memory(read, false);
	if (status != STATUS_CANCELLED)
		fail(read, status);
	go_idle(read->reader);
}

static NTSTATUS post_all(struct fx_usb_reader *reader)
{
	NTSTATUS status = STATUS_SUCCESS;

	fx_send_lock();
	reader->busy += reader->count;
	fx_send_unlock();
	for (UCHAR i = 0; i < reader->count; i++) {
		NTSTATUS one = post(&reader->reads[i]);

		if (!NT_SUCCESS(one))
			status = one;
	}
	return status;
}

/* Under the lock. */
static void wait_until_idle(const struct fx_usb_reader *reader)
{
	while (reader->busy > 0)
		fx_send_wait_for_change();
}

static bool tell_of_failure(const struct fx_usb_reader *reader)
{
	PFN_WDF_USB_READERS_FAILED routine = reader->config.EvtUsbTargetPipeReadersFailed;
	struct fx_io_callback callback;
	BOOLEAN goes_on;

	if (!routine)
		return true;
	fx_io_callback_begin(&callback, globals_of(reader), NULL, "EvtUsbTargetPipeReadersFailed",
		FX_SITE_IN(routine));
	goes_on = routine((WDFUSBPIPE)fx_object_handle(&reader->pipe->target.object),
		reader->status, reader->usbd_status);
	fx_io_callback_end(&callback);
	return goes_on != FALSE;
}

static bool reset(const struct fx_usb_reader *reader)
{
	struct fx_call call = { "EvtUsbTargetPipeReadersFailed", reader->site };
	struct fx_usb_pipe *pipe = reader->pipe;
	URB urb = { 0 };
	ULONG port = 0;

	if (!NT_SUCCESS(fx_usb_send_code(
		    pipe->device, IOCTL_INTERNAL_USB_GET_PORT_STATUS, &port, &call)) ||
		!(port & USBD_PORT_CONNECTED))
		return false;
	urb.UrbHeader.Function = URB_FUNCTION_SYNC_RESET_PIPE_AND_CLEAR_STALL;
	urb.UrbHeader.Length = sizeof(struct _URB_PIPE_REQUEST);
	urb.UrbPipeRequest.PipeHandle = pipe->information.PipeHandle;
	fx_usb_send(&pipe->target, &urb, 0, &call);
	return true;
}

/* At PASSIVE_LEVEL, in a worker thread. */
static void recover(struct fx_object *object)
{
	struct fx_target *target = fx_target_of(object);
	struct fx_usb_reader *reader =
		CONTAINING_RECORD(target, struct fx_usb_pipe, target)->reader;
	bool goes_on;

	fx_send_lock();
	fx_send_cancel_all(&target->sent);
	wait_until_idle(reader);
	fx_send_unlock();
	goes_on = tell_of_failure(reader) && reset(reader);
	fx_send_lock();
	reader->is_recovering = false;
	fx_send_unlock();
	if (goes_on)
		post_all(reader);
}

NTSTATUS fx_usb_reader_start(struct fx_usb_reader *reader)
{
	bool is_started;

	fx_send_lock();
	is_started = reader->is_started;
	reader->is_started = true;
	fx_send_unlock();
	return is_started ? STATUS_SUCCESS : post_all(reader);
}

void fx_usb_reader_stopped(struct fx_usb_reader *reader)
{
	if (fx_worker_is_mine(&reader->worker)) {
		struct io_breach breach = { fx_globals_io_driver(globals_of(reader)),
			"waits-for-itself", "EvtUsbTargetPipeReadersFailed",
			fx_object_handle(&reader->pipe->target.object),
			FX_SITE_IN(reader->config.EvtUsbTargetPipeReadersFailed) };

		io_violation(
			&breach, "the pipe is stopped in the callback that its stop waits for");
	} else {
		fx_worker_wait(&reader->worker);
	}
	fx_send_lock();
	wait_until_idle(reader);
	reader->is_started = false;
	fx_send_unlock();
}

void fx_usb_reader_check_stopped(const struct fx_usb_reader *reader)
{
	const struct fx_target *target = &reader->pipe->target;
	struct io_breach breach = { fx_globals_io_driver(globals_of(reader)),
		"continuous-reader-not-stopped", "WdfUsbTargetPipeConfigContinuousReader",
		fx_object_handle(&target->object), reader->site };

	if (reader->is_started && target->state == WdfIoTargetStarted)
		io_violation(&breach, "the pipe goes, and its continuous reader was not stopped in "
				      "EvtDeviceD0Exit");
}

static bool create_reads(struct fx_usb_reader *reader, UCHAR count)
{
	for (; reader->count < count; reader->count++) {
		struct read *read = &reader->reads[reader->count];

		read->reader = reader;
		read->irp = io_irp_create(reader->pipe->target.wdm->StackSize, NULL);
		if (!read->irp)
			return false;
		KeInitializeDpc(&read->dpc, post_again, read);
		fx_send_init(&read->send, read->irp, completed);
	}
	return true;
}

static UCHAR count_of(const WDF_USB_CONTINUOUS_READER_CONFIG *config)
{
	if (config->NumPendingReads == 0)
		return READS_DEFAULT;
	return config->NumPendingReads < READS_MAX ? config->NumPendingReads : READS_MAX;
}

NTSTATUS fx_usb_reader_create(struct fx_usb_reader **out, struct fx_usb_pipe *pipe,
	const WDF_USB_CONTINUOUS_READER_CONFIG *config, const void *site)
{
	UCHAR count = count_of(config);
	struct fx_usb_reader *reader = calloc(1, sizeof(*reader) + count * sizeof(struct read));

	if (!reader)
		return STATUS_INSUFFICIENT_RESOURCES;
	reader->pipe = pipe;
	reader->config = *config;
	reader->site = site;
	WDF_OBJECT_ATTRIBUTES_INIT(&reader->attributes);
	if (config->BufferAttributes)
		reader->attributes = *config->BufferAttributes;
	fx_worker_init(
		&reader->worker, &pipe->target.object, recover, "EvtUsbTargetPipeReadersFailed");
	if (create_reads(reader, count)) {
		*out = reader;
		return STATUS_SUCCESS;
	}
	fx_usb_reader_destroy(reader);
	return STATUS_INSUFFICIENT_RESOURCES;
}

void fx_usb_reader_destroy(struct fx_usb_reader *reader)
{
	if (!reader)
		return;
	for (UCHAR i = 0; i < reader->count; i++) {
		fx_send_finish(&reader->reads[i].send);
		io_irp_destroy(reader->reads[i].irp);
	}
	fx_worker_finish(&reader->worker);
	free(reader);
}
