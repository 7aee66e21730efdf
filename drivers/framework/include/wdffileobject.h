/* File objects: what a program has opened. */
#pragma once

#include <wdfdevice.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What follows the device's name; NULL when there is no file object. */
NTKERNELAPI PUNICODE_STRING WdfFileObjectGetFileName(WDFFILEOBJECT FileObject);
NTKERNELAPI ULONG WdfFileObjectGetFlags(WDFFILEOBJECT FileObject);
NTKERNELAPI WDFDEVICE WdfFileObjectGetDevice(WDFFILEOBJECT FileObject);
NTKERNELAPI ULONG WdfFileObjectGetInitiatorProcessId(WDFFILEOBJECT FileObject);
NTKERNELAPI PFILE_OBJECT WdfFileObjectWdmGetFileObject(WDFFILEOBJECT FileObject);

#ifdef __cplusplus
}
#endif
