/* The states that plug and play takes a device through, with what is done in each. */
#pragma once

#include <wdfpnppower.h>

struct fx_device;

/* The devices below are started; the resources are those of the request. */
NTSTATUS fx_pnp_state_start(struct fx_device *device, const IO_STACK_LOCATION *request);

NTSTATUS fx_pnp_state_query_stop(struct fx_device *device);
NTSTATUS fx_pnp_state_query_remove(struct fx_device *device);

/* Neither stopped nor removed after all. */
void fx_pnp_state_cancel(struct fx_device *device);

void fx_pnp_state_stop(struct fx_device *device);
void fx_pnp_state_surprise_remove(struct fx_device *device);

/* All but the object itself, and its place in the stack, is gone after this. */
void fx_pnp_state_remove(struct fx_device *device);

/* The same of a child that its bus still has: it can be started again. */
void fx_pnp_state_retire(struct fx_device *device);
