/*
 * I/O request packets: allocated by drivers or made by the I/O manager, sent down stacks of devices
 * and completed on their way back. Knows nothing of files, nor of what a request is about.
 */
#pragma once

#include <wdm.h>

#include "drivers/framework/wdm/resource.h"

struct io_driver;
struct io_irp;

enum io_irp_state {
	IO_IRP_IDLE,      /* allocated, or back with the driver that sent it */
	IO_IRP_SENT,      /* some driver has it */
	IO_IRP_COMPLETED, /* nobody has; remembered for a while */
};

/* Told once, after the last completion routine, in whatever thread that is. */
struct io_irp_listener {
	void (*completed)(PIRP irp, void *argument);
	void *argument;
};

/*
 * create makes one for `stack_size` devices; NULL without memory. Its listener, when it has one,
 * may retire it. publish takes it into the books as the driver's.
 */
PIRP io_irp_create(CCHAR stack_size, const struct io_irp_listener *listener);
void io_irp_publish(PIRP irp, struct io_driver *driver, const void *site);
void io_irp_unpublish(PIRP irp, const void *site);
void io_irp_destroy(PIRP irp);

/*
 * It is not to be used any more, but may be by mistake: it is kept until others have taken its
 * place, so that completing it again is seen.
 */
void io_irp_retire(PIRP irp);

/* NULL when it is no IRP, or has been forgotten. */
struct io_irp *io_irp_find(const IRP *irp);

/* The driver that called `function` is stopped when it is none that may be used. */
struct io_irp *io_irp_check(const char *function, PIRP irp, const void *site);
enum io_irp_state io_irp_state(const struct io_irp *irp);

/* Whether it is in the books: a driver has it, from IoAllocateIrp or one that builds them. */
bool io_irp_is_published(const struct io_irp *irp);

/* Whether nobody but who is told of its completion frees it. */
bool io_irp_frees_itself(const struct io_irp *irp);

/* As before it was sent for the first time. */
void io_irp_reuse(PIRP irp);

/*
 * Sends it to `device`: the next stack location becomes the current one, and the driver's dispatch
 * routine runs. The caller has made sure that there is a next one.
 */
NTSTATUS io_irp_call(PDEVICE_OBJECT device, PIRP irp);

/* The same for a driver, which is stopped when it may not do so. */
NTSTATUS io_irp_send(const char *function, PDEVICE_OBJECT device, PIRP irp, const void *site);

/* Sends a copy of the current stack location to `device`, and waits for the request to come back. */
void io_irp_forward(PDEVICE_OBJECT device, PIRP irp);

/* The same with other parameters for the devices below. */
void io_irp_forward_as(PDEVICE_OBJECT device, PIRP irp, const IO_STACK_LOCATION *below);

/* Runs the completion routines of the drivers above; the caller has checked that it may. */
void io_irp_complete(PIRP irp);

/* The same for a driver, which is stopped when it may not. */
void io_irp_finish(PIRP irp, struct io_driver *driver, const void *site);

/* A driver says that it will complete the request later. */
void io_irp_mark_pending(PIRP irp, const void *site);

/* Who has the request: where that was said, or the routine that it was last given to. */
struct io_irp_holder {
	struct io_driver *driver;
	const void *site;
};

struct io_irp_holder io_irp_holder(const IRP *irp);

/* The driver's device that this thread is sending a PnP request to: what is acquired meanwhile is its. */
const void *io_irp_starting_device(const struct io_driver *driver);

/* The request of the PnP or power manager that this thread is in the dispatch routine of; NULL: none. */
PIRP io_irp_of_pnp_call(void);
