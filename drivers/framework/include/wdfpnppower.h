/*
 * Plug and play, and power, of devices: their states, the callbacks at each change, and what a driver
 * says about them. The order of the callbacks is that of "PnP and Power Management Scenarios".
 */
#pragma once

#include <wdftypes.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A device's state of plug and play, as the framework goes through them. */
typedef enum _WDF_DEVICE_PNP_STATE {
	WdfDevStatePnpInvalid = 0x00,
	WdfDevStatePnpObjectCreated = 0x100,
	WdfDevStatePnpCheckForDevicePresence = 0x101,
	WdfDevStatePnpEjectFailed = 0x102,
	WdfDevStatePnpEjectHardware = 0x103,
	WdfDevStatePnpEjectedWaitingForRemove = 0x104,
	WdfDevStatePnpInit = 0x105,
	WdfDevStatePnpInitStarting = 0x106,
	WdfDevStatePnpInitSurpriseRemoved = 0x107,
	WdfDevStatePnpHardwareAvailable = 0x108,
	WdfDevStatePnpEnableInterfaces = 0x109,
	WdfDevStatePnpHardwareAvailablePowerPolicyFailed = 0x10A,
	WdfDevStatePnpQueryRemoveAskDriver = 0x10B,
	WdfDevStatePnpQueryRemovePending = 0x10C,
	WdfDevStatePnpQueryRemoveStaticCheck = 0x10D,
	WdfDevStatePnpQueriedRemoving = 0x10E,
	WdfDevStatePnpQueryStopAskDriver = 0x10F,
	WdfDevStatePnpQueryStopPending = 0x110,
	WdfDevStatePnpQueryStopStaticCheck = 0x111,
	WdfDevStatePnpQueryCanceled = 0x112,
	WdfDevStatePnpRemoved = 0x113,
	WdfDevStatePnpPdoRemoved = 0x114,
	WdfDevStatePnpRemovedPdoWait = 0x115,
	WdfDevStatePnpRemovedPdoSurpriseRemoved = 0x116,
	WdfDevStatePnpRemovingDisableInterfaces = 0x117,
	WdfDevStatePnpRestarting = 0x118,
	WdfDevStatePnpStarted = 0x119,
	WdfDevStatePnpStartedCancelStop = 0x11A,
	WdfDevStatePnpStartedCancelRemove = 0x11B,
	WdfDevStatePnpStartedRemoving = 0x11C,
	WdfDevStatePnpStartingFromStopped = 0x11D,
	WdfDevStatePnpStopped = 0x11E,
	WdfDevStatePnpStoppedWaitForStartCompletion = 0x11F,
	WdfDevStatePnpStartedStopping = 0x120,
	WdfDevStatePnpSurpriseRemove = 0x121,
	WdfDevStatePnpInitQueryRemove = 0x122,
	WdfDevStatePnpInitQueryRemoveCanceled = 0x123,
	WdfDevStatePnpFdoRemoved = 0x124,
	WdfDevStatePnpRemovedWaitForChildren = 0x125,
	WdfDevStatePnpQueriedSurpriseRemove = 0x126,
	WdfDevStatePnpSurpriseRemoveIoStarted = 0x127,
	WdfDevStatePnpFailedPowerDown = 0x128,
	WdfDevStatePnpFailedIoStarting = 0x129,
	WdfDevStatePnpFailedOwnHardware = 0x12A,
	WdfDevStatePnpFailed = 0x12B,
	WdfDevStatePnpFailedSurpriseRemoved = 0x12C,
	WdfDevStatePnpFailedStarted = 0x12D,
	WdfDevStatePnpFailedWaitForRemove = 0x12E,
	WdfDevStatePnpFailedInit = 0x12F,
	WdfDevStatePnpPdoInitFailed = 0x130,
	WdfDevStatePnpRestart = 0x131,
	WdfDevStatePnpRestartReleaseHardware = 0x132,
	WdfDevStatePnpRestartHardwareAvailable = 0x133,
	WdfDevStatePnpPdoRestart = 0x134,
	WdfDevStatePnpFinal = 0x135,
	WdfDevStatePnpRemovedChildrenRemoved = 0x136,
	WdfDevStatePnpQueryRemoveEnsureDeviceAwake = 0x137,
	WdfDevStatePnpQueryStopEnsureDeviceAwake = 0x138,
	WdfDevStatePnpFailedPowerPolicyRemoved = 0x139,
	WdfDevStatePnpNull = 0x13A,
} WDF_DEVICE_PNP_STATE, *PWDF_DEVICE_PNP_STATE;

typedef enum _WDF_POWER_DEVICE_STATE {
	WdfPowerDeviceInvalid = 0,
	WdfPowerDeviceD0,
	WdfPowerDeviceD1,
	WdfPowerDeviceD2,
	WdfPowerDeviceD3,
	WdfPowerDeviceD3Final,
	WdfPowerDevicePrepareForHibernation,
	WdfPowerDeviceMaximum,
} WDF_POWER_DEVICE_STATE, *PWDF_POWER_DEVICE_STATE;

typedef enum _WDF_SPECIAL_FILE_TYPE {
	WdfSpecialFileUndefined = 0,
	WdfSpecialFilePaging,
	WdfSpecialFileHibernation,
	WdfSpecialFileDump,
	WdfSpecialFileBoot,
	WdfSpecialFilePostDisplay,
	WdfSpecialFileGuestAssigned,
	WdfSpecialFileMax,
} WDF_SPECIAL_FILE_TYPE, *PWDF_SPECIAL_FILE_TYPE;

typedef enum _WDF_DEVICE_FAILED_ACTION {
	WdfDeviceFailedUndefined = 0,
	WdfDeviceFailedAttemptRestart,
	WdfDeviceFailedNoRestart,
} WDF_DEVICE_FAILED_ACTION;

typedef NTSTATUS EVT_WDF_DEVICE_D0_ENTRY(WDFDEVICE Device, WDF_POWER_DEVICE_STATE PreviousState);
typedef EVT_WDF_DEVICE_D0_ENTRY *PFN_WDF_DEVICE_D0_ENTRY;
typedef NTSTATUS EVT_WDF_DEVICE_D0_ENTRY_POST_INTERRUPTS_ENABLED(
	WDFDEVICE Device, WDF_POWER_DEVICE_STATE PreviousState);
typedef EVT_WDF_DEVICE_D0_ENTRY_POST_INTERRUPTS_ENABLED
	*PFN_WDF_DEVICE_D0_ENTRY_POST_INTERRUPTS_ENABLED;
typedef NTSTATUS EVT_WDF_DEVICE_D0_EXIT(WDFDEVICE Device, WDF_POWER_DEVICE_STATE TargetState);
typedef EVT_WDF_DEVICE_D0_EXIT *PFN_WDF_DEVICE_D0_EXIT;
typedef NTSTATUS EVT_WDF_DEVICE_D0_EXIT_PRE_INTERRUPTS_DISABLED(
	WDFDEVICE Device, WDF_POWER_DEVICE_STATE TargetState);
typedef EVT_WDF_DEVICE_D0_EXIT_PRE_INTERRUPTS_DISABLED
	*PFN_WDF_DEVICE_D0_EXIT_PRE_INTERRUPTS_DISABLED;
typedef NTSTATUS EVT_WDF_DEVICE_PREPARE_HARDWARE(
	WDFDEVICE Device, WDFCMRESLIST ResourcesRaw, WDFCMRESLIST ResourcesTranslated);
typedef EVT_WDF_DEVICE_PREPARE_HARDWARE *PFN_WDF_DEVICE_PREPARE_HARDWARE;
typedef NTSTATUS EVT_WDF_DEVICE_RELEASE_HARDWARE(
	WDFDEVICE Device, WDFCMRESLIST ResourcesTranslated);
typedef EVT_WDF_DEVICE_RELEASE_HARDWARE *PFN_WDF_DEVICE_RELEASE_HARDWARE;
typedef VOID EVT_WDF_DEVICE_SELF_MANAGED_IO_CLEANUP(WDFDEVICE Device);
typedef EVT_WDF_DEVICE_SELF_MANAGED_IO_CLEANUP *PFN_WDF_DEVICE_SELF_MANAGED_IO_CLEANUP;
typedef VOID EVT_WDF_DEVICE_SELF_MANAGED_IO_FLUSH(WDFDEVICE Device);
typedef EVT_WDF_DEVICE_SELF_MANAGED_IO_FLUSH *PFN_WDF_DEVICE_SELF_MANAGED_IO_FLUSH;
typedef NTSTATUS EVT_WDF_DEVICE_SELF_MANAGED_IO_INIT(WDFDEVICE Device);
typedef EVT_WDF_DEVICE_SELF_MANAGED_IO_INIT *PFN_WDF_DEVICE_SELF_MANAGED_IO_INIT;
typedef NTSTATUS EVT_WDF_DEVICE_SELF_MANAGED_IO_SUSPEND(WDFDEVICE Device);
typedef EVT_WDF_DEVICE_SELF_MANAGED_IO_SUSPEND *PFN_WDF_DEVICE_SELF_MANAGED_IO_SUSPEND;
typedef NTSTATUS EVT_WDF_DEVICE_SELF_MANAGED_IO_RESTART(WDFDEVICE Device);
typedef EVT_WDF_DEVICE_SELF_MANAGED_IO_RESTART *PFN_WDF_DEVICE_SELF_MANAGED_IO_RESTART;
typedef VOID EVT_WDF_DEVICE_SURPRISE_REMOVAL(WDFDEVICE Device);
typedef EVT_WDF_DEVICE_SURPRISE_REMOVAL *PFN_WDF_DEVICE_SURPRISE_REMOVAL;
typedef NTSTATUS EVT_WDF_DEVICE_QUERY_REMOVE(WDFDEVICE Device);
typedef EVT_WDF_DEVICE_QUERY_REMOVE *PFN_WDF_DEVICE_QUERY_REMOVE;
typedef NTSTATUS EVT_WDF_DEVICE_QUERY_STOP(WDFDEVICE Device);
typedef EVT_WDF_DEVICE_QUERY_STOP *PFN_WDF_DEVICE_QUERY_STOP;
typedef VOID EVT_WDF_DEVICE_USAGE_NOTIFICATION(
	WDFDEVICE Device, WDF_SPECIAL_FILE_TYPE NotificationType, BOOLEAN IsInNotificationPath);
typedef EVT_WDF_DEVICE_USAGE_NOTIFICATION *PFN_WDF_DEVICE_USAGE_NOTIFICATION;
typedef NTSTATUS EVT_WDF_DEVICE_USAGE_NOTIFICATION_EX(
	WDFDEVICE Device, WDF_SPECIAL_FILE_TYPE NotificationType, BOOLEAN IsInNotificationPath);
typedef EVT_WDF_DEVICE_USAGE_NOTIFICATION_EX *PFN_WDF_DEVICE_USAGE_NOTIFICATION_EX;
typedef VOID EVT_WDF_DEVICE_RELATIONS_QUERY(WDFDEVICE Device, DEVICE_RELATION_TYPE RelationType);
typedef EVT_WDF_DEVICE_RELATIONS_QUERY *PFN_WDF_DEVICE_RELATIONS_QUERY;

typedef struct _WDF_PNPPOWER_EVENT_CALLBACKS {
	ULONG Size;
	PFN_WDF_DEVICE_D0_ENTRY EvtDeviceD0Entry;
	PFN_WDF_DEVICE_D0_ENTRY_POST_INTERRUPTS_ENABLED EvtDeviceD0EntryPostInterruptsEnabled;
	PFN_WDF_DEVICE_D0_EXIT EvtDeviceD0Exit;
	PFN_WDF_DEVICE_D0_EXIT_PRE_INTERRUPTS_DISABLED EvtDeviceD0ExitPreInterruptsDisabled;
	PFN_WDF_DEVICE_PREPARE_HARDWARE EvtDevicePrepareHardware;
	PFN_WDF_DEVICE_RELEASE_HARDWARE EvtDeviceReleaseHardware;
	PFN_WDF_DEVICE_SELF_MANAGED_IO_CLEANUP EvtDeviceSelfManagedIoCleanup;
	PFN_WDF_DEVICE_SELF_MANAGED_IO_FLUSH EvtDeviceSelfManagedIoFlush;
	PFN_WDF_DEVICE_SELF_MANAGED_IO_INIT EvtDeviceSelfManagedIoInit;
	PFN_WDF_DEVICE_SELF_MANAGED_IO_SUSPEND EvtDeviceSelfManagedIoSuspend;
	PFN_WDF_DEVICE_SELF_MANAGED_IO_RESTART EvtDeviceSelfManagedIoRestart;
	PFN_WDF_DEVICE_SURPRISE_REMOVAL EvtDeviceSurpriseRemoval;
	PFN_WDF_DEVICE_QUERY_REMOVE EvtDeviceQueryRemove;
	PFN_WDF_DEVICE_QUERY_STOP EvtDeviceQueryStop;
	PFN_WDF_DEVICE_USAGE_NOTIFICATION EvtDeviceUsageNotification;
	PFN_WDF_DEVICE_RELATIONS_QUERY EvtDeviceRelationsQuery;
	PFN_WDF_DEVICE_USAGE_NOTIFICATION_EX EvtDeviceUsageNotificationEx;
} WDF_PNPPOWER_EVENT_CALLBACKS, *PWDF_PNPPOWER_EVENT_CALLBACKS;

FORCEINLINE VOID WDF_PNPPOWER_EVENT_CALLBACKS_INIT(PWDF_PNPPOWER_EVENT_CALLBACKS Callbacks)
{
	memset(Callbacks, 0, sizeof(WDF_PNPPOWER_EVENT_CALLBACKS));
	Callbacks->Size = sizeof(WDF_PNPPOWER_EVENT_CALLBACKS);
}

/* What the PnP manager is told of a device: WdfTrue or WdfFalse, WdfUseDefault leaves it. */
typedef struct _WDF_DEVICE_STATE {
	ULONG Size;
	WDF_TRI_STATE Disabled;
	WDF_TRI_STATE DontDisplayInUI;
	WDF_TRI_STATE Failed;
	WDF_TRI_STATE NotDisableable;
	WDF_TRI_STATE Removed;
	WDF_TRI_STATE ResourcesChanged;
	WDF_TRI_STATE AssignedToGuest;
} WDF_DEVICE_STATE, *PWDF_DEVICE_STATE;

FORCEINLINE VOID WDF_DEVICE_STATE_INIT(PWDF_DEVICE_STATE PnpDeviceState)
{
	memset(PnpDeviceState, 0, sizeof(WDF_DEVICE_STATE));
	PnpDeviceState->Size = sizeof(WDF_DEVICE_STATE);
	PnpDeviceState->Disabled = WdfUseDefault;
	PnpDeviceState->DontDisplayInUI = WdfUseDefault;
	PnpDeviceState->Failed = WdfUseDefault;
	PnpDeviceState->NotDisableable = WdfUseDefault;
	PnpDeviceState->Removed = WdfUseDefault;
	PnpDeviceState->ResourcesChanged = WdfUseDefault;
	PnpDeviceState->AssignedToGuest = WdfUseDefault;
}

struct WDFDEVICE_INIT;

/* Whether power requests are made where page faults can be; a device that draws much current is not pageable. */
NTKERNELAPI VOID WdfDeviceInitSetPowerPageable(struct WDFDEVICE_INIT *DeviceInit);
NTKERNELAPI VOID WdfDeviceInitSetPowerNotPageable(struct WDFDEVICE_INIT *DeviceInit);
NTKERNELAPI VOID WdfDeviceInitSetPowerInrush(struct WDFDEVICE_INIT *DeviceInit);

/* When a device that has failed releases its hardware: at once, or when its children are gone. */
typedef enum _WDF_RELEASE_HARDWARE_ORDER_ON_FAILURE {
	WdfReleaseHardwareOrderOnFailureInvalid = 0,
	WdfReleaseHardwareOrderOnFailureEarly,
	WdfReleaseHardwareOrderOnFailureAfterDescendants,
} WDF_RELEASE_HARDWARE_ORDER_ON_FAILURE, *PWDF_RELEASE_HARDWARE_ORDER_ON_FAILURE;

NTKERNELAPI VOID WdfDeviceInitSetReleaseHardwareOrderOnFailure(struct WDFDEVICE_INIT *DeviceInit,
	WDF_RELEASE_HARDWARE_ORDER_ON_FAILURE ReleaseHardwareOrderOnFailure);

/* Devices that are told of special files when this one is, and that go when this one goes. */
NTKERNELAPI NTSTATUS WdfDeviceAddDependentUsageDeviceObject(
	WDFDEVICE Device, PDEVICE_OBJECT DependentDevice);
NTKERNELAPI VOID WdfDeviceRemoveDependentUsageDeviceObject(
	WDFDEVICE Device, PDEVICE_OBJECT DependentDevice);
NTKERNELAPI NTSTATUS WdfDeviceAddRemovalRelationsPhysicalDevice(
	WDFDEVICE Device, PDEVICE_OBJECT PhysicalDevice);
NTKERNELAPI VOID WdfDeviceRemoveRemovalRelationsPhysicalDevice(
	WDFDEVICE Device, PDEVICE_OBJECT PhysicalDevice);
NTKERNELAPI VOID WdfDeviceClearRemovalRelationsDevices(WDFDEVICE Device);

struct WDFDEVICE_INIT;

NTKERNELAPI VOID WdfDeviceInitSetPnpPowerEventCallbacks(
	struct WDFDEVICE_INIT *DeviceInit, PWDF_PNPPOWER_EVENT_CALLBACKS PnpPowerEventCallbacks);
NTKERNELAPI WDF_DEVICE_PNP_STATE WdfDeviceGetDevicePnpState(WDFDEVICE Device);

/* WdfTrue for each thing that was set. */
NTKERNELAPI VOID WdfDeviceGetDeviceState(WDFDEVICE Device, PWDF_DEVICE_STATE DeviceState);
NTKERNELAPI VOID WdfDeviceSetDeviceState(WDFDEVICE Device, PWDF_DEVICE_STATE DeviceState);

/* The device is broken: it is surprise-removed, and started again when that is asked for. */
NTKERNELAPI VOID WdfDeviceSetFailed(WDFDEVICE Device, WDF_DEVICE_FAILED_ACTION FailedAction);

/* FALSE: from now on the device goes by surprise only. TRUE takes one FALSE back. */
NTKERNELAPI VOID WdfDeviceSetStaticStopRemove(WDFDEVICE Device, BOOLEAN Stoppable);
NTKERNELAPI VOID WdfDeviceSetSpecialFileSupport(
	WDFDEVICE Device, WDF_SPECIAL_FILE_TYPE FileType, BOOLEAN FileTypeIsSupported);

#ifdef __cplusplus
}
#endif
