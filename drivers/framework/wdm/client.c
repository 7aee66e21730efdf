#include <drvtrace/client.h>

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <wdm.h>

#include "drivers/framework/wdm/client_files.h"
#include "drivers/framework/wdm/client_private.h"
#include "drivers/framework/wdm/dispatcher.h"
#include "drivers/framework/wdm/event_object.h"

enum {
	MS_PER_SECOND = 1000,
	NS_PER_MS = 1000000,
	NS_PER_SECOND = 1000000000,
};

/* Completion routines that a thread is to call. Kept as long as a request may come back to it. */
struct thread_calls {
	pthread_mutex_t lock;
	pthread_cond_t arrived;
	LIST_ENTRY calls; /* of struct drvtrace_client_call */
	unsigned int holders;
};

/* One request, from its start to its completion. */
struct drvtrace_client_call {
	struct drvtrace_overlapped *overlapped; /* borrowed */
	struct drvtrace_overlapped own;         /* of one that is waited for */
	struct ob_object *event;                /* one reference is owned; NULL: none */
	struct thread_calls *thread;            /* one hold is owned; NULL: no routine */
	LIST_ENTRY link;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of what overlapped requests say */
static pthread_cond_t completed = PTHREAD_COND_INITIALIZER;
static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void drop(void *argument)
{
	struct thread_calls *thread = argument;

	if (__atomic_sub_fetch(&thread->holders, 1, __ATOMIC_ACQ_REL) > 0)
		return;
	pthread_mutex_destroy(&thread->lock);
	pthread_cond_destroy(&thread->arrived);
	free(thread);
}

static void make_key(void)
{
	pthread_key_create(&key, drop);
}

/* Those of the calling thread; NULL without memory. */
static struct thread_calls *own_calls(void)
{
	struct thread_calls *thread;

	pthread_once(&once, make_key);
	thread = pthread_getspecific(key);
	if (thread)
		return thread;
	thread = calloc(1, sizeof(*thread));
	if (!thread)
		return NULL;
	pthread_mutex_init(&thread->lock, NULL);
	pthread_cond_init(&thread->arrived, NULL);
	InitializeListHead(&thread->calls);
	thread->holders = 1;
	pthread_setspecific(key, thread);
	return thread;
}

NTSTATUS drvtrace_client_create(struct drvtrace_client **out)
{
	struct drvtrace_client *client = calloc(1, sizeof(*client));
	NTSTATUS status;

	if (!client)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = ps_process_create(&client->process);
	if (NT_SUCCESS(status))
		*out = client;
	else
		free(client);
	return status;
}

NTSTATUS drvtrace_client_open(struct drvtrace_client *client, HANDLE *out, const char *path)
{
	return io_client_file_open(out, client->process, path);
}

NTSTATUS drvtrace_client_close(struct drvtrace_client *client, HANDLE handle)
{
	struct ob_object *object;
	NTSTATUS status = ps_process_reference(&object, client->process, handle);

	if (!NT_SUCCESS(status))
		return status;
	status = ps_process_close(client->process, handle);
	if (NT_SUCCESS(status))
		io_client_file_close(object);
	ob_dereference(object);
	return status;
}

void drvtrace_client_exit(struct drvtrace_client *client)
{
	HANDLE handle;

	while ((handle = ps_process_newest_handle(client->process)) != NULL) {
		drvtrace_client_cancel(client, handle, NULL);
		drvtrace_client_close(client, handle);
	}
	ps_process_destroy(client->process);
	free(client);
}

static void destroy_call(struct drvtrace_client_call *call)
{
	if (call->event)
		ob_dereference(call->event);
	if (call->thread)
		drop(call->thread);
	free(call);
}

static void queue_routine(struct drvtrace_client_call *call)
{
	struct thread_calls *thread = call->thread;

	pthread_mutex_lock(&thread->lock);
	InsertTailList(&thread->calls, &call->link);
	pthread_cond_signal(&thread->arrived);
	pthread_mutex_unlock(&thread->lock);
}

/* In whatever thread the driver completes it. What the program sees is there before it is told. */
static void complete(void *argument, const IO_STATUS_BLOCK *result)
{
	struct drvtrace_client_call *call = argument;
	struct ob_object *event = call->event;
	bool is_waited_for = call->overlapped == &call->own;
	bool has_routine = call->thread != NULL;

	call->event = NULL;
	pthread_mutex_lock(&lock);
	call->overlapped->information = result->Information;
	call->overlapped->status = result->Status;
	call->overlapped->call = NULL;
	pthread_cond_broadcast(&completed);
	pthread_mutex_unlock(&lock);

	if (event) {
		KeSetEvent(ex_event_body(event), IO_NO_INCREMENT, FALSE);
		ob_dereference(event);
	}
	if (has_routine)
		queue_routine(call);
	else if (!is_waited_for)
		destroy_call(call);
}

NTSTATUS drvtrace_client_result(
	struct drvtrace_overlapped *overlapped, BOOLEAN is_to_wait, ULONG *transferred)
{
	NTSTATUS status;

	pthread_mutex_lock(&lock);
	while (is_to_wait && overlapped->status == STATUS_PENDING)
		pthread_cond_wait(&completed, &lock);
	status = overlapped->status;
	if (transferred)
		*transferred = (ULONG)overlapped->information;
	pthread_mutex_unlock(&lock);
	return status;
}

static struct drvtrace_client_call *create_call(
	struct drvtrace_client *client, struct drvtrace_overlapped *overlapped)
{
	struct drvtrace_client_call *call = calloc(1, sizeof(*call));

	if (!call)
		return NULL;
	call->overlapped = overlapped ? overlapped : &call->own;
	if (overlapped && overlapped->completed) {
		call->thread = own_calls();
		if (!call->thread) {
			free(call);
			return NULL;
		}
		__atomic_add_fetch(&call->thread->holders, 1, __ATOMIC_RELAXED);
	}
	if (overlapped && overlapped->event &&
		!NT_SUCCESS(
			ps_process_reference(&call->event, client->process, overlapped->event))) {
		destroy_call(call);
		return NULL;
	}
	if (call->event)
		KeClearEvent(ex_event_body(call->event));
	call->overlapped->status = STATUS_PENDING;
	call->overlapped->information = 0;
	call->overlapped->call = call;
	return call;
}

static NTSTATUS wait_for_call(struct drvtrace_client_call *call, ULONG *transferred)
{
	NTSTATUS status = drvtrace_client_result(&call->own, TRUE, transferred);

	destroy_call(call);
	return status;
}

/* Nothing was started, so nobody is told. */
static NTSTATUS give_back(struct drvtrace_client_call *call, NTSTATUS status)
{
	call->overlapped->status = status;
	call->overlapped->call = NULL;
	destroy_call(call);
	return status;
}

static NTSTATUS start(struct drvtrace_client *client, HANDLE handle,
	struct io_file_request *request, ULONG *transferred, struct drvtrace_overlapped *overlapped)
{
	struct drvtrace_client_call *call = create_call(client, overlapped);
	struct ob_object *object;
	struct io_file *file;
	bool is_started;
	NTSTATUS status;

	if (!call)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = io_client_file_acquire(&object, &file, client->process, handle);
	if (!NT_SUCCESS(status))
		return give_back(call, status);
	request->completed = complete;
	request->argument = call;
	status = io_file_start(file, request, &is_started);
	io_client_file_release(object);
	if (!is_started)
		return give_back(call, status);
	if (!overlapped)
		return wait_for_call(call, transferred);
	return status == STATUS_PENDING ? status
					: drvtrace_client_result(overlapped, TRUE, transferred);
}

NTSTATUS drvtrace_client_read(struct drvtrace_client *client, HANDLE file, void *buffer,
	ULONG length, ULONG *transferred, struct drvtrace_overlapped *overlapped)
{
	struct io_file_request request = { .major = IRP_MJ_READ,
		.output = buffer,
		.output_length = length,
		.offset = overlapped ? overlapped->offset : 0 };

	return start(client, file, &request, transferred, overlapped);
}

NTSTATUS drvtrace_client_write(struct drvtrace_client *client, HANDLE file, const void *buffer,
	ULONG length, ULONG *transferred, struct drvtrace_overlapped *overlapped)
{
	struct io_file_request request = { .major = IRP_MJ_WRITE,
		.input = buffer,
		.input_length = length,
		.offset = overlapped ? overlapped->offset : 0 };

	return start(client, file, &request, transferred, overlapped);
}

NTSTATUS drvtrace_client_control(struct drvtrace_client *client, HANDLE file, ULONG code,
	const void *input, ULONG input_length, void *output, ULONG output_length,
	ULONG *transferred, struct drvtrace_overlapped *overlapped)
{
	struct io_file_request request = { .major = IRP_MJ_DEVICE_CONTROL,
		.code = code,
		.input = input,
		.input_length = input_length,
		.output = output,
		.output_length = output_length };

	return start(client, file, &request, transferred, overlapped);
}

NTSTATUS drvtrace_client_cancel(
	struct drvtrace_client *client, HANDLE file, struct drvtrace_overlapped *overlapped)
{
	struct drvtrace_client_call *call = NULL;
	struct ob_object *object;
	struct io_file *opened;
	NTSTATUS status;

	if (overlapped) {
		pthread_mutex_lock(&lock);
		call = overlapped->call;
		pthread_mutex_unlock(&lock);
		if (!call)
			return STATUS_NOT_FOUND;
	}
	status = io_client_file_acquire(&object, &opened, client->process, file);
	if (!NT_SUCCESS(status))
		return status;
	status = io_file_cancel_started(opened, call);
	io_client_file_release(object);
	return status;
}

static struct timespec later(ULONG milliseconds)
{
	struct timespec time;

	clock_gettime(CLOCK_REALTIME, &time);
	time.tv_sec += milliseconds / MS_PER_SECOND;
	time.tv_nsec += (long)(milliseconds % MS_PER_SECOND) * NS_PER_MS;
	if (time.tv_nsec >= NS_PER_SECOND) {
		time.tv_nsec -= NS_PER_SECOND;
		time.tv_sec++;
	}
	return time;
}

NTSTATUS drvtrace_client_sleep(ULONG milliseconds)
{
	struct thread_calls *thread = own_calls();
	struct timespec until = later(milliseconds);
	LIST_ENTRY taken;
	int error = 0;

	if (!thread)
		return STATUS_INSUFFICIENT_RESOURCES;
	InitializeListHead(&taken);
	pthread_mutex_lock(&thread->lock);
	while (IsListEmpty(&thread->calls) && error != ETIMEDOUT)
		error = pthread_cond_timedwait(&thread->arrived, &thread->lock, &until);
	while (!IsListEmpty(&thread->calls))
		InsertTailList(&taken, RemoveHeadList(&thread->calls));
	pthread_mutex_unlock(&thread->lock);

	if (IsListEmpty(&taken))
		return STATUS_SUCCESS;
	while (!IsListEmpty(&taken)) {
		struct drvtrace_client_call *call = CONTAINING_RECORD(
			RemoveHeadList(&taken), struct drvtrace_client_call, link);
		struct drvtrace_overlapped *overlapped = call->overlapped;

		destroy_call(call);
		overlapped->completed(overlapped);
	}
	return STATUS_USER_APC;
}
