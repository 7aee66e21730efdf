/* Requests of the power manager, and those that a device's power policy makes. */
#pragma once

#include <wdfpnppower.h>

struct fx_device;

/* IRP_MJ_POWER of a KMDF driver. */
NTSTATUS fx_power_dispatch(PDEVICE_OBJECT wdm, PIRP irp);

/* The device's whole stack is to go to that state; waits until it has. */
NTSTATUS fx_power_request(struct fx_device *device, DEVICE_POWER_STATE state);
