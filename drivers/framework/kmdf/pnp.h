/*
 * Plug and play: requests of the PnP manager, and how a device goes from one state to the next
 * (pnpstatemachine.cpp). The PnP manager makes one request of a device at a time.
 */
#pragma once

#include <stdbool.h>
#include <wdfpnppower.h>

struct fx_device;
struct fx_resource_list;

struct fx_pnp {
	PDEVICE_OBJECT physical;             /* the bottom of the stack; NULL: a control device */
	PDEVICE_OBJECT lower;                /* NULL: attached to none */
	bool releases_late;                  /* when it has failed: not before its children */
	bool owns_hardware;                  /* EvtDevicePrepareHardware was called */
	struct fx_resource_list *raw;        /* NULL: not made yet */
	struct fx_resource_list *translated; /* NULL: not made yet */
	LONG cannot_stop; /* WdfDeviceSetStaticStopRemove: how often it was forbidden */
	LONG usage[WdfSpecialFileMax];
	bool is_usage_supported[WdfSpecialFileMax];
	WDF_DEVICE_FAILED_ACTION
	failed_action;             /* WdfDeviceFailedUndefined: the driver has said none */
	bool has_failed;           /* by itself: something that it cannot do without */
	bool has_started;          /* since it was added, or stopped */
	PNP_DEVICE_STATE reported; /* by WdfDeviceSetDeviceState and WdfDeviceSetFailed */
};

/* See state_change.h. */
WDF_DEVICE_PNP_STATE fx_pnp_state(const struct fx_device *device);
void fx_pnp_enter(struct fx_device *device, WDF_DEVICE_PNP_STATE state);

void fx_pnp_init(struct fx_pnp *pnp, PDEVICE_OBJECT physical);
void fx_pnp_detach(struct fx_device *device, const void *site);

/* What the PnP manager is told of its state. */
PNP_DEVICE_STATE fx_pnp_reported(const struct fx_device *device);

/* AddDevice of a KMDF driver: EvtDriverDeviceAdd, and what follows from its status. */
NTSTATUS fx_pnp_add_device(PDRIVER_OBJECT driver_object, PDEVICE_OBJECT physical_device);

/* IRP_MJ_PNP of a KMDF driver. */
NTSTATUS fx_pnp_dispatch(PDEVICE_OBJECT wdm, PIRP irp);

/*
 * It is to be removed, and added again if its bus can; `action` is what the driver has said, or
 * WdfDeviceFailedUndefined: something has failed that the device cannot do without.
 */
void fx_pnp_fail(struct fx_device *device, WDF_DEVICE_FAILED_ACTION action);

/* The device goes as an object: both phases of all that is below it, and then the device itself. */
void fx_pnp_delete(struct fx_device *device);
