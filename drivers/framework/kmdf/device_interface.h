/* The interfaces of a device, as the I/O manager has them (fxdeviceinterface.cpp). */
#pragma once

#include <stdbool.h>
#include <wdfdeviceinterface.h>

struct fx_device;
struct fx_interface;

struct fx_interfaces {
	struct fx_interface *newest; /* owned, and so are the older ones behind it */
	bool can_be_enabled;         /* the device is started */
};

/* Enabled at once when the device is started. STATUS_SUCCESS when it is there already. */
NTSTATUS fx_interface_create(
	struct fx_device *device, const struct _GUID *class, PCUNICODE_STRING reference);

/* NULL when the device has none of that class and reference, which may be NULL. */
struct fx_interface *fx_interface_find(
	struct fx_device *device, const struct _GUID *class, PCUNICODE_STRING reference);

/* A device that is not started yet will have it so when it is. */
void fx_interface_set_state(
	struct fx_device *device, struct fx_interface *interface, bool is_enabled);
PCUNICODE_STRING fx_interface_name(const struct fx_interface *interface);

/* The device has started; it goes; it is destroyed. */
void fx_interfaces_enable(struct fx_device *device);
void fx_interfaces_disable(struct fx_device *device);
void fx_interfaces_finish(struct fx_device *device);
