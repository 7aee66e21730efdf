/*
 * IRPs for a simulated USB device: they wait at endpoints, where they can be cancelled, and are completed
 * by the hub's DPC, at DISPATCH_LEVEL and in the order in which they were done.
 */
#pragma once

#include "drivers/framework/wdm/usb_device.h"

/* IRP_MJ_INTERNAL_DEVICE_CONTROL. */
NTSTATUS usb_irp_control(struct usb_device *device, PIRP irp);

/* With the device's lock: what can be done now of what waits there, and at the other end of its loop. */
void usb_irp_serve(struct usb_endpoint *endpoint);
void usb_irp_fail_waiting(struct usb_endpoint *endpoint, USBD_STATUS status);

/* Without it. */
void usb_irp_fail_all(struct usb_device *device, USBD_STATUS status);

KDEFERRED_ROUTINE usb_irp_run_dpc;
