#include "drivers/framework/wdm/usb_port.h"

#include <initguid.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <usbdlib.h>

#include "drivers/framework/wdm/attachment.h"
#include "drivers/framework/wdm/clock.h"
#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/dpc.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/pnp_root.h"
#include "drivers/framework/wdm/string.h"
#include "drivers/framework/wdm/usb_irp.h"
#include "drivers/framework/wdm/work_queue.h"

#define UNITS_PER_FRAME 10000 /* of the interrupt clock in a millisecond */

static DRIVER_OBJECT hub = { .Type = 4, .Size = sizeof(hub) };

static pthread_mutex_t list_lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY devices = { &devices, &devices }; /* usb_device.link */

static struct usb_device *device_of(const DEVICE_OBJECT *pdo)
{
	struct usb_device *found = NULL;

	pthread_mutex_lock(&list_lock);
	for (LIST_ENTRY *link = devices.Flink; link != &devices && !found; link = link->Flink) {
		struct usb_device *device = CONTAINING_RECORD(link, struct usb_device, link);

		if (device->pdo == pdo)
			found = device;
	}
	pthread_mutex_unlock(&list_lock);
	return found;
}

static struct usb_device *find_by_name(const char *name)
{
	struct usb_device *found = NULL;

	pthread_mutex_lock(&list_lock);
	for (LIST_ENTRY *link = devices.Flink; link != &devices && !found; link = link->Flink) {
		struct usb_device *device = CONTAINING_RECORD(link, struct usb_device, link);

		if (strcmp(device->name, name) == 0)
			found = device;
	}
	pthread_mutex_unlock(&list_lock);
	return found;
}

/* A device of a bus that can be unplugged, and wakes from D2. */
static void fill_capabilities(const struct usb_device *device, PDEVICE_CAPABILITIES capabilities)
{
	const struct usb_description *description = &device->description;

	capabilities->Removable = TRUE;
	capabilities->SurpriseRemovalOK = TRUE;
	capabilities->UniqueID = FALSE;
	capabilities->DeviceState[PowerSystemWorking] = PowerDeviceD0;
	for (int i = PowerSystemSleeping1; i < PowerSystemMaximum; i++)
		capabilities->DeviceState[i] = PowerDeviceD3;
	if (description->configuration_length <= 7 ||
		!(description->configuration[7] & USB_CONFIG_REMOTE_WAKEUP))
		return;
	capabilities->DeviceState[PowerSystemSleeping1] = PowerDeviceD2;
	capabilities->DeviceState[PowerSystemSleeping2] = PowerDeviceD2;
	capabilities->DeviceState[PowerSystemSleeping3] = PowerDeviceD2;
	capabilities->SystemWake = PowerSystemSleeping3;
	capabilities->DeviceWake = PowerDeviceD2;
	capabilities->WakeFromD2 = TRUE;
	capabilities->DeviceD2 = TRUE;
}

static void follow_pnp(struct usb_device *device, const IO_STACK_LOCATION *stack)
{
	switch (stack->MinorFunction) {
	case IRP_MN_QUERY_CAPABILITIES:
		fill_capabilities(device, stack->Parameters.DeviceCapabilities.Capabilities);
		break;
	case IRP_MN_SURPRISE_REMOVAL:
	case IRP_MN_REMOVE_DEVICE:
		usb_irp_fail_all(device, USBD_STATUS_DEVICE_GONE);
		break;
	default:
		break;
	}
}

static NTSTATUS dispatch(PDEVICE_OBJECT pdo, PIRP irp)
{
	const IO_STACK_LOCATION *stack = IoGetCurrentIrpStackLocation(irp);
	struct usb_device *device = device_of(pdo);

	if (stack->MajorFunction == IRP_MJ_INTERNAL_DEVICE_CONTROL)
		return usb_irp_control(device, irp);
	if (stack->MajorFunction == IRP_MJ_PNP)
		follow_pnp(device, stack);
	return pnp_root_dispatch(pdo, irp);
}

static void link_loops(struct usb_device *device)
{
	for (size_t i = 0; i < device->description.loop_count; i++) {
		const struct usb_loop *loop = &device->description.loops[i];
		struct usb_endpoint *out = usb_device_endpoint(device, loop->out);
		struct usb_endpoint *in = usb_device_endpoint(device, loop->in);

		out->partner = in;
		in->partner = out;
		out->room = loop->room;
	}
}

static void init_endpoints(struct usb_device *device)
{
	for (size_t i = 0; i < USB_ENDPOINTS; i++) {
		UCHAR direction = i >= 16 ? USB_ENDPOINT_DIRECTION_MASK : 0;

		usb_endpoint_init(&device->endpoints[i], device, (UCHAR)((i & 15) | direction));
	}
	link_loops(device);
}

static void destroy(struct usb_device *device)
{
	for (size_t i = 0; i < USB_ENDPOINTS; i++)
		usb_endpoint_finish(&device->endpoints[i]);
	usb_description_finish(&device->description);
	pthread_mutex_destroy(&device->lock);
	free(device->name);
	free(device);
}

static struct usb_device *create(const char *name, const struct usb_description *description)
{
	struct usb_device *device = calloc(1, sizeof(*device));

	if (!device)
		return NULL;
	device->name = strdup(name);
	if (!device->name || !usb_description_copy(&device->description, description)) {
		free(device->name);
		free(device);
		return NULL;
	}
	pthread_mutex_init(&device->lock, NULL);
	InitializeListHead(&device->done);
	KeInitializeDpc(&device->dpc, usb_irp_run_dpc, device);
	init_endpoints(device);
	return device;
}

static PWSTR copy_text(PCWSTR text)
{
	size_t length = io_string_length(text);
	PWSTR copy = calloc(length + 1, sizeof(WCHAR));

	if (copy)
		memcpy(copy, text, length * sizeof(WCHAR));
	return copy;
}

/* "USB\VID_0547&PID_1002\NAME", and what the hub knows of it. */
static bool identify(const struct usb_device *device)
{
	const USB_DEVICE_DESCRIPTOR *descriptor = &device->description.device;
	struct io_device_identity *identity = io_device_identity(device->pdo);
	PCWSTR product = device->description.strings[descriptor->iProduct];
	char id[32];
	char path[300];

	snprintf(id, sizeof(id), "USB\\VID_%04X&PID_%04X", descriptor->idVendor,
		descriptor->idProduct);
	snprintf(path, sizeof(path), "%s\\%s", id, device->name);
	identity->hardware_ids = io_string_widen(id);
	identity->description = descriptor->iProduct && product ? copy_text(product)
								: io_string_widen("USB Device");
	identity->location = io_string_widen("Port_#0001.Hub_#0001");
	identity->address = 1;
	return identity->hardware_ids && identity->description && identity->location &&
	       io_device_set_instance(device->pdo, path);
}

NTSTATUS usb_port_create_pdo(
	PDEVICE_OBJECT *out, const char *name, const struct usb_description *description)
{
	struct usb_device *device = create(name, description);
	NTSTATUS status;

	if (!device)
		return STATUS_INSUFFICIENT_RESOURCES;
	for (size_t i = 0; i <= IRP_MJ_MAXIMUM_FUNCTION; i++)
		hub.MajorFunction[i] = dispatch;
	status = io_device_create_for_root(&device->pdo, &hub);
	if (!NT_SUCCESS(status)) {
		destroy(device);
		return status;
	}
	if (!identify(device)) {
		io_device_destroy(device->pdo, NULL);
		destroy(device);
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	pthread_mutex_lock(&list_lock);
	InsertTailList(&devices, &device->link);
	pthread_mutex_unlock(&list_lock);
	*out = device->pdo;
	return STATUS_SUCCESS;
}

void usb_port_destroy(PDEVICE_OBJECT pdo)
{
	struct usb_device *device = device_of(pdo);

	if (!device)
		return;
	usb_irp_fail_all(device, USBD_STATUS_DEVICE_GONE);
	ke_dpc_wait(&device->dpc);
	pthread_mutex_lock(&list_lock);
	RemoveEntryList(&device->link);
	pthread_mutex_unlock(&list_lock);
	destroy(device);
}

/*
 * Until what the hub has completed has been seen, and what drivers have put into work items for it is done:
 * for a second, as such a work item may wait for the host.
 */
static void let_drivers_follow(void)
{
	const struct timespec moment = { 0, 1000000 };

	ke_dpc_flush();
	for (int i = 0; i < 1000 && !ex_work_is_idle(); i++)
		nanosleep(&moment, NULL);
	ke_dpc_flush();
}

void usb_port_unplug(PDEVICE_OBJECT pdo)
{
	struct usb_device *device = device_of(pdo);

	if (!device)
		return;
	pthread_mutex_lock(&device->lock);
	device->is_gone = true;
	pthread_mutex_unlock(&device->lock);
	usb_irp_fail_all(device, USBD_STATUS_DEVICE_GONE);
	let_drivers_follow();
}

const struct usb_description *usb_port_description(PDEVICE_OBJECT device)
{
	const struct usb_device *found = device_of(io_attachment_bottom(device));

	return found ? &found->description : NULL;
}

ULONG usb_port_frame_number(void)
{
	return (ULONG)(ke_clock_interrupt() / UNITS_PER_FRAME);
}

NTSTATUS usb_port_capability(const struct usb_description *description, const GUID *capability)
{
	USB_DEVICE_SPEED speed = description ? description->speed : UsbFullSpeed;

	if (IsEqualGUID(capability, &GUID_USB_CAPABILITY_CHAINED_MDLS) ||
		IsEqualGUID(capability, &GUID_USB_CAPABILITY_SELECTIVE_SUSPEND))
		return description ? STATUS_SUCCESS : STATUS_NOT_SUPPORTED;
	if (IsEqualGUID(capability, &GUID_USB_CAPABILITY_DEVICE_CONNECTION_HIGH_SPEED_COMPATIBLE))
		return speed >= UsbHighSpeed ? STATUS_SUCCESS : STATUS_NOT_SUPPORTED;
	if (IsEqualGUID(capability, &GUID_USB_CAPABILITY_DEVICE_CONNECTION_SUPER_SPEED_COMPATIBLE))
		return speed >= UsbSuperSpeed ? STATUS_SUCCESS : STATUS_NOT_SUPPORTED;
	return STATUS_NOT_SUPPORTED;
}

/* The open endpoint, with the device's lock taken; NULL without. */
static struct usb_endpoint *begin(NTSTATUS *status, const char *name, UCHAR address)
{
	struct usb_device *device = find_by_name(name);
	struct usb_endpoint *endpoint;

	*status = STATUS_NO_SUCH_DEVICE;
	if (!device)
		return NULL;
	pthread_mutex_lock(&device->lock);
	endpoint = usb_device_endpoint(device, address);
	if (endpoint && endpoint->is_open && !device->is_gone)
		return endpoint;
	pthread_mutex_unlock(&device->lock);
	*status = STATUS_INVALID_PARAMETER;
	return NULL;
}

NTSTATUS io_usb_host_send(const char *name, UCHAR address, const void *data, size_t length)
{
	NTSTATUS status;
	struct usb_endpoint *endpoint = begin(&status, name, address);

	if (!endpoint)
		return status;
	status = STATUS_INVALID_PARAMETER;
	if (USB_ENDPOINT_DIRECTION_IN(address))
		status = usb_endpoint_add_data(endpoint, data, length)
				 ? STATUS_SUCCESS
				 : STATUS_INSUFFICIENT_RESOURCES;
	usb_irp_serve(endpoint);
	pthread_mutex_unlock(&endpoint->device->lock);
	let_drivers_follow();
	return status;
}

NTSTATUS io_usb_host_stall(const char *name, UCHAR address)
{
	NTSTATUS status;
	struct usb_endpoint *endpoint = begin(&status, name, address);

	if (!endpoint)
		return status;
	endpoint->is_halted = true;
	usb_irp_fail_waiting(endpoint, USBD_STATUS_STALL_PID);
	pthread_mutex_unlock(&endpoint->device->lock);
	let_drivers_follow();
	return STATUS_SUCCESS;
}

NTSTATUS io_usb_host_answer(
	const char *name, UCHAR type, UCHAR request, const void *data, size_t length)
{
	struct usb_device *device = find_by_name(name);
	bool is_set;

	if (!device)
		return STATUS_NO_SUCH_DEVICE;
	pthread_mutex_lock(&device->lock);
	is_set = usb_description_set_answer(&device->description, type, request, data, length);
	pthread_mutex_unlock(&device->lock);
	return is_set ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}

/* NULL data: there are none. */
static NTSTATUS give(void *out, size_t *length, const void *data, size_t size)
{
	if (!data) {
		*length = 0;
		return STATUS_NOT_FOUND;
	}
	if (size < *length)
		*length = size;
	memcpy(out, data, *length);
	return STATUS_SUCCESS;
}

NTSTATUS io_usb_host_received(const char *name, UCHAR address, void *out, size_t *length)
{
	NTSTATUS status;
	struct usb_endpoint *endpoint = begin(&status, name, address);

	if (!endpoint)
		return status;
	status = give(out, length, endpoint->written, endpoint->written_length);
	pthread_mutex_unlock(&endpoint->device->lock);
	return status;
}

NTSTATUS io_usb_host_received_control(
	const char *name, UCHAR type, UCHAR request, void *out, size_t *length)
{
	struct usb_device *device = find_by_name(name);
	const struct usb_answer *answer;
	NTSTATUS status;

	if (!device)
		return STATUS_NO_SUCH_DEVICE;
	pthread_mutex_lock(&device->lock);
	answer = usb_description_find_answer(&device->description, type, request);
	status = give(out, length, answer ? answer->data : NULL, answer ? answer->length : 0);
	pthread_mutex_unlock(&device->lock);
	return status;
}
