/*++

Module Name:

    wdm_legacy_leaky.c

Abstract:

    A driver of a card that nobody enumerates: it has to know where the
    card's ports and its interrupt are, and claims them before it touches
    the hardware, so that nobody else is given them. They are given back when
    DriverEntry fails, but not when the driver is unloaded.

    wdm_legacy is the same driver with the mistake repaired.

Environment:

    Kernel mode

--*/

#include <ntddk.h>

#define CARD_PORT        0x300
#define CARD_PORT_LENGTH 8
#define CARD_VECTOR      5

//
// One full descriptor with two partial ones.
//
typedef struct _CARD_RESOURCES {
    CM_RESOURCE_LIST List;
    CM_PARTIAL_RESOURCE_DESCRIPTOR More;
} CARD_RESOURCES;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

DECLARE_CONST_UNICODE_STRING(g_DeviceName, L"\\Device\\LegacyCard");

static
NTSTATUS
ClaimCard(
    PDRIVER_OBJECT DriverObject
    )
/*++

Routine Description:

    Claims the card's ports and its interrupt.

Arguments:

    DriverObject - our driver object.

Return Value:

    STATUS_SUCCESS, STATUS_CONFLICTING_ADDRESSES when they are somebody
    else's, or another error.

--*/
{
    CARD_RESOURCES resources;
    PCM_PARTIAL_RESOURCE_LIST partial = &resources.List.List[0].PartialResourceList;
    PCM_PARTIAL_RESOURCE_DESCRIPTOR descriptor = partial->PartialDescriptors;
    BOOLEAN conflict;

    RtlZeroMemory(&resources, sizeof(resources));
    resources.List.Count = 1;
    resources.List.List[0].InterfaceType = Isa;
    partial->Version = 1;
    partial->Revision = 1;
    partial->Count = 2;

    descriptor->Type = CmResourceTypePort;
    descriptor->ShareDisposition = CmResourceShareDriverExclusive;
    descriptor->Flags = CM_RESOURCE_PORT_IO;
    descriptor->u.Port.Start.QuadPart = CARD_PORT;
    descriptor->u.Port.Length = CARD_PORT_LENGTH;

    descriptor++;
    descriptor->Type = CmResourceTypeInterrupt;
    descriptor->ShareDisposition = CmResourceShareDriverExclusive;
    descriptor->Flags = CM_RESOURCE_INTERRUPT_LATCHED;
    descriptor->u.Interrupt.Level = CARD_VECTOR;
    descriptor->u.Interrupt.Vector = CARD_VECTOR;
    descriptor->u.Interrupt.Affinity = 1;

    return IoReportResourceForDetection(DriverObject,
                                        &resources.List,
                                        sizeof(resources),
                                        NULL,
                                        NULL,
                                        0,
                                        &conflict);
}

static
VOID
GiveBackCard(
    PDRIVER_OBJECT DriverObject
    )
/*++

Routine Description:

    Gives back what ClaimCard has claimed: an empty list replaces it.

Arguments:

    DriverObject - our driver object.

--*/
{
    CM_RESOURCE_LIST nothing;
    BOOLEAN conflict;

    RtlZeroMemory(&nothing, sizeof(nothing));
    IoReportResourceForDetection(DriverObject, &nothing, sizeof(nothing), NULL, NULL, 0, &conflict);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
/*++

Routine Description:

    Claims the card, resets it, and makes a device for it.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - the driver's key in the registry.

Return Value:

    STATUS_SUCCESS, or the status of the step that failed.

--*/
{
    PDEVICE_OBJECT device;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    status = ClaimCard(DriverObject);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WRITE_PORT_UCHAR((PUCHAR)CARD_PORT, 1);

    status = IoCreateDevice(DriverObject,
                            0,
                            (PUNICODE_STRING)&g_DeviceName,
                            FILE_DEVICE_UNKNOWN,
                            FILE_DEVICE_SECURE_OPEN,
                            FALSE,
                            &device);
    if (!NT_SUCCESS(status)) {
        GiveBackCard(DriverObject);
    }

    return status;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    //
    // The mistake: nobody can use the card's ports and its interrupt now.
    //
    IoDeleteDevice(DriverObject->DeviceObject);
}
