/* The dispatch routine of all devices of the framework: whose IRP it is, and who takes it. */
#pragma once

#include <wdm.h>

struct fx_device;

DRIVER_DISPATCH fx_dispatch;

/* Behind the driver's preprocess callback. */
NTSTATUS fx_dispatch_preprocessed(struct fx_device *device, PIRP irp);
