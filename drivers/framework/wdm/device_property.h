/* Properties of devices: what buses say of them, read once when they report them. */
#pragma once

#include <wdm.h>

#include "drivers/framework/wdm/property_store.h"

enum {
	IO_DEVICE_TEXT_MAX = 64,
};

/* Under a key: which one, and in which language. */
struct io_property_key {
	const DEVPROPKEY *key;
	LCID locale;
};

/* See IoSetDevicePropertyData and IoGetDevicePropertyData. */
NTSTATUS io_device_property_set(PDEVICE_OBJECT device, const struct io_property_key *key,
	ULONG flags, const struct io_property *value);
NTSTATUS io_device_property_get(PDEVICE_OBJECT device, const struct io_property_key *key,
	struct io_property_buffer *buffer);

/* What was set under the key of that number, of those that an INF file sets. */
NTSTATUS io_device_property_get_stored(
	PDEVICE_OBJECT device, DEVPROPID number, struct io_property_buffer *buffer);
/* The device of that instance is gone; its bus may have deleted it. */
void io_device_property_forget(const char *instance);

/* See IoGetDeviceProperty. */
NTSTATUS io_device_property(PDEVICE_OBJECT device, DEVICE_REGISTRY_PROPERTY property, void *buffer,
	ULONG size, ULONG *needed);
