/* Queues: how a device's requests reach its driver. */
#pragma once

#include <wdfdevice.h>
#include <wdfrequest.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum _WDF_IO_QUEUE_DISPATCH_TYPE {
	WdfIoQueueDispatchInvalid = 0,
	WdfIoQueueDispatchSequential,
	WdfIoQueueDispatchParallel,
	WdfIoQueueDispatchManual,
	WdfIoQueueDispatchMax,
} WDF_IO_QUEUE_DISPATCH_TYPE;

typedef enum _WDF_IO_QUEUE_STATE {
	WdfIoQueueAcceptRequests = 0x01,
	WdfIoQueueDispatchRequests = 0x02,
	WdfIoQueueNoRequests = 0x04,
	WdfIoQueueDriverNoRequests = 0x08,
	WdfIoQueuePnpHeld = 0x10,
} WDF_IO_QUEUE_STATE;

typedef VOID EVT_WDF_IO_QUEUE_IO_DEFAULT(WDFQUEUE Queue, WDFREQUEST Request);
typedef EVT_WDF_IO_QUEUE_IO_DEFAULT *PFN_WDF_IO_QUEUE_IO_DEFAULT;
typedef VOID EVT_WDF_IO_QUEUE_IO_STOP(WDFQUEUE Queue, WDFREQUEST Request, ULONG ActionFlags);
typedef EVT_WDF_IO_QUEUE_IO_STOP *PFN_WDF_IO_QUEUE_IO_STOP;
typedef VOID EVT_WDF_IO_QUEUE_IO_RESUME(WDFQUEUE Queue, WDFREQUEST Request);
typedef EVT_WDF_IO_QUEUE_IO_RESUME *PFN_WDF_IO_QUEUE_IO_RESUME;
typedef VOID EVT_WDF_IO_QUEUE_IO_READ(WDFQUEUE Queue, WDFREQUEST Request, size_t Length);
typedef EVT_WDF_IO_QUEUE_IO_READ *PFN_WDF_IO_QUEUE_IO_READ;
typedef VOID EVT_WDF_IO_QUEUE_IO_WRITE(WDFQUEUE Queue, WDFREQUEST Request, size_t Length);
typedef EVT_WDF_IO_QUEUE_IO_WRITE *PFN_WDF_IO_QUEUE_IO_WRITE;
typedef VOID EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL(WDFQUEUE Queue, WDFREQUEST Request,
	size_t OutputBufferLength, size_t InputBufferLength, ULONG IoControlCode);
typedef EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL *PFN_WDF_IO_QUEUE_IO_DEVICE_CONTROL;
typedef VOID EVT_WDF_IO_QUEUE_IO_INTERNAL_DEVICE_CONTROL(WDFQUEUE Queue, WDFREQUEST Request,
	size_t OutputBufferLength, size_t InputBufferLength, ULONG IoControlCode);
typedef EVT_WDF_IO_QUEUE_IO_INTERNAL_DEVICE_CONTROL *PFN_WDF_IO_QUEUE_IO_INTERNAL_DEVICE_CONTROL;
typedef VOID EVT_WDF_IO_QUEUE_IO_CANCELED_ON_QUEUE(WDFQUEUE Queue, WDFREQUEST Request);
typedef EVT_WDF_IO_QUEUE_IO_CANCELED_ON_QUEUE *PFN_WDF_IO_QUEUE_IO_CANCELED_ON_QUEUE;
typedef VOID EVT_WDF_IO_QUEUE_STATE(WDFQUEUE Queue, WDFCONTEXT Context);
typedef EVT_WDF_IO_QUEUE_STATE *PFN_WDF_IO_QUEUE_STATE;

typedef struct _WDF_IO_QUEUE_CONFIG {
	ULONG Size;
	WDF_IO_QUEUE_DISPATCH_TYPE DispatchType;
	WDF_TRI_STATE PowerManaged;
	BOOLEAN AllowZeroLengthRequests;
	BOOLEAN DefaultQueue;
	PFN_WDF_IO_QUEUE_IO_DEFAULT EvtIoDefault;
	PFN_WDF_IO_QUEUE_IO_READ EvtIoRead;
	PFN_WDF_IO_QUEUE_IO_WRITE EvtIoWrite;
	PFN_WDF_IO_QUEUE_IO_DEVICE_CONTROL EvtIoDeviceControl;
	PFN_WDF_IO_QUEUE_IO_INTERNAL_DEVICE_CONTROL EvtIoInternalDeviceControl;
	PFN_WDF_IO_QUEUE_IO_STOP EvtIoStop;
	PFN_WDF_IO_QUEUE_IO_RESUME EvtIoResume;
	PFN_WDF_IO_QUEUE_IO_CANCELED_ON_QUEUE EvtIoCanceledOnQueue;
	union {
		struct {
			ULONG NumberOfPresentedRequests; /* at a time; (ULONG)-1: any number */
		} Parallel;
	} Settings;
	WDFDRIVER Driver;
} WDF_IO_QUEUE_CONFIG, *PWDF_IO_QUEUE_CONFIG;

FORCEINLINE VOID WDF_IO_QUEUE_CONFIG_INIT(
	PWDF_IO_QUEUE_CONFIG Config, WDF_IO_QUEUE_DISPATCH_TYPE DispatchType)
{
	memset(Config, 0, sizeof(WDF_IO_QUEUE_CONFIG));
	Config->Size = sizeof(WDF_IO_QUEUE_CONFIG);
	Config->PowerManaged = WdfUseDefault;
	Config->DispatchType = DispatchType;
	if (DispatchType == WdfIoQueueDispatchParallel)
		Config->Settings.Parallel.NumberOfPresentedRequests = (ULONG)-1;
}

FORCEINLINE VOID WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(
	PWDF_IO_QUEUE_CONFIG Config, WDF_IO_QUEUE_DISPATCH_TYPE DispatchType)
{
	WDF_IO_QUEUE_CONFIG_INIT(Config, DispatchType);
	Config->DefaultQueue = TRUE;
}

typedef enum _WDF_IO_FORWARD_PROGRESS_ACTION {
	WdfIoForwardProgressActionInvalid = 0x0,
	WdfIoForwardProgressActionFailRequest,
	WdfIoForwardProgressActionUseReservedRequest,
} WDF_IO_FORWARD_PROGRESS_ACTION;

typedef enum _WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY {
	WdfIoForwardProgressInvalidPolicy = 0x0,
	WdfIoForwardProgressReservedPolicyAlwaysUseReservedRequest,
	WdfIoForwardProgressReservedPolicyUseExamine,
	WdfIoForwardProgressReservedPolicyPagingIO,
} WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY;

typedef NTSTATUS EVT_WDF_IO_ALLOCATE_RESOURCES_FOR_RESERVED_REQUEST(
	WDFQUEUE Queue, WDFREQUEST Request);
typedef EVT_WDF_IO_ALLOCATE_RESOURCES_FOR_RESERVED_REQUEST
	*PFN_WDF_IO_ALLOCATE_RESOURCES_FOR_RESERVED_REQUEST;
typedef NTSTATUS EVT_WDF_IO_ALLOCATE_REQUEST_RESOURCES(WDFQUEUE Queue, WDFREQUEST Request);
typedef EVT_WDF_IO_ALLOCATE_REQUEST_RESOURCES *PFN_WDF_IO_ALLOCATE_REQUEST_RESOURCES;
typedef WDF_IO_FORWARD_PROGRESS_ACTION EVT_WDF_IO_WDM_IRP_FOR_FORWARD_PROGRESS(
	WDFQUEUE Queue, PIRP Irp);
typedef EVT_WDF_IO_WDM_IRP_FOR_FORWARD_PROGRESS *PFN_WDF_IO_WDM_IRP_FOR_FORWARD_PROGRESS;

typedef struct _WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY_SETTINGS {
	union {
		struct {
			PFN_WDF_IO_WDM_IRP_FOR_FORWARD_PROGRESS EvtIoWdmIrpForForwardProgress;
		} ExaminePolicy;
	} Policy;
} WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY_SETTINGS;

typedef struct _WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY {
	ULONG Size;
	ULONG TotalForwardProgressRequests;
	WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY ForwardProgressReservedPolicy;
	WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY_SETTINGS ForwardProgressReservePolicySettings;
	PFN_WDF_IO_ALLOCATE_RESOURCES_FOR_RESERVED_REQUEST EvtIoAllocateResourcesForReservedRequest;
	PFN_WDF_IO_ALLOCATE_REQUEST_RESOURCES EvtIoAllocateRequestResources;
} WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY, *PWDF_IO_QUEUE_FORWARD_PROGRESS_POLICY;

FORCEINLINE VOID WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY_DEFAULT_INIT(
	PWDF_IO_QUEUE_FORWARD_PROGRESS_POLICY Policy, ULONG TotalForwardProgressRequests)
{
	memset(Policy, 0, sizeof(WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY));
	Policy->Size = sizeof(WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY);
	Policy->TotalForwardProgressRequests = TotalForwardProgressRequests;
	Policy->ForwardProgressReservedPolicy =
		WdfIoForwardProgressReservedPolicyAlwaysUseReservedRequest;
}

FORCEINLINE VOID WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY_EXAMINE_INIT(
	PWDF_IO_QUEUE_FORWARD_PROGRESS_POLICY Policy, ULONG TotalForwardProgressRequests,
	PFN_WDF_IO_WDM_IRP_FOR_FORWARD_PROGRESS EvtIoWdmIrpForForwardProgress)
{
	WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY_DEFAULT_INIT(Policy, TotalForwardProgressRequests);
	Policy->ForwardProgressReservedPolicy = WdfIoForwardProgressReservedPolicyUseExamine;
	Policy->ForwardProgressReservePolicySettings.Policy.ExaminePolicy
		.EvtIoWdmIrpForForwardProgress = EvtIoWdmIrpForForwardProgress;
}

FORCEINLINE VOID WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY_PAGINGIO_INIT(
	PWDF_IO_QUEUE_FORWARD_PROGRESS_POLICY Policy, ULONG TotalForwardProgressRequests)
{
	WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY_DEFAULT_INIT(Policy, TotalForwardProgressRequests);
	Policy->ForwardProgressReservedPolicy = WdfIoForwardProgressReservedPolicyPagingIO;
}

#define WDF_IO_QUEUE_HAS(State, Bits, Value) (((ULONG)(State) & (ULONG)(Bits)) == (ULONG)(Value))

/* Nothing waits in it, nothing of it is with the driver. */
FORCEINLINE BOOLEAN WDF_IO_QUEUE_IDLE(WDF_IO_QUEUE_STATE State)
{
	ULONG idle = WdfIoQueueNoRequests | WdfIoQueueDriverNoRequests;

	return WDF_IO_QUEUE_HAS(State, idle, idle);
}

FORCEINLINE BOOLEAN WDF_IO_QUEUE_READY(WDF_IO_QUEUE_STATE State)
{
	ULONG ready = WdfIoQueueAcceptRequests | WdfIoQueueDispatchRequests;

	return WDF_IO_QUEUE_HAS(State, ready, ready);
}

FORCEINLINE BOOLEAN WDF_IO_QUEUE_STOPPED(WDF_IO_QUEUE_STATE State)
{
	return WDF_IO_QUEUE_HAS(State, WdfIoQueueDispatchRequests | WdfIoQueueDriverNoRequests,
		WdfIoQueueDriverNoRequests);
}

FORCEINLINE BOOLEAN WDF_IO_QUEUE_PURGED(WDF_IO_QUEUE_STATE State)
{
	return WDF_IO_QUEUE_IDLE(State) && WDF_IO_QUEUE_HAS(State, WdfIoQueueAcceptRequests, 0);
}

FORCEINLINE BOOLEAN WDF_IO_QUEUE_DRAINED(WDF_IO_QUEUE_STATE State)
{
	return WDF_IO_QUEUE_PURGED(State);
}

/* `Queue` may be NULL for a default queue. */
NTKERNELAPI NTSTATUS WdfIoQueueCreate(WDFDEVICE Device, PWDF_IO_QUEUE_CONFIG Config,
	PWDF_OBJECT_ATTRIBUTES QueueAttributes, WDFQUEUE *Queue);
NTKERNELAPI WDF_IO_QUEUE_STATE WdfIoQueueGetState(
	WDFQUEUE Queue, PULONG QueueRequests, PULONG DriverRequests);
NTKERNELAPI WDFDEVICE WdfIoQueueGetDevice(WDFQUEUE Queue);

/* Requests are accepted, and given to the driver. */
NTKERNELAPI VOID WdfIoQueueStart(WDFQUEUE Queue);

/* Requests are accepted, and wait. Complete: the driver has none of the queue's any more. */
NTKERNELAPI VOID WdfIoQueueStop(
	WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE StopComplete, WDFCONTEXT Context);
NTKERNELAPI VOID WdfIoQueueStopSynchronously(WDFQUEUE Queue);
NTKERNELAPI VOID WdfIoQueueStopAndPurge(
	WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE StopAndPurgeComplete, WDFCONTEXT Context);
NTKERNELAPI VOID WdfIoQueueStopAndPurgeSynchronously(WDFQUEUE Queue);

/* Requests are refused; those that wait are given to the driver. */
NTKERNELAPI VOID WdfIoQueueDrain(
	WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE DrainComplete, WDFCONTEXT Context);
NTKERNELAPI VOID WdfIoQueueDrainSynchronously(WDFQUEUE Queue);

/* Requests are refused; those that wait, and the driver's that it has marked, are cancelled. */
NTKERNELAPI VOID WdfIoQueuePurge(
	WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE PurgeComplete, WDFCONTEXT Context);
NTKERNELAPI VOID WdfIoQueuePurgeSynchronously(WDFQUEUE Queue);

/* STATUS_NO_MORE_ENTRIES: none waits; STATUS_WDF_PAUSED: the queue is stopped. */
NTKERNELAPI NTSTATUS WdfIoQueueRetrieveNextRequest(WDFQUEUE Queue, WDFREQUEST *OutRequest);
NTKERNELAPI NTSTATUS WdfIoQueueRetrieveRequestByFileObject(
	WDFQUEUE Queue, WDFFILEOBJECT FileObject, WDFREQUEST *OutRequest);

/* Found is not retrieved: it may be cancelled meanwhile. The caller has a reference to it. */
NTKERNELAPI NTSTATUS WdfIoQueueFindRequest(WDFQUEUE Queue, WDFREQUEST FoundRequest,
	WDFFILEOBJECT FileObject, PWDF_REQUEST_PARAMETERS Parameters, WDFREQUEST *OutRequest);
NTKERNELAPI NTSTATUS WdfIoQueueRetrieveFoundRequest(
	WDFQUEUE Queue, WDFREQUEST FoundRequest, WDFREQUEST *OutRequest);

/*
 * Requests in reserve, for when there is no memory for others, or EvtIoAllocateRequestResources fails.
 * EvtIoWdmIrpForForwardProgress, or the policy, decides for which IRPs.
 */
NTKERNELAPI NTSTATUS WdfIoQueueAssignForwardProgressPolicy(
	WDFQUEUE Queue, PWDF_IO_QUEUE_FORWARD_PROGRESS_POLICY ForwardProgressPolicy);

/* Of a manual queue: called when the first request comes. NULL ends that. */
NTKERNELAPI NTSTATUS WdfIoQueueReadyNotify(
	WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE QueueReady, WDFCONTEXT Context);

NTKERNELAPI NTSTATUS WdfDeviceConfigureRequestDispatching(
	WDFDEVICE Device, WDFQUEUE Queue, WDF_REQUEST_TYPE RequestType);
NTKERNELAPI WDFQUEUE WdfDeviceGetDefaultQueue(WDFDEVICE Device);

/* From EvtIoInCallerContext: to the queue that would have had it. */
NTKERNELAPI NTSTATUS WdfDeviceEnqueueRequest(WDFDEVICE Device, WDFREQUEST Request);

#ifdef __cplusplus
}
#endif
