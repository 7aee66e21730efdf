/*
 * A simulated USB device at the bottom of a stack: its state, and what URBs do to it. It is the hub's port
 * as well: usb_port.c has its PDO, the IRPs that wait, and their completion. Everything here but the
 * host's part needs the device's lock.
 */
#pragma once

#include <pthread.h>
#include <usbdlib.h>

#include "drivers/framework/wdm/usb_description.h"

enum {
	USB_ENDPOINTS = 32, /* by number, those that send behind those that receive */
};

struct usb_device;

struct usb_endpoint {
	struct usb_device *device;
	UCHAR address;
	UCHAR attributes;
	bool is_open; /* it belongs to the selected configuration */
	bool is_halted;
	LIST_ENTRY waiting;           /* IRP.Tail.Overlay.ListEntry */
	LIST_ENTRY data;              /* of an IN endpoint: chunks that nobody has read, owned */
	size_t data_length;           /* of all of them */
	struct usb_endpoint *partner; /* of a loop; NULL: none */
	size_t room;                  /* of a loop */
	unsigned char *written;       /* owned: of an OUT endpoint, the last transfer */
	size_t written_length;
};

struct usb_device {
	PDEVICE_OBJECT pdo; /* owned by the PnP manager's node */
	char *name;         /* owned: as the host calls it */
	struct usb_description description;
	pthread_mutex_t lock;
	struct usb_endpoint endpoints[USB_ENDPOINTS];
	UCHAR configuration; /* 0: none is selected */
	UCHAR alternates[256];
	bool wakes;      /* remote wakeup is enabled */
	bool is_gone;    /* unplugged */
	LIST_ENTRY done; /* IRP.Tail.Overlay.ListEntry: to be completed */
	KDPC dpc;
	LIST_ENTRY link; /* in the list of devices */
};

/* By its address; NULL for endpoint 0. */
struct usb_endpoint *usb_device_endpoint(struct usb_device *device, UCHAR address);

/* NULL when it is no handle of an open pipe of that device. */
struct usb_endpoint *usb_device_pipe(struct usb_device *device, USBD_PIPE_HANDLE handle);

void usb_endpoint_init(struct usb_endpoint *endpoint, struct usb_device *device, UCHAR address);
void usb_endpoint_finish(struct usb_endpoint *endpoint);

/* What the device has to say there; false without memory. */
bool usb_endpoint_add_data(struct usb_endpoint *endpoint, const void *data, size_t length);

/* True: the URB's status is set, and its data moved; false: it has to wait. */
bool usb_endpoint_transfer(struct usb_endpoint *endpoint, PURB urb);
void usb_endpoint_transfer_isochronous(struct usb_endpoint *endpoint, PURB urb);

/* The transfer buffer, which may be a chain of MDLs. */
void usb_urb_read_buffer(const URB *urb, void *out, size_t length);
void usb_urb_write_buffer(const URB *urb, size_t offset, const void *data, size_t length);

/* Each sets the status of the URB. */
void usb_configuration_select(struct usb_device *device, PURB urb);
void usb_configuration_select_interface(struct usb_device *device, PURB urb);

/* A control transfer in any of its forms; false when the URB is none. */
bool usb_control_run(struct usb_device *device, PURB urb);

/* What the I/O manager is told of a status of USB. */
NTSTATUS usb_status_of(USBD_STATUS status);
