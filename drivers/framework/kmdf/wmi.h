/*
 * Providers and instances of WMI (fxwmiirphandler.cpp): a device with providers is registered while it is
 * started, and its instances are asked for by IRP_MJ_SYSTEM_CONTROL.
 */
#pragma once

#include <wdfwmi.h>

#include "drivers/framework/kmdf/object.h"

struct fx_device;

struct fx_wmi_provider {
	struct fx_object object;
	struct fx_device *device;
	WDF_WMI_PROVIDER_CONFIG config;
	LIST_ENTRY instances; /* fx_wmi_instance.link: those that are registered, oldest first */
	LIST_ENTRY link;      /* in fx_device.wmi_providers */
};

struct fx_wmi_instance {
	struct fx_object object;
	struct fx_wmi_provider *provider; /* its parent */
	WDF_WMI_INSTANCE_CONFIG config;
	bool is_registered;
	LIST_ENTRY link;
};

extern const struct fx_class fx_wmi_provider_class;
extern const struct fx_class fx_wmi_instance_class;

/* Their `init` argument for fx_driver_create_child() is the other's object. */
struct fx_wmi_provider *fx_wmi_provider_of(struct fx_object *object);
struct fx_wmi_instance *fx_wmi_instance_of(struct fx_object *object);

/* Makes the provider known to its device; STATUS_OBJECT_NAME_COLLISION: the device has that class. */
NTSTATUS fx_wmi_provider_enter(struct fx_wmi_provider *provider, struct fx_device *device);

/* Whether the instance can be asked for. True when that has changed. */
bool fx_wmi_instance_register(struct fx_wmi_instance *instance);
bool fx_wmi_instance_deregister(struct fx_wmi_instance *instance);

/* The device has started; it goes. */
void fx_wmi_start(struct fx_device *device);
void fx_wmi_stop(struct fx_device *device);

/* IRP_MJ_SYSTEM_CONTROL of a KMDF driver. */
NTSTATUS fx_wmi_dispatch(PDEVICE_OBJECT wdm, PIRP irp);
