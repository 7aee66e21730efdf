/* Control codes that a client driver sends to the USB bus driver below it. */
#pragma once

#include <usb200.h>
#include <usbiodef.h>
#include <wdm.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Argument1: the URB. */
#define IOCTL_INTERNAL_USB_SUBMIT_URB USB_KERNEL_CTL(USB_SUBMIT_URB)

#define IOCTL_INTERNAL_USB_RESET_PORT USB_KERNEL_CTL(USB_RESET_PORT)

/* Argument1: a ULONG with USBD_PORT_ENABLED, USBD_PORT_CONNECTED. */
#define IOCTL_INTERNAL_USB_GET_PORT_STATUS USB_KERNEL_CTL(USB_GET_PORT_STATUS)
#define USBD_PORT_ENABLED                  0x00000001
#define USBD_PORT_CONNECTED                0x00000002

/* The device goes, as if it was unplugged, and comes back. */
#define IOCTL_INTERNAL_USB_CYCLE_PORT USB_KERNEL_CTL(USB_CYCLE_PORT)

/* The device is idle: the callback is called when it may be suspended. Pending until it is not any more. */
#define IOCTL_INTERNAL_USB_SUBMIT_IDLE_NOTIFICATION USB_KERNEL_CTL(USB_IDLE_NOTIFICATION)

typedef VOID (*USB_IDLE_CALLBACK)(PVOID Context);

typedef struct _USB_IDLE_CALLBACK_INFO {
	USB_IDLE_CALLBACK IdleCallback;
	PVOID IdleContext;
} USB_IDLE_CALLBACK_INFO, *PUSB_IDLE_CALLBACK_INFO;

#ifdef __cplusplus
}
#endif
