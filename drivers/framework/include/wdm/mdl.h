/* Memory descriptor lists: buffers by their pages, locked and mapped. */
#pragma once

#include <ntdef.h>
#include <ntstatus.h>
#include <string.h>
#include <wdm/pool.h>

#ifdef __cplusplus
extern "C" {
#endif

struct _IRP;

#define PAGE_SIZE            0x1000
#define PAGE_SHIFT           12
#define BYTE_OFFSET(address) ((ULONG)((ULONG_PTR)(address) & (PAGE_SIZE - 1)))
#define PAGE_ALIGN(address)  ((PVOID)((ULONG_PTR)(address) & ~(ULONG_PTR)(PAGE_SIZE - 1)))
#define BYTES_TO_PAGES(size) (((size) >> PAGE_SHIFT) + (((size) & (PAGE_SIZE - 1)) != 0))
#define ROUND_TO_PAGES(size) (((ULONG_PTR)(size) + PAGE_SIZE - 1) & ~(ULONG_PTR)(PAGE_SIZE - 1))
/* How many pages hold a part of the buffer. */
#define ADDRESS_AND_SIZE_TO_SPAN_PAGES(address, size)                                              \
	((ULONG)((BYTE_OFFSET(address) + (SIZE_T)(size) + (PAGE_SIZE - 1)) >> PAGE_SHIFT))

/* A page by its number. There is no memory but a process's own: it is that of the page's address. */
typedef ULONG_PTR PFN_NUMBER, *PPFN_NUMBER;

/* Followed by the numbers of its pages. */
typedef struct _MDL {
	struct _MDL *Next;
	SHORT Size;
	SHORT MdlFlags;
	PVOID MappedSystemVa;
	PVOID StartVa; /* of the first page */
	ULONG ByteCount;
	ULONG ByteOffset;
	/* The framework's: what is locked, and mapped. */
	struct io_mdl_part *Locked;
	struct io_mdl_part *Mapping;
} MDL, *PMDL;

#define MDL_MAPPED_TO_SYSTEM_VA     0x0001
#define MDL_PAGES_LOCKED            0x0002
#define MDL_SOURCE_IS_NONPAGED_POOL 0x0004
#define MDL_ALLOCATED_FIXED_SIZE    0x0008
#define MDL_PARTIAL                 0x0010

typedef enum _LOCK_OPERATION {
	IoReadAccess,
	IoWriteAccess,
	IoModifyAccess,
} LOCK_OPERATION;

typedef enum _MM_PAGE_PRIORITY {
	LowPagePriority,
	NormalPagePriority = 16,
	HighPagePriority = 32,
} MM_PAGE_PRIORITY;
#define MdlMappingNoWrite   0x80000000
#define MdlMappingNoExecute 0x40000000

NTKERNELAPI PMDL IoAllocateMdl(PVOID VirtualAddress, ULONG Length, BOOLEAN SecondaryBuffer,
	BOOLEAN ChargeQuota, struct _IRP *Irp);
NTKERNELAPI VOID IoFreeMdl(PMDL Mdl);
/* A part of the buffer of another, whose pages stay as they are: locked, or mapped. */
NTKERNELAPI VOID IoBuildPartialMdl(
	PMDL SourceMdl, PMDL TargetMdl, PVOID VirtualAddress, ULONG Length);
/* How many bytes an MDL of that buffer has, with the numbers of its pages. */
NTKERNELAPI SIZE_T MmSizeOfMdl(PVOID Base, SIZE_T Length);
NTKERNELAPI VOID MmPrepareMdlForReuse(PMDL Mdl);
NTKERNELAPI VOID MmBuildMdlForNonPagedPool(PMDL MemoryDescriptorList);
NTKERNELAPI VOID MmProbeAndLockPages(
	PMDL MemoryDescriptorList, KPROCESSOR_MODE AccessMode, LOCK_OPERATION Operation);
NTKERNELAPI VOID MmUnlockPages(PMDL MemoryDescriptorList);
NTKERNELAPI PVOID MmMapLockedPagesSpecifyCache(PMDL MemoryDescriptorList,
	KPROCESSOR_MODE AccessMode, MEMORY_CACHING_TYPE CacheType, PVOID RequestedAddress,
	ULONG BugCheckOnFailure, ULONG Priority);
/* NULL when the pages cannot be mapped. Maps as MmMapLockedPagesSpecifyCache does, and fails as it. */
NTKERNELAPI PVOID MmGetSystemAddressForMdlSafe(PMDL Mdl, ULONG Priority);
NTKERNELAPI VOID MmUnmapLockedPages(PVOID BaseAddress, PMDL MemoryDescriptorList);

/* Of memory that the driver has itself, MmSizeOfMdl() bytes of it. */
FORCEINLINE VOID MmInitializeMdl(PMDL MemoryDescriptorList, PVOID BaseVa, SIZE_T Length)
{
	memset(MemoryDescriptorList, 0, sizeof(*MemoryDescriptorList));
	MemoryDescriptorList->Size =
		(SHORT)(sizeof(MDL) +
			sizeof(PFN_NUMBER) * ADDRESS_AND_SIZE_TO_SPAN_PAGES(BaseVa, Length));
	MemoryDescriptorList->StartVa = PAGE_ALIGN(BaseVa);
	MemoryDescriptorList->ByteOffset = BYTE_OFFSET(BaseVa);
	MemoryDescriptorList->ByteCount = (ULONG)Length;
}

#define MmGetMdlByteCount(Mdl)      ((Mdl)->ByteCount)
#define MmGetMdlByteOffset(Mdl)     ((Mdl)->ByteOffset)
#define MmGetMdlVirtualAddress(Mdl) ((PVOID)((PCHAR)((Mdl)->StartVa) + (Mdl)->ByteOffset))
/* Filled in when the pages are locked, or said to be non-paged pool. */
#define MmGetMdlPfnArray(Mdl) ((PPFN_NUMBER)((Mdl) + 1))

#ifdef __cplusplus
}
#endif
