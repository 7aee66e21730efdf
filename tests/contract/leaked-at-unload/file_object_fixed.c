/*
 * Finds a device by its name, here its own, and gives the reference back.
 */
#include "file_object.h"

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    ObDereferenceObject(g_FileObject);
    IoDeleteDevice(DriverObject->DeviceObject);
}
