/* What a device can do, as its driver says it, and as the PnP manager asks for it. */
#pragma once

#include <stdbool.h>
#include <wdfbus.h>

struct fx_capabilities {
	WDF_DEVICE_PNP_CAPABILITIES pnp;
	WDF_DEVICE_POWER_CAPABILITIES power;
	PNP_BUS_INFORMATION children; /* of the bus that this device is */
	bool has_bus;
};

void fx_capabilities_init(struct fx_capabilities *capabilities);

/* What the driver has said something about is changed; the rest stays. */
void fx_capabilities_apply(const struct fx_capabilities *capabilities, PDEVICE_CAPABILITIES answer);
