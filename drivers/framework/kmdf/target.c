#include "drivers/framework/kmdf/target.h"

#include <pthread.h>
#include <stdlib.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/send.h"
#include "drivers/framework/wdm/file_object.h"
#include "drivers/framework/wdm/notification.h"

static LIST_ENTRY targets = { &targets, &targets }; /* fx_target.link; under the lock */

struct fx_target *fx_target_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_target, object);
}

struct fx_target *fx_target_get(WDFIOTARGET handle, const struct fx_call *call)
{
	return fx_target_of(fx_handle_get(handle, &fx_target_class, call));
}

NTSTATUS fx_target_init(struct fx_object *object, const void *argument)
{
	const struct fx_target_request *request = argument;
	struct fx_target *target = fx_target_of(object);

	target->device = request->device;
	target->is_remote = request->wdm == NULL;
	target->wdm = request->wdm;
	target->physical = target->is_remote ? NULL : request->device->pnp.physical;
	target->state = target->is_remote ? WdfIoTargetClosed : WdfIoTargetStarted;
	object->is_no_delete = !target->is_remote;
	InitializeListHead(&target->sent);
	InitializeListHead(&target->queued);
	fx_send_lock();
	InsertTailList(&targets, &target->link);
	fx_send_unlock();
	return STATUS_SUCCESS;
}

static struct fx_object *create_below(struct fx_device *device, const void *site)
{
	struct fx_target_request request = { device, device->pnp.lower };
	struct fx_commit commit = { .parent = &device->object, .site = site };
	struct fx_object *object;
	NTSTATUS status = fx_object_create(&object, &fx_target_class, device->object.globals, NULL);

	if (!NT_SUCCESS(status))
		return NULL;
	fx_target_init(object, &request);
	status = fx_object_commit(object, &commit);
	if (NT_SUCCESS(status))
		return object;
	fx_object_discard(object);
	return NULL;
}

struct fx_target *fx_target_below(struct fx_device *device, const void *site)
{
	static pthread_mutex_t creating = PTHREAD_MUTEX_INITIALIZER;
	struct fx_object *object;

	pthread_mutex_lock(&creating);
	if (!device->target && device->pnp.lower) {
		object = create_below(device, site);
		device->target = object ? fx_target_of(object) : NULL;
	}
	pthread_mutex_unlock(&creating);
	return device->target;
}

static bool is_closed(const struct fx_target *target)
{
	return target->state == WdfIoTargetClosed ||
	       target->state == WdfIoTargetClosedForQueryRemove ||
	       target->state == WdfIoTargetDeleted;
}

NTSTATUS fx_target_accepts(const struct fx_target *target, bool ignores_state)
{
	if (is_closed(target))
		return STATUS_INVALID_DEVICE_STATE;
	if (ignores_state || target->state == WdfIoTargetStarted)
		return STATUS_SUCCESS;
	return target->state == WdfIoTargetStopped ? STATUS_PENDING : STATUS_INVALID_DEVICE_STATE;
}

static struct fx_send *find_in(LIST_ENTRY *queued, const IRP *irp)
{
	for (LIST_ENTRY *link = queued->Flink; link != queued; link = link->Flink) {
		struct fx_send *send = CONTAINING_RECORD(link, struct fx_send, link);

		if (send->irp == irp)
			return send;
	}
	return NULL;
}

struct fx_send *fx_target_find_queued(const IRP *irp)
{
	struct fx_send *found = NULL;

	for (LIST_ENTRY *link = targets.Flink; link != &targets && !found; link = link->Flink)
		found = find_in(&CONTAINING_RECORD(link, struct fx_target, link)->queued, irp);
	return found;
}

/* Under the lock. */
static void wait_until_back(const struct fx_target *target)
{
	while (target->waited_for > 0)
		fx_send_wait_for_change();
}

static bool always_cancels(struct fx_target *target)
{
	return target->hooks && target->hooks->always_cancels &&
	       target->hooks->always_cancels(target);
}

static void call_stopped(struct fx_target *target, WDF_IO_TARGET_SENT_IO_ACTION action)
{
	if (target->hooks && target->hooks->stopped)
		target->hooks->stopped(target, action);
}

NTSTATUS fx_target_start(struct fx_target *target)
{
	NTSTATUS status = STATUS_SUCCESS;

	fx_send_lock();
	if (is_closed(target)) {
		status = STATUS_INVALID_DEVICE_STATE;
	} else {
		target->state = WdfIoTargetStarted;
		fx_send_resume_all(&target->queued);
	}
	fx_send_unlock();
	if (NT_SUCCESS(status) && target->hooks && target->hooks->started)
		status = target->hooks->started(target);
	return status;
}

/* What waits in the queue goes on waiting, and is not waited for. */
void fx_target_stop(struct fx_target *target, WDF_IO_TARGET_SENT_IO_ACTION action)
{
	if (always_cancels(target))
		action = WdfIoTargetCancelSentIo;
	fx_send_lock();
	if (target->state == WdfIoTargetStarted || target->state == WdfIoTargetPurged)
		target->state = WdfIoTargetStopped;
	if (action == WdfIoTargetCancelSentIo)
		fx_send_cancel_all(&target->sent);
	if (action != WdfIoTargetLeaveSentIoPending) {
		while (!IsListEmpty(&target->sent))
			fx_send_wait_for_change();
	}
	fx_send_unlock();
	call_stopped(target, action);
}

void fx_target_purge(struct fx_target *target, WDF_IO_TARGET_PURGE_IO_ACTION action)
{
	if (always_cancels(target))
		action = WdfIoTargetPurgeIoAndWait;
	fx_send_lock();
	if (target->state == WdfIoTargetStarted || target->state == WdfIoTargetStopped)
		target->state = WdfIoTargetPurged;
	fx_send_fail_all(&target->queued, STATUS_WDF_DEVICE_REMOVED_NOT_SENT);
	fx_send_cancel_all(&target->sent);
	if (action == WdfIoTargetPurgeIoAndWait)
		wait_until_back(target);
	fx_send_unlock();
	call_stopped(target, action == WdfIoTargetPurgeIoAndWait ? WdfIoTargetCancelSentIo
								 : WdfIoTargetLeaveSentIoPending);
}

/* Nothing is accepted any more; all that is in flight is back. */
static void end_io(struct fx_target *target, WDF_IO_TARGET_STATE state)
{
	fx_send_lock();
	target->state = state;
	fx_send_fail_all(&target->queued, STATUS_WDF_DEVICE_REMOVED_NOT_SENT);
	fx_send_cancel_all(&target->sent);
	while (target->in_flight > 0)
		fx_send_wait_for_change();
	fx_send_unlock();
	call_stopped(target, WdfIoTargetCancelSentIo);
}

/* The PnP manager and the driver may close it at the same time: each part is one's to close. */
void fx_target_close(struct fx_target *target, WDF_IO_TARGET_STATE state, const void *site)
{
	struct io_opened *opened;
	struct io_watch *watch = NULL;
	PFILE_OBJECT file;
	LONG count;

	end_io(target, state);
	fx_send_lock();
	file = target->has_file_reference ? target->file : NULL;
	target->has_file_reference = false;
	opened = target->opened;
	target->opened = NULL;
	target->wdm = NULL;
	target->physical = NULL;
	target->file = NULL;
	/* One that is closed for a query goes on being told how that ends. */
	if (state != WdfIoTargetClosedForQueryRemove) {
		watch = target->watch;
		target->watch = NULL;
	}
	fx_send_unlock();
	if (opened)
		io_opened_close(opened, site);
	if (file)
		io_file_object_dereference(&count, file, site);
	if (watch)
		io_notification_unwatch(watch);
}

bool fx_target_dispose(struct fx_object *object, const void *site)
{
	struct fx_target *target = fx_target_of(object);

	if (target->is_remote)
		fx_target_close(target, WdfIoTargetDeleted, site);
	else
		end_io(target, WdfIoTargetDeleted);
	return true;
}

void fx_target_destroy(struct fx_object *object)
{
	struct fx_target *target = fx_target_of(object);

	if (!target->sent.Flink)
		return;
	fx_send_lock();
	RemoveEntryList(&target->link);
	/* One that was never created has nothing that waits for what it was sent. */
	while (target->in_flight > 0)
		fx_send_wait_for_change();
	fx_send_unlock();
	free(target->params.TargetDeviceName.Buffer);
}

const struct fx_class fx_target_class = {
	.kind = { "WDFIOTARGET", DRVTRACE_KIND_WDFIOTARGET, fx_object_reclaim },
	.size = sizeof(struct fx_target),
	.is_disposed_at_passive = true,
	.dispose = fx_target_dispose,
	.destroy = fx_target_destroy,
};
