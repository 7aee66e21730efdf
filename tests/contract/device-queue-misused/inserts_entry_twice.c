/*
 * Inserts an entry into a device queue that it is in already.
 */
#include "start_io_driver.h"

KDEVICE_QUEUE g_Queue;
KDEVICE_QUEUE_ENTRY g_Current;
KDEVICE_QUEUE_ENTRY g_Entry;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    KIRQL irql;

    UNREFERENCED_PARAMETER(RegistryPath);

    KeInitializeDeviceQueue(&g_Queue);
    KeRaiseIrql(DISPATCH_LEVEL, &irql);
    KeInsertDeviceQueue(&g_Queue, &g_Current);
    KeInsertDeviceQueue(&g_Queue, &g_Entry);
    KeInsertByKeyDeviceQueue(&g_Queue, &g_Entry, 7);
    KeLowerIrql(irql);

    return CreateDevice(DriverObject);
}
