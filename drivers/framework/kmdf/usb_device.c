#include "drivers/framework/kmdf/usb_device.h"

#include <stdlib.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/memory.h"
#include "drivers/framework/kmdf/target_send.h"
#include "drivers/framework/kmdf/usb_request.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/usb_port.h"

struct creation {
	struct fx_target_request target;
	bool has_contract;
	const struct fx_call *call;
};

static struct fx_usb_device *device_of_target(struct fx_target *target)
{
	return CONTAINING_RECORD(target, struct fx_usb_device, target);
}

static struct fx_usb_device *device_of(struct fx_object *object)
{
	return device_of_target(fx_target_of(object));
}

struct fx_usb_device *fx_usb_device_get(WDFUSBDEVICE handle, const struct fx_call *call)
{
	return device_of(fx_handle_get(handle, &fx_usb_device_class, call));
}

NTSTATUS fx_usb_send(
	struct fx_target *target, PURB urb, LONGLONG timeout, const struct fx_call *call)
{
	struct fx_target_wait what = { .target = target,
		.wanted = fx_usb_request_of_urb(urb),
		.call = call,
		.timeout = timeout,
		.ignores_state = true };

	return fx_target_send_quietly(&what, NULL);
}

NTSTATUS fx_usb_send_code(
	struct fx_usb_device *device, ULONG code, PULONG answer, const struct fx_call *call)
{
	struct fx_target_wait what = { .target = &device->target,
		.wanted = { .major = IRP_MJ_INTERNAL_DEVICE_CONTROL,
			.code = code,
			.has_others = true },
		.call = call,
		.ignores_state = true };

	what.wanted.parts[0].address = answer;
	return fx_target_send_quietly(&what, NULL);
}

/* What came is at most `length`. */
static NTSTATUS read_descriptor(struct fx_usb_device *device, UCHAR type, void *out, ULONG *length,
	const struct fx_call *call)
{
	URB urb = { 0 };
	NTSTATUS status;

	UsbBuildGetDescriptorRequest(&urb, sizeof(struct _URB_CONTROL_DESCRIPTOR_REQUEST), type, 0,
		0, out, NULL, *length, NULL);
	status = fx_usb_send(&device->target, &urb, WDF_REL_TIMEOUT_IN_SEC(5), call);
	*length = urb.UrbControlDescriptorRequest.TransferBufferLength;
	return status;
}

/* It has said how long it is, and says the same when it sends the whole. */
static NTSTATUS read_whole(struct fx_usb_device *device, USHORT size, const struct fx_call *call)
{
	ULONG length = size;
	NTSTATUS status;

	device->configuration = calloc(1, size);
	if (!device->configuration)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = read_descriptor(
		device, USB_CONFIGURATION_DESCRIPTOR_TYPE, device->configuration, &length, call);
	if (NT_SUCCESS(status) && device->configuration->wTotalLength != size)
		return STATUS_DEVICE_DATA_ERROR;
	return status;
}

static NTSTATUS read_configuration(struct fx_usb_device *device, const struct fx_call *call)
{
	USB_CONFIGURATION_DESCRIPTOR header = { 0 };
	ULONG length = sizeof(header);
	NTSTATUS status =
		read_descriptor(device, USB_CONFIGURATION_DESCRIPTOR_TYPE, &header, &length, call);

	if (NT_SUCCESS(status) && (length == 0 || header.wTotalLength < sizeof(header)))
		status = STATUS_UNSUCCESSFUL;
	return NT_SUCCESS(status) ? read_whole(device, header.wTotalLength, call) : status;
}

/* That it does not say is no reason to fail. */
static bool is_self_powered(struct fx_usb_device *device, const struct fx_call *call)
{
	USHORT answer = 0;
	URB urb = { 0 };

	UsbBuildGetStatusRequest(&urb, URB_FUNCTION_GET_STATUS_FROM_DEVICE, 0, &answer, NULL, NULL);
	return NT_SUCCESS(fx_usb_send(&device->target, &urb, WDF_REL_TIMEOUT_IN_SEC(5), call)) &&
	       answer & USB_GETSTATUS_SELF_POWERED;
}

static void find_traits(struct fx_usb_device *device, const struct fx_call *call)
{
	const struct usb_description *known = usb_port_description(device->target.wdm);

	if (device->configuration->bmAttributes & USB_CONFIG_REMOTE_WAKEUP)
		device->traits |= WDF_USB_DEVICE_TRAIT_REMOTE_WAKE_CAPABLE;
	if (is_self_powered(device, call))
		device->traits |= WDF_USB_DEVICE_TRAIT_SELF_POWERED;
	if (known && known->speed == UsbHighSpeed)
		device->traits |= WDF_USB_DEVICE_TRAIT_AT_HIGH_SPEED;
}

static NTSTATUS start_pipe(struct fx_target *target, const void *argument)
{
	UNREFERENCED_PARAMETER(argument);
	return fx_target_start(target);
}

static NTSTATUS stop_pipe(struct fx_target *target, const void *argument)
{
	fx_target_stop(target, *(const WDF_IO_TARGET_SENT_IO_ACTION *)argument);
	return STATUS_SUCCESS;
}

static NTSTATUS purge_pipe(struct fx_target *target, const void *argument)
{
	fx_target_purge(target,
		*(const WDF_IO_TARGET_SENT_IO_ACTION *)argument == WdfIoTargetLeaveSentIoPending
			? WdfIoTargetPurgeIo
			: WdfIoTargetPurgeIoAndWait);
	return STATUS_SUCCESS;
}

static void visit_interface(struct fx_usb_interface *interface,
	NTSTATUS (*visit)(struct fx_target *target, const void *argument), const void *argument)
{
	for (UCHAR i = 0; i < interface->pipe_count; i++)
		visit(&interface->pipes[i]->target, argument);
}

static void for_each_pipe(struct fx_usb_device *device,
	NTSTATUS (*visit)(struct fx_target *target, const void *argument), const void *argument)
{
	for (UCHAR i = 0; i < device->interface_count; i++)
		visit_interface(device->interfaces[i], visit, argument);
}

static NTSTATUS started(struct fx_target *target)
{
	for_each_pipe(device_of_target(target), start_pipe, NULL);
	return STATUS_SUCCESS;
}

/* When it is deleted, its pipes are already. */
static void stopped(struct fx_target *target, WDF_IO_TARGET_SENT_IO_ACTION action)
{
	if (target->state == WdfIoTargetStopped)
		for_each_pipe(device_of_target(target), stop_pipe, &action);
	else if (target->state == WdfIoTargetPurged)
		for_each_pipe(device_of_target(target), purge_pipe, &action);
}

static const struct fx_target_hooks hooks = { .started = started, .stopped = stopped };

static NTSTATUS init(struct fx_object *object, const void *argument)
{
	const struct creation *creation = argument;
	struct fx_usb_device *device = device_of(object);
	ULONG length = sizeof(device->descriptor);
	NTSTATUS status;

	fx_target_init(object, &creation->target);
	object->is_no_delete = false;
	device->target.hooks = &hooks;
	device->has_contract = creation->has_contract;
	status = read_descriptor(
		device, USB_DEVICE_DESCRIPTOR_TYPE, &device->descriptor, &length, creation->call);
	if (NT_SUCCESS(status))
		status = read_configuration(device, creation->call);
	if (NT_SUCCESS(status))
		find_traits(device, creation->call);
	return status;
}

static void destroy(struct fx_object *object)
{
	struct fx_usb_device *device = device_of(object);

	fx_target_destroy(object);
	free(device->interfaces);
	free(device->configuration);
}

const struct fx_class fx_usb_device_class = {
	.kind = { "WDFUSBDEVICE", DRVTRACE_KIND_WDFUSBDEVICE, fx_object_reclaim },
	.base = &fx_target_class,
	.size = sizeof(struct fx_usb_device),
	.is_disposed_at_passive = true,
	.dispose = fx_target_dispose,
	.destroy = destroy,
};

NTSTATUS fx_usb_device_create(struct fx_usb_device **out, struct fx_device *device,
	const WDF_OBJECT_ATTRIBUTES *attributes, bool has_contract, const struct fx_call *call)
{
	struct creation creation = { { device, device->pnp.lower }, has_contract, call };
	struct fx_child child = { .init = init, .argument = &creation };
	WDF_OBJECT_ATTRIBUTES own;
	struct fx_object *object;
	NTSTATUS status = fx_validate_attributes(attributes, FX_PARENT_NOT_ALLOWED);

	if (!NT_SUCCESS(status))
		return status;
	if (!device->pnp.lower)
		return STATUS_INVALID_DEVICE_REQUEST;
	WDF_OBJECT_ATTRIBUTES_INIT(&own);
	if (attributes)
		own = *attributes;
	own.ParentObject = fx_device_handle(device);
	status = fx_driver_create_child(
		&object, device->driver, &fx_usb_device_class, &own, &child, call);
	if (!NT_SUCCESS(status))
		return status;
	status = fx_usb_interface_create_all(device_of(object), call->site);
	if (NT_SUCCESS(status))
		*out = device_of(object);
	else
		fx_object_delete_unborn(object, call->site);
	return status;
}

NTSTATUS fx_usb_device_create_memory(struct fx_object **out, const struct fx_usb_device *device,
	const WDF_OBJECT_ATTRIBUTES *attributes, size_t size, const struct fx_call *call)
{
	struct fx_memory_request request = { .pool = { .size = size, .is_zeroed = true } };
	struct fx_child child = { fx_memory_init, &request, size, 0 };
	WDF_OBJECT_ATTRIBUTES own;

	WDF_OBJECT_ATTRIBUTES_INIT(&own);
	if (attributes)
		own = *attributes;
	if (!own.ParentObject)
		own.ParentObject = fx_object_handle(&device->target.object);
	return fx_driver_create_child(
		out, device->target.device->driver, &fx_memory_class, &own, &child, call);
}
