/* Requests of programs: their IRPs and buffers, and waiting for them. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "drivers/framework/wdm/attachment.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/file_private.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/irp_wait.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/mdl.h"
#include "drivers/framework/wdm/process.h"
#include "drivers/framework/wdm/stop.h"
#include "drivers/framework/wdm/thread.h"

enum transfer {
	TRANSFER_NEITHER,
	TRANSFER_BUFFERED,
	TRANSFER_DIRECT,
};

struct request {
	struct io_file *file; /* not when it was given up */
	LIST_ENTRY link;      /* in the file's list, or of those that were given up */
	PDEVICE_OBJECT device;
	PIRP irp; /* until it is done */
	UCHAR major;
	NTSTATUS returned; /* by the dispatch routine */
	void *user;        /* owned: the program's buffer, written or to be written */
	ULONG user_length;
	void *system;    /* owned: the I/O manager's copy */
	bool is_copied;  /* `system` goes to `user` at the end */
	void *input;     /* owned */
	bool is_started; /* by io_file_start(): `user` and `input` are the program's */
	void (*completed)(void *argument, const IO_STATUS_BLOCK *result);
	void *argument;
	unsigned int holders; /* who still looks at it, the completion included */
	unsigned int cancels; /* which still use the IRP */
	bool is_completed;    /* by the driver */
	bool is_done;         /* and the program is told */
	struct ke_deferred telling;
	IO_STATUS_BLOCK result;
	const struct io_driver *driver; /* when it was given up: who may still complete it */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t done = PTHREAD_COND_INITIALIZER;
static LIST_ENTRY given_up = { &given_up, &given_up }; /* request.link */

static void destroy(struct request *request)
{
	if (!request->is_started) {
		free(request->user);
		free(request->input);
	}
	free(request->system);
	free(request);
}

/* Of those that are started: whoever leaves it last destroys it. */
static void leave(struct request *request)
{
	bool is_last;

	pthread_mutex_lock(&lock);
	is_last = --request->holders == 0;
	pthread_mutex_unlock(&lock);
	if (is_last)
		destroy(request);
}

/* It leaves the file once the program is told: who closes the file may let go of what is told. */
static void tell_started(struct request *request)
{
	IO_STATUS_BLOCK result = request->result;
	bool is_awaited;

	pthread_mutex_lock(&lock);
	request->is_done = true;
	is_awaited = request->file != NULL;
	pthread_mutex_unlock(&lock);
	if (is_awaited)
		request->completed(request->argument, &result);

	pthread_mutex_lock(&lock);
	RemoveEntryList(&request->link);
	pthread_cond_broadcast(&done);
	pthread_mutex_unlock(&lock);
	leave(request);
}

/* The program may go on. */
static void tell(void *argument)
{
	struct request *request = argument;

	if (request->is_started) {
		tell_started(request);
		return;
	}
	pthread_mutex_lock(&lock);
	request->is_done = true;
	pthread_cond_broadcast(&done);
	pthread_mutex_unlock(&lock);
}

/* The end of the IRP, in the thread that completed it. */
static void complete(PIRP irp, void *argument)
{
	struct request *request = argument;
	IO_STATUS_BLOCK result = irp->IoStatus;
	ULONG_PTR length = result.Information;

	if (request->is_copied && !NT_ERROR(result.Status)) {
		if (length > request->user_length)
			length = request->user_length;
		if (length > 0)
			memcpy(request->user, request->system, length);
	}
	io_mdl_free_chain(irp->MdlAddress);
	irp->MdlAddress = NULL;

	pthread_mutex_lock(&lock);
	if (request->cancels == 0)
		io_irp_retire(irp);
	request->result = result;
	request->is_completed = true;
	pthread_mutex_unlock(&lock);
	request->telling.routine = tell;
	request->telling.argument = request;
	ke_irql_defer(&request->telling);
}

static enum transfer transfer_of(const DEVICE_OBJECT *device, const struct io_file_request *from)
{
	if (from->major == IRP_MJ_DEVICE_CONTROL) {
		ULONG method = METHOD_FROM_CTL_CODE(from->code);

		return method == METHOD_BUFFERED  ? TRANSFER_BUFFERED
		       : method == METHOD_NEITHER ? TRANSFER_NEITHER
						  : TRANSFER_DIRECT;
	}
	if (device->Flags & DO_BUFFERED_IO)
		return TRANSFER_BUFFERED;
	return device->Flags & DO_DIRECT_IO ? TRANSFER_DIRECT : TRANSFER_NEITHER;
}

static void *copy_of(const void *data, size_t length, size_t size)
{
	void *copy = calloc(1, size ? size : 1);

	if (copy && length > 0)
		memcpy(copy, data, length);
	return copy;
}

/* The buffers of a read or a write: one, which the device wants in its own way. */
static bool prepare_transfer(struct request *request, const struct io_file_request *from)
{
	bool is_write = from->major == IRP_MJ_WRITE;
	ULONG length = is_write ? from->input_length : from->output_length;
	enum transfer transfer = transfer_of(request->device, from);
	PIO_STACK_LOCATION stack = IoGetNextIrpStackLocation(request->irp);

	stack->Parameters.Read.Length = length;
	stack->Parameters.Read.ByteOffset.QuadPart = from->offset;
	request->user_length = length;
	if (request->is_started)
		request->user = is_write ? (void *)(uintptr_t)from->input : from->output;
	else
		request->user = copy_of(from->input, is_write ? length : 0, length);
	if (!request->user && !request->is_started)
		return false;

	request->irp->UserBuffer = request->user;
	if (transfer == TRANSFER_BUFFERED) {
		request->system = copy_of(request->user, is_write ? length : 0, length);
		request->irp->AssociatedIrp.SystemBuffer = request->system;
		request->is_copied = !is_write;
		return request->system != NULL;
	}
	if (transfer == TRANSFER_DIRECT && length > 0) {
		request->irp->MdlAddress = io_mdl_create_locked(request->user, length);
		return request->irp->MdlAddress != NULL;
	}
	return true;
}

/* Input and output: in one system buffer, or the output by an MDL, or both as the program has them. */
static bool prepare_control(struct request *request, const struct io_file_request *from)
{
	enum transfer transfer = transfer_of(request->device, from);
	PIO_STACK_LOCATION stack = IoGetNextIrpStackLocation(request->irp);
	size_t size =
		from->input_length > from->output_length ? from->input_length : from->output_length;

	stack->Parameters.DeviceIoControl.InputBufferLength = from->input_length;
	stack->Parameters.DeviceIoControl.OutputBufferLength = from->output_length;
	stack->Parameters.DeviceIoControl.IoControlCode = from->code;
	request->user_length = from->output_length;
	if (request->is_started) {
		request->user = from->output;
		request->input = (void *)(uintptr_t)from->input;
	} else {
		request->user = copy_of(NULL, 0, from->output_length);
		request->input = copy_of(from->input, from->input_length, from->input_length);
		if (!request->user || !request->input)
			return false;
	}

	request->irp->UserBuffer = request->user;
	if (transfer == TRANSFER_NEITHER) {
		stack->Parameters.DeviceIoControl.Type3InputBuffer = request->input;
		return true;
	}
	request->system = copy_of(from->input, from->input_length,
		transfer == TRANSFER_BUFFERED ? size : from->input_length);
	request->irp->AssociatedIrp.SystemBuffer = request->system;
	request->is_copied = transfer == TRANSFER_BUFFERED;
	if (request->system && transfer == TRANSFER_DIRECT && from->output_length > 0) {
		request->irp->MdlAddress = io_mdl_create_locked(request->user, from->output_length);
		return request->irp->MdlAddress != NULL;
	}
	return request->system != NULL;
}

static bool prepare(struct request *request, const struct io_file_request *from)
{
	struct io_irp_listener listener = { complete, request };
	PIO_STACK_LOCATION stack;

	request->irp = io_irp_create(request->device->StackSize, &listener);
	if (!request->irp)
		return false;
	request->irp->RequestorMode = from->is_kernels ? KernelMode : UserMode;
	request->irp->Tail.Overlay.OriginalFileObject = &request->file->object;
	stack = IoGetNextIrpStackLocation(request->irp);
	stack->MajorFunction = from->major;
	stack->FileObject = &request->file->object;
	if (from->major == IRP_MJ_DEVICE_CONTROL)
		return prepare_control(request, from);
	if (from->major == IRP_MJ_READ || from->major == IRP_MJ_WRITE)
		return prepare_transfer(request, from);
	return true;
}

static struct request *create(
	struct io_file *file, const struct io_file_request *from, bool is_started)
{
	struct request *request = calloc(1, sizeof(*request));

	if (!request)
		return NULL;
	request->file = file;
	request->is_started = is_started;
	request->completed = from->completed;
	request->argument = from->argument;
	request->holders = 2;
	request->major = from->major;
	request->device = io_attachment_top(file->object.DeviceObject);
	if (!prepare(request, from)) {
		if (request->irp)
			io_irp_destroy(request->irp);
		destroy(request);
		return NULL;
	}
	pthread_mutex_lock(&lock);
	InsertTailList(&file->requests, &request->link);
	pthread_mutex_unlock(&lock);
	return request;
}

static void dispatch(void *argument)
{
	struct request *request = argument;
	struct ps_process *previous = ps_process_enter(request->file->process);

	request->returned = io_irp_call(request->device, request->irp);
	ps_process_enter(previous);
}

/* True when it is done within the time. */
static bool wait_for(struct request *request, unsigned int seconds)
{
	struct timespec until;
	bool is_done;
	int error = 0;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += seconds;
	pthread_mutex_lock(&lock);
	while (!request->is_done && error != ETIMEDOUT)
		error = pthread_cond_timedwait(&done, &lock, &until);
	is_done = request->is_done;
	pthread_mutex_unlock(&lock);
	return is_done;
}

/* A completed request ends: its output is the file's now. */
static NTSTATUS collect(struct io_file *file, struct request *request)
{
	NTSTATUS status = request->result.Status;
	bool has_output = request->major != IRP_MJ_WRITE && !NT_ERROR(status);

	free(file->output);
	file->output = request->user;
	file->output_length = has_output ? request->result.Information : 0;
	if (file->output_length > request->user_length)
		file->output_length = request->user_length;
	request->user = NULL;
	pthread_mutex_lock(&lock);
	RemoveEntryList(&request->link);
	pthread_mutex_unlock(&lock);
	destroy(request);
	return status;
}

static bool is_done(struct request *request)
{
	return wait_for(request, 0);
}

static void run_cancel(void *argument)
{
	IoCancelIrp(argument);
}

/* The IRP is not forgotten in between. */
static void cancel(struct request *request)
{
	bool is_outstanding;

	pthread_mutex_lock(&lock);
	is_outstanding = !request->is_completed;
	request->cancels += is_outstanding;
	pthread_mutex_unlock(&lock);
	if (!is_outstanding)
		return;
	io_thread_run(run_cancel, request->irp);
	pthread_mutex_lock(&lock);
	if (--request->cancels == 0 && request->is_completed)
		io_irp_retire(request->irp);
	pthread_mutex_unlock(&lock);
}

static NTSTATUS wait_and_collect(struct io_file *file, struct request *request)
{
	if (!wait_for(request, IO_FILE_PATIENCE_S)) {
		cancel(request);
		if (!wait_for(request, IO_FILE_LAST_WAIT_S))
			return STATUS_PENDING;
	}
	return collect(file, request);
}

/* A routine that does not say STATUS_PENDING says that the request is completed. */
static NTSTATUS send(struct io_file *file, const struct io_file_request *from, bool is_async)
{
	struct request *request = create(file, from, false);

	if (!request)
		return STATUS_INSUFFICIENT_RESOURCES;
	io_thread_run(dispatch, request);
	/* Whether it is completed meanwhile or not: the program is told when it waits for it. */
	if (request->returned == STATUS_PENDING && is_async)
		return STATUS_PENDING;
	if (is_done(request))
		return collect(file, request);
	if (request->returned != STATUS_PENDING)
		return request->returned;
	return wait_and_collect(file, request);
}

NTSTATUS io_file_send(struct io_file *file, const struct io_file_request *request, bool is_async)
{
	return send(file, request, is_async);
}

NTSTATUS io_file_send_plain(struct io_file *file, UCHAR major)
{
	return send(file, &(struct io_file_request){ .major = major }, false);
}

NTSTATUS io_file_start(struct io_file *file, const struct io_file_request *from, bool *is_started)
{
	struct request *request = create(file, from, true);
	NTSTATUS returned;

	*is_started = request != NULL;
	if (!request)
		return STATUS_INSUFFICIENT_RESOURCES;
	io_thread_run(dispatch, request);
	returned = request->returned;
	leave(request);
	return returned;
}

/* The next of the file's requests that is to be cancelled, which stays there meanwhile. */
static struct request *hold_started(struct io_file *file, const void *argument)
{
	struct request *found = NULL;

	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = file->requests.Flink; link != &file->requests && !found;
		link = link->Flink) {
		struct request *request = CONTAINING_RECORD(link, struct request, link);

		if (request->is_started && !request->is_completed &&
			!__atomic_load_n(&request->irp->Cancel, __ATOMIC_RELAXED) &&
			(!argument || request->argument == argument))
			found = request;
	}
	if (found)
		found->holders++;
	pthread_mutex_unlock(&lock);
	return found;
}

NTSTATUS io_file_cancel_started(struct io_file *file, const void *argument)
{
	NTSTATUS status = STATUS_NOT_FOUND;
	struct request *request;

	while ((request = hold_started(file, argument)) != NULL) {
		cancel(request);
		leave(request);
		status = STATUS_SUCCESS;
	}
	return status;
}

/* NULL when there is none. */
static struct request *oldest_locked(const struct io_file *file)
{
	if (IsListEmpty(&file->requests))
		return NULL;
	return CONTAINING_RECORD(file->requests.Flink, struct request, link);
}

/*
 * The oldest one that io_file_send() has made, or the one after `previous`: those stay until whoever made
 * them waits for them.
 */
static struct request *next_sent(struct io_file *file, const struct request *previous)
{
	struct request *found = NULL;
	LIST_ENTRY *link;

	pthread_mutex_lock(&lock);
	link = previous ? previous->link.Flink : file->requests.Flink;
	for (; link != &file->requests && !found; link = link->Flink) {
		struct request *request = CONTAINING_RECORD(link, struct request, link);

		if (!request->is_started)
			found = request;
	}
	pthread_mutex_unlock(&lock);
	return found;
}

NTSTATUS io_file_wait(struct io_file *file)
{
	struct request *oldest = next_sent(file, NULL);

	return oldest ? wait_and_collect(file, oldest) : STATUS_NOT_FOUND;
}

NTSTATUS io_file_cancel(struct io_file *file)
{
	struct request *request = next_sent(file, NULL);

	if (!request)
		return STATUS_NOT_FOUND;
	for (; request; request = next_sent(file, request))
		cancel(request);
	return STATUS_SUCCESS;
}

/* False: it ends just now. `before` is what it was: given up, it goes with its driver. */
static bool leave_file(struct request *before, struct request *request)
{
	bool is_left;

	pthread_mutex_lock(&lock);
	*before = *request;
	is_left = !request->is_started || !request->is_done;
	if (is_left) {
		request->driver = request->file->driver;
		request->file = NULL;
		RemoveEntryList(&request->link);
		InsertTailList(&given_up, &request->link);
	}
	pthread_mutex_unlock(&lock);
	return is_left;
}

/* Its driver may still complete it: so it is kept until that driver is gone. */
static void give_up(struct request *request)
{
	struct io_irp_holder holder = io_irp_holder(request->irp);
	const IO_STATUS_BLOCK abandoned = { .Status = STATUS_CANCELLED };
	struct io_breach breach = { holder.driver, "request-never-completed",
		io_irp_name(request->major, 0), request->irp, holder.site };
	struct request before;

	if (!leave_file(&before, request))
		return;
	io_violation(&breach, "%s at %p was not completed before its handle was closed",
		breach.function, (void *)before.irp);
	if (before.is_started)
		before.completed(before.argument, &abandoned);
}

/*
 * The oldest one. Those of io_file_start() end by themselves, or are left to the caller when the time
 * is over, who leaves them; one that is done is with the program just now.
 */
static struct request *oldest_left(const struct io_file *file, const struct timespec *until)
{
	struct request *oldest;
	int error = 0;

	pthread_mutex_lock(&lock);
	while ((oldest = oldest_locked(file)) && oldest->is_started &&
		(oldest->is_done || error != ETIMEDOUT))
		error = pthread_cond_clockwait(&done, &lock, CLOCK_MONOTONIC, until);
	if (oldest && oldest->is_started)
		oldest->holders++;
	pthread_mutex_unlock(&lock);
	return oldest;
}

void io_file_end_requests(struct io_file *file)
{
	struct timespec until;
	struct request *request;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += IO_FILE_LAST_WAIT_S;
	while ((request = oldest_left(file, &until)) != NULL) {
		bool may_come = request->returned == STATUS_PENDING;

		if (request->is_started) {
			give_up(request);
			leave(request);
		} else if (wait_for(request, may_come ? IO_FILE_LAST_WAIT_S : 0)) {
			collect(file, request);
		} else {
			give_up(request);
		}
	}
}

static struct request *take_given_up(const struct io_driver *driver)
{
	struct request *taken = NULL;

	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = given_up.Flink; link != &given_up && !taken; link = link->Flink) {
		struct request *request = CONTAINING_RECORD(link, struct request, link);

		if (request->driver == driver)
			taken = request;
	}
	if (taken)
		RemoveEntryList(&taken->link);
	pthread_mutex_unlock(&lock);
	return taken;
}

void io_file_driver_gone(const struct io_driver *driver)
{
	struct request *request;

	io_file_leave_driver(driver);
	while ((request = take_given_up(driver)) != NULL) {
		if (!request->is_completed) {
			io_mdl_free_chain(request->irp->MdlAddress);
			io_irp_destroy(request->irp);
		}
		destroy(request);
	}
}
