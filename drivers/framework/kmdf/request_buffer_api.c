/* The boundary of requests: their buffers. */
#include <wdf.h>

#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/io.h"
#include "drivers/framework/kmdf/request_buffer.h"
#include "drivers/framework/wdm/file_private.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

static NTSTATUS retrieve_memory(
	WDFREQUEST handle, WDFMEMORY *memory, enum fx_request_side side, const struct fx_call *call)
{
	struct fx_request *request = fx_request_get(handle, call);
	struct fx_object *object;
	NTSTATUS status = fx_request_memory(&object, request, side, call);

	*memory = NT_SUCCESS(status) ? (WDFMEMORY)fx_object_handle(object) : NULL;
	return status;
}

NTSTATUS WdfRequestRetrieveInputMemory(WDFREQUEST Request, WDFMEMORY *Memory)
{
	struct fx_call call = FX_CALL("WdfRequestRetrieveInputMemory");

	return retrieve_memory(Request, Memory, FX_REQUEST_INPUT, &call);
}

NTSTATUS WdfRequestRetrieveOutputMemory(WDFREQUEST Request, WDFMEMORY *Memory)
{
	struct fx_call call = FX_CALL("WdfRequestRetrieveOutputMemory");

	return retrieve_memory(Request, Memory, FX_REQUEST_OUTPUT, &call);
}

/* The out parameters of all that find a buffer; `length` may be NULL. */
static NTSTATUS give(const struct fx_request_buffer *found, NTSTATUS status, size_t minimum,
	void **buffer, size_t *length)
{
	if (NT_SUCCESS(status) && found->length < minimum)
		status = STATUS_BUFFER_TOO_SMALL;
	*buffer = NT_SUCCESS(status) ? found->address : NULL;
	if (length)
		*length = NT_SUCCESS(status) ? found->length : 0;
	return status;
}

NTSTATUS WdfRequestRetrieveInputBuffer(
	WDFREQUEST Request, size_t MinimumRequiredLength, PVOID *Buffer, size_t *Length)
{
	struct fx_call call = FX_CALL("WdfRequestRetrieveInputBuffer");
	struct fx_request_buffer found;
	NTSTATUS status =
		fx_request_find_buffer(&found, fx_request_get(Request, &call), FX_REQUEST_INPUT);

	return give(&found, status, MinimumRequiredLength, Buffer, Length);
}

NTSTATUS WdfRequestRetrieveOutputBuffer(
	WDFREQUEST Request, size_t MinimumRequiredSize, PVOID *Buffer, size_t *Length)
{
	struct fx_call call = FX_CALL("WdfRequestRetrieveOutputBuffer");
	struct fx_request_buffer found;
	NTSTATUS status =
		fx_request_find_buffer(&found, fx_request_get(Request, &call), FX_REQUEST_OUTPUT);

	return give(&found, status, MinimumRequiredSize, Buffer, Length);
}

NTSTATUS WdfRequestRetrieveInputWdmMdl(WDFREQUEST Request, PMDL *Mdl)
{
	struct fx_call call = FX_CALL("WdfRequestRetrieveInputWdmMdl");

	*Mdl = NULL;
	return fx_request_mdl(Mdl, fx_request_get(Request, &call), FX_REQUEST_INPUT);
}

NTSTATUS WdfRequestRetrieveOutputWdmMdl(WDFREQUEST Request, PMDL *Mdl)
{
	struct fx_call call = FX_CALL("WdfRequestRetrieveOutputWdmMdl");

	*Mdl = NULL;
	return fx_request_mdl(Mdl, fx_request_get(Request, &call), FX_REQUEST_OUTPUT);
}

/* The user's addresses mean something in the user's thread only. */
static NTSTATUS retrieve_user(struct fx_request_buffer *found, WDFREQUEST handle,
	enum fx_request_side side, const struct fx_call *call)
{
	struct fx_request *request = fx_request_get(handle, call);
	struct io_breach breach = { fx_globals_io_driver(request->object.globals),
		"not-in-caller-context", call->function, handle, call->site };

	ke_irql_check(call->function, PASSIVE_LEVEL, call->site);
	ke_irql_check(call->function, PASSIVE_LEVEL, call->site);
	if (request->is_in_caller_context)
		return fx_request_find_user_buffer(found, request, side);
	io_violation(&breach,
		"the request with the handle %p is not in EvtIoInCallerContext: its user's "
		"addresses mean nothing here",
		(void *)handle);
	return STATUS_INVALID_DEVICE_REQUEST;
}

NTSTATUS WdfRequestRetrieveUnsafeUserInputBuffer(
	WDFREQUEST Request, size_t MinimumRequiredLength, PVOID *InputBuffer, size_t *Length)
{
	struct fx_call call = FX_CALL("WdfRequestRetrieveUnsafeUserInputBuffer");
	struct fx_request_buffer found;
	NTSTATUS status = retrieve_user(&found, Request, FX_REQUEST_INPUT, &call);

	return give(&found, status, MinimumRequiredLength, InputBuffer, Length);
}

NTSTATUS WdfRequestRetrieveUnsafeUserOutputBuffer(
	WDFREQUEST Request, size_t MinimumRequiredLength, PVOID *OutputBuffer, size_t *Length)
{
	struct fx_call call = FX_CALL("WdfRequestRetrieveUnsafeUserOutputBuffer");
	struct fx_request_buffer found;
	NTSTATUS status = retrieve_user(&found, Request, FX_REQUEST_OUTPUT, &call);

	return give(&found, status, MinimumRequiredLength, OutputBuffer, Length);
}

static bool is_in_context(const struct fx_request *request)
{
	PFILE_OBJECT file = IoGetCurrentIrpStackLocation(request->irp)->FileObject;

	return request->irp->RequestorMode == KernelMode || !file ||
	       io_file_process(file) == IoGetCurrentProcess();
}

static NTSTATUS lock_user(WDFREQUEST handle, const struct fx_request_buffer *user,
	WDFMEMORY *memory, const struct fx_call *call)
{
	struct fx_request *request = fx_request_get_presented(handle, call);
	struct io_breach breach = { fx_globals_io_driver(request->object.globals),
		"not-in-caller-context", call->function, handle, call->site };
	struct fx_object *object;
	NTSTATUS status;

	ke_irql_check(call->function, PASSIVE_LEVEL, call->site);
	ke_irql_check(call->function, PASSIVE_LEVEL, call->site);
	*memory = NULL;
	if (user->length == 0)
		return STATUS_INVALID_USER_BUFFER;
	if (!is_in_context(request)) {
		io_violation(&breach,
			"the request with the handle %p is another process's: its addresses mean "
			"nothing here",
			(void *)handle);
		return STATUS_ACCESS_VIOLATION;
	}
	status = fx_request_lock_user_memory(&object, request, user, call);
	if (NT_SUCCESS(status))
		*memory = (WDFMEMORY)fx_object_handle(object);
	return status;
}

NTSTATUS WdfRequestProbeAndLockUserBufferForRead(
	WDFREQUEST Request, PVOID Buffer, size_t Length, WDFMEMORY *MemoryObject)
{
	struct fx_call call = FX_CALL("WdfRequestProbeAndLockUserBufferForRead");
	struct fx_request_buffer user = {
		.address = Buffer, .length = Length, .is_read_only = true
	};

	return lock_user(Request, &user, MemoryObject, &call);
}

NTSTATUS WdfRequestProbeAndLockUserBufferForWrite(
	WDFREQUEST Request, PVOID Buffer, size_t Length, WDFMEMORY *MemoryObject)
{
	struct fx_call call = FX_CALL("WdfRequestProbeAndLockUserBufferForWrite");
	struct fx_request_buffer user = { .address = Buffer, .length = Length };

	return lock_user(Request, &user, MemoryObject, &call);
}
