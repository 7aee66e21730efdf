/* Requests: what a driver is asked for, and how it answers. */
#pragma once

#include <wdfobject.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum _WDF_REQUEST_TYPE {
	WdfRequestTypeCreate = 0x0,
	WdfRequestTypeCreateNamedPipe = 0x1,
	WdfRequestTypeClose = 0x2,
	WdfRequestTypeRead = 0x3,
	WdfRequestTypeWrite = 0x4,
	WdfRequestTypeQueryInformation = 0x5,
	WdfRequestTypeSetInformation = 0x6,
	WdfRequestTypeQueryEA = 0x7,
	WdfRequestTypeSetEA = 0x8,
	WdfRequestTypeFlushBuffers = 0x9,
	WdfRequestTypeQueryVolumeInformation = 0xa,
	WdfRequestTypeSetVolumeInformation = 0xb,
	WdfRequestTypeDirectoryControl = 0xc,
	WdfRequestTypeFileSystemControl = 0xd,
	WdfRequestTypeDeviceControl = 0xe,
	WdfRequestTypeDeviceControlInternal = 0xf,
	WdfRequestTypeShutdown = 0x10,
	WdfRequestTypeLockControl = 0x11,
	WdfRequestTypeCleanup = 0x12,
	WdfRequestTypeCreateMailSlot = 0x13,
	WdfRequestTypeQuerySecurity = 0x14,
	WdfRequestTypeSetSecurity = 0x15,
	WdfRequestTypePower = 0x16,
	WdfRequestTypeSystemControl = 0x17,
	WdfRequestTypeDeviceChange = 0x18,
	WdfRequestTypeQueryQuota = 0x19,
	WdfRequestTypeSetQuota = 0x1a,
	WdfRequestTypePnp = 0x1b,
	WdfRequestTypeOther = 0x1c,
	WdfRequestTypeUsb = 0x40,
	WdfRequestTypeNoFormat = 0xff,
	WdfRequestTypeMax,
} WDF_REQUEST_TYPE;

/* Why EvtIoStop is called. */
typedef enum _WDF_REQUEST_STOP_ACTION_FLAGS {
	WdfRequestStopActionInvalid = 0,
	WdfRequestStopActionSuspend = 0x01, /* the device leaves its working state */
	WdfRequestStopActionPurge = 0x02,   /* the device is removed */
	WdfRequestStopRequestCancelable = 0x10000000,
} WDF_REQUEST_STOP_ACTION_FLAGS;

typedef VOID EVT_WDF_REQUEST_CANCEL(WDFREQUEST Request);
typedef EVT_WDF_REQUEST_CANCEL *PFN_WDF_REQUEST_CANCEL;

typedef struct _WDF_REQUEST_PARAMETERS {
	USHORT Size;
	UCHAR MinorFunction;
	WDF_REQUEST_TYPE Type;
	union {
		struct {
			PVOID SecurityContext;
			ULONG Options;
			__attribute__((aligned(8))) USHORT FileAttributes;
			USHORT ShareAccess;
			__attribute__((aligned(8))) ULONG EaLength;
		} Create;
		struct {
			size_t Length;
			__attribute__((aligned(8))) ULONG Key;
			LONGLONG DeviceOffset;
		} Read;
		struct {
			size_t Length;
			__attribute__((aligned(8))) ULONG Key;
			LONGLONG DeviceOffset;
		} Write;
		struct {
			size_t OutputBufferLength;
			size_t InputBufferLength;
			__attribute__((aligned(8))) ULONG IoControlCode;
			PVOID Type3InputBuffer;
		} DeviceIoControl;
		struct {
			PVOID Arg1;
			PVOID Arg2;
			__attribute__((aligned(8))) ULONG IoControlCode;
			PVOID Arg4;
		} Others;
	} Parameters;
} WDF_REQUEST_PARAMETERS, *PWDF_REQUEST_PARAMETERS;

FORCEINLINE VOID WDF_REQUEST_PARAMETERS_INIT(PWDF_REQUEST_PARAMETERS Parameters)
{
	memset(Parameters, 0, sizeof(WDF_REQUEST_PARAMETERS));
	Parameters->Size = (USHORT)sizeof(WDF_REQUEST_PARAMETERS);
}

typedef enum _WDF_REQUEST_FORWARD_OPTIONS_FLAGS {
	WDF_REQUEST_FORWARD_OPTION_SEND_AND_FORGET = 0x00000001,
} WDF_REQUEST_FORWARD_OPTIONS_FLAGS;

typedef struct _WDF_REQUEST_FORWARD_OPTIONS {
	ULONG Size;
	ULONG Flags;
} WDF_REQUEST_FORWARD_OPTIONS, *PWDF_REQUEST_FORWARD_OPTIONS;

FORCEINLINE VOID WDF_REQUEST_FORWARD_OPTIONS_INIT(PWDF_REQUEST_FORWARD_OPTIONS ForwardOptions)
{
	memset(ForwardOptions, 0, sizeof(WDF_REQUEST_FORWARD_OPTIONS));
	ForwardOptions->Size = sizeof(WDF_REQUEST_FORWARD_OPTIONS);
	ForwardOptions->Flags |= WDF_REQUEST_FORWARD_OPTION_SEND_AND_FORGET;
}

/* Each ends the driver's part: the handle is not to be used any more. */
NTKERNELAPI VOID WdfRequestComplete(WDFREQUEST Request, NTSTATUS Status);
NTKERNELAPI VOID WdfRequestCompleteWithInformation(
	WDFREQUEST Request, NTSTATUS Status, ULONG_PTR Information);
NTKERNELAPI VOID WdfRequestCompleteWithPriorityBoost(
	WDFREQUEST Request, NTSTATUS Status, CCHAR PriorityBoost);
NTKERNELAPI VOID WdfRequestSetInformation(WDFREQUEST Request, ULONG_PTR Information);
NTKERNELAPI ULONG_PTR WdfRequestGetInformation(WDFREQUEST Request);

/*
 * Until it is unmarked, EvtRequestCancel may be called, which then completes the request. Without
 * Ex, a request that is cancelled already calls it at once; with Ex, STATUS_CANCELLED says so.
 */
NTKERNELAPI VOID WdfRequestMarkCancelable(
	WDFREQUEST Request, PFN_WDF_REQUEST_CANCEL EvtRequestCancel);
NTKERNELAPI NTSTATUS WdfRequestMarkCancelableEx(
	WDFREQUEST Request, PFN_WDF_REQUEST_CANCEL EvtRequestCancel);

/* STATUS_CANCELLED: EvtRequestCancel has been called, or will be. */
NTKERNELAPI NTSTATUS WdfRequestUnmarkCancelable(WDFREQUEST Request);
NTKERNELAPI BOOLEAN WdfRequestIsCanceled(WDFREQUEST Request);

NTKERNELAPI VOID WdfRequestGetParameters(WDFREQUEST Request, PWDF_REQUEST_PARAMETERS Parameters);
NTKERNELAPI KPROCESSOR_MODE WdfRequestGetRequestorMode(WDFREQUEST Request);
NTKERNELAPI BOOLEAN WdfRequestIsFrom32BitProcess(WDFREQUEST Request);
NTKERNELAPI ULONG WdfRequestGetRequestorProcessId(WDFREQUEST Request);
NTKERNELAPI WDFFILEOBJECT WdfRequestGetFileObject(WDFREQUEST Request);
NTKERNELAPI WDFQUEUE WdfRequestGetIoQueue(WDFREQUEST Request);
NTKERNELAPI PIRP WdfRequestWdmGetIrp(WDFREQUEST Request);
NTKERNELAPI BOOLEAN WdfRequestIsReserved(WDFREQUEST Request);

/* What the buffers are is the framework's; they are there until the request is completed. */
NTKERNELAPI NTSTATUS WdfRequestRetrieveInputMemory(WDFREQUEST Request, WDFMEMORY *Memory);
NTKERNELAPI NTSTATUS WdfRequestRetrieveOutputMemory(WDFREQUEST Request, WDFMEMORY *Memory);
NTKERNELAPI NTSTATUS WdfRequestRetrieveInputBuffer(
	WDFREQUEST Request, size_t MinimumRequiredLength, PVOID *Buffer, size_t *Length);
NTKERNELAPI NTSTATUS WdfRequestRetrieveOutputBuffer(
	WDFREQUEST Request, size_t MinimumRequiredSize, PVOID *Buffer, size_t *Length);
NTKERNELAPI NTSTATUS WdfRequestRetrieveInputWdmMdl(WDFREQUEST Request, PMDL *Mdl);
NTKERNELAPI NTSTATUS WdfRequestRetrieveOutputWdmMdl(WDFREQUEST Request, PMDL *Mdl);

/* In EvtIoInCallerContext only; what is not accessible is locked with STATUS_ACCESS_VIOLATION. */
NTKERNELAPI NTSTATUS WdfRequestRetrieveUnsafeUserInputBuffer(
	WDFREQUEST Request, size_t MinimumRequiredLength, PVOID *InputBuffer, size_t *Length);
NTKERNELAPI NTSTATUS WdfRequestRetrieveUnsafeUserOutputBuffer(
	WDFREQUEST Request, size_t MinimumRequiredLength, PVOID *OutputBuffer, size_t *Length);
NTKERNELAPI NTSTATUS WdfRequestProbeAndLockUserBufferForRead(
	WDFREQUEST Request, PVOID Buffer, size_t Length, WDFMEMORY *MemoryObject);
NTKERNELAPI NTSTATUS WdfRequestProbeAndLockUserBufferForWrite(
	WDFREQUEST Request, PVOID Buffer, size_t Length, WDFMEMORY *MemoryObject);

/* It succeeds, and the request is the driver's no more; or the request stays the driver's. */
NTKERNELAPI NTSTATUS WdfRequestForwardToIoQueue(WDFREQUEST Request, WDFQUEUE DestinationQueue);
NTKERNELAPI NTSTATUS WdfRequestForwardToParentDeviceIoQueue(WDFREQUEST Request,
	WDFQUEUE ParentDeviceQueue, PWDF_REQUEST_FORWARD_OPTIONS ForwardOptions);
NTKERNELAPI NTSTATUS WdfRequestRequeue(WDFREQUEST Request);

/* The answer to EvtIoStop: the driver keeps the request, or gives it back to the queue. */
NTKERNELAPI VOID WdfRequestStopAcknowledge(WDFREQUEST Request, BOOLEAN Requeue);

typedef enum _WDF_REQUEST_REUSE_FLAGS {
	WDF_REQUEST_REUSE_NO_FLAGS = 0x00000000,
	WDF_REQUEST_REUSE_SET_NEW_IRP = 0x00000001,
} WDF_REQUEST_REUSE_FLAGS;

typedef struct _WDF_REQUEST_REUSE_PARAMS {
	ULONG Size;
	ULONG Flags;
	NTSTATUS Status;
	PIRP NewIrp;
} WDF_REQUEST_REUSE_PARAMS, *PWDF_REQUEST_REUSE_PARAMS;

FORCEINLINE VOID WDF_REQUEST_REUSE_PARAMS_INIT(
	PWDF_REQUEST_REUSE_PARAMS Params, ULONG Flags, NTSTATUS Status)
{
	memset(Params, 0, sizeof(WDF_REQUEST_REUSE_PARAMS));
	Params->Size = sizeof(WDF_REQUEST_REUSE_PARAMS);
	Params->Flags = Flags;
	Params->Status = Status;
}

FORCEINLINE VOID WDF_REQUEST_REUSE_PARAMS_SET_NEW_IRP(PWDF_REQUEST_REUSE_PARAMS Params, PIRP NewIrp)
{
	Params->Flags |= WDF_REQUEST_REUSE_SET_NEW_IRP;
	Params->NewIrp = NewIrp;
}

typedef enum _WDF_REQUEST_SEND_OPTIONS_FLAGS {
	WDF_REQUEST_SEND_OPTION_TIMEOUT = 0x00000001,
	WDF_REQUEST_SEND_OPTION_SYNCHRONOUS = 0x00000002,
	WDF_REQUEST_SEND_OPTION_IGNORE_TARGET_STATE = 0x00000004,
	WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET = 0x00000008,
	WDF_REQUEST_SEND_OPTION_IMPERSONATE_CLIENT = 0x00010000,
	WDF_REQUEST_SEND_OPTION_IMPERSONATION_IGNORE_FAILURE = 0x00020000,
} WDF_REQUEST_SEND_OPTIONS_FLAGS;

typedef struct _WDF_REQUEST_SEND_OPTIONS {
	ULONG Size;
	ULONG Flags;
	LONGLONG Timeout;
} WDF_REQUEST_SEND_OPTIONS, *PWDF_REQUEST_SEND_OPTIONS;

#define WDF_NO_SEND_OPTIONS (NULL)

FORCEINLINE VOID WDF_REQUEST_SEND_OPTIONS_INIT(PWDF_REQUEST_SEND_OPTIONS Options, ULONG Flags)
{
	memset(Options, 0, sizeof(WDF_REQUEST_SEND_OPTIONS));
	Options->Size = sizeof(WDF_REQUEST_SEND_OPTIONS);
	Options->Flags = Flags;
}

FORCEINLINE VOID WDF_REQUEST_SEND_OPTIONS_SET_TIMEOUT(
	PWDF_REQUEST_SEND_OPTIONS Options, LONGLONG Timeout)
{
	Options->Flags |= WDF_REQUEST_SEND_OPTION_TIMEOUT;
	Options->Timeout = Timeout;
}

struct _WDF_USB_REQUEST_COMPLETION_PARAMS;

typedef struct _WDF_REQUEST_COMPLETION_PARAMS {
	ULONG Size;
	WDF_REQUEST_TYPE Type;
	IO_STATUS_BLOCK IoStatus;
	union {
		struct {
			WDFMEMORY Buffer;
			size_t Length;
			size_t Offset;
		} Write;
		struct {
			WDFMEMORY Buffer;
			size_t Length;
			size_t Offset;
		} Read;
		struct {
			ULONG IoControlCode;
			struct {
				WDFMEMORY Buffer;
				size_t Offset;
			} Input;
			struct {
				WDFMEMORY Buffer;
				size_t Offset;
				size_t Length;
			} Output;
		} Ioctl;
		struct {
			union {
				PVOID Ptr;
				ULONG_PTR Value;
			} Argument1;
			union {
				PVOID Ptr;
				ULONG_PTR Value;
			} Argument2;
			union {
				PVOID Ptr;
				ULONG_PTR Value;
			} Argument3;
			union {
				PVOID Ptr;
				ULONG_PTR Value;
			} Argument4;
		} Others;
		struct {
			struct _WDF_USB_REQUEST_COMPLETION_PARAMS *Completion;
		} Usb;
	} Parameters;
} WDF_REQUEST_COMPLETION_PARAMS, *PWDF_REQUEST_COMPLETION_PARAMS;

FORCEINLINE VOID WDF_REQUEST_COMPLETION_PARAMS_INIT(PWDF_REQUEST_COMPLETION_PARAMS Params)
{
	memset(Params, 0, sizeof(WDF_REQUEST_COMPLETION_PARAMS));
	Params->Size = sizeof(WDF_REQUEST_COMPLETION_PARAMS);
	Params->Type = WdfRequestTypeNoFormat;
}

typedef VOID EVT_WDF_REQUEST_COMPLETION_ROUTINE(WDFREQUEST Request, WDFIOTARGET Target,
	PWDF_REQUEST_COMPLETION_PARAMS Params, WDFCONTEXT Context);
typedef EVT_WDF_REQUEST_COMPLETION_ROUTINE *PFN_WDF_REQUEST_COMPLETION_ROUTINE;

/* Requests of the driver's own: it deletes what it has created. */
NTKERNELAPI NTSTATUS WdfRequestCreate(
	PWDF_OBJECT_ATTRIBUTES RequestAttributes, WDFIOTARGET IoTarget, WDFREQUEST *Request);
NTKERNELAPI NTSTATUS WdfRequestCreateFromIrp(PWDF_OBJECT_ATTRIBUTES RequestAttributes, PIRP Irp,
	BOOLEAN RequestFreesIrp, WDFREQUEST *Request);
NTKERNELAPI NTSTATUS WdfRequestReuse(WDFREQUEST Request, PWDF_REQUEST_REUSE_PARAMS ReuseParams);
NTKERNELAPI NTSTATUS WdfRequestChangeTarget(WDFREQUEST Request, WDFIOTARGET IoTarget);

/* What the next device is asked for is what the request was asked for itself. */
NTKERNELAPI VOID WdfRequestFormatRequestUsingCurrentType(WDFREQUEST Request);
NTKERNELAPI VOID WdfRequestWdmFormatUsingStackLocation(
	WDFREQUEST Request, PIO_STACK_LOCATION Stack);
NTKERNELAPI VOID WdfRequestSetCompletionRoutine(WDFREQUEST Request,
	PFN_WDF_REQUEST_COMPLETION_ROUTINE CompletionRoutine, WDFCONTEXT CompletionContext);
NTKERNELAPI VOID WdfRequestGetCompletionParams(
	WDFREQUEST Request, PWDF_REQUEST_COMPLETION_PARAMS Params);

/*
 * FALSE when it was not sent, and WdfRequestGetStatus says why. Otherwise it is the driver's again
 * when its completion routine is called; or never, when it is sent and forgotten.
 */
NTKERNELAPI BOOLEAN WdfRequestSend(
	WDFREQUEST Request, WDFIOTARGET Target, PWDF_REQUEST_SEND_OPTIONS Options);
NTKERNELAPI NTSTATUS WdfRequestGetStatus(WDFREQUEST Request);
NTKERNELAPI NTSTATUS WdfRequestAllocateTimer(WDFREQUEST Request);
NTKERNELAPI BOOLEAN WdfRequestCancelSentRequest(WDFREQUEST Request);

#ifdef __cplusplus
}
#endif
