/*
 * USB devices as I/O targets: a device has interfaces, and what is selected of them has pipes, each of
 * which is an I/O target, too. As fxusbdevice.cpp and fxusbinterface.cpp have them; their descriptors come
 * from the device, and are looked at by usb_descriptor.h only.
 */
#pragma once

#include <wdfusb.h>

#include "drivers/framework/kmdf/target.h"

struct fx_call;
struct fx_device;
struct fx_usb_interface;
struct fx_usb_pipe;
struct fx_usb_reader;

struct fx_usb_device {
	struct fx_target target;
	USB_DEVICE_DESCRIPTOR descriptor;
	PUSB_CONFIGURATION_DESCRIPTOR configuration; /* owned; as long as it says */
	struct fx_usb_interface **interfaces;        /* owned, the interfaces are children */
	UCHAR interface_count;
	bool is_mismatched; /* it has interfaces, and says that it has none */
	bool has_contract;  /* it was created with parameters */
	ULONG traits;
	USBD_CONFIGURATION_HANDLE handle; /* NULL: nothing is selected */
};

struct fx_usb_interface {
	struct fx_object object;
	struct fx_usb_device *device;
	UCHAR number;
	UCHAR setting_count;
	const USB_INTERFACE_DESCRIPTOR **settings; /* owned, those in it are the device's */
	/* Under fx_send_lock(): */
	bool is_configured;
	UCHAR setting;
	UCHAR pipe_count;
	struct fx_usb_pipe **pipes; /* owned, the pipes are children; NULL: none */
};

struct fx_usb_pipe {
	struct fx_target target;
	struct fx_usb_device *device;
	struct fx_usb_interface *interface;
	USBD_PIPE_INFORMATION information;
	bool checks_packets;          /* a read has room for whole packets */
	struct fx_usb_reader *reader; /* owned; NULL: it has none */
};

extern const struct fx_class fx_usb_device_class;
extern const struct fx_class fx_usb_interface_class;
extern const struct fx_class fx_usb_pipe_class;

struct fx_usb_device *fx_usb_device_get(WDFUSBDEVICE handle, const struct fx_call *call);
struct fx_usb_interface *fx_usb_interface_get(WDFUSBINTERFACE handle, const struct fx_call *call);
struct fx_usb_pipe *fx_usb_pipe_get(WDFUSBPIPE handle, const struct fx_call *call);

/* Reads its descriptors; STATUS_INVALID_PARAMETER and others when they make no sense. */
NTSTATUS fx_usb_device_create(struct fx_usb_device **out, struct fx_device *device,
	const WDF_OBJECT_ATTRIBUTES *attributes, bool has_contract, const struct fx_call *call);

/* Zeroed memory: a child of the USB device, unless the driver says of what. */
NTSTATUS fx_usb_device_create_memory(struct fx_object **out, const struct fx_usb_device *device,
	const WDF_OBJECT_ATTRIBUTES *attributes, size_t size, const struct fx_call *call);

/* Its interfaces, as its configuration describes them. */
NTSTATUS fx_usb_interface_create_all(struct fx_usb_device *device, const void *site);
struct fx_usb_interface *fx_usb_interface_of_number(
	const struct fx_usb_device *device, UCHAR number);

/* One that nobody knows yet; it is a child of the interface, and committed. */
NTSTATUS fx_usb_pipe_create(struct fx_usb_pipe **out, struct fx_usb_interface *interface,
	const WDF_OBJECT_ATTRIBUTES *attributes, const void *site);
WDF_USB_PIPE_TYPE fx_usb_pipe_type(const struct fx_usb_pipe *pipe);
bool fx_usb_pipe_is_in(const struct fx_usb_pipe *pipe);
void fx_usb_pipe_describe(WDF_USB_PIPE_INFORMATION *out, const struct fx_usb_pipe *pipe);

/* STATUS_INVALID_BUFFER_SIZE. */
NTSTATUS fx_usb_pipe_check_length(const struct fx_usb_pipe *pipe, size_t length);

/* What the driver asks for, with all checks made but those of the URB itself. */
NTSTATUS fx_usb_select(struct fx_usb_device *device, const WDF_OBJECT_ATTRIBUTES *attributes,
	PURB urb, const struct fx_call *call);
NTSTATUS fx_usb_select_setting(struct fx_usb_interface *interface,
	const WDF_OBJECT_ATTRIBUTES *attributes, PURB urb, const struct fx_call *call);
NTSTATUS fx_usb_deselect(struct fx_usb_device *device, const struct fx_call *call);

/* The URB is sent, and waited for, whatever the state of the target is. */
NTSTATUS fx_usb_send(
	struct fx_target *target, PURB urb, LONGLONG timeout, const struct fx_call *call);

/* A control code that the bus driver answers by its first argument; NULL: it has none. */
NTSTATUS fx_usb_send_code(
	struct fx_usb_device *device, ULONG code, PULONG answer, const struct fx_call *call);
