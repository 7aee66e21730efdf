/* The boundary of requests: completing them, and what they say of themselves. */
#include <wdf.h>

#include "drivers/framework/kmdf/file_object.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/io.h"
#include "drivers/framework/kmdf/queue.h"
#include "drivers/framework/kmdf/request.h"
#include "drivers/framework/wdm/file_private.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

static void complete(WDFREQUEST handle, NTSTATUS status, const struct fx_call *call)
{
	ke_irql_check(call->function, DISPATCH_LEVEL, call->site);
	fx_request_complete(fx_request_get_to_complete(handle, call), status, call);
}

VOID WdfRequestComplete(WDFREQUEST Request, NTSTATUS Status)
{
	struct fx_call call = FX_CALL("WdfRequestComplete");

	complete(Request, Status, &call);
}

VOID WdfRequestCompleteWithInformation(WDFREQUEST Request, NTSTATUS Status, ULONG_PTR Information)
{
	struct fx_call call = FX_CALL("WdfRequestCompleteWithInformation");

	fx_request_get_to_complete(Request, &call)->irp->IoStatus.Information = Information;
	complete(Request, Status, &call);
}

/* There is no scheduler whose priorities could be raised. */
VOID WdfRequestCompleteWithPriorityBoost(WDFREQUEST Request, NTSTATUS Status, CCHAR PriorityBoost)
{
	struct fx_call call = FX_CALL("WdfRequestCompleteWithPriorityBoost");

	UNREFERENCED_PARAMETER(PriorityBoost);
	complete(Request, Status, &call);
}

VOID WdfRequestSetInformation(WDFREQUEST Request, ULONG_PTR Information)
{
	struct fx_call call = FX_CALL("WdfRequestSetInformation");

	fx_request_get(Request, &call)->irp->IoStatus.Information = Information;
}

ULONG_PTR WdfRequestGetInformation(WDFREQUEST Request)
{
	struct fx_call call = FX_CALL("WdfRequestGetInformation");

	return fx_request_get(Request, &call)->irp->IoStatus.Information;
}

static void fill_parameters(WDF_REQUEST_PARAMETERS *parameters, const IO_STACK_LOCATION *stack)
{
	parameters->Type = (WDF_REQUEST_TYPE)stack->MajorFunction;
	parameters->MinorFunction = stack->MinorFunction;
	switch (stack->MajorFunction) {
	case IRP_MJ_CREATE:
		parameters->Parameters.Create.SecurityContext =
			stack->Parameters.Create.SecurityContext;
		parameters->Parameters.Create.Options = stack->Parameters.Create.Options;
		parameters->Parameters.Create.FileAttributes =
			stack->Parameters.Create.FileAttributes;
		parameters->Parameters.Create.ShareAccess = stack->Parameters.Create.ShareAccess;
		parameters->Parameters.Create.EaLength = stack->Parameters.Create.EaLength;
		break;
	case IRP_MJ_READ:
	case IRP_MJ_WRITE:
		parameters->Parameters.Read.Length = stack->Parameters.Read.Length;
		parameters->Parameters.Read.Key = stack->Parameters.Read.Key;
		parameters->Parameters.Read.DeviceOffset =
			stack->Parameters.Read.ByteOffset.QuadPart;
		break;
	default:
		parameters->Parameters.DeviceIoControl.OutputBufferLength =
			stack->Parameters.DeviceIoControl.OutputBufferLength;
		parameters->Parameters.DeviceIoControl.InputBufferLength =
			stack->Parameters.DeviceIoControl.InputBufferLength;
		parameters->Parameters.DeviceIoControl.IoControlCode =
			stack->Parameters.DeviceIoControl.IoControlCode;
		parameters->Parameters.DeviceIoControl.Type3InputBuffer =
			stack->Parameters.DeviceIoControl.Type3InputBuffer;
		break;
	}
}

VOID WdfRequestGetParameters(WDFREQUEST Request, PWDF_REQUEST_PARAMETERS Parameters)
{
	struct fx_call call = FX_CALL("WdfRequestGetParameters");
	struct fx_request *request = fx_request_get(Request, &call);
	struct io_breach breach = { fx_globals_io_driver(request->object.globals),
		"invalid-structure", call.function, Request, call.site };

	if (Parameters->Size != sizeof(WDF_REQUEST_PARAMETERS)) {
		io_violation(&breach, "WDF_REQUEST_PARAMETERS is not initialised: its size is %u",
			(unsigned int)Parameters->Size);
		return;
	}
	fill_parameters(Parameters, IoGetCurrentIrpStackLocation(request->irp));
}

KPROCESSOR_MODE WdfRequestGetRequestorMode(WDFREQUEST Request)
{
	struct fx_call call = FX_CALL("WdfRequestGetRequestorMode");

	return fx_request_get(Request, &call)->irp->RequestorMode;
}

/* All programs that open devices here are the host's own. */
BOOLEAN WdfRequestIsFrom32BitProcess(WDFREQUEST Request)
{
	struct fx_call call = FX_CALL("WdfRequestIsFrom32BitProcess");

	fx_request_get(Request, &call);
	return FALSE;
}

ULONG WdfRequestGetRequestorProcessId(WDFREQUEST Request)
{
	struct fx_call call = FX_CALL("WdfRequestGetRequestorProcessId");
	struct fx_request *request = fx_request_get(Request, &call);
	PFILE_OBJECT file = IoGetCurrentIrpStackLocation(request->irp)->FileObject;

	return (ULONG)(ULONG_PTR)PsGetProcessId(io_file_process(file));
}

BOOLEAN WdfRequestIsReserved(WDFREQUEST Request)
{
	struct fx_call call = FX_CALL("WdfRequestIsReserved");

	return fx_request_is_reserved(fx_request_get(Request, &call));
}

WDFFILEOBJECT WdfRequestGetFileObject(WDFREQUEST Request)
{
	struct fx_call call = FX_CALL("WdfRequestGetFileObject");
	struct fx_request *request = fx_request_get(Request, &call);
	PFILE_OBJECT wdm = IoGetCurrentIrpStackLocation(request->irp)->FileObject;

	return request->io ? fx_file_object_handle(fx_file_object_find(request->io, wdm)) : NULL;
}

WDFQUEUE WdfRequestGetIoQueue(WDFREQUEST Request)
{
	struct fx_call call = FX_CALL("WdfRequestGetIoQueue");
	struct fx_request *request = fx_request_get(Request, &call);

	return request->queue ? fx_queue_handle(request->queue) : NULL;
}

PIRP WdfRequestWdmGetIrp(WDFREQUEST Request)
{
	struct fx_call call = FX_CALL("WdfRequestWdmGetIrp");

	return fx_request_get(Request, &call)->irp;
}
