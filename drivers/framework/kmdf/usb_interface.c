/* The interfaces of a USB device, and the pipes of what is selected of them. */
#include <stdlib.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/usb_device.h"
#include "drivers/framework/kmdf/usb_reader.h"
#include "drivers/framework/wdm/usb_descriptor.h"

static struct fx_usb_interface *interface_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_usb_interface, object);
}

struct fx_usb_interface *fx_usb_interface_get(WDFUSBINTERFACE handle, const struct fx_call *call)
{
	return interface_of(fx_handle_get(handle, &fx_usb_interface_class, call));
}

static void destroy_interface(struct fx_object *object)
{
	struct fx_usb_interface *interface = interface_of(object);

	free(interface->settings);
	free(interface->pipes);
}

const struct fx_class fx_usb_interface_class = {
	.kind = { "WDFUSBINTERFACE", DRVTRACE_KIND_WDFUSBINTERFACE, fx_object_reclaim },
	.size = sizeof(struct fx_usb_interface),
	.destroy = destroy_interface,
};

/* As many as it says that it has, if there are as many. */
static bool are_endpoints_whole(const USB_INTERFACE_DESCRIPTOR *setting, struct usb_walk walk)
{
	const USB_COMMON_DESCRIPTOR *common;
	unsigned int count = 0;

	while (count < setting->bNumEndpoints && (common = usb_walk_next(&walk)) != NULL &&
		common->bDescriptorType != USB_INTERFACE_DESCRIPTOR_TYPE) {
		if (common->bDescriptorType != USB_ENDPOINT_DESCRIPTOR_TYPE)
			continue;
		if (common->bLength < sizeof(USB_ENDPOINT_DESCRIPTOR))
			return false;
		count++;
	}
	return true;
}

static NTSTATUS count_settings(struct fx_usb_interface *interface)
{
	struct usb_walk walk = usb_walk_configuration(interface->device->configuration);
	const USB_INTERFACE_DESCRIPTOR *setting;

	while ((setting = usb_walk_interface(&walk)) != NULL) {
		if (setting->bInterfaceNumber == interface->number)
			interface->setting_count++;
	}
	interface->settings = calloc(interface->setting_count, sizeof(*interface->settings));
	return interface->settings ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}

/* Settings are numbered from 0, without gaps. */
static NTSTATUS find_settings(struct fx_usb_interface *interface)
{
	struct usb_walk walk = usb_walk_configuration(interface->device->configuration);
	const USB_INTERFACE_DESCRIPTOR *setting;

	while ((setting = usb_walk_interface(&walk)) != NULL) {
		if (setting->bInterfaceNumber != interface->number)
			continue;
		if (setting->bAlternateSetting >= interface->setting_count ||
			interface->settings[setting->bAlternateSetting])
			return STATUS_INVALID_DEVICE_REQUEST;
		if (!are_endpoints_whole(setting, walk))
			return STATUS_INVALID_PARAMETER;
		interface->settings[setting->bAlternateSetting] = setting;
	}
	return STATUS_SUCCESS;
}

static NTSTATUS create_interface(
	struct fx_usb_device *device, const USB_INTERFACE_DESCRIPTOR *descriptor, const void *site)
{
	struct fx_commit commit = { .parent = &device->target.object, .site = site };
	struct fx_usb_interface *interface;
	struct fx_object *object;
	NTSTATUS status = fx_object_create(
		&object, &fx_usb_interface_class, device->target.object.globals, NULL);

	if (!NT_SUCCESS(status))
		return status;
	interface = interface_of(object);
	interface->device = device;
	interface->number = descriptor->bInterfaceNumber;
	object->is_no_delete = true;
	status = count_settings(interface);
	if (NT_SUCCESS(status))
		status = find_settings(interface);
	if (NT_SUCCESS(status))
		status = fx_object_commit(object, &commit);
	if (NT_SUCCESS(status))
		device->interfaces[device->interface_count++] = interface;
	else
		fx_object_discard(object);
	return status;
}

/* Every header can be walked over, and no interface is cut. */
static NTSTATUS check_configuration(const USB_CONFIGURATION_DESCRIPTOR *configuration)
{
	struct usb_walk walk = usb_walk_configuration(configuration);
	const USB_COMMON_DESCRIPTOR *common;

	while (walk.next < walk.end) {
		common = usb_walk_next(&walk);
		if (!common || (common->bDescriptorType == USB_INTERFACE_DESCRIPTOR_TYPE &&
				       common->bLength < sizeof(USB_INTERFACE_DESCRIPTOR)))
			return STATUS_INVALID_PARAMETER;
	}
	return STATUS_SUCCESS;
}

struct fx_usb_interface *fx_usb_interface_of_number(
	const struct fx_usb_device *device, UCHAR number)
{
	for (UCHAR i = 0; i < device->interface_count; i++) {
		if (device->interfaces[i]->number == number)
			return device->interfaces[i];
	}
	return NULL;
}

NTSTATUS fx_usb_interface_create_all(struct fx_usb_device *device, const void *site)
{
	UCHAR count = device->configuration->bNumInterfaces;
	struct usb_walk walk = usb_walk_configuration(device->configuration);
	const USB_INTERFACE_DESCRIPTOR *descriptor;
	NTSTATUS status = check_configuration(device->configuration);

	if (!NT_SUCCESS(status))
		return status;
	device->interfaces = calloc(count ? count : 1u, sizeof(*device->interfaces));
	if (!device->interfaces)
		return STATUS_INSUFFICIENT_RESOURCES;
	descriptor = usb_walk_interface(&walk);
	device->is_mismatched = count == 0 && descriptor;
	while (descriptor && device->interface_count < count && NT_SUCCESS(status)) {
		if (!fx_usb_interface_of_number(device, descriptor->bInterfaceNumber))
			status = create_interface(device, descriptor, site);
		descriptor = usb_walk_interface(&walk);
	}
	if (NT_SUCCESS(status) && count > 0 && device->interface_count == 0)
		status = STATUS_INVALID_DEVICE_REQUEST;
	return status;
}

static struct fx_usb_pipe *pipe_of_target(struct fx_target *target)
{
	return CONTAINING_RECORD(target, struct fx_usb_pipe, target);
}

static struct fx_usb_pipe *pipe_of(struct fx_object *object)
{
	return pipe_of_target(fx_target_of(object));
}

struct fx_usb_pipe *fx_usb_pipe_get(WDFUSBPIPE handle, const struct fx_call *call)
{
	return pipe_of(fx_handle_get(handle, &fx_usb_pipe_class, call));
}

static NTSTATUS started(struct fx_target *target)
{
	struct fx_usb_pipe *pipe = pipe_of_target(target);

	return pipe->reader ? fx_usb_reader_start(pipe->reader) : STATUS_SUCCESS;
}

static void stopped(struct fx_target *target, WDF_IO_TARGET_SENT_IO_ACTION action)
{
	struct fx_usb_pipe *pipe = pipe_of_target(target);

	UNREFERENCED_PARAMETER(action);
	if (pipe->reader)
		fx_usb_reader_stopped(pipe->reader);
}

static bool has_reader(struct fx_target *target)
{
	return pipe_of_target(target)->reader != NULL;
}

static const struct fx_target_hooks pipe_hooks = {
	.started = started, .stopped = stopped, .always_cancels = has_reader
};

static bool dispose_pipe(struct fx_object *object, const void *site)
{
	struct fx_usb_pipe *pipe = pipe_of(object);

	if (pipe->reader)
		fx_usb_reader_check_stopped(pipe->reader);
	return fx_target_dispose(object, site);
}

static void destroy_pipe(struct fx_object *object)
{
	struct fx_usb_pipe *pipe = pipe_of(object);

	fx_usb_reader_destroy(pipe->reader);
	fx_target_destroy(object);
}

const struct fx_class fx_usb_pipe_class = {
	.kind = { "WDFUSBPIPE", DRVTRACE_KIND_WDFUSBPIPE, fx_object_reclaim },
	.base = &fx_target_class,
	.size = sizeof(struct fx_usb_pipe),
	.is_disposed_at_passive = true,
	.dispose = dispose_pipe,
	.destroy = destroy_pipe,
};

NTSTATUS fx_usb_pipe_create(struct fx_usb_pipe **out, struct fx_usb_interface *interface,
	const WDF_OBJECT_ATTRIBUTES *attributes, const void *site)
{
	struct fx_target *device = &interface->device->target;
	struct fx_target_request request = { device->device, device->wdm };
	struct fx_commit commit = {
		.attributes = attributes, .parent = &interface->object, .site = site
	};
	struct fx_usb_pipe *pipe;
	struct fx_object *object;
	NTSTATUS status =
		fx_object_create(&object, &fx_usb_pipe_class, device->object.globals, attributes);

	if (!NT_SUCCESS(status))
		return status;
	pipe = pipe_of(object);
	fx_target_init(object, &request);
	pipe->target.hooks = &pipe_hooks;
	pipe->device = interface->device;
	pipe->interface = interface;
	pipe->checks_packets = true;
	status = fx_object_commit(object, &commit);
	if (NT_SUCCESS(status))
		*out = pipe;
	else
		fx_object_discard(object);
	return status;
}

WDF_USB_PIPE_TYPE fx_usb_pipe_type(const struct fx_usb_pipe *pipe)
{
	return (WDF_USB_PIPE_TYPE)(WdfUsbPipeTypeControl + pipe->information.PipeType);
}

bool fx_usb_pipe_is_in(const struct fx_usb_pipe *pipe)
{
	return WDF_USB_PIPE_DIRECTION_IN(pipe->information.EndpointAddress) != 0;
}

void fx_usb_pipe_describe(WDF_USB_PIPE_INFORMATION *out, const struct fx_usb_pipe *pipe)
{
	out->MaximumPacketSize = pipe->information.MaximumPacketSize;
	out->EndpointAddress = pipe->information.EndpointAddress;
	out->Interval = pipe->information.Interval;
	out->SettingIndex = pipe->interface->setting;
	out->PipeType = fx_usb_pipe_type(pipe);
	out->MaximumTransferSize = pipe->information.MaximumTransferSize;
}

NTSTATUS fx_usb_pipe_check_length(const struct fx_usb_pipe *pipe, size_t length)
{
	USHORT packet = pipe->information.MaximumPacketSize;

	return pipe->checks_packets && packet > 0 && length % packet != 0
		       ? STATUS_INVALID_BUFFER_SIZE
		       : STATUS_SUCCESS;
}
