/* Devices. */
#pragma once

#include <wdfdriver.h>
#include <wdfpnppower.h>
#include <wdfpowerstates.h>
/* As in the headers of Windows, for the names of SDDL strings. */
#ifndef WDF_DEVICE_NO_WDMSEC_H
#include <wdmsec.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef VOID EVT_WDF_DEVICE_FILE_CREATE(
	WDFDEVICE Device, WDFREQUEST Request, WDFFILEOBJECT FileObject);
typedef EVT_WDF_DEVICE_FILE_CREATE *PFN_WDF_DEVICE_FILE_CREATE;
typedef VOID EVT_WDF_FILE_CLOSE(WDFFILEOBJECT FileObject);
typedef EVT_WDF_FILE_CLOSE *PFN_WDF_FILE_CLOSE;
typedef VOID EVT_WDF_FILE_CLEANUP(WDFFILEOBJECT FileObject);
typedef EVT_WDF_FILE_CLEANUP *PFN_WDF_FILE_CLEANUP;

/* In the thread of who makes the request: there what the user has passed can be reached. */
typedef VOID EVT_WDF_IO_IN_CALLER_CONTEXT(WDFDEVICE Device, WDFREQUEST Request);
typedef EVT_WDF_IO_IN_CALLER_CONTEXT *PFN_WDF_IO_IN_CALLER_CONTEXT;
typedef NTSTATUS EVT_WDFDEVICE_WDM_IRP_PREPROCESS(WDFDEVICE Device, PIRP Irp);
typedef EVT_WDFDEVICE_WDM_IRP_PREPROCESS *PFN_WDFDEVICE_WDM_IRP_PREPROCESS;

typedef NTSTATUS EVT_WDFDEVICE_WDM_IRP_DISPATCH(WDFDEVICE Device, UCHAR MajorFunction,
	UCHAR MinorFunction, ULONG Code, WDFCONTEXT DriverContext, PIRP Irp,
	WDFCONTEXT DispatchContext);
typedef EVT_WDFDEVICE_WDM_IRP_DISPATCH *PFN_WDFDEVICE_WDM_IRP_DISPATCH;

typedef enum _WDF_DISPATCH_IRP_TO_IO_QUEUE_FLAGS {
	WDF_DISPATCH_IRP_TO_IO_QUEUE_NO_FLAGS = 0x00000000,
	WDF_DISPATCH_IRP_TO_IO_QUEUE_INVOKE_INCALLERCTX_CALLBACK = 0x00000001,
	WDF_DISPATCH_IRP_TO_IO_QUEUE_PREPROCESSED_IRP = 0x00000002,
} WDF_DISPATCH_IRP_TO_IO_QUEUE_FLAGS;

/* Where the framework may keep its file object. */
typedef enum _WDF_FILEOBJECT_CLASS {
	WdfFileObjectInvalid = 0,
	WdfFileObjectNotRequired = 1,
	WdfFileObjectWdfCanUseFsContext = 2,
	WdfFileObjectWdfCanUseFsContext2 = 3,
	WdfFileObjectWdfCannotUseFsContexts = 4,
	WdfFileObjectCanBeOptional = (int)0x80000000,
} WDF_FILEOBJECT_CLASS, *PWDF_FILEOBJECT_CLASS;

typedef struct _WDF_FILEOBJECT_CONFIG {
	ULONG Size;
	PFN_WDF_DEVICE_FILE_CREATE EvtDeviceFileCreate;
	PFN_WDF_FILE_CLOSE EvtFileClose;
	PFN_WDF_FILE_CLEANUP EvtFileCleanup;
	WDF_TRI_STATE AutoForwardCleanupClose; /* WdfUseDefault: a filter does, others do not */
	WDF_FILEOBJECT_CLASS FileObjectClass;
} WDF_FILEOBJECT_CONFIG, *PWDF_FILEOBJECT_CONFIG;

FORCEINLINE VOID WDF_FILEOBJECT_CONFIG_INIT(PWDF_FILEOBJECT_CONFIG FileEventCallbacks,
	PFN_WDF_DEVICE_FILE_CREATE EvtDeviceFileCreate, PFN_WDF_FILE_CLOSE EvtFileClose,
	PFN_WDF_FILE_CLEANUP EvtFileCleanup)
{
	FileEventCallbacks->Size = sizeof(WDF_FILEOBJECT_CONFIG);
	FileEventCallbacks->EvtDeviceFileCreate = EvtDeviceFileCreate;
	FileEventCallbacks->EvtFileClose = EvtFileClose;
	FileEventCallbacks->EvtFileCleanup = EvtFileCleanup;
	FileEventCallbacks->FileObjectClass = WdfFileObjectWdfCannotUseFsContexts;
	FileEventCallbacks->AutoForwardCleanupClose = WdfUseDefault;
}

typedef enum _WDF_DEVICE_IO_TYPE {
	WdfDeviceIoUndefined = 0,
	WdfDeviceIoNeither,
	WdfDeviceIoBuffered,
	WdfDeviceIoDirect,
	WdfDeviceIoBufferedOrDirect = 4,
	WdfDeviceIoMaximum,
} WDF_DEVICE_IO_TYPE, *PWDF_DEVICE_IO_TYPE;

typedef struct _WDF_IO_TYPE_CONFIG {
	ULONG Size;
	WDF_DEVICE_IO_TYPE ReadWriteIoType;
	WDF_DEVICE_IO_TYPE DeviceControlIoType;
	ULONG DirectTransferThreshold;
} WDF_IO_TYPE_CONFIG, *PWDF_IO_TYPE_CONFIG;

FORCEINLINE VOID WDF_IO_TYPE_CONFIG_INIT(PWDF_IO_TYPE_CONFIG IoTypeConfig)
{
	memset(IoTypeConfig, 0, sizeof(WDF_IO_TYPE_CONFIG));
	IoTypeConfig->Size = sizeof(WDF_IO_TYPE_CONFIG);
	IoTypeConfig->ReadWriteIoType = WdfDeviceIoBuffered;
	IoTypeConfig->DeviceControlIoType = WdfDeviceIoBuffered;
}

NTKERNELAPI NTSTATUS WdfDeviceInitAssignSDDLString(
	PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING SDDLString);
/* Whose security a raw or control device has by default; here every program may open every device. */
NTKERNELAPI VOID WdfDeviceInitSetDeviceClass(
	PWDFDEVICE_INIT DeviceInit, CONST GUID *DeviceClassGuid);
NTKERNELAPI NTSTATUS WdfDeviceInitAssignName(
	PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING DeviceName);
NTKERNELAPI VOID WdfDeviceInitSetExclusive(PWDFDEVICE_INIT DeviceInit, BOOLEAN IsExclusive);
NTKERNELAPI VOID WdfDeviceInitSetDeviceType(PWDFDEVICE_INIT DeviceInit, DEVICE_TYPE DeviceType);
NTKERNELAPI VOID WdfDeviceInitSetCharacteristics(
	PWDFDEVICE_INIT DeviceInit, ULONG DeviceCharacteristics, BOOLEAN OrInValues);
NTKERNELAPI VOID WdfDeviceInitFree(PWDFDEVICE_INIT DeviceInit);

NTKERNELAPI VOID WdfDeviceInitSetFileObjectConfig(PWDFDEVICE_INIT DeviceInit,
	PWDF_FILEOBJECT_CONFIG FileObjectConfig, PWDF_OBJECT_ATTRIBUTES FileObjectAttributes);
NTKERNELAPI VOID WdfDeviceInitSetRequestAttributes(
	PWDFDEVICE_INIT DeviceInit, PWDF_OBJECT_ATTRIBUTES RequestAttributes);
NTKERNELAPI VOID WdfDeviceInitSetIoInCallerContextCallback(
	PWDFDEVICE_INIT DeviceInit, PFN_WDF_IO_IN_CALLER_CONTEXT EvtIoInCallerContext);
NTKERNELAPI VOID WdfDeviceInitSetIoType(PWDFDEVICE_INIT DeviceInit, WDF_DEVICE_IO_TYPE IoType);
NTKERNELAPI VOID WdfDeviceInitSetIoTypeEx(
	PWDFDEVICE_INIT DeviceInit, PWDF_IO_TYPE_CONFIG IoTypeConfig);

/* Of buffers: a mask, as FILE_LONG_ALIGNMENT is. */
NTKERNELAPI ULONG WdfDeviceGetAlignmentRequirement(WDFDEVICE Device);
NTKERNELAPI VOID WdfDeviceSetAlignmentRequirement(WDFDEVICE Device, ULONG AlignmentRequirement);

/* STATUS_INVALID_PARAMETER: it was given none. */
NTKERNELAPI NTSTATUS WdfDeviceRetrieveDeviceName(WDFDEVICE Device, WDFSTRING String);

typedef enum _WDF_REMOVE_LOCK_OPTIONS_FLAGS {
	WDF_REMOVE_LOCK_OPTION_ACQUIRE_FOR_IO = 0x00000001,
} WDF_REMOVE_LOCK_OPTIONS_FLAGS;

typedef struct _WDF_REMOVE_LOCK_OPTIONS {
	ULONG Size;
	ULONG Flags;
} WDF_REMOVE_LOCK_OPTIONS, *PWDF_REMOVE_LOCK_OPTIONS;

FORCEINLINE VOID WDF_REMOVE_LOCK_OPTIONS_INIT(
	PWDF_REMOVE_LOCK_OPTIONS RemoveLockOptions, ULONG Flags)
{
	memset(RemoveLockOptions, 0, sizeof(WDF_REMOVE_LOCK_OPTIONS));
	RemoveLockOptions->Size = sizeof(WDF_REMOVE_LOCK_OPTIONS);
	RemoveLockOptions->Flags = Flags;
}

/* The device is not removed while one of its IRPs is not completed. */
NTKERNELAPI VOID WdfDeviceInitSetRemoveLockOptions(
	PWDFDEVICE_INIT DeviceInit, PWDF_REMOVE_LOCK_OPTIONS Options);

/* The callback has the IRP first; WdfDeviceWdmDispatchPreprocessedIrp gives it to the framework. */
NTKERNELAPI NTSTATUS WdfDeviceInitAssignWdmIrpPreprocessCallback(PWDFDEVICE_INIT DeviceInit,
	PFN_WDFDEVICE_WDM_IRP_PREPROCESS EvtDeviceWdmIrpPreprocess, UCHAR MajorFunction,
	PUCHAR MinorFunctions, ULONG NumMinorFunctions);
NTKERNELAPI NTSTATUS WdfDeviceWdmDispatchPreprocessedIrp(WDFDEVICE Device, PIRP Irp);

/*
 * The callback has reads, writes and controls, one of which it is for, before a queue has: it gives
 * each to a queue, back to the framework, which chooses then, or completes it. Before the device is
 * started. `Driver` may be NULL; there are no class extensions.
 */
NTKERNELAPI NTSTATUS WdfDeviceConfigureWdmIrpDispatchCallback(WDFDEVICE Device, WDFDRIVER Driver,
	UCHAR MajorFunction, PFN_WDFDEVICE_WDM_IRP_DISPATCH EvtDeviceWdmIrpDispatch,
	WDFCONTEXT DriverContext);
NTKERNELAPI NTSTATUS WdfDeviceWdmDispatchIrp(
	WDFDEVICE Device, PIRP Irp, WDFCONTEXT DispatchContext);
NTKERNELAPI NTSTATUS WdfDeviceWdmDispatchIrpToIoQueue(
	WDFDEVICE Device, PIRP Irp, WDFQUEUE Queue, ULONG Flags);

/* Takes *DeviceInit over, and sets it to NULL, when it succeeds. */
NTKERNELAPI NTSTATUS WdfDeviceCreate(
	PWDFDEVICE_INIT *DeviceInit, PWDF_OBJECT_ATTRIBUTES DeviceAttributes, WDFDEVICE *Device);
NTKERNELAPI NTSTATUS WdfDeviceCreateSymbolicLink(
	WDFDEVICE Device, PCUNICODE_STRING SymbolicLinkName);
NTKERNELAPI PDEVICE_OBJECT WdfDeviceWdmGetDeviceObject(WDFDEVICE Device);
NTKERNELAPI PDEVICE_OBJECT WdfDeviceWdmGetPhysicalDevice(WDFDEVICE Device);
NTKERNELAPI PDEVICE_OBJECT WdfDeviceWdmGetAttachedDevice(WDFDEVICE Device);
NTKERNELAPI WDFDEVICE WdfWdmDeviceGetWdfDeviceHandle(PDEVICE_OBJECT DeviceObject);
NTKERNELAPI WDFDRIVER WdfDeviceGetDriver(WDFDEVICE Device);
NTKERNELAPI ULONG WdfDeviceGetCharacteristics(WDFDEVICE Device);
NTKERNELAPI VOID WdfDeviceSetCharacteristics(WDFDEVICE Device, ULONG DeviceCharacteristics);
NTKERNELAPI WDFFILEOBJECT WdfDeviceGetFileObject(WDFDEVICE Device, PFILE_OBJECT FileObject);

#ifdef __cplusplus
}
#endif
