/* The boundary of work items. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <wdm.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/resource.h"
#include "drivers/framework/wdm/span.h"
#include "drivers/framework/wdm/stop.h"
#include "drivers/framework/wdm/work_item.h"
#include "drivers/framework/wdm/work_queue.h"

#define SITE __builtin_return_address(0)

/* What is in the driver's memory; what it stands for is not. */
struct _IO_WORKITEM {
	struct item *item;
	PVOID reserved[3];
};

struct item {
	struct _IO_WORKITEM own; /* of IoAllocateWorkItem */
	PIO_WORKITEM handle;     /* what the driver has: &own, or memory of its own */
	struct io_resource resource;
	struct io_driver *driver;
	PVOID object;
	LIST_ENTRY link; /* in the list of items */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY items = { &items, &items };

static void destroy(struct item *item)
{
	pthread_mutex_lock(&lock);
	RemoveEntryList(&item->link);
	pthread_mutex_unlock(&lock);
	free(item);
}

static void reclaim(struct io_resource *resource)
{
	destroy(CONTAINING_RECORD(resource, struct item, resource));
}

static const struct io_kind item_kind = { "work-item", DRVTRACE_KIND_WORK_ITEM, reclaim };

static struct item *find(PIO_WORKITEM handle)
{
	struct item *found = NULL;

	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = items.Flink; link != &items && !found; link = link->Flink) {
		if (CONTAINING_RECORD(link, struct item, link)->handle == handle)
			found = CONTAINING_RECORD(link, struct item, link);
	}
	pthread_mutex_unlock(&lock);
	return found;
}

/* `memory` is the driver's, or NULL. NULL when there is no memory. */
static struct item *create(
	PIO_WORKITEM memory, PVOID object, struct io_driver *driver, const void *site)
{
	struct item *item = calloc(1, sizeof(*item));

	if (!item)
		return NULL;
	item->handle = memory ? memory : &item->own;
	item->handle->item = item;
	item->object = object;
	item->driver = driver;
	pthread_mutex_lock(&lock);
	InsertTailList(&items, &item->link);
	pthread_mutex_unlock(&lock);
	io_resource_acquire(&item->resource, driver,
		&(struct io_claim){ .kind = &item_kind, .handle = item, .site = site });
	return item;
}

static struct item *find_or_stop(const char *function, PIO_WORKITEM handle, const void *site)
{
	struct io_breach breach = { NULL, "release-of-unknown", function, handle, site };
	struct item *item = find(handle);

	if (item)
		return item;
	breach.driver = io_driver_calling(site);
	if (io_resource_was_released(handle))
		breach.rule = "double-release";
	io_stop(&breach, "%p is not a work item%s", (void *)handle,
		io_resource_was_released(handle) ? " any more" : "");
}

static void release(const char *function, PIO_WORKITEM handle, const void *site)
{
	struct item *item = find_or_stop(function, handle, site);

	if (ex_work_is_queued(handle)) {
		struct io_breach breach = { io_driver_calling(site), "work-item-freed", function,
			item, site };

		io_stop(&breach, "the work item at %p is queued", (void *)handle);
	}
	io_resource_release(&item->resource, site);
	destroy(item);
}

PIO_WORKITEM IoAllocateWorkItem(PDEVICE_OBJECT DeviceObject)
{
	const void *site = SITE;
	struct io_driver *driver = io_driver_calling(site);
	struct item *item;

	ke_irql_check("IoAllocateWorkItem", DISPATCH_LEVEL, site);
	if (io_fault(driver, "IoAllocateWorkItem", site))
		return NULL;
	item = create(NULL, DeviceObject, driver, site);
	return item ? item->handle : NULL;
}

VOID IoFreeWorkItem(PIO_WORKITEM IoWorkItem)
{
	ke_irql_check("IoFreeWorkItem", DISPATCH_LEVEL, SITE);
	release("IoFreeWorkItem", IoWorkItem, SITE);
}

ULONG IoSizeofWorkItem(VOID)
{
	return sizeof(struct _IO_WORKITEM);
}

static void give_up(void)
{
	fputs("drvhost: there is no memory, or no thread, for a work item\n", stderr);
	abort();
}

VOID IoInitializeWorkItem(PVOID IoObject, PIO_WORKITEM IoWorkItem)
{
	ke_irql_check("IoInitializeWorkItem", DISPATCH_LEVEL, SITE);
	if (!create(IoWorkItem, IoObject, io_driver_calling(SITE), SITE))
		give_up();
}

VOID IoUninitializeWorkItem(PIO_WORKITEM IoWorkItem)
{
	ke_irql_check("IoUninitializeWorkItem", DISPATCH_LEVEL, SITE);
	release("IoUninitializeWorkItem", IoWorkItem, SITE);
}

static void queue(const struct ex_work *work)
{
	struct io_breach breach = { work->driver, "work-item-queued-twice", work->function,
		work->handle, work->site };
	int result;

	ke_irql_check(work->function, DISPATCH_LEVEL, work->site);
	result = ex_work_queue(work);
	if (result == -EALREADY)
		io_stop(&breach, "the work item at %p is queued already", work->item);
	if (result < 0)
		give_up();
}

static struct io_span begin(const struct ex_work *work)
{
	return io_span_begin(work->driver, "WorkItem", (const void *)(uintptr_t)work->routine);
}

static void run_item(void *argument)
{
	const struct ex_work *work = argument;
	struct io_span span = begin(work);

	((PIO_WORKITEM_ROUTINE)work->routine)(work->object, work->context);
	io_span_end(&span, STATUS_SUCCESS);
}

static void run_item_ex(void *argument)
{
	const struct ex_work *work = argument;
	struct io_span span = begin(work);

	((PIO_WORKITEM_ROUTINE_EX)work->routine)(
		work->object, work->context, (PIO_WORKITEM)(uintptr_t)work->item);
	io_span_end(&span, STATUS_SUCCESS);
}

VOID IoQueueWorkItem(PIO_WORKITEM IoWorkItem, PIO_WORKITEM_ROUTINE WorkerRoutine,
	WORK_QUEUE_TYPE QueueType, PVOID Context)
{
	struct item *item = find_or_stop("IoQueueWorkItem", IoWorkItem, SITE);

	UNREFERENCED_PARAMETER(QueueType);
	queue(&(struct ex_work){ .driver = item->driver,
		.run = run_item,
		.routine = (void (*)(void))WorkerRoutine,
		.object = item->object,
		.context = Context,
		.item = item->handle,
		.handle = item,
		.function = "IoQueueWorkItem",
		.site = SITE,
		.keeps_driver = true });
}

VOID IoQueueWorkItemEx(PIO_WORKITEM IoWorkItem, PIO_WORKITEM_ROUTINE_EX WorkerRoutine,
	WORK_QUEUE_TYPE QueueType, PVOID Context)
{
	struct item *item = find_or_stop("IoQueueWorkItemEx", IoWorkItem, SITE);

	UNREFERENCED_PARAMETER(QueueType);
	queue(&(struct ex_work){ .driver = item->driver,
		.run = run_item_ex,
		.routine = (void (*)(void))WorkerRoutine,
		.object = item->object,
		.context = Context,
		.item = item->handle,
		.handle = item,
		.function = "IoQueueWorkItemEx",
		.site = SITE,
		.keeps_driver = true });
}

static void run_queue_item(void *argument)
{
	const struct ex_work *work = argument;
	struct io_span span = begin(work);

	((PWORKER_THREAD_ROUTINE)work->routine)(work->context);
	io_span_end(&span, STATUS_SUCCESS);
}

void ex_work_item_queue(
	PWORK_QUEUE_ITEM item, struct io_driver *driver, const char *function, const void *site)
{
	queue(&(struct ex_work){ .driver = driver,
		.run = run_queue_item,
		.routine = (void (*)(void))item->WorkerRoutine,
		.context = item->Parameter,
		.item = item,
		.handle = item,
		.function = function,
		.site = site });
}

VOID ExQueueWorkItem(PWORK_QUEUE_ITEM WorkItem, WORK_QUEUE_TYPE QueueType)
{
	UNREFERENCED_PARAMETER(QueueType);
	ex_work_item_queue(WorkItem, io_driver_calling(SITE), "ExQueueWorkItem", SITE);
}
