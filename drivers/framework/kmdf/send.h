/*
 * IRPs on their way to an I/O target and back: of a request, or of a call that waits for it. Who
 * cancels one, or lets it time out, meets its completion at the same time: the last of them ends it
 * (fxiotarget.cpp has the same by m_IrpCompletionReferenceCount).
 */
#pragma once

#include <stdbool.h>
#include <wdm.h>

#include "drivers/framework/kmdf/send_format.h"

struct fx_target;

enum fx_send_state {
	FX_SEND_IDLE,
	FX_SEND_QUEUED, /* its target is stopped */
	FX_SEND_SENT,
};

struct fx_send {
	PIRP irp; /* borrowed */
	struct fx_send_format format;
	/* Told once of each that was submitted, in whatever thread; may submit it again, or free it. */
	void (*completed)(struct fx_send *send);
	struct fx_target *target; /* held while it is in flight; NULL when it is idle */
	enum fx_send_state state;
	unsigned int holds; /* the IRP, the timer, and everybody who is cancelling it */
	bool is_back;       /* the IRP is */
	bool is_waited_for; /* by who stops the target */
	bool is_canceled;   /* by the driver: it is not sent any more until it is used anew */
	bool is_told;       /* to cancel, by who stops the target */
	bool is_timed_out;
	bool is_over; /* for who waits for it */
	bool has_timer;
	KTIMER timer;
	KDPC dpc;
	LIST_ENTRY link; /* in the target's list of the same state */
};

struct fx_send_options {
	LONGLONG timeout; /* 0: none */
	bool ignores_state;
	bool is_never_queued;  /* it is not sent when the target is stopped */
	const bool *is_barred; /* nor when that is set, under the lock; NULL: it is not */
	const void *site;
};

void fx_send_init(struct fx_send *send, PIRP irp, void (*completed)(struct fx_send *send));

/* What its format has left; it is idle. Accepts one that was never begun, all zero. */
void fx_send_finish(struct fx_send *send);

/*
 * STATUS_PENDING: it will be completed, or is. STATUS_INVALID_DEVICE_STATE, STATUS_CANCELLED: it was
 * not sent.
 */
NTSTATUS fx_send_submit(
	struct fx_send *send, struct fx_target *target, const struct fx_send_options *options);

/* False when there was nothing to cancel. */
bool fx_send_cancel(struct fx_send *send);

/* Sends it, and waits; what the IRP was completed with. */
NTSTATUS fx_send_and_wait(
	struct fx_send *send, struct fx_target *target, const struct fx_send_options *options);

/*
 * For the target, under the lock, which is not held meanwhile: what waits in its queue fails or is
 * sent, and what it has sent is cancelled.
 */
void fx_send_fail_all(LIST_ENTRY *queued, NTSTATUS status);
void fx_send_resume_all(LIST_ENTRY *queued);
void fx_send_cancel_all(LIST_ENTRY *sent);

/* One lock for all that is in flight, and for the states of targets. */
void fx_send_lock(void);
void fx_send_unlock(void);
void fx_send_wait_for_change(void);
void fx_send_tell_change(void);
