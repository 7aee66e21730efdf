/*
 * The boundary of remove locks. Each acquisition is a resource of its own, so that one which is
 * never released is named with the call that it came from.
 */
#include <pthread.h>
#include <stdlib.h>
#include <wdm.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/wdm/dispatcher.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/resource.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

/* After that long, who waits for a release does so in vain: Windows would wait for ever. */
#define PATIENCE (-2ll * 10000000)

/* Acquisitions have no address that a driver knows: they are numbered, from here on. */
#define FIRST_NUMBER 0xfffff80000000010ull

struct acquisition {
	struct io_resource resource;
	PIO_REMOVE_LOCK remove_lock;
	PVOID tag;
	const void *site;
	LIST_ENTRY link; /* in the list of acquisitions, oldest first */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY acquisitions = { &acquisitions, &acquisitions };
static uint64_t next_number = FIRST_NUMBER;

static struct acquisition *acquisition_of(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, struct acquisition, link);
}

static void reclaim(struct io_resource *resource)
{
	struct acquisition *acquisition = CONTAINING_RECORD(resource, struct acquisition, resource);

	pthread_mutex_lock(&lock);
	RemoveEntryList(&acquisition->link);
	pthread_mutex_unlock(&lock);
	free(acquisition);
}

static const struct io_kind acquisition_kind = { "remove-lock", DRVTRACE_KIND_REMOVE_LOCK,
	reclaim };

VOID IoInitializeRemoveLockEx(PIO_REMOVE_LOCK Lock, ULONG AllocateTag, ULONG MaxLockedMinutes,
	ULONG HighWatermark, ULONG RemlockSize)
{
	UNREFERENCED_PARAMETER(MaxLockedMinutes);
	UNREFERENCED_PARAMETER(RemlockSize);
	ke_irql_check("IoInitializeRemoveLock", PASSIVE_LEVEL, SITE);
	*Lock = (IO_REMOVE_LOCK){ .Common.IoCount = 1,
		.Dbg = { .HighWatermark = HighWatermark, .AllocateTag = (LONG)AllocateTag } };
	KeInitializeEvent(&Lock->Common.RemoveEvent, SynchronizationEvent, FALSE);
}

/* False when the device is to be removed. */
static bool count_up(PIO_REMOVE_LOCK remove_lock)
{
	bool is_removed = __atomic_load_n(&remove_lock->Common.Removed, __ATOMIC_RELAXED);

	if (!is_removed)
		remove_lock->Common.IoCount++;
	return !is_removed;
}

static void count_down(PIO_REMOVE_LOCK remove_lock)
{
	if (--remove_lock->Common.IoCount == 0)
		KeSetEvent(&remove_lock->Common.RemoveEvent, IO_NO_INCREMENT, FALSE);
}

NTSTATUS IoAcquireRemoveLockEx(
	PIO_REMOVE_LOCK RemoveLock, PVOID Tag, PCSTR File, ULONG Line, ULONG RemlockSize)
{
	const void *site = SITE;
	struct io_driver *driver = io_driver_calling(site);
	struct acquisition *acquisition;
	bool is_acquired;

	UNREFERENCED_PARAMETER(File);
	UNREFERENCED_PARAMETER(Line);
	UNREFERENCED_PARAMETER(RemlockSize);
	ke_irql_check("IoAcquireRemoveLock", DISPATCH_LEVEL, site);
	acquisition = calloc(1, sizeof(*acquisition));
	if (!acquisition)
		return STATUS_INSUFFICIENT_RESOURCES;
	acquisition->remove_lock = RemoveLock;
	acquisition->tag = Tag;
	acquisition->site = site;

	pthread_mutex_lock(&lock);
	is_acquired = count_up(RemoveLock);
	if (is_acquired) {
		InsertTailList(&acquisitions, &acquisition->link);
		io_resource_acquire(&acquisition->resource, driver,
			&(struct io_claim){ .kind = &acquisition_kind,
				.handle = (const void *)(uintptr_t)next_number,
				.tag = (uint32_t)RemoveLock->Dbg.AllocateTag,
				.site = site });
		next_number += 0x10;
	}
	pthread_mutex_unlock(&lock);
	if (is_acquired)
		return STATUS_SUCCESS;
	free(acquisition);
	return STATUS_DELETE_PENDING;
}

static struct acquisition *find(PIO_REMOVE_LOCK remove_lock, PVOID tag)
{
	for (LIST_ENTRY *link = acquisitions.Flink; link != &acquisitions; link = link->Flink) {
		if (acquisition_of(link)->remove_lock == remove_lock &&
			acquisition_of(link)->tag == tag)
			return acquisition_of(link);
	}
	return NULL;
}

static void release(const char *function, PIO_REMOVE_LOCK remove_lock, PVOID tag, bool is_removed,
	const void *site)
{
	struct io_breach breach = { NULL, "release-of-unknown", function, remove_lock, site };
	struct acquisition *acquisition;

	pthread_mutex_lock(&lock);
	acquisition = find(remove_lock, tag);
	if (acquisition) {
		RemoveEntryList(&acquisition->link);
		io_resource_release(&acquisition->resource, site);
		count_down(remove_lock);
	}
	if (acquisition && is_removed) {
		__atomic_store_n(&remove_lock->Common.Removed, TRUE, __ATOMIC_RELAXED);
		count_down(remove_lock);
	}
	pthread_mutex_unlock(&lock);
	free(acquisition);
	if (acquisition)
		return;
	breach.driver = io_driver_calling(site);
	io_stop(&breach, "the remove lock at %p is not acquired with the tag %p",
		(void *)remove_lock, tag);
}

VOID IoReleaseRemoveLockEx(PIO_REMOVE_LOCK RemoveLock, PVOID Tag, ULONG RemlockSize)
{
	UNREFERENCED_PARAMETER(RemlockSize);
	ke_irql_check("IoReleaseRemoveLock", DISPATCH_LEVEL, SITE);
	release("IoReleaseRemoveLock", RemoveLock, Tag, false, SITE);
}

static void tell_held(PIO_REMOVE_LOCK remove_lock)
{
	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = acquisitions.Flink; link != &acquisitions; link = link->Flink) {
		struct acquisition *acquisition = acquisition_of(link);
		struct io_breach breach = { acquisition->resource.driver, "remove-lock-held",
			"IoAcquireRemoveLock", acquisition->resource.handle, acquisition->site };

		if (acquisition->remove_lock == remove_lock)
			io_violation(&breach,
				"the remove lock at %p is still held when the device is to go",
				(void *)remove_lock);
	}
	pthread_mutex_unlock(&lock);
}

VOID IoReleaseRemoveLockAndWaitEx(PIO_REMOVE_LOCK RemoveLock, PVOID Tag, ULONG RemlockSize)
{
	LARGE_INTEGER patience = { .QuadPart = PATIENCE };
	PVOID event = &RemoveLock->Common.RemoveEvent;
	struct ke_wait_request request = { &event, 1, false, &patience };

	UNREFERENCED_PARAMETER(RemlockSize);
	ke_irql_check("IoReleaseRemoveLockAndWait", PASSIVE_LEVEL, SITE);
	release("IoReleaseRemoveLockAndWait", RemoveLock, Tag, true, SITE);
	if (ke_wait(&request) == STATUS_TIMEOUT)
		tell_held(RemoveLock);
}
