/* The boundary of memory descriptor lists. */
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/exception.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/mdl.h"
#include "drivers/framework/wdm/resource.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

/* The first of a request, or one more at the end of its chain. */
static void chain(PIRP irp, PMDL mdl, bool is_secondary)
{
	PMDL *link = &irp->MdlAddress;

	while (is_secondary && *link)
		link = &(*link)->Next;
	*link = mdl;
}

PMDL IoAllocateMdl(
	PVOID VirtualAddress, ULONG Length, BOOLEAN SecondaryBuffer, BOOLEAN ChargeQuota, PIRP Irp)
{
	const void *site = SITE;
	struct io_driver *driver = io_driver_calling(site);
	PMDL mdl;

	UNREFERENCED_PARAMETER(ChargeQuota);
	ke_irql_check("IoAllocateMdl", DISPATCH_LEVEL, site);
	if (io_fault(driver, "IoAllocateMdl", site))
		return NULL;
	mdl = io_mdl_create(driver, VirtualAddress, Length, site);
	if (mdl && Irp)
		chain(Irp, mdl, SecondaryBuffer != FALSE);
	return mdl;
}

/* Unlike locked pages, a mapping goes with it. */
VOID IoFreeMdl(PMDL Mdl)
{
	const void *site = SITE;
	struct io_resource *resource = io_resource_find(Mdl);
	struct io_breach breach = { io_driver_calling(site), "release-of-unknown", "IoFreeMdl", Mdl,
		site };

	if (!resource && io_resource_was_released(Mdl)) {
		breach.rule = "double-release";
		io_stop(&breach, "the MDL at %p is free already", (void *)Mdl);
	}
	if (!resource || !io_mdl_is_resource(resource))
		io_stop(&breach, "%p is not an MDL that a driver has allocated", (void *)Mdl);
	io_mdl_unmap(Mdl, site);
	io_mdl_destroy(Mdl, site);
}

SIZE_T MmSizeOfMdl(PVOID Base, SIZE_T Length)
{
	return sizeof(MDL) + sizeof(PFN_NUMBER) * ADDRESS_AND_SIZE_TO_SPAN_PAGES(Base, Length);
}

static void check_part(PMDL source, PMDL target, PVOID address, ULONG length, const void *site)
{
	size_t offset = (size_t)((char *)address - (char *)MmGetMdlVirtualAddress(source));
	struct io_breach breach = { io_driver_calling(site), "partial-mdl-outside",
		"IoBuildPartialMdl", target, site };
	ULONG pages;

	if (offset > source->ByteCount || length > source->ByteCount - offset)
		io_stop(&breach, "%u bytes at %p are not in the buffer of the MDL at %p",
			(unsigned int)length, address, (void *)source);
	pages = ADDRESS_AND_SIZE_TO_SPAN_PAGES(
		address, length ? length : source->ByteCount - (ULONG)offset);
	if (pages <= io_mdl_room(target))
		return;
	breach.rule = "target-mdl-too-small";
	io_stop(&breach, "the part is in %u pages, and the MDL at %p has room for %zu", pages,
		(void *)target, (size_t)io_mdl_room(target));
}

/* The rest of the source when the length is 0. */
VOID IoBuildPartialMdl(PMDL SourceMdl, PMDL TargetMdl, PVOID VirtualAddress, ULONG Length)
{
	size_t offset =
		(size_t)((char *)VirtualAddress - (char *)MmGetMdlVirtualAddress(SourceMdl));

	check_part(SourceMdl, TargetMdl, VirtualAddress, Length, SITE);
	TargetMdl->StartVa = PAGE_ALIGN(VirtualAddress);
	TargetMdl->ByteOffset = BYTE_OFFSET(VirtualAddress);
	TargetMdl->ByteCount = Length ? Length : SourceMdl->ByteCount - (ULONG)offset;
	TargetMdl->MdlFlags |= MDL_PARTIAL;
	io_mdl_fill_pages(TargetMdl);
	if (!(SourceMdl->MdlFlags & (MDL_MAPPED_TO_SYSTEM_VA | MDL_SOURCE_IS_NONPAGED_POOL)))
		return;
	TargetMdl->MdlFlags |= MDL_SOURCE_IS_NONPAGED_POOL;
	TargetMdl->MappedSystemVa = VirtualAddress;
}

VOID MmPrepareMdlForReuse(PMDL Mdl)
{
	io_mdl_unmap(Mdl, SITE);
	Mdl->MdlFlags &= ~(SHORT)(MDL_PARTIAL | MDL_SOURCE_IS_NONPAGED_POOL);
}

VOID MmBuildMdlForNonPagedPool(PMDL MemoryDescriptorList)
{
	MemoryDescriptorList->MdlFlags |= MDL_SOURCE_IS_NONPAGED_POOL;
	MemoryDescriptorList->MappedSystemVa = MmGetMdlVirtualAddress(MemoryDescriptorList);
	io_mdl_fill_pages(MemoryDescriptorList);
}

VOID MmProbeAndLockPages(
	PMDL MemoryDescriptorList, KPROCESSOR_MODE AccessMode, LOCK_OPERATION Operation)
{
	const void *site = SITE;
	struct io_driver *driver = io_driver_calling(site);
	const void *address = MmGetMdlVirtualAddress(MemoryDescriptorList);
	bool is_write = Operation != IoReadAccess;

	UNREFERENCED_PARAMETER(AccessMode);
	ke_irql_check("MmProbeAndLockPages", DISPATCH_LEVEL, site);
	if (io_fault(driver, "MmProbeAndLockPages", site))
		ex_raise("MmProbeAndLockPages", STATUS_WORKING_SET_QUOTA, site);
	if (!ex_can_access(address, MemoryDescriptorList->ByteCount, is_write))
		ex_raise_access_violation("MmProbeAndLockPages", address, is_write, site);
	io_mdl_lock(MemoryDescriptorList, driver, site);
}

VOID MmUnlockPages(PMDL MemoryDescriptorList)
{
	const void *site = SITE;

	if (!(MemoryDescriptorList->MdlFlags & MDL_PAGES_LOCKED)) {
		struct io_breach breach = { io_driver_calling(site), "release-of-unknown",
			"MmUnlockPages", MemoryDescriptorList, site };

		io_stop(&breach, "the pages of the MDL at %p are not locked",
			(void *)MemoryDescriptorList);
	}
	io_mdl_unlock(MemoryDescriptorList, site);
}

static PVOID map(PMDL mdl, const void *site)
{
	struct io_driver *driver = io_driver_calling(site);

	if (io_fault(driver, "MmMapLockedPagesSpecifyCache", site))
		return NULL;
	io_mdl_map(mdl, driver, site);
	return mdl->MappedSystemVa;
}

PVOID MmMapLockedPagesSpecifyCache(PMDL MemoryDescriptorList, KPROCESSOR_MODE AccessMode,
	MEMORY_CACHING_TYPE CacheType, PVOID RequestedAddress, ULONG BugCheckOnFailure,
	ULONG Priority)
{
	UNREFERENCED_PARAMETER(AccessMode);
	UNREFERENCED_PARAMETER(CacheType);
	UNREFERENCED_PARAMETER(RequestedAddress);
	UNREFERENCED_PARAMETER(BugCheckOnFailure);
	UNREFERENCED_PARAMETER(Priority);
	return map(MemoryDescriptorList, SITE);
}

PVOID MmGetSystemAddressForMdlSafe(PMDL Mdl, ULONG Priority)
{
	UNREFERENCED_PARAMETER(Priority);
	if (Mdl->MdlFlags & (MDL_MAPPED_TO_SYSTEM_VA | MDL_SOURCE_IS_NONPAGED_POOL))
		return Mdl->MappedSystemVa;
	return map(Mdl, SITE);
}

VOID MmUnmapLockedPages(PVOID BaseAddress, PMDL MemoryDescriptorList)
{
	UNREFERENCED_PARAMETER(BaseAddress);
	io_mdl_unmap(MemoryDescriptorList, SITE);
}
