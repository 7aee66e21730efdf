/* DPCs that are objects. They need a parent that is a device, or belongs to one. */
#pragma once

#include <wdfobject.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef VOID EVT_WDF_DPC(WDFDPC Dpc);
typedef EVT_WDF_DPC *PFN_WDF_DPC;

typedef struct _WDF_DPC_CONFIG {
	ULONG Size;
	PFN_WDF_DPC EvtDpcFunc;
	BOOLEAN AutomaticSerialization; /* with the callbacks of the parent */
} WDF_DPC_CONFIG, *PWDF_DPC_CONFIG;

FORCEINLINE VOID WDF_DPC_CONFIG_INIT(PWDF_DPC_CONFIG Config, PFN_WDF_DPC EvtDpcFunc)
{
	memset(Config, 0, sizeof(WDF_DPC_CONFIG));
	Config->Size = sizeof(WDF_DPC_CONFIG);
	Config->EvtDpcFunc = EvtDpcFunc;
	Config->AutomaticSerialization = TRUE;
}

NTKERNELAPI NTSTATUS WdfDpcCreate(
	PWDF_DPC_CONFIG Config, PWDF_OBJECT_ATTRIBUTES Attributes, WDFDPC *Dpc);

/* FALSE when it is queued already. */
NTKERNELAPI BOOLEAN WdfDpcEnqueue(WDFDPC Dpc);

/* TRUE when it was queued; otherwise `Wait` waits for its callback. */
NTKERNELAPI BOOLEAN WdfDpcCancel(WDFDPC Dpc, BOOLEAN Wait);
NTKERNELAPI WDFOBJECT WdfDpcGetParentObject(WDFDPC Dpc);
NTKERNELAPI PKDPC WdfDpcWdmGetDpc(WDFDPC Dpc);

#ifdef __cplusplus
}
#endif
