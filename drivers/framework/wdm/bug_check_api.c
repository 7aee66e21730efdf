/* The boundary of bug checks, and of what drivers want to do about them. */
#include <stdlib.h>
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/resource.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

struct registration {
	struct io_resource resource;
};

static void reclaim(struct io_resource *resource)
{
	free(CONTAINING_RECORD(resource, struct registration, resource));
}

static const struct io_kind registration_kind = { "bug-check-callback", 0, reclaim };

/* The record is in the driver's memory, and says whether it is in use. */
static BOOLEAN enter(const void *record, UCHAR *state, const void *site)
{
	struct registration *made;

	if (*state == BufferInserted)
		return FALSE;
	made = calloc(1, sizeof(*made));
	if (!made)
		return FALSE;
	*state = BufferInserted;
	io_resource_acquire(&made->resource, io_driver_calling(site),
		&(struct io_claim){ .kind = &registration_kind, .handle = record, .site = site });
	return TRUE;
}

static BOOLEAN leave(const void *record, UCHAR *state, const void *site)
{
	struct io_resource *resource = io_resource_find(record);

	if (*state != BufferInserted || !resource || resource->kind != &registration_kind)
		return FALSE;
	*state = BufferEmpty;
	io_resource_release(resource, site);
	reclaim(resource);
	return TRUE;
}

BOOLEAN KeRegisterBugCheckCallback(PKBUGCHECK_CALLBACK_RECORD CallbackRecord,
	PKBUGCHECK_CALLBACK_ROUTINE CallbackRoutine, PVOID Buffer, ULONG Length, PUCHAR Component)
{
	if (!enter(CallbackRecord, &CallbackRecord->State, SITE))
		return FALSE;
	CallbackRecord->CallbackRoutine = CallbackRoutine;
	CallbackRecord->Buffer = Buffer;
	CallbackRecord->Length = Length;
	CallbackRecord->Component = Component;
	return TRUE;
}

BOOLEAN KeDeregisterBugCheckCallback(PKBUGCHECK_CALLBACK_RECORD CallbackRecord)
{
	return leave(CallbackRecord, &CallbackRecord->State, SITE);
}

BOOLEAN KeRegisterBugCheckReasonCallback(PKBUGCHECK_REASON_CALLBACK_RECORD CallbackRecord,
	PKBUGCHECK_REASON_CALLBACK_ROUTINE CallbackRoutine, KBUGCHECK_CALLBACK_REASON Reason,
	PUCHAR Component)
{
	if (!enter(CallbackRecord, &CallbackRecord->State, SITE))
		return FALSE;
	CallbackRecord->CallbackRoutine = CallbackRoutine;
	CallbackRecord->Reason = Reason;
	CallbackRecord->Component = Component;
	return TRUE;
}

BOOLEAN KeDeregisterBugCheckReasonCallback(PKBUGCHECK_REASON_CALLBACK_RECORD CallbackRecord)
{
	return leave(CallbackRecord, &CallbackRecord->State, SITE);
}

VOID KeBugCheckEx(ULONG BugCheckCode, ULONG_PTR BugCheckParameter1, ULONG_PTR BugCheckParameter2,
	ULONG_PTR BugCheckParameter3, ULONG_PTR BugCheckParameter4)
{
	const void *site = SITE;
	struct io_breach breach = { io_driver_calling(site), "bug-check", "KeBugCheckEx", NULL,
		site };

	io_stop(&breach, "the driver stops the system: 0x%08x (0x%llx, 0x%llx, 0x%llx, 0x%llx)",
		BugCheckCode, (unsigned long long)BugCheckParameter1,
		(unsigned long long)BugCheckParameter2, (unsigned long long)BugCheckParameter3,
		(unsigned long long)BugCheckParameter4);
}

VOID KeBugCheck(ULONG BugCheckCode)
{
	const void *site = SITE;
	struct io_breach breach = { io_driver_calling(site), "bug-check", "KeBugCheck", NULL,
		site };

	io_stop(&breach, "the driver stops the system: 0x%08x", BugCheckCode);
}
