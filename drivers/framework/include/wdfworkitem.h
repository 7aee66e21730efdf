/* Work items that are objects. They need a parent that is a device, or belongs to one. */
#pragma once

#include <wdfobject.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef VOID EVT_WDF_WORKITEM(WDFWORKITEM WorkItem);
typedef EVT_WDF_WORKITEM *PFN_WDF_WORKITEM;

typedef struct _WDF_WORKITEM_CONFIG {
	ULONG Size;
	PFN_WDF_WORKITEM EvtWorkItemFunc;
	BOOLEAN AutomaticSerialization; /* with the callbacks of the parent, which are passive then */
} WDF_WORKITEM_CONFIG, *PWDF_WORKITEM_CONFIG;

FORCEINLINE VOID WDF_WORKITEM_CONFIG_INIT(
	PWDF_WORKITEM_CONFIG Config, PFN_WDF_WORKITEM EvtWorkItemFunc)
{
	memset(Config, 0, sizeof(WDF_WORKITEM_CONFIG));
	Config->Size = sizeof(WDF_WORKITEM_CONFIG);
	Config->EvtWorkItemFunc = EvtWorkItemFunc;
	Config->AutomaticSerialization = TRUE;
}

NTKERNELAPI NTSTATUS WdfWorkItemCreate(
	PWDF_WORKITEM_CONFIG Config, PWDF_OBJECT_ATTRIBUTES Attributes, WDFWORKITEM *WorkItem);

/* Without effect while it is queued; it may be queued again by its callback. */
NTKERNELAPI VOID WdfWorkItemEnqueue(WDFWORKITEM WorkItem);

/* Until it is neither queued nor runs. Not for its own callback. */
NTKERNELAPI VOID WdfWorkItemFlush(WDFWORKITEM WorkItem);
NTKERNELAPI WDFOBJECT WdfWorkItemGetParentObject(WDFWORKITEM WorkItem);

#ifdef __cplusplus
}
#endif
