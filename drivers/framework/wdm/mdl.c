#include "drivers/framework/wdm/mdl.h"

#include <stdlib.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/exception.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/resource.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

/* Locked pages, or a mapping: they may stay when their MDL goes. */
struct part {
	struct io_resource resource;
};

struct io_mdl {
	struct io_resource resource;
	bool is_drivers; /* in the books */
	struct part *locked;
	struct part *mapping;
	MDL mdl;
};

static void reclaim(struct io_resource *resource)
{
	free(CONTAINING_RECORD(resource, struct io_mdl, resource));
}

static void reclaim_part(struct io_resource *resource)
{
	free(CONTAINING_RECORD(resource, struct part, resource));
}

static const struct io_kind mdl_kind = { "mdl", DRVTRACE_KIND_MDL, reclaim };
static const struct io_kind locked_kind = { "locked-pages", DRVTRACE_KIND_LOCKED_PAGES,
	reclaim_part };
static const struct io_kind mapping_kind = { "mdl-mapping", DRVTRACE_KIND_MDL_MAPPING,
	reclaim_part };

static struct io_mdl *mdl_of(PMDL mdl)
{
	return CONTAINING_RECORD(mdl, struct io_mdl, mdl);
}

static PMDL create(PVOID address, ULONG length)
{
	struct io_mdl *self = calloc(1, sizeof(*self));

	if (!self)
		return NULL;
	self->mdl.Size = sizeof(self->mdl);
	self->mdl.StartVa = PAGE_ALIGN(address);
	self->mdl.ByteOffset = BYTE_OFFSET(address);
	self->mdl.ByteCount = length;
	return &self->mdl;
}

/* Without memory the books know less; the driver is none the worse for it. */
static struct part *create_part(struct io_mdl *self, const struct io_kind *kind, const void *site)
{
	struct part *part = calloc(1, sizeof(*part));

	if (part)
		io_resource_acquire(&part->resource, self->resource.driver,
			&(struct io_claim){ .kind = kind,
				.handle = part,
				.owner = &self->mdl,
				.size = self->mdl.ByteCount,
				.site = site });
	return part;
}

static void destroy_part(struct part **part, const void *site)
{
	if (*part) {
		io_resource_release(&(*part)->resource, site);
		free(*part);
	}
	*part = NULL;
}

PMDL io_mdl_create_locked(PVOID address, ULONG length)
{
	PMDL mdl = create(address, length);

	if (mdl)
		mdl->MdlFlags |= MDL_PAGES_LOCKED;
	return mdl;
}

static void unlock(struct io_mdl *self, const void *site)
{
	destroy_part(&self->mapping, site);
	destroy_part(&self->locked, site);
	self->mdl.MdlFlags &= ~(SHORT)(MDL_PAGES_LOCKED | MDL_MAPPED_TO_SYSTEM_VA);
}

static void destroy(struct io_mdl *self, const void *site)
{
	if (self->is_drivers)
		io_resource_release(&self->resource, site);
	free(self);
}

void io_mdl_free_chain(PMDL mdl)
{
	while (mdl) {
		PMDL next = mdl->Next;

		unlock(mdl_of(mdl), NULL);
		destroy(mdl_of(mdl), NULL);
		mdl = next;
	}
}

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
	mdl = create(VirtualAddress, Length);
	if (!mdl)
		return NULL;
	mdl_of(mdl)->is_drivers = true;
	io_resource_acquire(&mdl_of(mdl)->resource, driver,
		&(struct io_claim){
			.kind = &mdl_kind, .handle = mdl, .size = Length, .site = site });
	if (Irp)
		chain(Irp, mdl, SecondaryBuffer != FALSE);
	return mdl;
}

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
	if (!resource || resource->kind != &mdl_kind)
		io_stop(&breach, "%p is not an MDL that a driver has allocated", (void *)Mdl);
	destroy(mdl_of(Mdl), site);
}

/* The rest of the source when the length is 0. */
VOID IoBuildPartialMdl(PMDL SourceMdl, PMDL TargetMdl, PVOID VirtualAddress, ULONG Length)
{
	const void *site = SITE;
	size_t offset =
		(size_t)((char *)VirtualAddress - (char *)MmGetMdlVirtualAddress(SourceMdl));
	struct io_breach breach = { io_driver_calling(site), "partial-mdl-outside",
		"IoBuildPartialMdl", TargetMdl, site };

	if (offset > SourceMdl->ByteCount || Length > SourceMdl->ByteCount - offset)
		io_stop(&breach, "%u bytes at %p are not in the buffer of the MDL at %p",
			(unsigned int)Length, VirtualAddress, (void *)SourceMdl);
	TargetMdl->StartVa = PAGE_ALIGN(VirtualAddress);
	TargetMdl->ByteOffset = BYTE_OFFSET(VirtualAddress);
	TargetMdl->ByteCount = Length ? Length : SourceMdl->ByteCount - (ULONG)offset;
	TargetMdl->MdlFlags |= MDL_PARTIAL;
	if (!(SourceMdl->MdlFlags & (MDL_MAPPED_TO_SYSTEM_VA | MDL_SOURCE_IS_NONPAGED_POOL)))
		return;
	TargetMdl->MdlFlags |= MDL_SOURCE_IS_NONPAGED_POOL;
	TargetMdl->MappedSystemVa = VirtualAddress;
}

VOID MmPrepareMdlForReuse(PMDL Mdl)
{
	destroy_part(&mdl_of(Mdl)->mapping, SITE);
	Mdl->MdlFlags &=
		~(SHORT)(MDL_PARTIAL | MDL_MAPPED_TO_SYSTEM_VA | MDL_SOURCE_IS_NONPAGED_POOL);
}

VOID MmBuildMdlForNonPagedPool(PMDL MemoryDescriptorList)
{
	MemoryDescriptorList->MdlFlags |= MDL_SOURCE_IS_NONPAGED_POOL;
	MemoryDescriptorList->MappedSystemVa = MmGetMdlVirtualAddress(MemoryDescriptorList);
}

VOID MmProbeAndLockPages(
	PMDL MemoryDescriptorList, KPROCESSOR_MODE AccessMode, LOCK_OPERATION Operation)
{
	const void *site = SITE;
	const void *address = MmGetMdlVirtualAddress(MemoryDescriptorList);
	struct io_mdl *self = mdl_of(MemoryDescriptorList);
	bool is_write = Operation != IoReadAccess;

	UNREFERENCED_PARAMETER(AccessMode);
	ke_irql_check("MmProbeAndLockPages", DISPATCH_LEVEL, site);
	if (io_fault(io_driver_calling(site), "MmProbeAndLockPages", site))
		ex_raise("MmProbeAndLockPages", STATUS_WORKING_SET_QUOTA, site);
	if (!ex_can_access(address, MemoryDescriptorList->ByteCount, is_write))
		ex_raise_access_violation("MmProbeAndLockPages", address, is_write, site);
	MemoryDescriptorList->MdlFlags |= MDL_PAGES_LOCKED;
	if (!self->locked)
		self->locked = create_part(self, &locked_kind, site);
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
	unlock(mdl_of(MemoryDescriptorList), site);
}

/* System space is the process's own, so that a mapping is where the buffer is. */
static PVOID map(PMDL mdl, const void *site)
{
	struct io_mdl *self = mdl_of(mdl);

	if (io_fault(io_driver_calling(site), "MmMapLockedPagesSpecifyCache", site))
		return NULL;
	if (self->is_drivers && !self->mapping)
		self->mapping = create_part(self, &mapping_kind, site);
	mdl->MdlFlags |= MDL_MAPPED_TO_SYSTEM_VA;
	mdl->MappedSystemVa = MmGetMdlVirtualAddress(mdl);
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
	destroy_part(&mdl_of(MemoryDescriptorList)->mapping, SITE);
	MemoryDescriptorList->MdlFlags &= ~(SHORT)MDL_MAPPED_TO_SYSTEM_VA;
}
