/* What is selected of a USB device: pipes are there before it is asked, so that nothing fails afterwards. */
#include <stdlib.h>

#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/send.h"
#include "drivers/framework/kmdf/usb_device.h"

#define FIRST_PIPE offsetof(USBD_INTERFACE_INFORMATION, Pipes)

/* The pipes of one interface, to be. */
struct plan {
	struct fx_usb_interface *interface;
	PUSBD_INTERFACE_INFORMATION information; /* in the URB */
	struct fx_usb_pipe **pipes;              /* owned */
	UCHAR count;
};

struct selection {
	const WDF_OBJECT_ATTRIBUTES *attributes;
	const struct fx_call *call;
	struct plan *plans; /* owned */
	size_t count;
};

static void drop_pipes(struct plan *plan, const void *site)
{
	for (UCHAR i = 0; i < plan->count; i++) {
		if (plan->pipes[i])
			fx_object_delete_unborn(&plan->pipes[i]->target.object, site);
	}
	free(plan->pipes);
	plan->pipes = NULL;
	plan->count = 0;
}

static void finish(struct selection *selection)
{
	for (size_t i = 0; i < selection->count; i++)
		drop_pipes(&selection->plans[i], selection->call->site);
	free(selection->plans);
}

static NTSTATUS create_pipes(struct plan *plan, const struct selection *selection)
{
	NTSTATUS status = STATUS_SUCCESS;
	UCHAR count = (UCHAR)plan->information->NumberOfPipes;

	plan->pipes = calloc(count ? count : 1u, sizeof(struct fx_usb_pipe *));
	if (!plan->pipes)
		return STATUS_INSUFFICIENT_RESOURCES;
	plan->count = count;
	for (UCHAR i = 0; i < count && NT_SUCCESS(status); i++)
		status = fx_usb_pipe_create(&plan->pipes[i], plan->interface, selection->attributes,
			selection->call->site);
	return status;
}

static NTSTATUS add_plan(struct selection *selection, const struct fx_usb_device *device,
	PUSBD_INTERFACE_INFORMATION information)
{
	struct plan *grown =
		realloc(selection->plans, (selection->count + 1) * sizeof(*selection->plans));
	struct plan plan = { .information = information };

	if (!grown)
		return STATUS_INSUFFICIENT_RESOURCES;
	selection->plans = grown;
	plan.interface = fx_usb_interface_of_number(device, information->InterfaceNumber);
	if (!plan.interface || information->NumberOfPipes > MAXUCHAR)
		return STATUS_INVALID_DEVICE_REQUEST;
	selection->plans[selection->count++] = plan;
	return create_pipes(&selection->plans[selection->count - 1], selection);
}

/* STATUS_INVALID_PARAMETER when it does not fit in `left`, or its pipes not in it. */
static NTSTATUS check_information(const USBD_INTERFACE_INFORMATION *information, size_t left)
{
	if (left < FIRST_PIPE || information->Length < FIRST_PIPE || information->Length > left ||
		(information->Length - FIRST_PIPE) / sizeof(USBD_PIPE_INFORMATION) <
			information->NumberOfPipes)
		return STATUS_INVALID_PARAMETER;
	return STATUS_SUCCESS;
}

static NTSTATUS plan_all(struct selection *selection, const struct fx_usb_device *device, PURB urb)
{
	unsigned char *next = (unsigned char *)&urb->UrbSelectConfiguration.Interface;
	unsigned char *end = (unsigned char *)urb + urb->UrbHeader.Length;
	NTSTATUS status = STATUS_SUCCESS;

	while (next < end && NT_SUCCESS(status)) {
		PUSBD_INTERFACE_INFORMATION information = (PUSBD_INTERFACE_INFORMATION)(void *)next;

		status = check_information(information, (size_t)(end - next));
		if (NT_SUCCESS(status))
			status = add_plan(selection, device, information);
		if (NT_SUCCESS(status))
			next += information->Length;
	}
	return status;
}

static void delete_pipes(struct fx_usb_interface *interface, const void *site)
{
	struct plan old = { .interface = interface };

	fx_send_lock();
	old.pipes = interface->pipes;
	old.count = interface->pipe_count;
	interface->pipes = NULL;
	interface->pipe_count = 0;
	interface->is_configured = false;
	fx_send_unlock();
	for (UCHAR i = 0; i < old.count; i++)
		fx_object_delete(&old.pipes[i]->target.object, site);
	free(old.pipes);
}

static void delete_all_pipes(const struct fx_usb_device *device, const void *site)
{
	for (UCHAR i = 0; i < device->interface_count; i++)
		delete_pipes(device->interfaces[i], site);
}

/* The interface has them from now on. */
static void hand_over(struct plan *plan)
{
	struct fx_usb_interface *interface = plan->interface;

	for (UCHAR i = 0; i < plan->count; i++)
		plan->pipes[i]->information = plan->information->Pipes[i];
	fx_send_lock();
	interface->pipes = plan->pipes;
	interface->pipe_count = plan->count;
	interface->setting = plan->information->AlternateSetting;
	interface->is_configured = true;
	fx_send_unlock();
	plan->pipes = NULL;
	plan->count = 0;
}

NTSTATUS fx_usb_select(struct fx_usb_device *device, const WDF_OBJECT_ATTRIBUTES *attributes,
	PURB urb, const struct fx_call *call)
{
	struct selection selection = { .attributes = attributes, .call = call };
	NTSTATUS status = plan_all(&selection, device, urb);

	if (NT_SUCCESS(status)) {
		delete_all_pipes(device, call->site);
		device->handle = NULL;
		status = fx_usb_send(&device->target, urb, WDF_REL_TIMEOUT_IN_SEC(2), call);
	}
	if (NT_SUCCESS(status)) {
		device->handle = urb->UrbSelectConfiguration.ConfigurationHandle;
		for (size_t i = 0; i < selection.count; i++)
			hand_over(&selection.plans[i]);
	}
	finish(&selection);
	return status;
}

NTSTATUS fx_usb_select_setting(struct fx_usb_interface *interface,
	const WDF_OBJECT_ATTRIBUTES *attributes, PURB urb, const struct fx_call *call)
{
	struct selection selection = { .attributes = attributes, .call = call };
	PUSBD_INTERFACE_INFORMATION information = &urb->UrbSelectInterface.Interface;
	size_t begin = offsetof(struct _URB_SELECT_INTERFACE, Interface);
	NTSTATUS status = STATUS_INVALID_PARAMETER;

	if (urb->UrbHeader.Length >= begin)
		status = check_information(information, urb->UrbHeader.Length - begin);
	if (NT_SUCCESS(status) && interface->is_configured &&
		interface->setting == information->AlternateSetting)
		return STATUS_SUCCESS;
	if (NT_SUCCESS(status))
		status = add_plan(&selection, interface->device, information);
	if (NT_SUCCESS(status)) {
		delete_pipes(interface, call->site);
		status = fx_usb_send(
			&interface->device->target, urb, WDF_REL_TIMEOUT_IN_SEC(2), call);
	}
	if (NT_SUCCESS(status))
		hand_over(&selection.plans[0]);
	finish(&selection);
	return status;
}

NTSTATUS fx_usb_deselect(struct fx_usb_device *device, const struct fx_call *call)
{
	URB urb = { 0 };

	delete_all_pipes(device, call->site);
	UsbBuildSelectConfigurationRequest(
		&urb, offsetof(struct _URB_SELECT_CONFIGURATION, Interface), NULL);
	device->handle = NULL;
	return fx_usb_send(&device->target, &urb, WDF_REL_TIMEOUT_IN_SEC(2), call);
}
