/* The boundary of lookaside lists. */
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/exception.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/lookaside.h"
#include "drivers/framework/wdm/pool_free.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

/* One call of a driver. */
struct call {
	const char *function;
	const void *address; /* of the list */
	enum ex_list_type type;
	const void *site;
};

#define CALL(function, list, type)                                                                 \
	{                                                                                          \
		function, list, type, SITE                                                         \
	}

static NTSTATUS initialise(const struct call *call, const struct ex_list *list)
{
	struct io_driver *driver = io_driver_calling(call->site);
	struct io_breach breach = { driver, "acquired-twice", call->function, call->address,
		call->site };

	if (ex_list_find(call->address))
		io_stop(&breach, "the lookaside list at %p is initialised already", call->address);
	return ex_list_create(list, call->address, driver, call->site)
		       ? STATUS_SUCCESS
		       : STATUS_INSUFFICIENT_RESOURCES;
}

/* The list of the call; the driver is stopped when there is none. */
static struct ex_list *list_of(const struct call *call)
{
	struct ex_list *list = ex_list_find(call->address);
	struct io_breach breach = { io_driver_calling(call->site), "release-of-unknown",
		call->function, call->address, call->site };

	if (list && list->type == call->type)
		return list;
	if (list)
		io_stop(&breach, "the lookaside list at %p is of another type", call->address);
	if (io_resource_was_released(call->address)) {
		breach.rule = "double-release";
		io_stop(&breach, "the lookaside list at %p is deleted", call->address);
	}
	io_stop(&breach, "no lookaside list is initialised at %p", call->address);
}

static PVOID allocate_entry(const struct call *call, const struct ex_list *list)
{
	struct io_driver *driver = io_driver_calling(call->site);
	struct ex_request request = { .size = list->size,
		.tag = list->tag,
		.owner = call->address,
		.is_paged = ((unsigned int)list->pool_type & PagedPool) != 0 };

	if (request.is_paged)
		ke_irql_check_paged_pool(call->function, NULL, call->site);
	ke_irql_check(call->function, DISPATCH_LEVEL, call->site);
	if (io_fault(driver, call->function, call->site))
		return NULL;
	if (list->allocate)
		return list->allocate(list->pool_type, list->size, list->tag);
	if (list->allocate_ex)
		return list->allocate_ex(list->pool_type, list->size, list->tag,
			(PLOOKASIDE_LIST_EX)(uintptr_t)call->address);
	return ex_block_create(driver, &request, call->site);
}

static PVOID allocate(const struct call *call)
{
	const struct ex_list *list = list_of(call);
	PVOID entry = allocate_entry(call, list);

	if (!entry && list->flags & EX_LOOKASIDE_LIST_EX_FLAGS_RAISE_ON_FAIL)
		ex_raise(call->function, STATUS_INSUFFICIENT_RESOURCES, call->site);
	return entry;
}

static void free_entry(const struct call *call, PVOID entry)
{
	const struct ex_list *list = list_of(call);
	struct ex_release release = { call->function, entry, call->site, EX_POOL };
	struct ex_block *block;

	if (list->free) {
		list->free(entry);
		return;
	}
	if (list->free_ex) {
		list->free_ex(entry, (PLOOKASIDE_LIST_EX)(uintptr_t)call->address);
		return;
	}
	block = ex_block_to_free(&release);
	if (ex_block_resource(block)->owner != call->address) {
		struct io_breach breach = { io_driver_calling(call->site), "release-to-other-list",
			call->function, entry, call->site };

		io_stop(&breach, "the block at %p is no entry of the lookaside list at %p", entry,
			call->address);
	}
	ex_block_free(block, &release);
}

VOID ExInitializeNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside, PALLOCATE_FUNCTION Allocate,
	PFREE_FUNCTION Free, ULONG Flags, SIZE_T Size, ULONG Tag, USHORT Depth)
{
	struct call call = CALL("ExInitializeNPagedLookasideList", Lookaside, EX_LIST_NPAGED);
	struct ex_list list = { .type = EX_LIST_NPAGED,
		.pool_type = NonPagedPool,
		.size = Size,
		.tag = Tag,
		.allocate = Allocate,
		.free = Free };

	UNREFERENCED_PARAMETER(Flags);
	UNREFERENCED_PARAMETER(Depth);
	initialise(&call, &list);
}

PVOID ExAllocateFromNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside)
{
	struct call call = CALL("ExAllocateFromNPagedLookasideList", Lookaside, EX_LIST_NPAGED);

	return allocate(&call);
}

VOID ExFreeToNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside, PVOID Entry)
{
	struct call call = CALL("ExFreeToNPagedLookasideList", Lookaside, EX_LIST_NPAGED);

	free_entry(&call, Entry);
}

VOID ExDeleteNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside)
{
	struct call call = CALL("ExDeleteNPagedLookasideList", Lookaside, EX_LIST_NPAGED);

	ex_list_destroy(list_of(&call), call.site);
}

VOID ExInitializePagedLookasideList(PPAGED_LOOKASIDE_LIST Lookaside, PALLOCATE_FUNCTION Allocate,
	PFREE_FUNCTION Free, ULONG Flags, SIZE_T Size, ULONG Tag, USHORT Depth)
{
	struct call call = CALL("ExInitializePagedLookasideList", Lookaside, EX_LIST_PAGED);
	struct ex_list list = { .type = EX_LIST_PAGED,
		.pool_type = PagedPool,
		.size = Size,
		.tag = Tag,
		.allocate = Allocate,
		.free = Free };

	UNREFERENCED_PARAMETER(Flags);
	UNREFERENCED_PARAMETER(Depth);
	initialise(&call, &list);
}

PVOID ExAllocateFromPagedLookasideList(PPAGED_LOOKASIDE_LIST Lookaside)
{
	struct call call = CALL("ExAllocateFromPagedLookasideList", Lookaside, EX_LIST_PAGED);

	return allocate(&call);
}

VOID ExFreeToPagedLookasideList(PPAGED_LOOKASIDE_LIST Lookaside, PVOID Entry)
{
	struct call call = CALL("ExFreeToPagedLookasideList", Lookaside, EX_LIST_PAGED);

	free_entry(&call, Entry);
}

VOID ExDeletePagedLookasideList(PPAGED_LOOKASIDE_LIST Lookaside)
{
	struct call call = CALL("ExDeletePagedLookasideList", Lookaside, EX_LIST_PAGED);

	ex_list_destroy(list_of(&call), call.site);
}

NTSTATUS ExInitializeLookasideListEx(PLOOKASIDE_LIST_EX Lookaside, PALLOCATE_FUNCTION_EX Allocate,
	PFREE_FUNCTION_EX Free, POOL_TYPE PoolType, ULONG Flags, SIZE_T Size, ULONG Tag,
	USHORT Depth)
{
	struct call call = CALL("ExInitializeLookasideListEx", Lookaside, EX_LIST_EX);
	struct ex_list list = { .type = EX_LIST_EX,
		.pool_type = PoolType,
		.flags = Flags,
		.size = Size,
		.tag = Tag,
		.allocate_ex = Allocate,
		.free_ex = Free };
	const ULONG known =
		EX_LOOKASIDE_LIST_EX_FLAGS_RAISE_ON_FAIL | EX_LOOKASIDE_LIST_EX_FLAGS_FAIL_NO_RAISE;

	UNREFERENCED_PARAMETER(Depth);
	if ((Flags & ~known) != 0 || (Flags & known) == known)
		return STATUS_INVALID_PARAMETER_5;
	if (io_fault(io_driver_calling(call.site), call.function, call.site))
		return STATUS_INSUFFICIENT_RESOURCES;
	return initialise(&call, &list);
}

PVOID ExAllocateFromLookasideListEx(PLOOKASIDE_LIST_EX Lookaside)
{
	struct call call = CALL("ExAllocateFromLookasideListEx", Lookaside, EX_LIST_EX);

	return allocate(&call);
}

VOID ExFreeToLookasideListEx(PLOOKASIDE_LIST_EX Lookaside, PVOID Entry)
{
	struct call call = CALL("ExFreeToLookasideListEx", Lookaside, EX_LIST_EX);

	free_entry(&call, Entry);
}

/* No free entry is kept, so there is none to give back; the list must be one all the same. */
VOID ExFlushLookasideListEx(PLOOKASIDE_LIST_EX Lookaside)
{
	struct call call = CALL("ExFlushLookasideListEx", Lookaside, EX_LIST_EX);

	list_of(&call);
}

VOID ExDeleteLookasideListEx(PLOOKASIDE_LIST_EX Lookaside)
{
	struct call call = CALL("ExDeleteLookasideListEx", Lookaside, EX_LIST_EX);

	ex_list_destroy(list_of(&call), call.site);
}
