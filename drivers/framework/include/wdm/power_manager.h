/* The power manager: what drivers ask of it, and tell it. Part of wdm.h, which includes it. */
#pragma once

#include <guiddef.h>
#include <ntdef.h>
#include <wdm/irp.h>
#include <wdm/power.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Power IRPs: one of IRP_MN_SET_POWER or IRP_MN_QUERY_POWER at a time for each stack, sent by a thread of
 * the power manager's. The request is freed when it is completed, after the routine was called; Irp is
 * for IRP_MN_WAIT_WAKE, to be cancelled by.
 */
typedef VOID REQUEST_POWER_COMPLETE(PDEVICE_OBJECT DeviceObject, UCHAR MinorFunction,
	POWER_STATE PowerState, PVOID Context, PIO_STATUS_BLOCK IoStatus);
typedef REQUEST_POWER_COMPLETE *PREQUEST_POWER_COMPLETE;

NTKERNELAPI NTSTATUS PoRequestPowerIrp(PDEVICE_OBJECT DeviceObject, UCHAR MinorFunction,
	POWER_STATE PowerState, PREQUEST_POWER_COMPLETE CompletionFunction, PVOID Context,
	PIRP *Irp);
NTKERNELAPI NTSTATUS PoCallDriver(PDEVICE_OBJECT DeviceObject, PIRP Irp);
NTKERNELAPI VOID PoStartNextPowerIrp(PIRP Irp); /* without effect, as it is since Windows Vista */

/* The state that was set before. */
NTKERNELAPI POWER_STATE PoSetPowerState(
	PDEVICE_OBJECT DeviceObject, POWER_STATE_TYPE Type, POWER_STATE State);

/* The request woke the system. */
NTKERNELAPI VOID PoSetSystemWake(PIRP Irp);
NTKERNELAPI BOOLEAN PoGetSystemWake(PIRP Irp);

/*
 * The stack is set to State when it was idle for long enough, and nobody holds it busy. The registration
 * goes with the device, or with times of 0; NULL then.
 */
NTKERNELAPI PULONG PoRegisterDeviceForIdleDetection(PDEVICE_OBJECT DeviceObject,
	ULONG ConservationIdleTime, ULONG PerformanceIdleTime, DEVICE_POWER_STATE State);
NTKERNELAPI VOID PoSetDeviceBusyEx(PULONG IdlePointer);
NTKERNELAPI VOID PoStartDeviceBusy(PULONG IdlePointer);
NTKERNELAPI VOID PoEndDeviceBusy(PULONG IdlePointer);
#define PoSetDeviceBusy(IdlePointer) (*(IdlePointer) = 0)

/* Called at once with the value that there is, and when another one is set. */
typedef NTSTATUS POWER_SETTING_CALLBACK(
	LPCGUID SettingGuid, PVOID Value, ULONG ValueLength, PVOID Context);
typedef POWER_SETTING_CALLBACK *PPOWER_SETTING_CALLBACK;

NTKERNELAPI NTSTATUS PoRegisterPowerSettingCallback(PDEVICE_OBJECT DeviceObject,
	LPCGUID SettingGuid, PPOWER_SETTING_CALLBACK Callback, PVOID Context, PVOID *Handle);
NTKERNELAPI NTSTATUS PoUnregisterPowerSettingCallback(PVOID Handle);

NTKERNELAPI extern const GUID GUID_ACDC_POWER_SOURCE;
NTKERNELAPI extern const GUID GUID_BATTERY_PERCENTAGE_REMAINING;
NTKERNELAPI extern const GUID GUID_CONSOLE_DISPLAY_STATE;
NTKERNELAPI extern const GUID GUID_MONITOR_POWER_ON;
NTKERNELAPI extern const GUID GUID_POWERSCHEME_PERSONALITY;
NTKERNELAPI extern const GUID GUID_SYSTEM_AWAYMODE;

/* Who needs the system, and why. The count of each type is the request's own. */
typedef enum _POWER_REQUEST_TYPE {
	PowerRequestDisplayRequired,
	PowerRequestSystemRequired,
	PowerRequestAwayModeRequired,
	PowerRequestExecutionRequired,
} POWER_REQUEST_TYPE, *PPOWER_REQUEST_TYPE;

#define POWER_REQUEST_CONTEXT_VERSION         0
#define DIAGNOSTIC_REASON_VERSION             0
#define DIAGNOSTIC_REASON_SIMPLE_STRING       0x00000001
#define DIAGNOSTIC_REASON_DETAILED_STRING     0x00000002
#define DIAGNOSTIC_REASON_NOT_SPECIFIED       0x80000000
#define POWER_REQUEST_CONTEXT_SIMPLE_STRING   DIAGNOSTIC_REASON_SIMPLE_STRING
#define POWER_REQUEST_CONTEXT_DETAILED_STRING DIAGNOSTIC_REASON_DETAILED_STRING
#define POWER_REQUEST_CONTEXT_NOT_SPECIFIED   DIAGNOSTIC_REASON_NOT_SPECIFIED

typedef struct _COUNTED_REASON_CONTEXT {
	ULONG Version;
	ULONG Flags;
	union {
		struct {
			UNICODE_STRING ResourceFileName;
			USHORT ResourceReasonId;
			ULONG StringCount;
			PUNICODE_STRING ReasonStrings;
		};
		UNICODE_STRING SimpleString;
	};
} COUNTED_REASON_CONTEXT, *PCOUNTED_REASON_CONTEXT;

NTKERNELAPI NTSTATUS PoCreatePowerRequest(
	PVOID *PowerRequest, PDEVICE_OBJECT DeviceObject, PCOUNTED_REASON_CONTEXT Context);
NTKERNELAPI NTSTATUS PoSetPowerRequest(PVOID PowerRequest, POWER_REQUEST_TYPE Type);
NTKERNELAPI NTSTATUS PoClearPowerRequest(PVOID PowerRequest, POWER_REQUEST_TYPE Type);
NTKERNELAPI VOID PoDeletePowerRequest(PVOID PowerRequest);

typedef ULONG EXECUTION_STATE, *PEXECUTION_STATE;
#define ES_SYSTEM_REQUIRED  0x00000001
#define ES_DISPLAY_REQUIRED 0x00000002
#define ES_USER_PRESENT     0x00000004
#define ES_CONTINUOUS       0x80000000

/* The older way: StateHandle is NULL, or one that is to be changed. */
NTKERNELAPI PVOID PoRegisterSystemState(PVOID StateHandle, EXECUTION_STATE Flags);
NTKERNELAPI VOID PoUnregisterSystemState(PVOID StateHandle);
NTKERNELAPI VOID PoSetSystemState(EXECUTION_STATE Flags);

#ifdef __cplusplus
}
#endif
