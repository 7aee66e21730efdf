/* The port of a simulated USB device: its PDO, and what the host does to the device behind it. */
#pragma once

#include <wdm.h>

#include "drivers/framework/wdm/usb_description.h"

struct usb_device;

/* The bottom of a stack, for the PnP manager; it takes a copy of the description. */
NTSTATUS usb_port_create_pdo(
	PDEVICE_OBJECT *out, const char *name, const struct usb_description *description);

/* The device is gone for good, before its PDO is; other PDOs stay as they are. */
void usb_port_destroy(PDEVICE_OBJECT pdo);

/* It was unplugged: all that it was asked for fails, and so does what comes later. */
void usb_port_unplug(PDEVICE_OBJECT pdo);

/* Of the device at the bottom of the stack that `device` is in; NULL when that is no simulated one. */
const struct usb_description *usb_port_description(PDEVICE_OBJECT device);

/* Of the bus, which counts milliseconds. */
ULONG usb_port_frame_number(void);

/* STATUS_NOT_SUPPORTED: it cannot do that, or there is no device. */
NTSTATUS usb_port_capability(const struct usb_description *description, const GUID *capability);

/*
 * For the host. STATUS_NO_SUCH_DEVICE when no device has that name, STATUS_INVALID_PARAMETER when it has
 * no such open endpoint, STATUS_INSUFFICIENT_RESOURCES. What drivers do about it, in DPCs and work items, is
 * done when they return.
 */
IO_API NTSTATUS io_usb_host_send(
	const char *device, UCHAR endpoint, const void *data, size_t length);
IO_API NTSTATUS io_usb_host_stall(const char *device, UCHAR endpoint);
IO_API NTSTATUS io_usb_host_answer(
	const char *device, UCHAR type, UCHAR request, const void *data, size_t length);

/* What it was sent last there; STATUS_NOT_FOUND: nothing. *length is the room, and then the length. */
IO_API NTSTATUS io_usb_host_received(const char *device, UCHAR endpoint, void *out, size_t *length);
IO_API NTSTATUS io_usb_host_received_control(
	const char *device, UCHAR type, UCHAR request, void *out, size_t *length);
