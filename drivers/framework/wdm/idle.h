/*
 * Who can sleep: layers register the devices whose power they decide on, and the host, which has the
 * clock that says when a device was idle for long enough, tells them.
 */
#pragma once

#include <stdbool.h>
#include <wdm.h>

#include "drivers/framework/wdm/io.h"

struct io_idle {
	PDEVICE_OBJECT pdo; /* of the stack */
	NTSTATUS (*sleep)(struct io_idle *idle);
	NTSTATUS (*wake)(struct io_idle *idle);  /* the device's own signal */
	NTSTATUS (*need)(struct io_idle *idle);  /* it is not to sleep on */
	bool (*is_asleep)(struct io_idle *idle); /* while the system works */
	LIST_ENTRY link;
};

void io_idle_register(struct io_idle *idle);
void io_idle_deregister(struct io_idle *idle);

/*
 * For the driver of a bus: the wake signal of the device at the bottom of that stack has come, or will not;
 * soon, at DISPATCH_LEVEL, or now.
 */
void io_idle_signal(const DEVICE_OBJECT *pdo, bool has_come);
void io_idle_wake(const DEVICE_OBJECT *pdo);

/*
 * STATUS_NO_SUCH_DEVICE; STATUS_NOT_SUPPORTED when nobody decides on the device's power; or what the
 * layer answers.
 */
IO_API NTSTATUS io_idle_host_sleep(const char *device);
IO_API NTSTATUS io_idle_host_wake(const char *device);

/* STATUS_DEVICE_BUSY: it sleeps, while the system works. */
IO_API NTSTATUS io_idle_host_check_awake(const char *device);

/* IRP_MN_SET_POWER to one device, or to all that are started: children sleep first, and wake last. */
IO_API NTSTATUS io_idle_host_set_device(const char *device, DEVICE_POWER_STATE state);
IO_API NTSTATUS io_idle_host_set_system(SYSTEM_POWER_STATE state);
