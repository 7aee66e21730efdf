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

/* In EvtIoInCallerContext only. */
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

#ifdef __cplusplus
}
#endif
