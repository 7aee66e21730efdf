/*
 * A device's requests: which IRP goes to which queue, and what keeps the device while requests are
 * on their way. One lock for all queues of a device and the requests in them; it is never held
 * while a callback runs. As fxpkgio.cpp has it.
 */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <time.h>
#include <wdfrequest.h>

#include "drivers/framework/kmdf/constraints.h"
#include "drivers/framework/kmdf/io_setup.h"

struct fx_call;
struct fx_device;
struct fx_queue;
struct fx_request;

enum {
	/* How long what ends a device or a queue waits for a driver to complete its requests. */
	FX_IO_PATIENCE_S = 3,
};

/* A driver's callback that chooses a queue, or gives the IRP back. */
struct fx_chooser {
	PFN_WDFDEVICE_WDM_IRP_DISPATCH routine; /* NULL: none */
	WDFCONTEXT context;
};

struct fx_io {
	int references;           /* the device's, and each request's */
	struct fx_device *device; /* NULL when it is gone */
	struct fx_io_setup setup;
	pthread_mutex_t lock;
	pthread_cond_t changed; /* something that somebody may wait for */
	LIST_ENTRY queues;      /* fx_queue.link, oldest first */
	LIST_ENTRY unqueued;    /* fx_request.link: with the driver, of no queue */
	LIST_ENTRY files;       /* fx_file_object.link */
	struct fx_constraints file_constraints;
	struct fx_queue *default_queue;
	struct fx_queue *by_type[IRP_MJ_MAXIMUM_FUNCTION + 1];
	struct fx_chooser
		choosers[IRP_MJ_MAXIMUM_FUNCTION + 1]; /* as they were before it started */
	unsigned int busy;                             /* threads that are in here */
	unsigned int open_count;   /* files that were opened and are not closed */
	unsigned int remove_locks; /* IRPs that hold one */
	bool is_removed;           /* they get none any more */
	bool is_on;                /* power-managed queues are served */
	bool is_deleting;          /* when the last file is closed */
	bool is_left_to_delete;    /* by the last who leaves */
};

/* Takes what `setup` says over. STATUS_INVALID_DEVICE_REQUEST: files cannot have that scope. */
NTSTATUS fx_io_create(struct fx_io **out, struct fx_device *device, struct fx_io_setup *setup);
struct fx_io *fx_io_reference(struct fx_io *io);
void fx_io_dereference(struct fx_io *io);

/* When who waits from now on waits in vain. */
void fx_io_deadline(struct timespec *end);

/*
 * For all other kinds of IRP than those of files: to a queue, or completed. take: after the driver's
 * callback that chooses one; take_chosen: it has chosen none; take_for: that one.
 */
NTSTATUS fx_io_take_irp(struct fx_io *io, PIRP irp);
NTSTATUS fx_io_take_irp_chosen(struct fx_io *io, PIRP irp);
NTSTATUS fx_io_take_irp_for(
	struct fx_io *io, struct fx_queue *queue, PIRP irp, bool calls_in_caller_context);

/* Whether queues may have IRPs of that major function. */
bool fx_io_is_queueable(UCHAR major);

/* What the callback is given, and gives back with the IRP. */
WDFCONTEXT fx_io_chooser_token(const struct fx_io *io);

/* The driver has a request that is of no queue. */
void fx_io_give_unqueued(struct fx_io *io, struct fx_request *request);

/* From EvtIoInCallerContext to a queue. On failure the request stays the driver's. */
NTSTATUS fx_io_enqueue(struct fx_io *io, struct fx_request *request);

/* What enters leaves: meanwhile neither the device nor its queues are freed. */
void fx_io_enter(struct fx_io *io);
void fx_io_leave(struct fx_io *io);
void fx_io_enter_locked(struct fx_io *io);
void fx_io_leave_locked(struct fx_io *io);

/*
 * Waits, not for ever, until the driver has none of the device's requests that are of no queue,
 * and nobody is in here.
 */
void fx_io_settle(struct fx_io *io);

/* Cancels what waits in the device's queues for that file. */
void fx_io_flush_file(struct fx_io *io, const FILE_OBJECT *file);

/* STATUS_SUCCESS, STATUS_WDF_BUSY, STATUS_INVALID_DEVICE_REQUEST. */
NTSTATUS fx_io_configure(struct fx_io *io, struct fx_queue *queue, WDF_REQUEST_TYPE type);
void fx_io_set_default_queue(struct fx_io *io, struct fx_queue *queue);

/*
 * The device's power, as plug and play changes it. It leaves its working state: power-managed
 * queues hold what they have, and EvtIoStop tells the driver of the requests that it has. It
 * enters it: they are served again, EvtIoResume tells of those that the driver has kept. It goes:
 * what waits is cancelled, nothing is accepted any more, and EvtIoStop says so of what the driver
 * has; first the queues that are power-managed, then, when the device is gone, the others. reset:
 * after a purge, the device is started again.
 */
void fx_io_power_down(struct fx_io *io);
void fx_io_power_up(struct fx_io *io);
void fx_io_purge_managed(struct fx_io *io);
void fx_io_purge_others(struct fx_io *io);
void fx_io_reset(struct fx_io *io);
