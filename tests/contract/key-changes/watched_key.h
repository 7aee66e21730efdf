/* A key of the driver's service, and an event that tells of its changes. */
#pragma once

#include <ntddk.h>

static HANDLE Key;
static HANDLE Event;
static IO_STATUS_BLOCK Result;

static
DECLSPEC_NOINLINE
NTSTATUS
OpenWatched(
    PUNICODE_STRING RegistryPath
    )
{
    OBJECT_ATTRIBUTES attributes;
    NTSTATUS status;

    InitializeObjectAttributes(&attributes, RegistryPath, OBJ_KERNEL_HANDLE | OBJ_CASE_INSENSITIVE,
                               NULL, NULL);
    status = ZwOpenKey(&Key, KEY_READ | KEY_WRITE, &attributes);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    status = ZwCreateEvent(&Event, EVENT_ALL_ACCESS, NULL, NotificationEvent, FALSE);
    if (!NT_SUCCESS(status)) {
        ZwClose(Key);
    }
    return status;
}

static
DECLSPEC_NOINLINE
NTSTATUS
Watch(
    VOID
    )
{
    return ZwNotifyChangeKey(Key, Event, NULL, NULL, &Result, REG_NOTIFY_CHANGE_LAST_SET, FALSE,
                             NULL, 0, TRUE);
}

static
DECLSPEC_NOINLINE
VOID
SetValue(
    VOID
    )
{
    UNICODE_STRING name = RTL_CONSTANT_STRING(L"Value");
    ULONG data = 1;

    ZwSetValueKey(Key, &name, 0, REG_DWORD, &data, sizeof(data));
}
