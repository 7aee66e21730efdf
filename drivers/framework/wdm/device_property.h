/* Properties of devices: what buses say of them, read once when they report them. */
#pragma once

#include <wdm.h>

enum {
	IO_DEVICE_TEXT_MAX = 64,
};

/* See IoGetDeviceProperty. */
NTSTATUS io_device_property(PDEVICE_OBJECT device, DEVICE_REGISTRY_PROPERTY property, void *buffer,
	ULONG size, ULONG *needed);
