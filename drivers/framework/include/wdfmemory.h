/* Memory objects, and lookaside lists of them. */
#pragma once

#include <wdfobject.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A part of a memory object; a length of 0 is all of it. */
typedef struct _WDFMEMORY_OFFSET {
	size_t BufferOffset;
	size_t BufferLength;
} WDFMEMORY_OFFSET, *PWDFMEMORY_OFFSET;

typedef enum _WDF_MEMORY_DESCRIPTOR_TYPE {
	WdfMemoryDescriptorTypeInvalid = 0,
	WdfMemoryDescriptorTypeBuffer,
	WdfMemoryDescriptorTypeMdl,
	WdfMemoryDescriptorTypeHandle,
} WDF_MEMORY_DESCRIPTOR_TYPE;

/* A buffer for a call that waits: an address, an MDL or a memory object. */
typedef struct _WDF_MEMORY_DESCRIPTOR {
	WDF_MEMORY_DESCRIPTOR_TYPE Type;
	union {
		struct {
			PVOID Buffer;
			ULONG Length;
		} BufferType;
		struct {
			PMDL Mdl;
			ULONG BufferLength;
		} MdlType;
		struct {
			WDFMEMORY Memory;
			PWDFMEMORY_OFFSET Offsets;
		} HandleType;
	} u;
} WDF_MEMORY_DESCRIPTOR, *PWDF_MEMORY_DESCRIPTOR;

FORCEINLINE VOID WDF_MEMORY_DESCRIPTOR_INIT_BUFFER(
	PWDF_MEMORY_DESCRIPTOR Descriptor, PVOID Buffer, ULONG BufferLength)
{
	memset(Descriptor, 0, sizeof(WDF_MEMORY_DESCRIPTOR));
	Descriptor->Type = WdfMemoryDescriptorTypeBuffer;
	Descriptor->u.BufferType.Buffer = Buffer;
	Descriptor->u.BufferType.Length = BufferLength;
}

FORCEINLINE VOID WDF_MEMORY_DESCRIPTOR_INIT_HANDLE(
	PWDF_MEMORY_DESCRIPTOR Descriptor, WDFMEMORY Memory, PWDFMEMORY_OFFSET Offsets)
{
	memset(Descriptor, 0, sizeof(WDF_MEMORY_DESCRIPTOR));
	Descriptor->Type = WdfMemoryDescriptorTypeHandle;
	Descriptor->u.HandleType.Memory = Memory;
	Descriptor->u.HandleType.Offsets = Offsets;
}

FORCEINLINE VOID WDF_MEMORY_DESCRIPTOR_INIT_MDL(
	PWDF_MEMORY_DESCRIPTOR Descriptor, PMDL Mdl, ULONG BufferLength)
{
	memset(Descriptor, 0, sizeof(WDF_MEMORY_DESCRIPTOR));
	Descriptor->Type = WdfMemoryDescriptorTypeMdl;
	Descriptor->u.MdlType.Mdl = Mdl;
	Descriptor->u.MdlType.BufferLength = BufferLength;
}

/* Without a parent in `Attributes` it belongs to the driver object. The buffer is not zeroed. */
NTKERNELAPI NTSTATUS WdfMemoryCreate(PWDF_OBJECT_ATTRIBUTES Attributes, POOL_TYPE PoolType,
	ULONG PoolTag, size_t BufferSize, WDFMEMORY *Memory, PVOID *Buffer);

/* Valid until the object is destroyed, so still in its parent's EvtCleanupCallback. */
NTKERNELAPI PVOID WdfMemoryGetBuffer(WDFMEMORY Memory, size_t *BufferSize);

/* A buffer of the driver's, which stays the driver's; AssignBuffer gives the object another. */
NTKERNELAPI NTSTATUS WdfMemoryCreatePreallocated(
	PWDF_OBJECT_ATTRIBUTES Attributes, PVOID Buffer, size_t BufferSize, WDFMEMORY *Memory);
NTKERNELAPI NTSTATUS WdfMemoryAssignBuffer(WDFMEMORY Memory, PVOID Buffer, size_t BufferSize);

NTKERNELAPI NTSTATUS WdfMemoryCopyToBuffer(
	WDFMEMORY SourceMemory, size_t SourceOffset, PVOID Buffer, size_t NumBytesToCopyTo);
NTKERNELAPI NTSTATUS WdfMemoryCopyFromBuffer(WDFMEMORY DestinationMemory, size_t DestinationOffset,
	PVOID Buffer, size_t NumBytesToCopyFrom);

/* Each memory object of the list is created with `MemoryAttributes`. */
NTKERNELAPI NTSTATUS WdfLookasideListCreate(PWDF_OBJECT_ATTRIBUTES LookasideAttributes,
	size_t BufferSize, POOL_TYPE PoolType, PWDF_OBJECT_ATTRIBUTES MemoryAttributes,
	ULONG PoolTag, WDFLOOKASIDE *Lookaside);
NTKERNELAPI NTSTATUS WdfMemoryCreateFromLookaside(WDFLOOKASIDE Lookaside, WDFMEMORY *Memory);

#ifdef __cplusplus
}
#endif
