/* Timers that are objects. They need a parent that is a device, or belongs to one. */
#pragma once

#include <wdfobject.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TolerableDelayUnlimited ((ULONG)-1)

typedef VOID EVT_WDF_TIMER(WDFTIMER Timer);
typedef EVT_WDF_TIMER *PFN_WDF_TIMER;

typedef struct _WDF_TIMER_CONFIG {
	ULONG Size;
	PFN_WDF_TIMER EvtTimerFunc;
	ULONG Period;                   /* in milliseconds; 0: it expires once */
	BOOLEAN AutomaticSerialization; /* with the callbacks of the parent */
	ULONG TolerableDelay;           /* in milliseconds; accepted, and not made use of */
	BOOLEAN UseHighResolutionTimer; /* all are */
} WDF_TIMER_CONFIG, *PWDF_TIMER_CONFIG;

FORCEINLINE VOID WDF_TIMER_CONFIG_INIT(PWDF_TIMER_CONFIG Config, PFN_WDF_TIMER EvtTimerFunc)
{
	memset(Config, 0, sizeof(WDF_TIMER_CONFIG));
	Config->Size = sizeof(WDF_TIMER_CONFIG);
	Config->EvtTimerFunc = EvtTimerFunc;
	Config->AutomaticSerialization = TRUE;
}

FORCEINLINE VOID WDF_TIMER_CONFIG_INIT_PERIODIC(
	PWDF_TIMER_CONFIG Config, PFN_WDF_TIMER EvtTimerFunc, LONG Period)
{
	WDF_TIMER_CONFIG_INIT(Config, EvtTimerFunc);
	Config->Period = (ULONG)Period;
}

NTKERNELAPI NTSTATUS WdfTimerCreate(
	PWDF_TIMER_CONFIG Config, PWDF_OBJECT_ATTRIBUTES Attributes, WDFTIMER *Timer);

/* TRUE when it was set. A negative time is relative. */
NTKERNELAPI BOOLEAN WdfTimerStart(WDFTIMER Timer, LONGLONG DueTime);

/* The same. `Wait`: until its callback has returned; not for that callback. */
NTKERNELAPI BOOLEAN WdfTimerStop(WDFTIMER Timer, BOOLEAN Wait);
NTKERNELAPI WDFOBJECT WdfTimerGetParentObject(WDFTIMER Timer);

#ifdef __cplusplus
}
#endif
