/*
 * Its cleanup callback is called at DISPATCH_LEVEL, and returns at that, but with a spin lock.
 */
#include <ntddk.h>
#include <wdf.h>

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_UNLOAD EvtDriverUnload;
EVT_WDF_OBJECT_CONTEXT_CLEANUP EvtCleanupCallback;

static KSPIN_LOCK ObjectLock;

_Use_decl_annotations_
VOID
EvtCleanupCallback(
    WDFOBJECT Object
    )
{
    UNREFERENCED_PARAMETER(Object);

    KeAcquireSpinLockAtDpcLevel(&ObjectLock);
}

_Use_decl_annotations_
VOID
EvtDriverUnload(
    WDFDRIVER Driver
    )
{
    UNREFERENCED_PARAMETER(Driver);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    NTSTATUS status;
    WDF_DRIVER_CONFIG config;
    WDF_OBJECT_ATTRIBUTES attributes;
    WDFOBJECT object;
    KIRQL oldIrql;

    WDF_DRIVER_CONFIG_INIT(&config, WDF_NO_EVENT_CALLBACK);
    config.DriverInitFlags |= WdfDriverInitNonPnpDriver;
    config.EvtDriverUnload = EvtDriverUnload;

    status = WdfDriverCreate(DriverObject,
                             RegistryPath,
                             WDF_NO_OBJECT_ATTRIBUTES,
                             &config,
                             WDF_NO_HANDLE);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
    attributes.EvtCleanupCallback = EvtCleanupCallback;

    status = WdfObjectCreate(&attributes, &object);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    KeInitializeSpinLock(&ObjectLock);

    KeRaiseIrql(DISPATCH_LEVEL, &oldIrql);
    WdfObjectDelete(object);
    KeLowerIrql(oldIrql);

    return STATUS_SUCCESS;
}
