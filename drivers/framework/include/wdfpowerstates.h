/*
 * States of power and of power policy, and who is told when a device goes from one state to the next. Of states
 * that there are twice, those with NP are for devices whose power is not pageable; they are not used here.
 */
#pragma once

#include <wdfpnppower.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
	WdfDevStateNP = 0x8000,
};

#define WdfDevStateIsNP(State)      (((State)&WdfDevStateNP) == WdfDevStateNP)
#define WdfDevStateNormalize(State) ((State) & ~WdfDevStateNP)

typedef enum _WDF_DEVICE_POWER_STATE {
	WdfDevStatePowerInvalid = 0x00,
	WdfDevStatePowerObjectCreated = 0x300,
	WdfDevStatePowerCheckDeviceType = 0x301,
	WdfDevStatePowerCheckDeviceTypeNP = 0x302 | WdfDevStateNP,
	WdfDevStatePowerCheckParentState = 0x303,
	WdfDevStatePowerCheckParentStateNP = 0x304 | WdfDevStateNP,
	WdfDevStatePowerEnablingWakeAtBus = 0x305,
	WdfDevStatePowerEnablingWakeAtBusNP = 0x306 | WdfDevStateNP,
	WdfDevStatePowerD0 = 0x307,
	WdfDevStatePowerD0NP = 0x308 | WdfDevStateNP,
	WdfDevStatePowerD0BusWakeOwner = 0x309,
	WdfDevStatePowerD0BusWakeOwnerNP = 0x30A | WdfDevStateNP,
	WdfDevStatePowerD0ArmedForWake = 0x30B,
	WdfDevStatePowerD0ArmedForWakeNP = 0x30C | WdfDevStateNP,
	WdfDevStatePowerD0DisarmingWakeAtBus = 0x30D,
	WdfDevStatePowerD0DisarmingWakeAtBusNP = 0x30E | WdfDevStateNP,
	WdfDevStatePowerD0Starting = 0x30F,
	WdfDevStatePowerD0StartingConnectInterrupt = 0x310,
	WdfDevStatePowerD0StartingDmaEnable = 0x311,
	WdfDevStatePowerD0StartingStartSelfManagedIo = 0x312,
	WdfDevStatePowerDecideD0State = 0x313,
	WdfDevStatePowerGotoD3Stopped = 0x314,
	WdfDevStatePowerStopped = 0x315,
	WdfDevStatePowerStartingCheckDeviceType = 0x316,
	WdfDevStatePowerStartingChild = 0x317,
	WdfDevStatePowerDxDisablingWakeAtBus = 0x318,
	WdfDevStatePowerDxDisablingWakeAtBusNP = 0x319 | WdfDevStateNP,
	WdfDevStatePowerGotoDx = 0x31A,
	WdfDevStatePowerGotoDxNP = 0x31B | WdfDevStateNP,
	WdfDevStatePowerGotoDxIoStopped = 0x31C,
	WdfDevStatePowerGotoDxIoStoppedNP = 0x31D | WdfDevStateNP,
	WdfDevStatePowerGotoDxNPFailed = 0x31E | WdfDevStateNP,
	WdfDevStatePowerDx = 0x31F,
	WdfDevStatePowerDxNP = 0x320 | WdfDevStateNP,
	WdfDevStatePowerGotoDxArmedForWake = 0x321,
	WdfDevStatePowerGotoDxArmedForWakeNP = 0x322 | WdfDevStateNP,
	WdfDevStatePowerGotoDxIoStoppedArmedForWake = 0x323,
	WdfDevStatePowerGotoDxIoStoppedArmedForWakeNP = 0x324 | WdfDevStateNP,
	WdfDevStatePowerDxArmedForWake = 0x325,
	WdfDevStatePowerDxArmedForWakeNP = 0x326 | WdfDevStateNP,
	WdfDevStatePowerCheckParentStateArmedForWake = 0x327,
	WdfDevStatePowerCheckParentStateArmedForWakeNP = 0x328 | WdfDevStateNP,
	WdfDevStatePowerWaitForParentArmedForWake = 0x329,
	WdfDevStatePowerWaitForParentArmedForWakeNP = 0x32A | WdfDevStateNP,
	WdfDevStatePowerStartSelfManagedIo = 0x32B,
	WdfDevStatePowerStartSelfManagedIoNP = 0x32C | WdfDevStateNP,
	WdfDevStatePowerStartSelfManagedIoFailed = 0x32D,
	WdfDevStatePowerStartSelfManagedIoFailedNP = 0x32E | WdfDevStateNP,
	WdfDevStatePowerWaitForParent = 0x32F,
	WdfDevStatePowerWaitForParentNP = 0x330 | WdfDevStateNP,
	WdfDevStatePowerWakePending = 0x331,
	WdfDevStatePowerWakePendingNP = 0x332 | WdfDevStateNP,
	WdfDevStatePowerWaking = 0x333,
	WdfDevStatePowerWakingNP = 0x334 | WdfDevStateNP,
	WdfDevStatePowerWakingConnectInterrupt = 0x335,
	WdfDevStatePowerWakingConnectInterruptNP = 0x336 | WdfDevStateNP,
	WdfDevStatePowerWakingConnectInterruptFailed = 0x337,
	WdfDevStatePowerWakingConnectInterruptFailedNP = 0x338 | WdfDevStateNP,
	WdfDevStatePowerWakingDmaEnable = 0x339,
	WdfDevStatePowerWakingDmaEnableNP = 0x33A | WdfDevStateNP,
	WdfDevStatePowerWakingDmaEnableFailed = 0x33B,
	WdfDevStatePowerWakingDmaEnableFailedNP = 0x33C | WdfDevStateNP,
	WdfDevStatePowerReportPowerUpFailedDerefParent = 0x33D,
	WdfDevStatePowerReportPowerUpFailed = 0x33E,
	WdfDevStatePowerPowerFailedPowerDown = 0x33F,
	WdfDevStatePowerReportPowerDownFailed = 0x340,
	WdfDevStatePowerInitialConnectInterruptFailed = 0x341,
	WdfDevStatePowerInitialDmaEnableFailed = 0x342,
	WdfDevStatePowerInitialSelfManagedIoFailed = 0x343,
	WdfDevStatePowerInitialPowerUpFailedDerefParent = 0x344,
	WdfDevStatePowerInitialPowerUpFailed = 0x345,
	WdfDevStatePowerDxStoppedDisarmWake = 0x346,
	WdfDevStatePowerDxStoppedDisarmWakeNP = 0x347 | WdfDevStateNP,
	WdfDevStatePowerGotoDxStoppedDisableInterruptNP = 0x348 | WdfDevStateNP,
	WdfDevStatePowerGotoDxStopped = 0x349,
	WdfDevStatePowerDxStopped = 0x34A,
	WdfDevStatePowerGotoStopped = 0x34B,
	WdfDevStatePowerStoppedCompleteDx = 0x34C,
	WdfDevStatePowerDxStoppedDecideDxState = 0x34D,
	WdfDevStatePowerDxStoppedArmForWake = 0x34E,
	WdfDevStatePowerDxStoppedArmForWakeNP = 0x34F | WdfDevStateNP,
	WdfDevStatePowerFinalPowerDownFailed = 0x350,
	WdfDevStatePowerFinal = 0x351,
	WdfDevStatePowerGotoImplicitD3DisarmWakeAtBus = 0x352,
	WdfDevStatePowerUpFailed = 0x353,
	WdfDevStatePowerUpFailedDerefParent = 0x354,
	WdfDevStatePowerGotoDxFailed = 0x355,
	WdfDevStatePowerGotoDxStoppedDisableInterrupt = 0x356,
	WdfDevStatePowerUpFailedNP = 0x357 | WdfDevStateNP,
	WdfDevStatePowerUpFailedDerefParentNP = 0x358 | WdfDevStateNP,
	WdfDevStatePowerNotifyingD0ExitToWakeInterrupts = 0x359,
	WdfDevStatePowerNotifyingD0EntryToWakeInterrupts = 0x35A,
	WdfDevStatePowerNotifyingD0ExitToWakeInterruptsNP = 0x35B | WdfDevStateNP,
	WdfDevStatePowerNotifyingD0EntryToWakeInterruptsNP = 0x35C | WdfDevStateNP,
	WdfDevStatePowerInitialPowerUpFailedPowerDown = 0x35D,
	WdfDevStatePowerUpFailedPowerDown = 0x35E,
	WdfDevStatePowerUpFailedPowerDownNP = 0x35F | WdfDevStateNP,
	WdfDevStatePowerInitialSelfManagedIoFailedStarted = 0x360,
	WdfDevStatePowerStartSelfManagedIoFailedStarted = 0x361,
	WdfDevStatePowerStartSelfManagedIoFailedStartedNP = 0x362 | WdfDevStateNP,
	WdfDevStatePowerWakingPostHardwareEnabled = 0x363,
	WdfDevStatePowerWakingPostHardwareEnabledNP = 0x364 | WdfDevStateNP,
	WdfDevStatePowerWakingPostHardwareEnabledFailed = 0x365,
	WdfDevStatePowerWakingPostHardwareEnabledFailedNP = 0x366 | WdfDevStateNP,
	WdfDevStatePowerD0StartingPostHardwareEnabled = 0x367,
	WdfDevStatePowerInitialPostHardwareEnabledFailed = 0x368,
	WdfDevStatePowerNull = 0x369,
} WDF_DEVICE_POWER_STATE, *PWDF_DEVICE_POWER_STATE;

typedef enum _WDF_DEVICE_POWER_POLICY_STATE {
	WdfDevStatePwrPolInvalid = 0x00,
	WdfDevStatePwrPolObjectCreated = 0x500,
	WdfDevStatePwrPolStarting = 0x501,
	WdfDevStatePwrPolStartingSucceeded = 0x502,
	WdfDevStatePwrPolStartingFailed = 0x503,
	WdfDevStatePwrPolStartingDecideS0Wake = 0x504,
	WdfDevStatePwrPolStartedIdleCapable = 0x505,
	WdfDevStatePwrPolTimerExpiredNoWake = 0x506,
	WdfDevStatePwrPolTimerExpiredNoWakeCompletePowerDown = 0x507,
	WdfDevStatePwrPolWaitingUnarmed = 0x508,
	WdfDevStatePwrPolWaitingUnarmedQueryIdle = 0x509,
	WdfDevStatePwrPolS0NoWakePowerUp = 0x50A,
	WdfDevStatePwrPolS0NoWakeCompletePowerUp = 0x50B,
	WdfDevStatePwrPolSystemSleepFromDeviceWaitingUnarmed = 0x50C,
	WdfDevStatePwrPolSystemSleepNeedWake = 0x50D,
	WdfDevStatePwrPolSystemSleepNeedWakeCompletePowerUp = 0x50E,
	WdfDevStatePwrPolSystemSleepPowerRequestFailed = 0x50F,
	WdfDevStatePwrPolCheckPowerPageable = 0x510,
	WdfDevStatePwrPolSleepingWakeWakeArrived = 0x511,
	WdfDevStatePwrPolSleepingWakeRevertArmWake = 0x512,
	WdfDevStatePwrPolSystemAsleepWakeArmed = 0x513,
	WdfDevStatePwrPolSystemWakeDeviceWakeEnabled = 0x514,
	WdfDevStatePwrPolSystemWakeDeviceWakeEnabledWakeCanceled = 0x515,
	WdfDevStatePwrPolSystemWakeDeviceWakeDisarm = 0x516,
	WdfDevStatePwrPolSystemWakeDeviceWakeTriggered = 0x517,
	WdfDevStatePwrPolSystemWakeDeviceWakeTriggeredS0 = 0x518,
	WdfDevStatePwrPolSystemWakeDeviceWokeDisarm = 0x519,
	WdfDevStatePwrPolSleepingWakeWakeArrivedNP = 0x51A | WdfDevStateNP,
	WdfDevStatePwrPolSleepingWakeRevertArmWakeNP = 0x51B | WdfDevStateNP,
	WdfDevStatePwrPolSleepingWakePowerDownFailed = 0x51C,
	WdfDevStatePwrPolSleepingWakePowerDownFailedWakeCanceled = 0x51D,
	WdfDevStatePwrPolSystemAsleepWakeArmedNP = 0x51E | WdfDevStateNP,
	WdfDevStatePwrPolSystemWakeDeviceWakeEnabledNP = 0x51F | WdfDevStateNP,
	WdfDevStatePwrPolSystemWakeDeviceWakeEnabledWakeCanceledNP = 0x520 | WdfDevStateNP,
	WdfDevStatePwrPolSystemWakeDeviceWakeDisarmNP = 0x521 | WdfDevStateNP,
	WdfDevStatePwrPolSystemWakeDeviceWakeTriggeredNP = 0x522 | WdfDevStateNP,
	WdfDevStatePwrPolSystemWakeDeviceWakeTriggeredS0NP = 0x523 | WdfDevStateNP,
	WdfDevStatePwrPolSystemWakeDeviceWokeDisarmNP = 0x524 | WdfDevStateNP,
	WdfDevStatePwrPolSystemWakeDeviceWakeCompletePowerUp = 0x525,
	WdfDevStatePwrPolSleeping = 0x526,
	WdfDevStatePwrPolSleepingNoWakePowerDown = 0x527,
	WdfDevStatePwrPolSleepingNoWakeCompletePowerDown = 0x528,
	WdfDevStatePwrPolSleepingNoWakeDxRequestFailed = 0x529,
	WdfDevStatePwrPolSleepingWakePowerDown = 0x52A,
	WdfDevStatePwrPolSleepingSendWake = 0x52B,
	WdfDevStatePwrPolSystemAsleepNoWake = 0x52C,
	WdfDevStatePwrPolSystemWakeDeviceWakeDisabled = 0x52D,
	WdfDevStatePwrPolSystemWakeDeviceToD0 = 0x52E,
	WdfDevStatePwrPolSystemWakeDeviceToD0CompletePowerUp = 0x52F,
	WdfDevStatePwrPolSystemWakeQueryIdle = 0x530,
	WdfDevStatePwrPolStartedWakeCapable = 0x531,
	WdfDevStatePwrPolTimerExpiredDecideUsbSS = 0x532,
	WdfDevStatePwrPolTimerExpiredWakeCapablePowerDown = 0x533,
	WdfDevStatePwrPolTimerExpiredWakeCapableSendWake = 0x534,
	WdfDevStatePwrPolTimerExpiredWakeCapableUsbSS = 0x535,
	WdfDevStatePwrPolTimerExpiredWakeCapableWakeArrived = 0x536,
	WdfDevStatePwrPolTimerExpiredWakeCapableCancelWake = 0x537,
	WdfDevStatePwrPolTimerExpiredWakeCapableWakeCanceled = 0x538,
	WdfDevStatePwrPolTimerExpiredWakeCapableCleanup = 0x539,
	WdfDevStatePwrPolTimerExpiredWakeCapableDxAllocFailed = 0x53A,
	WdfDevStatePwrPolTimerExpiredWakeCompletedPowerDown = 0x53B,
	WdfDevStatePwrPolTimerExpiredWakeCompletedPowerUp = 0x53C,
	WdfDevStatePwrPolWaitingArmedUsbSS = 0x53D,
	WdfDevStatePwrPolWaitingArmed = 0x53E,
	WdfDevStatePwrPolWaitingArmedQueryIdle = 0x53F,
	WdfDevStatePwrPolIoPresentArmed = 0x540,
	WdfDevStatePwrPolIoPresentArmedWakeCanceled = 0x541,
	WdfDevStatePwrPolS0WakeDisarm = 0x542,
	WdfDevStatePwrPolS0WakeCompletePowerUp = 0x543,
	WdfDevStatePwrPolTimerExpiredWakeSucceeded = 0x544,
	WdfDevStatePwrPolTimerExpiredWakeCompletedDisarm = 0x545,
	WdfDevStatePwrPolTimerExpiredWakeCapableWakeSucceeded = 0x546,
	WdfDevStatePwrPolTimerExpiredWakeCapableWakeFailed = 0x547,
	WdfDevStatePwrPolWakeFailedUsbSS = 0x548,
	WdfDevStatePwrPolTimerExpiredWakeCapablePowerDownFailedCancelWake = 0x549,
	WdfDevStatePwrPolTimerExpiredWakeCapablePowerDownFailedWakeCanceled = 0x54A,
	WdfDevStatePwrPolTimerExpiredWakeCapablePowerDownFailedUsbSS = 0x54B,
	WdfDevStatePwrPolCancelingWakeForSystemSleep = 0x54C,
	WdfDevStatePwrPolCancelingWakeForSystemSleepWakeCanceled = 0x54D,
	WdfDevStatePwrPolDisarmingWakeForSystemSleepCompletePowerUp = 0x54E,
	WdfDevStatePwrPolPowerUpForSystemSleepFailed = 0x54F,
	WdfDevStatePwrPolWokeFromS0UsbSS = 0x550,
	WdfDevStatePwrPolWokeFromS0 = 0x551,
	WdfDevStatePwrPolWokeFromS0NotifyDriver = 0x552,
	WdfDevStatePwrPolStoppingResetDevice = 0x553,
	WdfDevStatePwrPolStoppingResetDeviceCompletePowerUp = 0x554,
	WdfDevStatePwrPolStoppingResetDeviceFailed = 0x555,
	WdfDevStatePwrPolStoppingD0 = 0x556,
	WdfDevStatePwrPolStoppingD0Failed = 0x557,
	WdfDevStatePwrPolStoppingDisarmWake = 0x558,
	WdfDevStatePwrPolStoppingDisarmWakeCancelWake = 0x559,
	WdfDevStatePwrPolStoppingDisarmWakeWakeCanceled = 0x55A,
	WdfDevStatePwrPolStopping = 0x55B,
	WdfDevStatePwrPolStoppingFailed = 0x55C,
	WdfDevStatePwrPolStoppingSendStatus = 0x55D,
	WdfDevStatePwrPolStoppingCancelTimer = 0x55E,
	WdfDevStatePwrPolStoppingWaitForIdleTimeout = 0x55F,
	WdfDevStatePwrPolStoppingCancelUsbSS = 0x560,
	WdfDevStatePwrPolStoppingWaitForUsbSSCompletion = 0x561,
	WdfDevStatePwrPolStoppingCancelWake = 0x562,
	WdfDevStatePwrPolStopped = 0x563,
	WdfDevStatePwrPolCancelUsbSS = 0x564,
	WdfDevStatePwrPolStarted = 0x565,
	WdfDevStatePwrPolStartedCancelTimer = 0x566,
	WdfDevStatePwrPolStartedWaitForIdleTimeout = 0x567,
	WdfDevStatePwrPolStartedWakeCapableCancelTimerForSleep = 0x568,
	WdfDevStatePwrPolStartedWakeCapableWaitForIdleTimeout = 0x569,
	WdfDevStatePwrPolStartedWakeCapableSleepingUsbSS = 0x56A,
	WdfDevStatePwrPolStartedIdleCapableCancelTimerForSleep = 0x56B,
	WdfDevStatePwrPolStartedIdleCapableWaitForIdleTimeout = 0x56C,
	WdfDevStatePwrPolDeviceD0PowerRequestFailed = 0x56D,
	WdfDevStatePwrPolDevicePowerRequestFailed = 0x56E,
	WdfDevStatePwrPolGotoDx = 0x56F,
	WdfDevStatePwrPolGotoDxInDx = 0x570,
	WdfDevStatePwrPolDx = 0x571,
	WdfDevStatePwrPolGotoD0 = 0x572,
	WdfDevStatePwrPolGotoD0InD0 = 0x573,
	WdfDevStatePwrPolFinal = 0x574,
	WdfDevStatePwrPolSleepingPowerDownNotProcessed = 0x575,
	WdfDevStatePwrPolTimerExpiredWakeCapablePowerDownNotProcessed = 0x576,
	WdfDevStatePwrPolTimerExpiredNoWakePowerDownNotProcessed = 0x577,
	WdfDevStatePwrPolTimerExpiredNoWakePoweredDownDisableIdleTimer = 0x578,
	WdfDevStatePwrPolStoppingWaitingForImplicitPowerDown = 0x579,
	WdfDevStatePwrPolStoppingPoweringUp = 0x57A,
	WdfDevStatePwrPolStoppingPoweringDown = 0x57B,
	WdfDevStatePwrPolPowerUpForSystemSleepNotSeen = 0x57C,
	WdfDevStatePwrPolWaitingArmedStoppingCancelUsbSS = 0x57D,
	WdfDevStatePwrPolWaitingArmedWakeFailedCancelUsbSS = 0x57E,
	WdfDevStatePwrPolWaitingArmedIoPresentCancelUsbSS = 0x57F,
	WdfDevStatePwrPolWaitingArmedWakeSucceededCancelUsbSS = 0x580,
	WdfDevStatePwrPolCancelingUsbSSForSystemSleep = 0x581,
	WdfDevStatePwrPolStoppingD0CancelUsbSS = 0x582,
	WdfDevStatePwrPolStartingPoweredUp = 0x583,
	WdfDevStatePwrPolIdleCapableDeviceIdle = 0x584,
	WdfDevStatePwrPolDeviceIdleReturnToActive = 0x585,
	WdfDevStatePwrPolDeviceIdleSleeping = 0x586,
	WdfDevStatePwrPolDeviceIdleStopping = 0x587,
	WdfDevStatePwrPolTimerExpiredNoWakeUndoPowerDown = 0x588,
	WdfDevStatePwrPolWakeCapableDeviceIdle = 0x589,
	WdfDevStatePwrPolWakeCapableUsbSSCompleted = 0x58A,
	WdfDevStatePwrPolTimerExpiredWakeCapableUndoPowerDown = 0x58B,
	WdfDevStatePwrPolTimerExpiredWakeCompletedHardwareStarted = 0x58C,
	WdfDevStatePwrPolStoppedRemoving = 0x58D,
	WdfDevStatePwrPolRemoved = 0x58E,
	WdfDevStatePwrPolRestarting = 0x58F,
	WdfDevStatePwrPolRestartingFailed = 0x590,
	WdfDevStatePwrPolStartingPoweredUpFailed = 0x591,
	WdfDevStatePwrPolTimerExpiredNoWakeReturnToActive = 0x592,
	WdfDevStatePwrPolWaitingArmedWakeInterruptFired = 0x593,
	WdfDevStatePwrPolSystemWakeDeviceWakeInterruptFired = 0x594,
	WdfDevStatePwrPolSystemWakeDeviceWakeInterruptFiredNP = 0x595 | WdfDevStateNP,
	WdfDevStatePwrPolTimerExpiredWakeCapableWakeInterruptArrived = 0x596,
	WdfDevStatePwrPolTimerExpiredWakeCapablePowerDownFailedWakeInterruptArrived = 0x597,
	WdfDevStatePwrPolWaitingArmedWakeInterruptFiredDuringPowerDown = 0x598,
	WdfDevStatePwrPolStartedNotIdleCapableDirectedDown = 0x599,
	WdfDevStatePwrPolStartedIdleCapableTimerCanceledForSleep = 0x59A,
	WdfDevStatePwrPolTimerExpiredNoWakeUndoPowerDownWaitForDirectedUp = 0x59B,
	WdfDevStatePwrPolIdleCapableTimerNotExpiredDirectedDown = 0x59C,
	WdfDevStatePwrPolIdleCapableDirectedDownTriggerDPNR = 0x59D,
	WdfDevStatePwrPolWaitingUnarmedDirectedDown = 0x59E,
	WdfDevStatePwrPolIdleCapableDirectedDownTriggerDPR = 0x59F,
	WdfDevStatePwrPolStartedWakeCapableTimerCanceledForSleep = 0x5A0,
	WdfDevStatePwrPolWakeCapableTimerNotExpiredDirectedDown = 0x5A1,
	WdfDevStatePwrPolWakeCapableDirectedDownTriggerDPNR = 0x5A2,
	WdfDevStatePwrPolTimerExpiredWakeCompletedPowerDownWaitForDirectedUp = 0x5A3,
	WdfDevStatePwrPolTimerExpiredWakeCompletedPowerDownDirectedTriggerDPR = 0x5A4,
	WdfDevStatePwrPolTimerExpiredWakeCapableUndoPowerDownWaitForDirectedUp = 0x5A5,
	WdfDevStatePwrPolWakeCapableUsbSSCompletedUndoWaitForDirectedUp = 0x5A6,
	WdfDevStatePwrPolTimerExpiredWakeCapableUsbSSDirectedDown = 0x5A7,
	WdfDevStatePwrPolWaitingArmedWakeInterruptFiredDuringPowerDownCheckDirected = 0x5A8,
	WdfDevStatePwrPolTimerExpiredWakeCompletedPowerDownCheckDirected = 0x5A9,
	WdfDevStatePwrPolTimerExpiredWakeCapableWakeSucceededCheckDirected = 0x5AA,
	WdfDevStatePwrPolTimerExpiredWakeCapableWakeSucceededWaitForDirectedUp = 0x5AB,
	WdfDevStatePwrPolTimerExpiredWakeCapableWakeSucceededTriggerDPR = 0x5AC,
	WdfDevStatePwrPolTimerExpiredWakeCapableWakeFailedCheckDirected = 0x5AD,
	WdfDevStatePwrPolTimerExpiredWakeCapableWakeFailedWaitForDirectedUp = 0x5AE,
	WdfDevStatePwrPolTimerExpiredWakeCapableWakeFailedTriggerDPR = 0x5AF,
	WdfDevStatePwrPolWaitingArmedDirectedDownWakeInterruptFiredTriggerDPR = 0x5B0,
	WdfDevStatePwrPolWaitingArmedDirectedDownWakeInterruptFired = 0x5B1,
	WdfDevStatePwrPolWaitingArmedDirectedDown = 0x5B2,
	WdfDevStatePwrPolWaitingArmedDirectedDownWakeSucceededCancelUsbSS = 0x5B3,
	WdfDevStatePwrPolWaitingArmedDirectedDownWakeFailedCancelUsbSS = 0x5B4,
	WdfDevStatePwrPolWaitingArmedDirectedDownTriggerDPR = 0x5B5,
	WdfDevStatePwrPolWaitingArmedDirectedDownWakeSucceededTriggerDPR = 0x5B6,
	WdfDevStatePwrPolWaitingArmedDirectedDownUsbSSCompleted = 0x5B7,
	WdfDevStatePwrPolWaitingArmedDirectedDownUsbSSCompletedTriggerDPR = 0x5B8,
	WdfDevStatePwrPolWaitingArmedDirectedDownWakeFailedCancelUsbSSTriggerDPR = 0x5B9,
	WdfDevStatePwrPolUsbSSCancelled = 0x5BA,
	WdfDevStatePwrPolTimerExpiredWakeCapableRevertArmWake = 0x5BB,
	WdfDevStatePwrPolSleepingWakeCancelWake = 0x5BC,
	WdfDevStatePwrPolSleepingWakeCancelWakeNP = 0x5BD | WdfDevStateNP,
	WdfDevStatePwrPolSystemWakeDeviceD0PowerRequestFailed = 0x5BE,
	WdfDevStatePwrPolSystemWakeDevicePowerRequestFailed = 0x5BF,
	WdfDevStatePwrPolNull = 0x5C0,
} WDF_DEVICE_POWER_POLICY_STATE, *PWDF_DEVICE_POWER_POLICY_STATE;

/* Before the state is entered, when what belongs to it is done, and before it is left. */
typedef enum _WDF_STATE_NOTIFICATION_TYPE {
	StateNotificationInvalid = 0x0000,
	StateNotificationEnterState = 0x0001,
	StateNotificationPostProcessState = 0x0002,
	StateNotificationLeaveState = 0x0004,
	StateNotificationAllStates = StateNotificationEnterState |
				     StateNotificationPostProcessState |
				     StateNotificationLeaveState,
} WDF_STATE_NOTIFICATION_TYPE;

typedef struct _WDF_DEVICE_PNP_NOTIFICATION_DATA {
	WDF_STATE_NOTIFICATION_TYPE Type;
	union {
		struct {
			WDF_DEVICE_PNP_STATE CurrentState;
			WDF_DEVICE_PNP_STATE NewState;
		} EnterState;
		struct {
			WDF_DEVICE_PNP_STATE CurrentState;
		} PostProcessState;
		struct {
			WDF_DEVICE_PNP_STATE CurrentState;
			WDF_DEVICE_PNP_STATE NewState;
		} LeaveState;
	} Data;
} WDF_DEVICE_PNP_NOTIFICATION_DATA, *PWDF_DEVICE_PNP_NOTIFICATION_DATA;
typedef const WDF_DEVICE_PNP_NOTIFICATION_DATA *PCWDF_DEVICE_PNP_NOTIFICATION_DATA;
typedef VOID EVT_WDF_DEVICE_PNP_STATE_CHANGE_NOTIFICATION(
	WDFDEVICE Device, PCWDF_DEVICE_PNP_NOTIFICATION_DATA NotificationData);
typedef EVT_WDF_DEVICE_PNP_STATE_CHANGE_NOTIFICATION *PFN_WDF_DEVICE_PNP_STATE_CHANGE_NOTIFICATION;

typedef struct _WDF_DEVICE_POWER_NOTIFICATION_DATA {
	WDF_STATE_NOTIFICATION_TYPE Type;
	union {
		struct {
			WDF_DEVICE_POWER_STATE CurrentState;
			WDF_DEVICE_POWER_STATE NewState;
		} EnterState;
		struct {
			WDF_DEVICE_POWER_STATE CurrentState;
		} PostProcessState;
		struct {
			WDF_DEVICE_POWER_STATE CurrentState;
			WDF_DEVICE_POWER_STATE NewState;
		} LeaveState;
	} Data;
} WDF_DEVICE_POWER_NOTIFICATION_DATA, *PWDF_DEVICE_POWER_NOTIFICATION_DATA;
typedef const WDF_DEVICE_POWER_NOTIFICATION_DATA *PCWDF_DEVICE_POWER_NOTIFICATION_DATA;
typedef VOID EVT_WDF_DEVICE_POWER_STATE_CHANGE_NOTIFICATION(
	WDFDEVICE Device, PCWDF_DEVICE_POWER_NOTIFICATION_DATA NotificationData);
typedef EVT_WDF_DEVICE_POWER_STATE_CHANGE_NOTIFICATION
	*PFN_WDF_DEVICE_POWER_STATE_CHANGE_NOTIFICATION;

typedef struct _WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA {
	WDF_STATE_NOTIFICATION_TYPE Type;
	union {
		struct {
			WDF_DEVICE_POWER_POLICY_STATE CurrentState;
			WDF_DEVICE_POWER_POLICY_STATE NewState;
		} EnterState;
		struct {
			WDF_DEVICE_POWER_POLICY_STATE CurrentState;
		} PostProcessState;
		struct {
			WDF_DEVICE_POWER_POLICY_STATE CurrentState;
			WDF_DEVICE_POWER_POLICY_STATE NewState;
		} LeaveState;
	} Data;
} WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA, *PWDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA;
typedef const WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA
	*PCWDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA;
typedef VOID EVT_WDF_DEVICE_POWER_POLICY_STATE_CHANGE_NOTIFICATION(
	WDFDEVICE Device, PCWDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA NotificationData);
typedef EVT_WDF_DEVICE_POWER_POLICY_STATE_CHANGE_NOTIFICATION
	*PFN_WDF_DEVICE_POWER_POLICY_STATE_CHANGE_NOTIFICATION;

/* `CallbackTypes` is of WDF_STATE_NOTIFICATION_TYPE. One callback a state. */
NTKERNELAPI NTSTATUS WdfDeviceInitRegisterPnpStateChangeCallback(struct WDFDEVICE_INIT *DeviceInit,
	WDF_DEVICE_PNP_STATE PnpState,
	PFN_WDF_DEVICE_PNP_STATE_CHANGE_NOTIFICATION EvtDevicePnpStateChange, ULONG CallbackTypes);
NTKERNELAPI NTSTATUS WdfDeviceInitRegisterPowerStateChangeCallback(
	struct WDFDEVICE_INIT *DeviceInit, WDF_DEVICE_POWER_STATE PowerState,
	PFN_WDF_DEVICE_POWER_STATE_CHANGE_NOTIFICATION EvtDevicePowerStateChange,
	ULONG CallbackTypes);
NTKERNELAPI NTSTATUS WdfDeviceInitRegisterPowerPolicyStateChangeCallback(
	struct WDFDEVICE_INIT *DeviceInit, WDF_DEVICE_POWER_POLICY_STATE PowerPolicyState,
	PFN_WDF_DEVICE_POWER_POLICY_STATE_CHANGE_NOTIFICATION EvtDevicePowerPolicyStateChange,
	ULONG CallbackTypes);

NTKERNELAPI WDF_DEVICE_POWER_STATE WdfDeviceGetDevicePowerState(WDFDEVICE Device);
NTKERNELAPI WDF_DEVICE_POWER_POLICY_STATE WdfDeviceGetDevicePowerPolicyState(WDFDEVICE Device);

/* Why the device leaves its working state, or has left it; PowerActionNone when the system does not sleep. */
NTKERNELAPI POWER_ACTION WdfDeviceGetSystemPowerAction(WDFDEVICE Device);

#ifdef __cplusplus
}
#endif
