/* The boundary of queues: making them, and which requests they get. */
#include <wdf.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/io.h"
#include "drivers/framework/kmdf/queue.h"
#include "drivers/framework/kmdf/request.h"
#include "drivers/framework/kmdf/reserve.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

static bool has_callback(const WDF_IO_QUEUE_CONFIG *config)
{
	return config->EvtIoDefault || config->EvtIoRead || config->EvtIoWrite ||
	       config->EvtIoDeviceControl || config->EvtIoInternalDeviceControl;
}

/* In the order of WdfIoQueueCreate and FxIoQueue::Initialize. */
static NTSTATUS validate(const struct fx_device *device, const WDF_IO_QUEUE_CONFIG *config,
	const WDF_OBJECT_ATTRIBUTES *attributes, bool has_result)
{
	bool is_manual = config->DispatchType == WdfIoQueueDispatchManual;
	NTSTATUS status = fx_validate_attributes(
		attributes, FX_EXECUTION_LEVEL_ALLOWED | FX_SYNCHRONIZATION_SCOPE_ALLOWED);

	if (!NT_SUCCESS(status))
		return status;
	if (config->Size != sizeof(WDF_IO_QUEUE_CONFIG))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (!config->DefaultQueue && !has_result)
		return STATUS_INVALID_PARAMETER_4;
	if (config->DefaultQueue && !(device->wdm->Flags & DO_DEVICE_INITIALIZING))
		return STATUS_INVALID_DEVICE_STATE;
	if (config->DispatchType <= WdfIoQueueDispatchInvalid ||
		config->DispatchType >= WdfIoQueueDispatchMax)
		return STATUS_INVALID_PARAMETER;
	if (!is_manual && !has_callback(config))
		return STATUS_WDF_NO_CALLBACK;
	if (is_manual && has_callback(config))
		return STATUS_INVALID_PARAMETER;
	if (config->DispatchType != WdfIoQueueDispatchParallel &&
		config->Settings.Parallel.NumberOfPresentedRequests != 0)
		return STATUS_INVALID_PARAMETER;
	return STATUS_SUCCESS;
}

/* The device, or what is below it. */
static bool is_below(struct fx_device *device, WDFOBJECT parent, const struct fx_call *call)
{
	return !parent || fx_device_above(fx_handle_get(parent, NULL, call)) == device;
}

NTSTATUS WdfIoQueueCreate(WDFDEVICE Device, PWDF_IO_QUEUE_CONFIG Config,
	PWDF_OBJECT_ATTRIBUTES QueueAttributes, WDFQUEUE *Queue)
{
	struct fx_call call = FX_CALL("WdfIoQueueCreate");
	struct fx_device *device = fx_device_of_handle(Device, &call);
	NTSTATUS status = validate(device, Config, QueueAttributes, Queue != NULL);
	struct fx_queue *queue;

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	if (!NT_SUCCESS(status))
		return status;
	if (QueueAttributes && !is_below(device, QueueAttributes->ParentObject, &call))
		return STATUS_INVALID_DEVICE_REQUEST;
	if (Config->DefaultQueue && device->io->default_queue)
		return STATUS_UNSUCCESSFUL;
	status = fx_queue_create(&queue, device, Config, QueueAttributes, &call);
	if (!NT_SUCCESS(status))
		return status;
	if (Config->DefaultQueue)
		fx_io_set_default_queue(device->io, queue);
	if (Queue)
		*Queue = fx_queue_handle(queue);
	return STATUS_SUCCESS;
}

WDFDEVICE WdfIoQueueGetDevice(WDFQUEUE Queue)
{
	struct fx_call call = FX_CALL("WdfIoQueueGetDevice");

	return fx_device_handle(fx_queue_get(Queue, &call)->device);
}

WDFQUEUE WdfDeviceGetDefaultQueue(WDFDEVICE Device)
{
	struct fx_call call = FX_CALL("WdfDeviceGetDefaultQueue");
	struct fx_queue *queue = fx_device_of_handle(Device, &call)->io->default_queue;

	return queue ? fx_queue_handle(queue) : NULL;
}

NTSTATUS WdfIoQueueAssignForwardProgressPolicy(
	WDFQUEUE Queue, PWDF_IO_QUEUE_FORWARD_PROGRESS_POLICY ForwardProgressPolicy)
{
	struct fx_call call = FX_CALL("WdfIoQueueAssignForwardProgressPolicy");
	struct fx_queue *queue = fx_queue_get(Queue, &call);
	struct io_driver *driver = fx_globals_io_driver(queue->object.globals);
	struct io_breach breach = { driver, "forward-progress-misused", call.function, Queue,
		call.site };

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	if (queue->reserve) {
		io_violation(&breach, "the queue guarantees forward progress already");
		return STATUS_INVALID_PARAMETER;
	}
	if (ForwardProgressPolicy->Size != sizeof(*ForwardProgressPolicy))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (ForwardProgressPolicy->TotalForwardProgressRequests == 0 ||
		(ForwardProgressPolicy->ForwardProgressReservedPolicy ==
				WdfIoForwardProgressReservedPolicyUseExamine &&
			!ForwardProgressPolicy->ForwardProgressReservePolicySettings.Policy
				 .ExaminePolicy.EvtIoWdmIrpForForwardProgress))
		return STATUS_INVALID_PARAMETER;
	if (io_fault(driver, call.function, call.site))
		return STATUS_INSUFFICIENT_RESOURCES;
	return fx_reserve_create(queue, ForwardProgressPolicy, &call);
}

static bool is_dispatchable(WDF_REQUEST_TYPE type)
{
	return type == WdfRequestTypeCreate || type == WdfRequestTypeRead ||
	       type == WdfRequestTypeWrite || type == WdfRequestTypeDeviceControl ||
	       type == WdfRequestTypeDeviceControlInternal;
}

NTSTATUS WdfDeviceConfigureRequestDispatching(
	WDFDEVICE Device, WDFQUEUE Queue, WDF_REQUEST_TYPE RequestType)
{
	struct fx_call call = FX_CALL("WdfDeviceConfigureRequestDispatching");
	struct fx_device *device = fx_device_of_handle(Device, &call);
	struct fx_queue *queue = fx_queue_get(Queue, &call);

	if (device != queue->device || !is_dispatchable(RequestType))
		return STATUS_INVALID_PARAMETER;
	if (!fx_queue_serves(queue, RequestType))
		return STATUS_INVALID_DEVICE_REQUEST;
	return fx_io_configure(device->io, queue, RequestType);
}

NTSTATUS WdfDeviceEnqueueRequest(WDFDEVICE Device, WDFREQUEST Request)
{
	struct fx_call call = FX_CALL("WdfDeviceEnqueueRequest");
	struct fx_device *device = fx_device_of_handle(Device, &call);
	struct fx_request *request = fx_request_get_presented(Request, &call);
	struct io_breach breach = { fx_globals_io_driver(device->object.globals),
		"not-in-caller-context", call.function, Request, call.site };

	if (request->is_in_caller_context && request->device == device)
		return fx_io_enqueue(device->io, request);
	io_violation(&breach,
		"the request with the handle %p is not one that EvtIoInCallerContext was given",
		(void *)Request);
	return STATUS_INVALID_DEVICE_REQUEST;
}
