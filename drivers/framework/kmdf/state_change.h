/*
 * States of a device's machines, and the driver's callbacks at their changes (pnpstatemachine.cpp:1180-1260).
 * Only states that something is done in are gone through.
 */
#pragma once

#include <stdbool.h>
#include <wdm.h>

struct fx_device;

enum fx_machine {
	FX_MACHINE_PNP,
	FX_MACHINE_POWER,
	FX_MACHINE_POLICY,
	FX_MACHINES,
};

struct fx_state_callback;

struct fx_states {
	ULONG current[FX_MACHINES];
	bool is_processed[FX_MACHINES];      /* what belongs to the state was done */
	struct fx_state_callback *callbacks; /* owned */
};

void fx_states_init(struct fx_states *states);
void fx_states_finish(struct fx_states *states);

/* For an init: STATUS_INSUFFICIENT_RESOURCES. The callbacks are handed over to the device later. */
NTSTATUS fx_state_callback_add(struct fx_state_callback **callbacks, enum fx_machine machine,
	ULONG state, ULONG types, const void *routine);
void fx_state_callbacks_free(struct fx_state_callback *callbacks);

ULONG fx_state_of(const struct fx_device *device, enum fx_machine machine);
void fx_state_enter(struct fx_device *device, enum fx_machine machine, ULONG state);

/* It stays in that state for a while. */
void fx_state_rest(struct fx_device *device, enum fx_machine machine);
