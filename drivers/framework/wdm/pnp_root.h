/* The root bus: the bottom of the stacks of devices that the host plugs in. */
#pragma once

#include <wdm.h>

NTSTATUS pnp_root_create_pdo(PDEVICE_OBJECT *out);

/*
 * The device gives its wake signal, which completes the IRP_MN_WAIT_WAKE that its bus has.
 * STATUS_INVALID_DEVICE_STATE when there is none.
 */
NTSTATUS pnp_root_wake(PDEVICE_OBJECT pdo);

/* What it does with a request for a PDO; for other buses, whose PDOs do that as well. */
NTSTATUS pnp_root_dispatch(PDEVICE_OBJECT device, PIRP irp);
