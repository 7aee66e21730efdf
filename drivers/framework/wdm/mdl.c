#include "drivers/framework/wdm/mdl.h"

#include <stdlib.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/wdm/resource.h"

/* Locked pages, or a mapping: they may stay when their MDL goes. */
struct io_mdl_part {
	struct io_resource resource;
};

struct io_mdl {
	struct io_resource resource;
	bool is_drivers; /* in the books */
	SIZE_T room;     /* for page numbers */
	MDL mdl;
};

/* The pages of the I/O manager's own. */
static struct io_mdl_part locked_by_manager;

static void reclaim(struct io_resource *resource)
{
	free(CONTAINING_RECORD(resource, struct io_mdl, resource));
}

static void reclaim_part(struct io_resource *resource)
{
	free(CONTAINING_RECORD(resource, struct io_mdl_part, resource));
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
	SIZE_T room = ADDRESS_AND_SIZE_TO_SPAN_PAGES(address, length);
	struct io_mdl *self = calloc(1, sizeof(*self) + room * sizeof(PFN_NUMBER));

	if (!self)
		return NULL;
	self->room = room;
	MmInitializeMdl(&self->mdl, address, length);
	self->mdl.MdlFlags = MDL_ALLOCATED_FIXED_SIZE;
	return &self->mdl;
}

PMDL io_mdl_create_locked(PVOID address, ULONG length)
{
	PMDL mdl = create(address, length);

	if (!mdl)
		return NULL;
	mdl->MdlFlags |= MDL_PAGES_LOCKED;
	mdl->Locked = &locked_by_manager;
	io_mdl_fill_pages(mdl);
	return mdl;
}

PMDL io_mdl_create(struct io_driver *driver, PVOID address, ULONG length, const void *site)
{
	PMDL mdl = create(address, length);

	if (!mdl)
		return NULL;
	mdl_of(mdl)->is_drivers = true;
	io_resource_acquire(&mdl_of(mdl)->resource, driver,
		&(struct io_claim){
			.kind = &mdl_kind, .handle = mdl, .size = length, .site = site });
	return mdl;
}

void io_mdl_destroy(PMDL mdl, const void *site)
{
	if (mdl_of(mdl)->is_drivers)
		io_resource_release(&mdl_of(mdl)->resource, site);
	free(mdl_of(mdl));
}

bool io_mdl_is_resource(const struct io_resource *resource)
{
	return resource->kind == &mdl_kind;
}

/* What is in memory of a driver's stays where it is. */
void io_mdl_free_chain(PMDL mdl)
{
	while (mdl) {
		PMDL next = mdl->Next;

		io_mdl_unlock(mdl, NULL);
		if (mdl->MdlFlags & MDL_ALLOCATED_FIXED_SIZE)
			io_mdl_destroy(mdl, NULL);
		mdl = next;
	}
}

SIZE_T io_mdl_room(PMDL mdl)
{
	if (mdl->MdlFlags & MDL_ALLOCATED_FIXED_SIZE)
		return mdl_of(mdl)->room;
	return ((USHORT)mdl->Size - sizeof(*mdl)) / sizeof(PFN_NUMBER);
}

void io_mdl_fill_pages(PMDL mdl)
{
	PPFN_NUMBER pages = MmGetMdlPfnArray(mdl);
	PFN_NUMBER first = (ULONG_PTR)mdl->StartVa >> PAGE_SHIFT;
	SIZE_T count = ADDRESS_AND_SIZE_TO_SPAN_PAGES(MmGetMdlVirtualAddress(mdl), mdl->ByteCount);

	for (SIZE_T i = 0; i < count; i++)
		pages[i] = first + i;
}

/* Without memory the books know less; the driver is none the worse for it. */
static struct io_mdl_part *create_part(
	PMDL mdl, struct io_driver *driver, const struct io_kind *kind, const void *site)
{
	struct io_mdl_part *part = calloc(1, sizeof(*part));

	if (part)
		io_resource_acquire(&part->resource, driver,
			&(struct io_claim){ .kind = kind,
				.handle = part,
				.owner = mdl,
				.size = mdl->ByteCount,
				.site = site });
	return part;
}

static void destroy_part(struct io_mdl_part **part, const void *site)
{
	if (*part && *part != &locked_by_manager) {
		io_resource_release(&(*part)->resource, site);
		free(*part);
	}
	*part = NULL;
}

void io_mdl_lock(PMDL mdl, struct io_driver *driver, const void *site)
{
	mdl->MdlFlags |= MDL_PAGES_LOCKED;
	if (!mdl->Locked)
		mdl->Locked = create_part(mdl, driver, &locked_kind, site);
	io_mdl_fill_pages(mdl);
}

void io_mdl_unlock(PMDL mdl, const void *site)
{
	io_mdl_unmap(mdl, site);
	destroy_part(&mdl->Locked, site);
	mdl->MdlFlags &= ~(SHORT)MDL_PAGES_LOCKED;
}

/* System space is the process's own, so that a mapping is where the buffer is. */
void io_mdl_map(PMDL mdl, struct io_driver *driver, const void *site)
{
	if (mdl->Locked != &locked_by_manager && !mdl->Mapping)
		mdl->Mapping = create_part(mdl, driver, &mapping_kind, site);
	mdl->MdlFlags |= MDL_MAPPED_TO_SYSTEM_VA;
	mdl->MappedSystemVa = MmGetMdlVirtualAddress(mdl);
}

void io_mdl_unmap(PMDL mdl, const void *site)
{
	destroy_part(&mdl->Mapping, site);
	mdl->MdlFlags &= ~(SHORT)MDL_MAPPED_TO_SYSTEM_VA;
}
