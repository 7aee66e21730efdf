/*
 * The remove lock that a device takes for its requests when its driver wants that: each IRP holds it until
 * it is completed, wherever it has been sent meanwhile, and the device is not removed before
 * (fxdevice.cpp:1339-1375). Requests of plug and play, power and WMI hold their device anyway.
 */
#pragma once

#include <wdm.h>

struct fx_device;
struct fx_io;

/* STATUS_DELETE_PENDING: the device is removed. Otherwise the IRP has gone on to another stack location. */
NTSTATUS fx_remove_lock_acquire(struct fx_io *io, PIRP irp);

/* No more, and waits for those that hold it; what is waited for in vain is a broken rule. */
void fx_remove_lock_close(struct fx_device *device);
