/*++

Module Name:

    kmdf_memory.c

Abstract:

    A KMDF driver that keeps what all of its devices share in two WDFMEMORY
    objects, and frees neither.

    Both are created without a parent, which makes the driver object their
    parent. They are deleted with it, on both ways out: when DriverEntry
    fails, and, after EvtDriverUnload, when the driver is unloaded. Their
    buffers can still be read in the cleanup callback of the driver object.

Environment:

    Kernel mode

--*/

#include <ntddk.h>
#include <wdf.h>

#define NAME_TAG 'emaN'
#define COUNTERS_TAG 'rtnC'

typedef struct _COUNTERS {
    ULONG DevicesAdded;
    ULONG Unloads;
} COUNTERS, *PCOUNTERS;

//
// The handles and, so that they need not be looked up each time, the buffers.
//
WDFMEMORY g_NameMemory;
UNICODE_STRING g_Name;

WDFMEMORY g_CountersMemory;
PCOUNTERS g_Counters;

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
EVT_WDF_DRIVER_UNLOAD EvtDriverUnload;
EVT_WDF_OBJECT_CONTEXT_CLEANUP EvtDriverContextCleanup;
EVT_WDF_OBJECT_CONTEXT_CLEANUP EvtMemoryCleanup;
EVT_WDF_OBJECT_CONTEXT_DESTROY EvtMemoryDestroy;

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(PAGE, EvtDriverDeviceAdd)
#pragma alloc_text(PAGE, EvtDriverUnload)
#pragma alloc_text(PAGE, EvtDriverContextCleanup)
#endif

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
/*++

Routine Description:

    Creates the framework's driver object, then the memory objects. No step
    undoes the ones before it: the framework does.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - the driver's key in the registry. Valid only until this
        routine returns, so the driver keeps a copy.

Return Value:

    STATUS_SUCCESS, or the status of the step that failed.

--*/
{
    NTSTATUS status;
    WDF_DRIVER_CONFIG config;
    WDF_OBJECT_ATTRIBUTES attributes;
    PVOID buffer;

    WDF_DRIVER_CONFIG_INIT(&config, EvtDriverDeviceAdd);
    config.EvtDriverUnload = EvtDriverUnload;

    WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
    attributes.EvtCleanupCallback = EvtDriverContextCleanup;

    status = WdfDriverCreate(DriverObject,
                             RegistryPath,
                             &attributes,
                             &config,
                             WDF_NO_HANDLE);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    //
    // No parent is named: it is the driver object. The callbacks do nothing;
    // they are here so that the order of cleanup and destruction can be seen.
    //
    WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
    attributes.EvtCleanupCallback = EvtMemoryCleanup;
    attributes.EvtDestroyCallback = EvtMemoryDestroy;

    status = WdfMemoryCreate(&attributes,
                             PagedPool,
                             NAME_TAG,
                             RegistryPath->Length,
                             &g_NameMemory,
                             &buffer);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    g_Name.Buffer = (PWCH)buffer;
    g_Name.Length = RegistryPath->Length;
    g_Name.MaximumLength = RegistryPath->Length;
    RtlCopyMemory(g_Name.Buffer, RegistryPath->Buffer, g_Name.Length);

    status = WdfMemoryCreate(&attributes,
                             NonPagedPoolNx,
                             COUNTERS_TAG,
                             sizeof(COUNTERS),
                             &g_CountersMemory,
                             &buffer);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    g_Counters = (PCOUNTERS)buffer;
    RtlZeroMemory(g_Counters, sizeof(*g_Counters));

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
NTSTATUS
EvtDriverDeviceAdd(
    WDFDRIVER Driver,
    PWDFDEVICE_INIT DeviceInit
    )
/*++

Routine Description:

    Called for each device that this driver serves.

Arguments:

    Driver - our driver object.

    DeviceInit - what the framework knows of the device so far.

Return Value:

    STATUS_SUCCESS, or the status of WdfDeviceCreate.

--*/
{
    NTSTATUS status;
    WDFDEVICE device;

    PAGED_CODE();

    UNREFERENCED_PARAMETER(Driver);

    status = WdfDeviceCreate(&DeviceInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
    if (NT_SUCCESS(status)) {
        g_Counters->DevicesAdded += 1;
    }

    return status;
}

_Use_decl_annotations_
VOID
EvtDriverUnload(
    WDFDRIVER Driver
    )
/*++

Routine Description:

    Called before the driver is unloaded. The memory is still ours to use.

Arguments:

    Driver - our driver object.

--*/
{
    PAGED_CODE();

    UNREFERENCED_PARAMETER(Driver);

    g_Counters->Unloads += 1;
}

_Use_decl_annotations_
VOID
EvtDriverContextCleanup(
    WDFOBJECT Driver
    )
/*++

Routine Description:

    Called when the driver object is deleted, whether DriverEntry succeeded
    or not. By now the cleanup callbacks of the memory objects have run, but
    the buffers live until the objects are destroyed, which comes next.

Arguments:

    Driver - our driver object.

--*/
{
    PAGED_CODE();

    UNREFERENCED_PARAMETER(Driver);

    if (g_Counters != NULL) {
        KdPrint(("kmdf_memory: %lu devices added, %lu unloads\n",
                 g_Counters->DevicesAdded,
                 g_Counters->Unloads));
    }

    //
    // The last use of either buffer.
    //
    g_Counters = NULL;
    RtlZeroMemory(&g_Name, sizeof(g_Name));
}

_Use_decl_annotations_
VOID
EvtMemoryCleanup(
    WDFOBJECT Memory
    )
/*++

Routine Description:

    Called when a memory object is deleted, before its parent's cleanup
    callback.

Arguments:

    Memory - the memory object.

--*/
{
    UNREFERENCED_PARAMETER(Memory);
}

_Use_decl_annotations_
VOID
EvtMemoryDestroy(
    WDFOBJECT Memory
    )
/*++

Routine Description:

    Called when the last reference to a memory object is gone.

Arguments:

    Memory - the memory object.

--*/
{
    UNREFERENCED_PARAMETER(Memory);
}
