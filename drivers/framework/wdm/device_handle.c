#include "drivers/framework/wdm/device_handle.h"

#include <stdlib.h>

#include "drivers/framework/wdm/dispatcher.h"
#include "drivers/framework/wdm/event_object.h"
#include "drivers/framework/wdm/file_private.h"
#include "drivers/framework/wdm/pnp.h"
#include "drivers/framework/wdm/string.h"

#define UNITS_PER_S 10000000ll

struct device_handle {
	struct ob_object object;
	struct io_file *file; /* owned */
	bool is_synchronous;
	bool is_closed; /* by its driver; otherwise it is left behind, and nobody is told */
};

/* One request, which may be completed when its handle is closed. */
struct call {
	KEVENT done;
	struct ob_object *event;  /* one reference is owned; NULL: none */
	struct ob_object *handle; /* one reference is owned */
	PIO_STATUS_BLOCK result;
	IO_STATUS_BLOCK own;
	unsigned int holders;
};

static struct device_handle *handle_of(struct ob_object *object)
{
	return CONTAINING_RECORD(object, struct device_handle, object);
}

static void destroy(struct ob_object *object)
{
	struct device_handle *handle = handle_of(object);

	if (handle->is_closed)
		io_file_close_object(handle->file);
	else
		io_file_forget(handle->file);
	free(handle);
}

static void closed(struct ob_object *object)
{
	handle_of(object)->is_closed = true;
	io_file_close_handle(handle_of(object)->file);
}

static const struct io_kind handle_kind = { "file-handle", 0, ob_handle_reclaim };
const struct ob_type io_device_handle_type = { "File", &handle_kind, destroy, 0, closed };

PFILE_OBJECT io_device_handle_file(struct ob_object *object)
{
	return &handle_of(object)->file->object;
}

static bool begins_with(PCUNICODE_STRING path, const WCHAR *prefix)
{
	size_t length = io_string_length(prefix);

	return path->Length / sizeof(WCHAR) >= length &&
	       io_string_equal(path->Buffer, prefix, length, true);
}

/* What follows is "C:" of a volume. */
static bool is_volume(PCUNICODE_STRING path, const WCHAR *prefix)
{
	size_t length = io_string_length(prefix);

	return path->Length / sizeof(WCHAR) > length + 1 && path->Buffer[length + 1] == L':';
}

bool io_device_handle_is_path(PCUNICODE_STRING path)
{
	static const WCHAR *const links[] = { L"\\??\\", L"\\DosDevices\\", L"\\GLOBAL??\\" };

	for (size_t i = 0; i < RTL_NUMBER_OF(links); i++) {
		if (begins_with(path, links[i]))
			return !is_volume(path, links[i]);
	}
	return begins_with(path, L"\\Device\\");
}

NTSTATUS io_device_handle_open(
	HANDLE *out, PCUNICODE_STRING path, ULONG options, const struct ob_claim *claim)
{
	struct device_handle *handle = calloc(1, sizeof(*handle));
	NTSTATUS status;

	if (!handle)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = io_file_open_wide(&handle->file, path->Buffer, path->Length / sizeof(WCHAR), NULL);
	if (!NT_SUCCESS(status)) {
		free(handle);
		return status;
	}
	ob_init(&handle->object, &io_device_handle_type);
	handle->is_synchronous =
		(options & (FILE_SYNCHRONOUS_IO_ALERT | FILE_SYNCHRONOUS_IO_NONALERT)) != 0;
	status = ob_handle_create(out, &handle->object, claim);
	if (!NT_SUCCESS(status))
		closed(&handle->object);
	ob_dereference(&handle->object);
	return status;
}

static void leave(struct call *call)
{
	if (__atomic_sub_fetch(&call->holders, 1, __ATOMIC_ACQ_REL) > 0)
		return;
	if (call->event)
		ob_dereference(call->event);
	ob_dereference(call->handle);
	free(call);
}

static void complete(void *argument, const IO_STATUS_BLOCK *result)
{
	struct call *call = argument;

	call->own = *result;
	*call->result = *result;
	if (call->event)
		KeSetEvent(ex_event_body(call->event), IO_NO_INCREMENT, FALSE);
	KeSetEvent(&call->done, IO_NO_INCREMENT, FALSE);
	leave(call);
}

static bool wait_for(struct call *call, LONGLONG seconds)
{
	LARGE_INTEGER timeout = { .QuadPart = -seconds * UNITS_PER_S };
	PVOID object = &call->done;
	struct ke_wait_request wait = { &object, 1, false, &timeout };

	return ke_wait(&wait) != STATUS_TIMEOUT;
}

/* A request that is never completed is not waited for without end, as one of a program is not. */
static NTSTATUS finish(struct device_handle *handle, struct call *call)
{
	if (!wait_for(call, IO_FILE_PATIENCE_S)) {
		io_file_cancel_started(handle->file, call);
		if (!wait_for(call, IO_FILE_LAST_WAIT_S))
			return STATUS_PENDING;
	}
	return call->own.Status;
}

static NTSTATUS create_call(
	struct call **out, struct ob_object *handle, const struct io_device_call *from)
{
	struct call *call = calloc(1, sizeof(*call));
	NTSTATUS status = STATUS_SUCCESS;

	if (!call)
		return STATUS_INSUFFICIENT_RESOURCES;
	if (from->event)
		status = ob_handle_reference(&call->event, from->event, &ex_event_type);
	if (!NT_SUCCESS(status)) {
		free(call);
		return status;
	}
	if (call->event)
		KeClearEvent(ex_event_body(call->event));
	KeInitializeEvent(&call->done, NotificationEvent, FALSE);
	ob_reference(handle);
	call->handle = handle;
	call->result = from->result;
	call->holders = 2;
	*out = call;
	return STATUS_SUCCESS;
}

static NTSTATUS send(struct device_handle *handle, struct io_file_request *request,
	const struct io_device_call *from)
{
	struct call *call;
	bool is_started;
	NTSTATUS status = create_call(&call, &handle->object, from);

	if (!NT_SUCCESS(status))
		return status;
	request->is_kernels = true;
	request->completed = complete;
	request->argument = call;
	status = io_file_start(handle->file, request, &is_started);
	if (!is_started)
		leave(call);
	else if (status != STATUS_PENDING || handle->is_synchronous)
		status = finish(handle, call);
	leave(call);
	return status;
}

NTSTATUS io_device_handle_send(
	HANDLE handle, struct io_file_request *request, const struct io_device_call *call)
{
	struct ob_object *object;
	NTSTATUS status = ob_handle_reference(&object, handle, &io_device_handle_type);

	if (!NT_SUCCESS(status))
		return status;
	status = send(handle_of(object), request, call);
	ob_dereference(object);
	return status;
}
