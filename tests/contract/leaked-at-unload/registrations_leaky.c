/*
 * Leaves behind what others would use when it is gone: each kind that has no sample of its own.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
CALLBACK_FUNCTION Called;
KBUGCHECK_CALLBACK_ROUTINE Dump;
EXT_CALLBACK Expired;

static KBUGCHECK_CALLBACK_RECORD Record;

_Use_decl_annotations_
VOID
Called(
    PVOID CallbackContext,
    PVOID Argument1,
    PVOID Argument2
    )
{
    UNREFERENCED_PARAMETER(CallbackContext);
    UNREFERENCED_PARAMETER(Argument1);
    UNREFERENCED_PARAMETER(Argument2);
}

_Use_decl_annotations_
VOID
Dump(
    PVOID Buffer,
    ULONG Length
    )
{
    UNREFERENCED_PARAMETER(Buffer);
    UNREFERENCED_PARAMETER(Length);
}

_Use_decl_annotations_
VOID
Expired(
    PEX_TIMER Timer,
    PVOID Context
    )
{
    UNREFERENCED_PARAMETER(Timer);
    UNREFERENCED_PARAMETER(Context);
}

DECLSPEC_NOINLINE static VOID Leave(PDRIVER_OBJECT DriverObject)
{
    UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\Callback\\Contract");
    OBJECT_ATTRIBUTES attributes;
    PCALLBACK_OBJECT object;

    InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
    if (NT_SUCCESS(ExCreateCallback(&object, &attributes, TRUE, TRUE))) {
        ExRegisterCallback(object, Called, NULL);
    }
    KeInitializeCallbackRecord(&Record);
    KeRegisterBugCheckCallback(&Record, Dump, NULL, 0, (PUCHAR)"contract");
    PoRegisterSystemState(NULL, ES_SYSTEM_REQUIRED | ES_CONTINUOUS);
    ExAllocateTimer(Expired, NULL, EX_TIMER_HIGH_RESOLUTION);
    IoAllocateErrorLogEntry(DriverObject, sizeof(IO_ERROR_LOG_PACKET));
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;
    Leave(DriverObject);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);
}
