/*
 * Gives back everything that registrations_leaky leaves behind.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
CALLBACK_FUNCTION Called;
KBUGCHECK_CALLBACK_ROUTINE Dump;
EXT_CALLBACK Expired;

static KBUGCHECK_CALLBACK_RECORD Record;
static PCALLBACK_OBJECT Object;
static PVOID Registration;
static PVOID State;
static PEX_TIMER Timer;

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

DECLSPEC_NOINLINE static VOID Acquire(PDRIVER_OBJECT DriverObject)
{
    UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\Callback\\Contract");
    OBJECT_ATTRIBUTES attributes;
    PIO_ERROR_LOG_PACKET packet;

    InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
    if (NT_SUCCESS(ExCreateCallback(&Object, &attributes, TRUE, TRUE))) {
        Registration = ExRegisterCallback(Object, Called, NULL);
    }
    KeInitializeCallbackRecord(&Record);
    KeRegisterBugCheckCallback(&Record, Dump, NULL, 0, (PUCHAR)"contract");
    State = PoRegisterSystemState(NULL, ES_SYSTEM_REQUIRED | ES_CONTINUOUS);
    Timer = ExAllocateTimer(Expired, NULL, EX_TIMER_HIGH_RESOLUTION);
    packet = (PIO_ERROR_LOG_PACKET)IoAllocateErrorLogEntry(DriverObject, sizeof(IO_ERROR_LOG_PACKET));
    if (packet != NULL) {
        packet->ErrorCode = STATUS_DEVICE_POWER_FAILURE;
        IoWriteErrorLogEntry(packet);
    }
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
    Acquire(DriverObject);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);

    ExDeleteTimer(Timer, TRUE, TRUE, NULL);
    PoUnregisterSystemState(State);
    KeDeregisterBugCheckCallback(&Record);
    ExUnregisterCallback(Registration);
    ObDereferenceObject(Object);
}
