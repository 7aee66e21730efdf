/*++

Module Name:

    recorder_fixed.c

Abstract:

    A driver with two channels. The messages of each go to an in-flight
    recorder log of its own, so that a busy channel does not push the
    messages of a quiet one out; all others go to the default log.

    DriverUnload deletes the logs, and so does DriverEntry when it fails.

    recorder_leaky is the same driver with the mistake in it.

Environment:

    Kernel mode

--*/

#include <ntddk.h>
#include <wpprecorder.h>
#include "trace.h"
#include "recorder_fixed.tmh"

#define CHANNELS     2
#define CHANNEL_SIZE 2048

typedef struct _CHANNEL {
    RECORDER_LOG Log;
    ULONG Packets;
} CHANNEL, *PCHANNEL;

CHANNEL g_Channels[CHANNELS];

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

NTSTATUS
OpenChannel(
    PCHANNEL Channel,
    PCSTR Name
    );

VOID
CloseChannels(
    VOID
    );

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(INIT, OpenChannel)
#pragma alloc_text(PAGE, DriverUnload)
#pragma alloc_text(PAGE, CloseChannels)
#endif

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
/*++

Routine Description:

    Begins tracing and opens both channels.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - the driver's key in the registry.

Return Value:

    STATUS_SUCCESS, or why a channel could not be opened.

--*/
{
    NTSTATUS status;

    WPP_INIT_TRACING(DriverObject, RegistryPath);
    DriverObject->DriverUnload = DriverUnload;

    status = OpenChannel(&g_Channels[0], "Input");
    if (NT_SUCCESS(status)) {
        status = OpenChannel(&g_Channels[1], "Output");
    }

    if (!NT_SUCCESS(status)) {
        TraceEvents(TRACE_LEVEL_ERROR, TRACE_DRIVER,
                    "the channels cannot be opened: %!STATUS!", status);
        //
        // DriverUnload is not called when we fail: close what is open.
        //
        CloseChannels();
        WPP_CLEANUP(DriverObject);
        return status;
    }

    TraceEvents(TRACE_LEVEL_INFORMATION, TRACE_DRIVER, "%u channels are open", CHANNELS);

    return STATUS_SUCCESS;
}

NTSTATUS
OpenChannel(
    PCHANNEL Channel,
    PCSTR Name
    )
/*++

Routine Description:

    Opens a channel: creates its log, and says so in it.

Arguments:

    Channel - the channel.

    Name - what its log is called.

Return Value:

    STATUS_SUCCESS, or what WppRecorderLogCreate returned.

--*/
{
    RECORDER_LOG_CREATE_PARAMS parameters;
    RECORDER_LOG log;
    NTSTATUS status;

    RECORDER_LOG_CREATE_PARAMS_INIT(&parameters, Name);
    parameters.TotalBufferSize = CHANNEL_SIZE;
    parameters.ErrorPartitionSize = CHANNEL_SIZE / 4;

    status = WppRecorderLogCreate(&parameters, &log);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    Channel->Log = log;
    Channel->Packets = 0;
    TraceChannel(Channel->Log, "opened, after %u packets", Channel->Packets);

    return STATUS_SUCCESS;
}

VOID
CloseChannels(
    VOID
    )
/*++

Routine Description:

    Deletes the logs of the channels that are open, newest first.

--*/
{
    ULONG i;

    PAGED_CODE();

    for (i = CHANNELS; i > 0; i--) {
        if (g_Channels[i - 1].Log != NULL) {
            TraceChannel(g_Channels[i - 1].Log, "closed, channel %u", i);
            WppRecorderLogDelete(g_Channels[i - 1].Log);
            g_Channels[i - 1].Log = NULL;
        }
    }
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
/*++

Routine Description:

    Called before the driver is removed from memory, if and only if
    DriverEntry succeeded.

Arguments:

    DriverObject - our driver object.

--*/
{
    PAGED_CODE();

    CloseChannels();
    WPP_CLEANUP(DriverObject);
}
