/*++

Module Name:

    kmdf_cpp.cpp

Abstract:

    A KMDF driver in C++. What it acquires belongs to objects whose
    destructors release it: a buffer for each device, in the device's context.
    Its messages stand where C++ has its code: in methods that are defined in
    their class, in templates and in lambdas.

Environment:

    Kernel mode

--*/

#include <ntddk.h>
#include <wdf.h>
#include "trace.h"
#include "kmdf_cpp.tmh"

constexpr ULONG BUFFER_TAG = 'fBpC';

extern "C" DRIVER_INITIALIZE DriverEntry;
extern "C" EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
extern "C" EVT_WDF_OBJECT_CONTEXT_CLEANUP EvtDriverContextCleanup;
extern "C" EVT_WDF_OBJECT_CONTEXT_CLEANUP EvtDeviceContextCleanup;

//
// Pool that goes with the object it belongs to.
//
template <class Element>
class Buffer {
public:
    Buffer() = default;
    Buffer(const Buffer &) = delete;
    Buffer &operator=(const Buffer &) = delete;

    ~Buffer()
    {
        if (m_Elements != nullptr) {
            TraceEvents(TRACE_LEVEL_VERBOSE, TRACE_DEVICE, "%!FUNC!: %Iu elements are freed",
                        m_Count);
            ExFreePoolWithTag(m_Elements, BUFFER_TAG);
        }
    }

    NTSTATUS
    Allocate(
        SIZE_T Count
        )
    {
        m_Elements = static_cast<Element *>(
            ExAllocatePool2(POOL_FLAG_NON_PAGED, Count * sizeof(Element), BUFFER_TAG));
        if (m_Elements == nullptr) {
            TraceEvents(TRACE_LEVEL_ERROR, TRACE_DEVICE, "no memory for %Iu elements of %d bytes",
                        Count, sizeof(Element));
            return STATUS_INSUFFICIENT_RESOURCES;
        }
        m_Count = Count;

        return STATUS_SUCCESS;
    }

    template <class Function>
    void
    ForEach(
        Function Visit
        )
    {
        for (SIZE_T i = 0; i < m_Count; i++) {
            Visit(i, m_Elements[i]);
        }
    }

private:
    Element *m_Elements = nullptr;
    SIZE_T m_Count = 0;
};

struct Device {
    Buffer<ULONG> Squares;
    Buffer<UCHAR> Scratch;
};

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(Device, DeviceOf)

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
/*++

Routine Description:

    Creates the framework's driver object, and begins tracing.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - the driver's key in the registry.

Return Value:

    STATUS_SUCCESS, or the status of WdfDriverCreate.

--*/
{
    WDF_DRIVER_CONFIG config;
    WDF_OBJECT_ATTRIBUTES attributes;

    WDF_DRIVER_CONFIG_INIT(&config, EvtDriverDeviceAdd);

    WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
    attributes.EvtCleanupCallback = EvtDriverContextCleanup;

    NTSTATUS status = WdfDriverCreate(DriverObject,
                                      RegistryPath,
                                      &attributes,
                                      &config,
                                      WDF_NO_HANDLE);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WPP_INIT_TRACING(DriverObject, RegistryPath);
    TraceEvents(TRACE_LEVEL_INFORMATION, TRACE_INIT, "%!FUNC!: %wZ, %ws", RegistryPath, PCWSTR{L"in C++"});

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

    STATUS_SUCCESS, or the status of the step that failed.

--*/
{
    WDF_OBJECT_ATTRIBUTES attributes;
    WDFDEVICE device;

    UNREFERENCED_PARAMETER(Driver);

    //
    // The context is zeroed, which an empty buffer is; its destructor runs when
    // the device goes, whether it was added or not.
    //
    WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, Device);
    attributes.EvtCleanupCallback = EvtDeviceContextCleanup;
    NTSTATUS status = WdfDeviceCreate(&DeviceInit, &attributes, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    Device *context = DeviceOf(device);

    status = context->Squares.Allocate(4);
    if (NT_SUCCESS(status)) {
        status = context->Scratch.Allocate(100);
    }

    context->Squares.ForEach([](SIZE_T index, ULONG &square) {
        square = static_cast<ULONG>(index * index);
        TraceEvents(TRACE_LEVEL_VERBOSE, TRACE_DEVICE, "square %u is %u", (ULONG)index, square);
    });
    TraceEvents(NT_SUCCESS(status) ? TRACE_LEVEL_INFORMATION : TRACE_LEVEL_ERROR, TRACE_DEVICE,
                "device %p: %!STATUS!", device, status);

    return status;
}

_Use_decl_annotations_
VOID
EvtDeviceContextCleanup(
    WDFOBJECT Object
    )
/*++

Routine Description:

    Called when a device is deleted. Ends what is in its context.

Arguments:

    Object - the device.

--*/
{
    DeviceOf(Object)->~Device();
}

_Use_decl_annotations_
VOID
EvtDriverContextCleanup(
    WDFOBJECT Driver
    )
/*++

Routine Description:

    Called when the driver object is deleted, whether DriverEntry succeeded
    or not. Ends tracing.

Arguments:

    Driver - our driver object.

--*/
{
    TraceEvents(TRACE_LEVEL_INFORMATION, TRACE_INIT, "%!FUNC!: tracing ends");
    WPP_CLEANUP(WdfDriverWdmGetDriverObject((WDFDRIVER)Driver));
}
