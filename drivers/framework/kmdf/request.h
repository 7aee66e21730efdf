/*
 * Requests: an IRP in the hands of the framework, of a queue, or of the driver. Who has it is its
 * state, which changes under the lock of its device's struct fx_io only. Completing it ends the
 * object, as fxrequest.cpp does it; its memory is kept for a while, so that a driver that uses the
 * handle again does not meet another request there.
 */
#pragma once

#include <wdfrequest.h>

#include "drivers/framework/kmdf/object.h"

struct fx_call;
struct fx_callback_lock;
struct fx_device;
struct fx_io;
struct fx_outgoing;
struct fx_queue;

enum fx_request_state {
	FX_REQUEST_NEW,       /* the framework's, on its way to a queue */
	FX_REQUEST_WAITING,   /* in its queue; may be cancelled there */
	FX_REQUEST_DRIVERS,   /* the driver's, to complete or to pass on */
	FX_REQUEST_COMPLETED, /* nobody's */
};

/* Two buffers, input and output: what has been made for the driver of them. */
enum fx_request_side {
	FX_REQUEST_INPUT,
	FX_REQUEST_OUTPUT,
	FX_REQUEST_SIDES,
};

struct fx_request {
	struct fx_object object;
	PIRP irp; /* borrowed; NULL once it is completed */
	struct fx_device *device;
	struct fx_io *io;
	struct fx_queue *queue;  /* it waits there, or the driver has it from there; NULL: none */
	struct fx_queue *chosen; /* it goes there from EvtIoInCallerContext; NULL: by its type */
	LIST_ENTRY link;         /* in the queue, or in fx_io.unqueued */
	LIST_ENTRY cancel_link;  /* in the queue: the driver is to be told that it is cancelled */
	const void *site;        /* the callback that the driver was given it by */
	enum fx_request_state state;
	bool is_in_caller_context;
	bool is_presented; /* the driver has seen it, and its callbacks run */
	bool is_canceled;  /* whatever the IRP says */
	bool is_found;     /* by WdfIoQueueFindRequest, not retrieved yet */
	bool is_power_told;
	bool is_stopping;              /* EvtIoStop has been told, and has not acknowledged */
	bool is_stopped;               /* it has acknowledged */
	bool is_requeued;              /* and gives it back */
	PFN_WDF_REQUEST_CANCEL cancel; /* NULL: it is not marked cancelable */
	bool is_cancel_told;           /* and that has been called */
	struct fx_object *memory[FX_REQUEST_SIDES]; /* children; NULL: not asked for yet */
	PMDL mdl[FX_REQUEST_SIDES];                 /* owned; NULL: the IRP's, or none */
	struct fx_outgoing *outgoing; /* owned; NULL: the driver has not begun to send it */
	PMDL locked;                  /* owned: a chain of what was locked */
	struct fx_queue *reserve; /* that it is reserved for; NULL: it is there for its IRP only */
	LIST_ENTRY reserve_link;  /* in fx_reserve.free or fx_reserve.used */
};

extern const struct fx_class fx_request_class;

/* For an IRP that a device was sent, or for whichever it will be: NULL. `site`: where the driver's part of it begins. */
NTSTATUS fx_request_create(
	struct fx_request **out, struct fx_device *device, PIRP irp, const void *site);
struct fx_request *fx_request_of(struct fx_object *object);
WDFREQUEST fx_request_handle(const struct fx_request *request);

/* Stops a driver that uses a request after it has completed it. */
struct fx_request *fx_request_get(WDFREQUEST handle, const struct fx_call *call);

/* The same, for the calls that who only refers to it may make. Not for the driver's own requests. */
struct fx_request *fx_request_get_completed_too(WDFREQUEST handle, const struct fx_call *call);

/* The same, for the calls that complete it. */
struct fx_request *fx_request_get_to_complete(WDFREQUEST handle, const struct fx_call *call);

/* The same, for the calls that only who has the request may make: the driver, and not cancelable. */
struct fx_request *fx_request_get_owned(WDFREQUEST handle, const struct fx_call *call);

/* The same, and not one that the driver has made: of those it was given. */
struct fx_request *fx_request_get_presented(WDFREQUEST handle, const struct fx_call *call);

/*
 * The driver completes it, and it is gone. complete_quietly: the framework itself does, and the
 * driver has never seen it: its callbacks do not run.
 */
void fx_request_complete(struct fx_request *request, NTSTATUS status, const struct fx_call *call);
void fx_request_complete_quietly(struct fx_request *request, NTSTATUS status);

/* A reserved one: it was not yet, or is completed, and is for this IRP now. Under the lock. */
void fx_request_begin_anew(struct fx_request *request, PIRP irp, const void *site);
bool fx_request_is_reserved(const struct fx_request *request);

/* The driver's part is over, and the IRP is given to `device`, which completes it. */
void fx_request_forget(
	struct fx_request *request, PDEVICE_OBJECT device, const struct fx_call *call);

/* Whether the driver, or who made the request, wants it cancelled. */
bool fx_request_is_canceled(const struct fx_request *request);

/*
 * Under the lock: from now on a cancelled IRP calls the framework back, which takes the request out
 * of its queue, or calls the driver. False when it is cancelled already.
 */
bool fx_request_arm(struct fx_request *request);

/* Under the lock: not any more. False when the cancellation has begun, and has the request. */
bool fx_request_disarm(struct fx_request *request);

/* The two of the driver, without the checks. STATUS_CANCELLED, as their callers are told. */
NTSTATUS fx_request_mark_cancelable(
	struct fx_request *request, PFN_WDF_REQUEST_CANCEL cancel, bool is_told);
NTSTATUS fx_request_unmark_cancelable(struct fx_request *request);
bool fx_request_is_marked(struct fx_request *request);

/* Under the lock: cancels what the driver has marked; false when it has not, or that has begun. */
bool fx_request_cancel_marked(struct fx_request *request);

/* Calls EvtRequestCancel; without the lock. */
void fx_request_call_cancel(struct fx_request *request, struct fx_callback_lock *lock);
