/* Interrupts of a device. They are connected when it enters its working state, and disconnected after. */
#pragma once

#include <wdfdevice.h>
#include <wdfsync.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum _WDF_INTERRUPT_POLARITY {
	WdfInterruptPolarityUnknown = 0,
	WdfInterruptActiveHigh,
	WdfInterruptActiveLow,
} WDF_INTERRUPT_POLARITY, *PWDF_INTERRUPT_POLARITY;

typedef enum _WDF_INTERRUPT_POLICY {
	WdfIrqPolicyMachineDefault = 0,
	WdfIrqPolicyAllCloseProcessors,
	WdfIrqPolicyOneCloseProcessor,
	WdfIrqPolicyAllProcessorsInMachine,
	WdfIrqPolicySpecifiedProcessors,
	WdfIrqPolicySpreadMessagesAcrossAllProcessors,
} WDF_INTERRUPT_POLICY, *PWDF_INTERRUPT_POLICY;

typedef enum _WDF_INTERRUPT_PRIORITY {
	WdfIrqPriorityUndefined = 0,
	WdfIrqPriorityLow,
	WdfIrqPriorityNormal,
	WdfIrqPriorityHigh,
} WDF_INTERRUPT_PRIORITY, *PWDF_INTERRUPT_PRIORITY;

typedef BOOLEAN EVT_WDF_INTERRUPT_ISR(WDFINTERRUPT Interrupt, ULONG MessageID);
typedef EVT_WDF_INTERRUPT_ISR *PFN_WDF_INTERRUPT_ISR;
typedef BOOLEAN EVT_WDF_INTERRUPT_SYNCHRONIZE(WDFINTERRUPT Interrupt, WDFCONTEXT Context);
typedef EVT_WDF_INTERRUPT_SYNCHRONIZE *PFN_WDF_INTERRUPT_SYNCHRONIZE;
typedef VOID EVT_WDF_INTERRUPT_DPC(WDFINTERRUPT Interrupt, WDFOBJECT AssociatedObject);
typedef EVT_WDF_INTERRUPT_DPC *PFN_WDF_INTERRUPT_DPC;
typedef VOID EVT_WDF_INTERRUPT_WORKITEM(WDFINTERRUPT Interrupt, WDFOBJECT AssociatedObject);
typedef EVT_WDF_INTERRUPT_WORKITEM *PFN_WDF_INTERRUPT_WORKITEM;
typedef NTSTATUS EVT_WDF_INTERRUPT_ENABLE(WDFINTERRUPT Interrupt, WDFDEVICE AssociatedDevice);
typedef EVT_WDF_INTERRUPT_ENABLE *PFN_WDF_INTERRUPT_ENABLE;
typedef NTSTATUS EVT_WDF_INTERRUPT_DISABLE(WDFINTERRUPT Interrupt, WDFDEVICE AssociatedDevice);
typedef EVT_WDF_INTERRUPT_DISABLE *PFN_WDF_INTERRUPT_DISABLE;

typedef struct _WDF_INTERRUPT_CONFIG {
	ULONG Size;
	WDFSPINLOCK SpinLock; /* NULL: one of its own */
	WDF_TRI_STATE ShareVector;
	BOOLEAN FloatingSave;
	BOOLEAN AutomaticSerialization; /* of EvtInterruptDpc or EvtInterruptWorkItem */
	PFN_WDF_INTERRUPT_ISR EvtInterruptIsr;
	PFN_WDF_INTERRUPT_DPC EvtInterruptDpc;
	PFN_WDF_INTERRUPT_ENABLE EvtInterruptEnable;
	PFN_WDF_INTERRUPT_DISABLE EvtInterruptDisable;
	PFN_WDF_INTERRUPT_WORKITEM EvtInterruptWorkItem;
	PCM_PARTIAL_RESOURCE_DESCRIPTOR InterruptRaw; /* in EvtDevicePrepareHardware only */
	PCM_PARTIAL_RESOURCE_DESCRIPTOR InterruptTranslated;
	WDFWAITLOCK WaitLock;                    /* of passive handling; NULL: one of its own */
	BOOLEAN PassiveHandling;                 /* EvtInterruptIsr runs at PASSIVE_LEVEL */
	WDF_TRI_STATE ReportInactiveOnPowerDown; /* WdfTrue: it stays connected while it sleeps */
	BOOLEAN CanWakeDevice; /* one that is handled at PASSIVE_LEVEL, of a resource with the hint */
} WDF_INTERRUPT_CONFIG, *PWDF_INTERRUPT_CONFIG;

FORCEINLINE VOID WDF_INTERRUPT_CONFIG_INIT(PWDF_INTERRUPT_CONFIG Configuration,
	PFN_WDF_INTERRUPT_ISR EvtInterruptIsr, PFN_WDF_INTERRUPT_DPC EvtInterruptDpc)
{
	memset(Configuration, 0, sizeof(WDF_INTERRUPT_CONFIG));
	Configuration->Size = sizeof(WDF_INTERRUPT_CONFIG);
	Configuration->ShareVector = WdfUseDefault;
	Configuration->EvtInterruptIsr = EvtInterruptIsr;
	Configuration->EvtInterruptDpc = EvtInterruptDpc;
	Configuration->ReportInactiveOnPowerDown = WdfUseDefault;
}

typedef struct _WDF_INTERRUPT_INFO {
	ULONG Size;
	ULONG64 Reserved1;
	KAFFINITY TargetProcessorSet;
	ULONG Reserved2;
	ULONG MessageNumber;
	ULONG Vector;
	KIRQL Irql;
	KINTERRUPT_MODE Mode;
	WDF_INTERRUPT_POLARITY Polarity;
	BOOLEAN MessageSignaled;
	UCHAR ShareDisposition;
	__attribute__((aligned(8))) USHORT Group;
} WDF_INTERRUPT_INFO, *PWDF_INTERRUPT_INFO;

FORCEINLINE VOID WDF_INTERRUPT_INFO_INIT(PWDF_INTERRUPT_INFO Info)
{
	memset(Info, 0, sizeof(WDF_INTERRUPT_INFO));
	Info->Size = sizeof(WDF_INTERRUPT_INFO);
}

typedef struct _WDF_INTERRUPT_EXTENDED_POLICY {
	ULONG Size;
	WDF_INTERRUPT_POLICY Policy;
	WDF_INTERRUPT_PRIORITY Priority;
	GROUP_AFFINITY TargetProcessorSetAndGroup;
} WDF_INTERRUPT_EXTENDED_POLICY, *PWDF_INTERRUPT_EXTENDED_POLICY;

FORCEINLINE VOID WDF_INTERRUPT_EXTENDED_POLICY_INIT(PWDF_INTERRUPT_EXTENDED_POLICY ExtendedPolicy)
{
	memset(ExtendedPolicy, 0, sizeof(WDF_INTERRUPT_EXTENDED_POLICY));
	ExtendedPolicy->Size = sizeof(WDF_INTERRUPT_EXTENDED_POLICY);
	ExtendedPolicy->Policy = WdfIrqPolicyMachineDefault;
	ExtendedPolicy->Priority = WdfIrqPriorityUndefined;
}

/* In EvtDriverDeviceAdd, or in EvtDevicePrepareHardware with the interrupt's descriptors. */
NTKERNELAPI NTSTATUS WdfInterruptCreate(WDFDEVICE Device, PWDF_INTERRUPT_CONFIG Configuration,
	PWDF_OBJECT_ATTRIBUTES Attributes, WDFINTERRUPT *Interrupt);

/* FALSE when it is queued already. */
NTKERNELAPI BOOLEAN WdfInterruptQueueDpcForIsr(WDFINTERRUPT Interrupt);
NTKERNELAPI BOOLEAN WdfInterruptQueueWorkItemForIsr(WDFINTERRUPT Interrupt);

/* EvtInterruptIsr, EvtInterruptEnable and EvtInterruptDisable hold the lock. */
NTKERNELAPI BOOLEAN WdfInterruptSynchronize(
	WDFINTERRUPT Interrupt, PFN_WDF_INTERRUPT_SYNCHRONIZE Callback, WDFCONTEXT Context);
NTKERNELAPI VOID WdfInterruptAcquireLock(WDFINTERRUPT Interrupt);
NTKERNELAPI BOOLEAN WdfInterruptTryToAcquireLock(WDFINTERRUPT Interrupt);
NTKERNELAPI VOID WdfInterruptReleaseLock(WDFINTERRUPT Interrupt);

/* The two callbacks, when the driver wants them called at other times. */
NTKERNELAPI VOID WdfInterruptEnable(WDFINTERRUPT Interrupt);
NTKERNELAPI VOID WdfInterruptDisable(WDFINTERRUPT Interrupt);

/* NULL while it is not connected. */
NTKERNELAPI PKINTERRUPT WdfInterruptWdmGetInterrupt(WDFINTERRUPT Interrupt);
NTKERNELAPI VOID WdfInterruptGetInfo(WDFINTERRUPT Interrupt, PWDF_INTERRUPT_INFO Info);
NTKERNELAPI WDFDEVICE WdfInterruptGetDevice(WDFINTERRUPT Interrupt);

/* There is one processor group, and interrupts run anywhere: accepted, and not made use of. */
NTKERNELAPI VOID WdfInterruptSetPolicy(WDFINTERRUPT Interrupt, WDF_INTERRUPT_POLICY Policy,
	WDF_INTERRUPT_PRIORITY Priority, KAFFINITY TargetProcessorSet);
NTKERNELAPI VOID WdfInterruptSetExtendedPolicy(
	WDFINTERRUPT Interrupt, PWDF_INTERRUPT_EXTENDED_POLICY PolicyAndGroup);

/* Of one that is connected: whether EvtInterruptIsr is to be called. */
NTKERNELAPI VOID WdfInterruptReportActive(WDFINTERRUPT Interrupt);
NTKERNELAPI VOID WdfInterruptReportInactive(WDFINTERRUPT Interrupt);

#ifdef __cplusplus
}
#endif
