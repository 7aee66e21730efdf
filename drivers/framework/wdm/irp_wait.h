/*
 * Waits for requests that a driver has to complete, whatever they are about: of the PnP manager, and of
 * drivers that wait for those below. After a while that is in vain: Windows would hang, or say
 * DRIVER_PNP_WATCHDOG, and here the driver that has the request is stopped.
 */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <wdm.h>

/* One wait; lives on the stack of who waits. */
struct io_irp_wait {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool is_back;
};

void io_irp_wait_init(struct io_irp_wait *wait);
void io_irp_wait_finish(struct io_irp_wait *wait);

/* The request is back: whoever waits may go on, and end the wait. */
void io_irp_wait_end(struct io_irp_wait *wait);

/* `what` says what is asked: major and minor function. */
void io_irp_wait_for(struct io_irp_wait *wait, PIRP irp, const IO_STACK_LOCATION *what);

/*
 * A driver waits for ever in its dispatch routine for the PnP or the power manager: when that is for the
 * request, which one below has, it is as if the manager did. Returns what ke_wait() does.
 */
struct ke_wait_request;
NTSTATUS io_irp_wait_in_call(const struct ke_wait_request *request);

/* "IRP_MN_START_DEVICE", "IRP_MJ_CREATE" */
const char *io_irp_name(UCHAR major, UCHAR minor);
