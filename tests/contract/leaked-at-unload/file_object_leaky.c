/*
 * Finds a device by its name, here its own, and never gives the reference back.
 */
#include "file_object.h"

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    IoDeleteDevice(DriverObject->DeviceObject);
}
