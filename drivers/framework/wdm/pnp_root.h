/* The root bus: the bottom of the stacks of devices that the host plugs in. */
#pragma once

#include <wdm.h>

NTSTATUS pnp_root_create_pdo(PDEVICE_OBJECT *out);
