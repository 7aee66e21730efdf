/*
 * Power policy: who decides when a device sleeps, and what wakes it. The driver of the function device
 * does, unless another says that it does.
 */
#pragma once

#include <wdfdevice.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef NTSTATUS EVT_WDF_DEVICE_ARM_WAKE_FROM_S0(WDFDEVICE Device);
typedef EVT_WDF_DEVICE_ARM_WAKE_FROM_S0 *PFN_WDF_DEVICE_ARM_WAKE_FROM_S0;
typedef NTSTATUS EVT_WDF_DEVICE_ARM_WAKE_FROM_SX(WDFDEVICE Device);
typedef EVT_WDF_DEVICE_ARM_WAKE_FROM_SX *PFN_WDF_DEVICE_ARM_WAKE_FROM_SX;
typedef NTSTATUS EVT_WDF_DEVICE_ARM_WAKE_FROM_SX_WITH_REASON(
	WDFDEVICE Device, BOOLEAN DeviceWakeEnabled, BOOLEAN ChildrenArmedForWake);
typedef EVT_WDF_DEVICE_ARM_WAKE_FROM_SX_WITH_REASON *PFN_WDF_DEVICE_ARM_WAKE_FROM_SX_WITH_REASON;
typedef VOID EVT_WDF_DEVICE_DISARM_WAKE_FROM_S0(WDFDEVICE Device);
typedef EVT_WDF_DEVICE_DISARM_WAKE_FROM_S0 *PFN_WDF_DEVICE_DISARM_WAKE_FROM_S0;
typedef VOID EVT_WDF_DEVICE_DISARM_WAKE_FROM_SX(WDFDEVICE Device);
typedef EVT_WDF_DEVICE_DISARM_WAKE_FROM_SX *PFN_WDF_DEVICE_DISARM_WAKE_FROM_SX;
typedef VOID EVT_WDF_DEVICE_WAKE_FROM_S0_TRIGGERED(WDFDEVICE Device);
typedef EVT_WDF_DEVICE_WAKE_FROM_S0_TRIGGERED *PFN_WDF_DEVICE_WAKE_FROM_S0_TRIGGERED;
typedef VOID EVT_WDF_DEVICE_WAKE_FROM_SX_TRIGGERED(WDFDEVICE Device);
typedef EVT_WDF_DEVICE_WAKE_FROM_SX_TRIGGERED *PFN_WDF_DEVICE_WAKE_FROM_SX_TRIGGERED;

typedef struct _WDF_POWER_POLICY_EVENT_CALLBACKS {
	ULONG Size;
	PFN_WDF_DEVICE_ARM_WAKE_FROM_S0 EvtDeviceArmWakeFromS0;
	PFN_WDF_DEVICE_DISARM_WAKE_FROM_S0 EvtDeviceDisarmWakeFromS0;
	PFN_WDF_DEVICE_WAKE_FROM_S0_TRIGGERED EvtDeviceWakeFromS0Triggered;
	PFN_WDF_DEVICE_ARM_WAKE_FROM_SX EvtDeviceArmWakeFromSx;
	PFN_WDF_DEVICE_DISARM_WAKE_FROM_SX EvtDeviceDisarmWakeFromSx;
	PFN_WDF_DEVICE_WAKE_FROM_SX_TRIGGERED EvtDeviceWakeFromSxTriggered;
	PFN_WDF_DEVICE_ARM_WAKE_FROM_SX_WITH_REASON EvtDeviceArmWakeFromSxWithReason;
} WDF_POWER_POLICY_EVENT_CALLBACKS, *PWDF_POWER_POLICY_EVENT_CALLBACKS;

FORCEINLINE VOID WDF_POWER_POLICY_EVENT_CALLBACKS_INIT(PWDF_POWER_POLICY_EVENT_CALLBACKS Callbacks)
{
	memset(Callbacks, 0, sizeof(WDF_POWER_POLICY_EVENT_CALLBACKS));
	Callbacks->Size = sizeof(WDF_POWER_POLICY_EVENT_CALLBACKS);
}

typedef enum _WDF_POWER_POLICY_S0_IDLE_CAPABILITIES {
	IdleCapsInvalid = 0,
	IdleCannotWakeFromS0,
	IdleCanWakeFromS0,
	IdleUsbSelectiveSuspend,
} WDF_POWER_POLICY_S0_IDLE_CAPABILITIES;

typedef enum _WDF_POWER_POLICY_S0_IDLE_USER_CONTROL {
	IdleUserControlInvalid = 0,
	IdleDoNotAllowUserControl,
	IdleAllowUserControl,
} WDF_POWER_POLICY_S0_IDLE_USER_CONTROL;

typedef enum _WDF_POWER_POLICY_SX_WAKE_USER_CONTROL {
	WakeUserControlInvalid = 0,
	WakeDoNotAllowUserControl,
	WakeAllowUserControl,
} WDF_POWER_POLICY_SX_WAKE_USER_CONTROL;

typedef enum _WDF_POWER_POLICY_IDLE_TIMEOUT_TYPE {
	DriverManagedIdleTimeout = 0,
	SystemManagedIdleTimeout,
	SystemManagedIdleTimeoutWithHint,
} WDF_POWER_POLICY_IDLE_TIMEOUT_TYPE;

enum {
	IdleTimeoutDefaultConstant = 0,
};
#define IdleTimeoutDefaultValue IdleTimeoutDefaultConstant

typedef struct _WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS {
	ULONG Size;
	WDF_POWER_POLICY_S0_IDLE_CAPABILITIES IdleCaps;
	DEVICE_POWER_STATE DxState;
	ULONG IdleTimeout; /* in milliseconds */
	WDF_POWER_POLICY_S0_IDLE_USER_CONTROL UserControlOfIdleSettings;
	WDF_TRI_STATE Enabled;
	WDF_TRI_STATE PowerUpIdleDeviceOnSystemWake;
	WDF_POWER_POLICY_IDLE_TIMEOUT_TYPE IdleTimeoutType;
	WDF_TRI_STATE ExcludeD3Cold;
} WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS, *PWDF_DEVICE_POWER_POLICY_IDLE_SETTINGS;

FORCEINLINE VOID WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS_INIT(
	PWDF_DEVICE_POWER_POLICY_IDLE_SETTINGS Settings,
	WDF_POWER_POLICY_S0_IDLE_CAPABILITIES IdleCaps)
{
	memset(Settings, 0, sizeof(WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS));
	Settings->Size = sizeof(WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS);
	Settings->IdleTimeout = IdleTimeoutDefaultValue;
	Settings->UserControlOfIdleSettings = IdleAllowUserControl;
	Settings->Enabled = WdfUseDefault;
	Settings->PowerUpIdleDeviceOnSystemWake = WdfUseDefault;
	Settings->IdleTimeoutType = DriverManagedIdleTimeout;
	Settings->ExcludeD3Cold = WdfUseDefault;
	Settings->IdleCaps = IdleCaps;
	Settings->DxState = IdleCaps == IdleCannotWakeFromS0 ? PowerDeviceD3 : PowerDeviceMaximum;
}

typedef struct _WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS {
	ULONG Size;
	DEVICE_POWER_STATE DxState;
	WDF_POWER_POLICY_SX_WAKE_USER_CONTROL UserControlOfWakeSettings;
	WDF_TRI_STATE Enabled;
	BOOLEAN ArmForWakeIfChildrenAreArmedForWake;
	BOOLEAN IndicateChildWakeOnParentWake;
} WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS, *PWDF_DEVICE_POWER_POLICY_WAKE_SETTINGS;

FORCEINLINE VOID WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS_INIT(
	PWDF_DEVICE_POWER_POLICY_WAKE_SETTINGS Settings)
{
	memset(Settings, 0, sizeof(WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS));
	Settings->Size = sizeof(WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS);
	Settings->Enabled = WdfUseDefault;
	Settings->DxState = PowerDeviceMaximum;
	Settings->UserControlOfWakeSettings = WakeAllowUserControl;
}

NTKERNELAPI VOID WdfDeviceInitSetPowerPolicyEventCallbacks(
	PWDFDEVICE_INIT DeviceInit, PWDF_POWER_POLICY_EVENT_CALLBACKS PowerPolicyEventCallbacks);
NTKERNELAPI VOID WdfDeviceInitSetPowerPolicyOwnership(
	PWDFDEVICE_INIT DeviceInit, BOOLEAN IsPowerPolicyOwner);
NTKERNELAPI NTSTATUS WdfDeviceAssignS0IdleSettings(
	WDFDEVICE Device, PWDF_DEVICE_POWER_POLICY_IDLE_SETTINGS Settings);
NTKERNELAPI NTSTATUS WdfDeviceAssignSxWakeSettings(
	WDFDEVICE Device, PWDF_DEVICE_POWER_POLICY_WAKE_SETTINGS Settings);

/*
 * The device stays in its working state until each has its WdfDeviceResumeIdle, of the same tag, and is
 * brought back to it: before the call returns with WaitForD0, else soon, with STATUS_PENDING.
 */
NTKERNELAPI NTSTATUS WdfDeviceStopIdleActual(
	WDFDEVICE Device, BOOLEAN WaitForD0, PVOID Tag, LONG Line, PCSTR File);
NTKERNELAPI VOID WdfDeviceResumeIdleActual(WDFDEVICE Device, PVOID Tag, LONG Line, PCSTR File);
NTKERNELAPI NTSTATUS WdfDeviceStopIdleNoTrack(WDFDEVICE Device, BOOLEAN WaitForD0);
NTKERNELAPI VOID WdfDeviceResumeIdleNoTrack(WDFDEVICE Device);

#define WdfDeviceStopIdle(Device, WaitForD0) WdfDeviceStopIdleWithTag(Device, WaitForD0, NULL)
#define WdfDeviceResumeIdle(Device)          WdfDeviceResumeIdleWithTag(Device, NULL)
#define WdfDeviceStopIdleWithTag(Device, WaitForD0, Tag)                                           \
	WdfDeviceStopIdleActual(Device, WaitForD0, Tag, __LINE__, __FILE__)
#define WdfDeviceResumeIdleWithTag(Device, Tag)                                                    \
	WdfDeviceResumeIdleActual(Device, Tag, __LINE__, __FILE__)

/*
 * A bus driver's: the device has given its wake signal, or will not, which is a status that is no success.
 * STATUS_INVALID_DEVICE_REQUEST when nobody waits for it, STATUS_INVALID_DEVICE_STATE of no child.
 */
NTKERNELAPI NTSTATUS WdfDeviceIndicateWakeStatus(WDFDEVICE Device, NTSTATUS WaitWakeStatus);

#ifdef __cplusplus
}
#endif
