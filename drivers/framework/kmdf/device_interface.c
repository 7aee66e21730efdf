#include "drivers/framework/kmdf/device_interface.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/device_interface.h"
#include "drivers/framework/wdm/string.h"

struct fx_interface {
	struct fx_interface *older;
	GUID class;
	UNICODE_STRING reference; /* owned buffer; NULL: none */
	PCUNICODE_STRING
	name; /* the I/O manager's, while the device is there; NULL: not registered */
	bool is_to_be_enabled; /* when the device is started */
};

static bool is_same(PCUNICODE_STRING one, PCUNICODE_STRING other)
{
	USHORT length = other ? other->Length : 0;

	return one->Length == length && (length == 0 || io_string_equal(one->Buffer, other->Buffer,
								length / sizeof(WCHAR), true));
}

struct fx_interface *fx_interface_find(
	struct fx_device *device, const GUID *class, PCUNICODE_STRING reference)
{
	struct fx_interface *interface = device->interfaces.newest;

	while (interface && !(IsEqualGUID(&interface->class, class) &&
				    is_same(&interface->reference, reference)))
		interface = interface->older;
	return interface;
}

static struct fx_interface *create(const GUID *class, PCUNICODE_STRING reference)
{
	struct fx_interface *interface = calloc(1, sizeof(*interface));

	if (!interface)
		return NULL;
	interface->class = *class;
	interface->is_to_be_enabled = true;
	if (!reference || reference->Length == 0)
		return interface;
	interface->reference.Buffer = malloc(reference->Length);
	if (!interface->reference.Buffer) {
		free(interface);
		return NULL;
	}
	memcpy(interface->reference.Buffer, reference->Buffer, reference->Length);
	interface->reference.Length = reference->Length;
	interface->reference.MaximumLength = reference->Length;
	return interface;
}

static void destroy(struct fx_interface *interface)
{
	free(interface->reference.Buffer);
	free(interface);
}

static void set_enabled(struct fx_device *device, struct fx_interface *interface, bool is_enabled)
{
	if (is_enabled)
		io_interface_enable(
			fx_globals_io_driver(device->object.globals), interface->name, NULL);
	else
		io_interface_disable(interface->name, NULL);
}

static NTSTATUS register_interface(struct fx_device *device, struct fx_interface *interface)
{
	struct io_interface_request request = { device->pnp.physical, &interface->class,
		interface->reference.Buffer ? &interface->reference : NULL };

	/* A child that its bus has not reported yet is nothing to the PnP manager. */
	if (device->pdo && !io_device_instance(device->pnp.physical))
		return STATUS_SUCCESS;
	return io_interface_register(&interface->name, &request);
}

NTSTATUS fx_interface_create(
	struct fx_device *device, const GUID *class, PCUNICODE_STRING reference)
{
	struct fx_interface *interface;
	NTSTATUS status;

	if (fx_interface_find(device, class, reference))
		return STATUS_SUCCESS;
	interface = create(class, reference);
	if (!interface)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = register_interface(device, interface);
	if (!NT_SUCCESS(status)) {
		destroy(interface);
		return status;
	}
	interface->older = device->interfaces.newest;
	device->interfaces.newest = interface;
	if (device->interfaces.can_be_enabled)
		set_enabled(device, interface, true);
	return STATUS_SUCCESS;
}

void fx_interface_set_state(
	struct fx_device *device, struct fx_interface *interface, bool is_enabled)
{
	interface->is_to_be_enabled = is_enabled;
	if (device->interfaces.can_be_enabled)
		set_enabled(device, interface, is_enabled);
}

PCUNICODE_STRING fx_interface_name(const struct fx_interface *interface)
{
	return interface->name;
}

/* In the order in which the driver has created them. */
static void enable_from(struct fx_device *device, struct fx_interface *newest)
{
	if (!newest)
		return;
	enable_from(device, newest->older);
	if (!newest->name && !NT_SUCCESS(register_interface(device, newest)))
		return;
	if (newest->is_to_be_enabled)
		set_enabled(device, newest, true);
}

void fx_interfaces_enable(struct fx_device *device)
{
	device->interfaces.can_be_enabled = true;
	enable_from(device, device->interfaces.newest);
}

void fx_interfaces_disable(struct fx_device *device)
{
	struct fx_interface *interface = device->interfaces.newest;

	if (!device->interfaces.can_be_enabled)
		return;
	device->interfaces.can_be_enabled = false;
	for (; interface; interface = interface->older) {
		if (interface->name)
			set_enabled(device, interface, false);
	}
}

void fx_interfaces_finish(struct fx_device *device)
{
	while (device->interfaces.newest) {
		struct fx_interface *newest = device->interfaces.newest;

		device->interfaces.newest = newest->older;
		destroy(newest);
	}
}
