/* Handles. */
#pragma once

#include <wdfstatus.h>
#include <wdm.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef HANDLE WDFOBJECT, *PWDFOBJECT;
typedef struct WDFDRIVER__ *WDFDRIVER;
typedef struct WDFDEVICE__ *WDFDEVICE;
typedef struct WDFMEMORY__ *WDFMEMORY;
typedef struct WDFQUEUE__ *WDFQUEUE;
typedef struct WDFREQUEST__ *WDFREQUEST;
typedef struct WDFFILEOBJECT__ *WDFFILEOBJECT;
typedef struct WDFCOLLECTION__ *WDFCOLLECTION;
typedef struct WDFSTRING__ *WDFSTRING;
typedef struct WDFLOOKASIDE__ *WDFLOOKASIDE;
typedef struct WDFSPINLOCK__ *WDFSPINLOCK;
typedef struct WDFWAITLOCK__ *WDFWAITLOCK;
typedef struct WDFKEY__ *WDFKEY;
typedef struct WDFIOTARGET__ *WDFIOTARGET;
typedef struct WDFINTERRUPT__ *WDFINTERRUPT;
typedef struct WDFTIMER__ *WDFTIMER;
typedef struct WDFDPC__ *WDFDPC;
typedef struct WDFWORKITEM__ *WDFWORKITEM;
typedef struct WDFCMRESLIST__ *WDFCMRESLIST;

/* Whatever the driver wants to be given again. */
typedef PVOID WDFCONTEXT;

#define WDF_NO_OBJECT_ATTRIBUTES (NULL)
#define WDF_NO_EVENT_CALLBACK    (NULL)
#define WDF_NO_HANDLE            (NULL)
#define WDF_NO_CONTEXT           (NULL)

typedef enum _WDF_TRI_STATE {
	WdfFalse = FALSE,
	WdfTrue = TRUE,
	WdfUseDefault = 2,
} WDF_TRI_STATE, *PWDF_TRI_STATE;

#ifdef __cplusplus
}
#endif
