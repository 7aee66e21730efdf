#include "drivers/framework/kmdf/capabilities.h"

void fx_capabilities_init(struct fx_capabilities *capabilities)
{
	WDF_DEVICE_PNP_CAPABILITIES_INIT(&capabilities->pnp);
	WDF_DEVICE_POWER_CAPABILITIES_INIT(&capabilities->power);
}

/* Bit fields have no address. */
#define APPLY(field, value)                                                                        \
	do {                                                                                       \
		if ((value) != WdfUseDefault)                                                      \
			answer->field = (value) == WdfTrue;                                        \
	} while (0)

static void apply_pnp(const WDF_DEVICE_PNP_CAPABILITIES *pnp, PDEVICE_CAPABILITIES answer)
{
	APPLY(LockSupported, pnp->LockSupported);
	APPLY(EjectSupported, pnp->EjectSupported);
	APPLY(Removable, pnp->Removable);
	APPLY(DockDevice, pnp->DockDevice);
	APPLY(UniqueID, pnp->UniqueID);
	APPLY(SilentInstall, pnp->SilentInstall);
	APPLY(SurpriseRemovalOK, pnp->SurpriseRemovalOK);
	APPLY(HardwareDisabled, pnp->HardwareDisabled);
	APPLY(NoDisplayInUI, pnp->NoDisplayInUI);
	if (pnp->Address != MAXULONG)
		answer->Address = pnp->Address;
	if (pnp->UINumber != MAXULONG)
		answer->UINumber = pnp->UINumber;
}

static void apply_power(const WDF_DEVICE_POWER_CAPABILITIES *power, PDEVICE_CAPABILITIES answer)
{
	APPLY(DeviceD1, power->DeviceD1);
	APPLY(DeviceD2, power->DeviceD2);
	APPLY(WakeFromD0, power->WakeFromD0);
	APPLY(WakeFromD1, power->WakeFromD1);
	APPLY(WakeFromD2, power->WakeFromD2);
	APPLY(WakeFromD3, power->WakeFromD3);
	for (size_t i = 0; i < PowerSystemMaximum; i++) {
		if (power->DeviceState[i] != PowerDeviceMaximum)
			answer->DeviceState[i] = power->DeviceState[i];
	}
	if (power->DeviceWake != PowerDeviceMaximum)
		answer->DeviceWake = power->DeviceWake;
	if (power->SystemWake != PowerSystemMaximum)
		answer->SystemWake = power->SystemWake;
	if (power->D1Latency != MAXULONG)
		answer->D1Latency = power->D1Latency;
	if (power->D2Latency != MAXULONG)
		answer->D2Latency = power->D2Latency;
	if (power->D3Latency != MAXULONG)
		answer->D3Latency = power->D3Latency;
}

void fx_capabilities_apply(const struct fx_capabilities *capabilities, PDEVICE_CAPABILITIES answer)
{
	apply_pnp(&capabilities->pnp, answer);
	apply_power(&capabilities->power, answer);
}
