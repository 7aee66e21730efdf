#include "drivers/framework/kmdf/send.h"

#include <pthread.h>

#include "drivers/framework/kmdf/target.h"
#include "drivers/framework/wdm/clock.h"
#include "drivers/framework/wdm/dpc.h"
#include "drivers/framework/wdm/irp.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

void fx_send_lock(void)
{
	pthread_mutex_lock(&lock);
}

void fx_send_unlock(void)
{
	pthread_mutex_unlock(&lock);
}

void fx_send_wait_for_change(void)
{
	pthread_cond_wait(&changed, &lock);
}

static void expire(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2);

void fx_send_tell_change(void)
{
	pthread_cond_broadcast(&changed);
}

void fx_send_init(struct fx_send *send, PIRP irp, void (*completed)(struct fx_send *send))
{
	*send = (struct fx_send){ .irp = irp, .completed = completed };
	InitializeListHead(&send->link);
	KeInitializeTimer(&send->timer);
	KeInitializeDpc(&send->dpc, expire, send);
}

void fx_send_finish(struct fx_send *send)
{
	if (send->completed)
		fx_send_format_finish(&send->format, send->irp);
}

/* Nobody holds it any more, and its IRP is back. */
static void end(struct fx_send *send)
{
	struct fx_target *target = send->target;
	bool was_waited_for = send->is_waited_for;

	if (send->is_timed_out && send->irp->IoStatus.Status == STATUS_CANCELLED)
		send->irp->IoStatus.Status = STATUS_IO_TIMEOUT;
	fx_send_format_complete(&send->format, send->irp);

	pthread_mutex_lock(&lock);
	RemoveEntryList(&send->link);
	InitializeListHead(&send->link);
	send->state = FX_SEND_IDLE;
	send->target = NULL;
	pthread_mutex_unlock(&lock);

	send->completed(send);

	/* Who ends the target waits for this: then it is not held any more, and it is never the last. */
	pthread_mutex_lock(&lock);
	fx_object_dereference(&target->object, NULL);
	target->in_flight--;
	if (was_waited_for)
		target->waited_for--;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
}

/* Gives back one hold; under the lock, which is gone afterwards. */
static void drop_locked(struct fx_send *send)
{
	bool is_over;

	/* A timer that could not be cancelled any more gives back its own. */
	if (send->is_back && send->has_timer && ke_timer_cancel(&send->timer, NULL)) {
		send->has_timer = false;
		send->holds--;
	}
	send->holds--;
	is_over = send->holds == 0;
	pthread_mutex_unlock(&lock);
	if (is_over)
		end(send);
}

static NTSTATUS come_back(PDEVICE_OBJECT device, PIRP irp, PVOID context)
{
	struct fx_send *send = context;

	UNREFERENCED_PARAMETER(device);
	UNREFERENCED_PARAMETER(irp);
	pthread_mutex_lock(&lock);
	send->is_back = true;
	drop_locked(send);
	return STATUS_MORE_PROCESSING_REQUIRED;
}

static void call_target(struct fx_send *send, PDEVICE_OBJECT wdm)
{
	IoSetCompletionRoutine(send->irp, come_back, send, TRUE, TRUE, TRUE);
	io_irp_call(wdm, send->irp);
}

/* It waits in its target's queue, and will not be sent. Under the lock, which is gone afterwards. */
static void fail_locked(struct fx_send *send, NTSTATUS status)
{
	IoSetCancelRoutine(send->irp, NULL);
	send->irp->IoStatus.Status = status;
	send->irp->IoStatus.Information = 0;
	RemoveEntryList(&send->link);
	InitializeListHead(&send->link);
	send->state = FX_SEND_SENT;
	send->is_back = true;
	drop_locked(send);
}

void fx_send_fail_all(LIST_ENTRY *queued, NTSTATUS status)
{
	while (!IsListEmpty(queued)) {
		fail_locked(CONTAINING_RECORD(queued->Flink, struct fx_send, link), status);
		pthread_mutex_lock(&lock);
	}
}

void fx_send_resume_all(LIST_ENTRY *queued)
{
	while (!IsListEmpty(queued)) {
		struct fx_send *send = CONTAINING_RECORD(queued->Flink, struct fx_send, link);
		struct fx_target *target = send->target;

		RemoveEntryList(&send->link);
		InsertTailList(&target->sent, &send->link);
		send->state = FX_SEND_SENT;
		IoSetCancelRoutine(send->irp, NULL);
		pthread_mutex_unlock(&lock);
		call_target(send, target->wdm);
		pthread_mutex_lock(&lock);
	}
}

/* The caller has a hold. False when it was not in flight any more. */
static bool cancel_held(struct fx_send *send)
{
	bool is_sent;

	pthread_mutex_lock(&lock);
	is_sent = send->state == FX_SEND_SENT && !send->is_back;
	if (send->state == FX_SEND_QUEUED) {
		fail_locked(send, STATUS_CANCELLED);
		return true;
	}
	pthread_mutex_unlock(&lock);
	if (is_sent)
		IoCancelIrp(send->irp);
	return is_sent;
}

static void release(struct fx_send *send)
{
	pthread_mutex_lock(&lock);
	drop_locked(send);
}

/* The timer's hold is given back when all is done. */
static void expire(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
	struct fx_send *send = context;

	UNREFERENCED_PARAMETER(dpc);
	UNREFERENCED_PARAMETER(argument1);
	UNREFERENCED_PARAMETER(argument2);
	pthread_mutex_lock(&lock);
	send->has_timer = false;
	send->is_timed_out = !send->is_back;
	pthread_mutex_unlock(&lock);
	cancel_held(send);
	release(send);
}

bool fx_send_cancel(struct fx_send *send)
{
	bool is_canceled;

	pthread_mutex_lock(&lock);
	send->is_canceled = true;
	if (send->state == FX_SEND_IDLE) {
		pthread_mutex_unlock(&lock);
		return false;
	}
	send->holds++;
	pthread_mutex_unlock(&lock);
	is_canceled = cancel_held(send);
	release(send);
	return is_canceled;
}

static struct fx_send *find_untold(LIST_ENTRY *sent)
{
	for (LIST_ENTRY *link = sent->Flink; link != sent; link = link->Flink) {
		struct fx_send *send = CONTAINING_RECORD(link, struct fx_send, link);

		if (!send->is_told && !send->is_back)
			return send;
	}
	return NULL;
}

void fx_send_cancel_all(LIST_ENTRY *sent)
{
	struct fx_send *send;

	while ((send = find_untold(sent)) != NULL) {
		send->is_told = true;
		send->holds++;
		pthread_mutex_unlock(&lock);
		cancel_held(send);
		release(send);
		pthread_mutex_lock(&lock);
	}
}

/* The maker of the request has cancelled it while it waits for its target to be started. */
static void cancel_queued(PDEVICE_OBJECT device, PIRP irp)
{
	struct fx_send *send;

	UNREFERENCED_PARAMETER(device);
	IoReleaseCancelSpinLock(irp->CancelIrql);
	pthread_mutex_lock(&lock);
	send = fx_target_find_queued(irp);
	if (send)
		fail_locked(send, STATUS_CANCELLED);
	else
		pthread_mutex_unlock(&lock);
}

static void set_timer(struct fx_send *send, const struct fx_send_options *options)
{
	struct ke_timer_request request = { .due = ke_clock_due(options->timeout),
		.dpc = &send->dpc,
		.site = options->site,
		.is_untold = true };

	send->has_timer = options->timeout != 0;
	if (!send->has_timer)
		return;
	send->holds++;
	ke_timer_set(&send->timer, &request);
}

/* Under the lock. */
static void begin(
	struct fx_send *send, struct fx_target *target, const struct fx_send_options *options)
{
	fx_object_reference(&target->object);
	send->target = target;
	send->holds = 1;
	send->is_back = false;
	send->is_told = false;
	send->is_timed_out = false;
	send->is_waited_for = !options->ignores_state;
	target->in_flight++;
	if (send->is_waited_for)
		target->waited_for++;
	set_timer(send, options);
}

/* In the queue of its target. Under the lock, which is gone afterwards. */
static void wait_in_queue(struct fx_send *send)
{
	send->state = FX_SEND_QUEUED;
	InsertTailList(&send->target->queued, &send->link);
	if (send->irp->CurrentLocation <= send->irp->StackCount)
		IoSetCancelRoutine(send->irp, cancel_queued);
	if (__atomic_load_n(&send->irp->Cancel, __ATOMIC_SEQ_CST) &&
		IoSetCancelRoutine(send->irp, NULL))
		fail_locked(send, STATUS_CANCELLED);
	else
		pthread_mutex_unlock(&lock);
}

NTSTATUS fx_send_submit(
	struct fx_send *send, struct fx_target *target, const struct fx_send_options *options)
{
	PDEVICE_OBJECT wdm;
	NTSTATUS status;

	pthread_mutex_lock(&lock);
	status = send->is_canceled ? STATUS_CANCELLED
				   : fx_target_accepts(target, options->ignores_state);
	if (options->is_barred && *options->is_barred)
		status = STATUS_CANCELLED;
	if (status == STATUS_PENDING && options->is_never_queued)
		status = STATUS_INVALID_DEVICE_STATE;
	if (!NT_SUCCESS(status)) {
		pthread_mutex_unlock(&lock);
		send->irp->IoStatus.Status = status;
		return status;
	}
	begin(send, target, options);
	if (status == STATUS_PENDING) {
		wait_in_queue(send);
		return STATUS_PENDING;
	}
	send->state = FX_SEND_SENT;
	InsertTailList(&target->sent, &send->link);
	wdm = target->wdm;
	pthread_mutex_unlock(&lock);
	call_target(send, wdm);
	return STATUS_PENDING;
}

static void wake(struct fx_send *send)
{
	pthread_mutex_lock(&lock);
	send->is_over = true;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
}

NTSTATUS fx_send_and_wait(
	struct fx_send *send, struct fx_target *target, const struct fx_send_options *options)
{
	void (*completed)(struct fx_send * send) = send->completed;
	NTSTATUS status;

	send->completed = wake;
	send->is_over = false;
	status = fx_send_submit(send, target, options);

	pthread_mutex_lock(&lock);
	while (status == STATUS_PENDING && !send->is_over)
		pthread_cond_wait(&changed, &lock);
	pthread_mutex_unlock(&lock);
	send->completed = completed;
	return status == STATUS_PENDING ? send->irp->IoStatus.Status : status;
}
