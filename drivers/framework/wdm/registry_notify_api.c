/* The boundary of the registry: changes of keys. */
#include "drivers/framework/wdm/registry_notify.h"

#include <stdlib.h>
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/event_object.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/registry_open.h"
#include "drivers/framework/wdm/work_item.h"

#define SITE __builtin_return_address(0)

/* What one handle is told of. */
struct reg_watching {
	struct reg_watch watch;
	bool has_changed; /* while nobody waited */
	LIST_ENTRY posts; /* who waits */
};

struct post {
	struct io_resource resource; /* of one that is asynchronous */
	LIST_ENTRY link;             /* in reg_watching.posts, or alone */
	PIO_STATUS_BLOCK result;
	struct ob_object *event; /* one reference is owned; NULL: none */
	PWORK_QUEUE_ITEM item;   /* NULL: none */
	const void *site;
	bool is_asynchronous;
	KEVENT done; /* of one that is not: who waits frees it */
	NTSTATUS status;
};

static void destroy(struct post *post)
{
	if (post->event)
		ob_dereference(post->event);
	free(post);
}

static void take_out_locked(struct post *post)
{
	RemoveEntryList(&post->link);
	InitializeListHead(&post->link);
}

static void reclaim(struct io_resource *resource)
{
	struct post *post = CONTAINING_RECORD(resource, struct post, resource);

	reg_lock();
	take_out_locked(post);
	reg_unlock();
	destroy(post);
}

static const struct io_kind post_kind = { "key-notification", 0, reclaim };

/* A driver that is gone has left it behind: it is not told any more. */
static void complete_locked(struct post *post, NTSTATUS status)
{
	struct io_driver *driver = post->resource.driver;

	take_out_locked(post);
	if (!post->is_asynchronous) {
		post->status = status;
		KeSetEvent(&post->done, IO_NO_INCREMENT, FALSE);
		return;
	}
	if (!driver)
		return;
	*post->result = (IO_STATUS_BLOCK){ .Status = status };
	io_resource_release(&post->resource, NULL);
	if (post->event)
		KeSetEvent(ex_event_body(post->event), IO_NO_INCREMENT, FALSE);
	if (post->item)
		ex_work_item_queue(post->item, driver, "ZwNotifyChangeKey", post->site);
	destroy(post);
}

static void complete_all_locked(struct reg_watching *watching, NTSTATUS status)
{
	while (!IsListEmpty(&watching->posts))
		complete_locked(
			CONTAINING_RECORD(watching->posts.Flink, struct post, link), status);
}

static void changed(struct reg_watch *watch, NTSTATUS status)
{
	struct reg_watching *watching = CONTAINING_RECORD(watch, struct reg_watching, watch);

	if (IsListEmpty(&watching->posts))
		watching->has_changed = true;
	complete_all_locked(watching, status);
}

void reg_notify_closed(struct reg_open *open)
{
	reg_lock();
	if (open->watching)
		complete_all_locked(open->watching, STATUS_NOTIFY_CLEANUP);
	reg_unlock();
}

void reg_notify_finish(struct reg_open *open)
{
	struct reg_watching *watching = open->watching;

	if (!watching)
		return;
	while (!IsListEmpty(&watching->posts))
		take_out_locked(CONTAINING_RECORD(watching->posts.Flink, struct post, link));
	reg_watch_remove(&watching->watch);
	free(watching);
	open->watching = NULL;
}

/* The first call of a handle says what for. False without memory. */
static bool begin_watching_locked(struct reg_open *open, ULONG filter, bool is_tree)
{
	struct reg_watching *watching;

	if (open->watching)
		return true;
	watching = calloc(1, sizeof(*watching));
	if (!watching)
		return false;
	InitializeListHead(&watching->posts);
	watching->watch = (struct reg_watch){
		.key = open->key, .filter = filter, .is_tree = is_tree, .changed = changed
	};
	reg_watch_add(&watching->watch);
	open->watching = watching;
	return true;
}

static void add_locked(struct reg_watching *watching, struct post *post)
{
	InsertTailList(&watching->posts, &post->link);
	if (watching->has_changed)
		complete_all_locked(watching, STATUS_NOTIFY_ENUM_DIR);
	watching->has_changed = false;
}

static NTSTATUS wait_for(struct post *post)
{
	NTSTATUS status;

	KeWaitForSingleObject(&post->done, Executive, KernelMode, FALSE, NULL);
	status = post->status;
	*post->result = (IO_STATUS_BLOCK){ .Status = status };
	if (post->event)
		KeSetEvent(ex_event_body(post->event), IO_NO_INCREMENT, FALSE);
	destroy(post);
	return status;
}

/* The post goes with it, whatever comes of it. */
static NTSTATUS start(struct reg_open *open, struct post *post, ULONG filter, bool is_tree)
{
	bool is_asynchronous = post->is_asynchronous;

	reg_lock();
	if (!begin_watching_locked(open, filter, is_tree)) {
		reg_unlock();
		destroy(post);
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	if (is_asynchronous)
		io_resource_acquire(&post->resource, io_driver_calling(post->site),
			&(struct io_claim){
				.kind = &post_kind, .handle = post, .site = post->site });
	add_locked(open->watching, post);
	reg_unlock();
	return is_asynchronous ? STATUS_PENDING : wait_for(post);
}

static NTSTATUS take_event(struct post *post, HANDLE handle)
{
	NTSTATUS status = ob_handle_reference(&post->event, handle, &ex_event_type);

	if (NT_SUCCESS(status))
		KeClearEvent(ex_event_body(post->event));
	return status;
}

NTSTATUS ZwNotifyChangeKey(HANDLE KeyHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine,
	PVOID ApcContext, PIO_STATUS_BLOCK IoStatusBlock, ULONG CompletionFilter, BOOLEAN WatchTree,
	PVOID Buffer, ULONG BufferSize, BOOLEAN Asynchronous)
{
	const void *site = SITE;
	struct reg_open *open;
	struct post *post;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(ApcContext);
	UNREFERENCED_PARAMETER(Buffer);
	UNREFERENCED_PARAMETER(BufferSize);
	if (CompletionFilter & ~(ULONG)REG_LEGAL_CHANGE_FILTER)
		return STATUS_INVALID_PARAMETER;
	status = reg_open_reference(&open, "ZwNotifyChangeKey", KeyHandle, KEY_NOTIFY, site);
	if (!NT_SUCCESS(status))
		return status;
	post = io_fault(io_driver_calling(site), "ZwNotifyChangeKey", site)
		       ? NULL
		       : calloc(1, sizeof(*post));
	if (!post) {
		reg_open_dereference(open);
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	InitializeListHead(&post->link);
	KeInitializeEvent(&post->done, NotificationEvent, FALSE);
	post->result = IoStatusBlock;
	post->item = Asynchronous ? (PWORK_QUEUE_ITEM)(uintptr_t)ApcRoutine : NULL;
	post->site = site;
	post->is_asynchronous = Asynchronous;
	status = Event ? take_event(post, Event) : STATUS_SUCCESS;
	if (NT_SUCCESS(status))
		status = start(open, post, CompletionFilter, WatchTree);
	else
		destroy(post);
	reg_open_dereference(open);
	return status;
}
