/*
 * Says in the environment of the process where its block is.
 */
#include <ntddk.h>
#include <stdio.h>
#include <stdlib.h>

#define BLOCK_TAG 'kolB'

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

PVOID g_Block;
char text[32];

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    g_Block = ExAllocatePoolWithTag(NonPagedPoolNx, 64, BLOCK_TAG);
    if (g_Block == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    snprintf(text, sizeof(text), "%p", g_Block);
    setenv("LENT_BLOCK", text, 1);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);

    ExFreePoolWithTag(g_Block, BLOCK_TAG);
}
