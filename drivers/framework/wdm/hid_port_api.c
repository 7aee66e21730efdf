/*
 * The HID class driver, as far as it stands between the PnP manager and its minidrivers: it creates their
 * functional device objects, and deletes them. What it asks minidrivers for is up to whoever is above.
 */
#include <hidport.h>
#include <stddef.h>
#include <stdlib.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/wdm/attachment.h"
#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/resource.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

/* What hidclass keeps in the driver object's extension. */
struct registration {
	struct io_resource resource;
	PDRIVER_UNLOAD driver_unload; /* the minidriver's own */
	PDRIVER_ADD_DEVICE add_device;
	PDRIVER_DISPATCH pnp;
	ULONG extension_size;
	const void *site;
};

/* The extension of a device that is the class driver's: what they both know begins it. */
struct class_device {
	HID_DEVICE_EXTENSION common;
	PDEVICE_OBJECT device; /* that this is the extension of */
	max_align_t minidriver[];
};

static void reclaim(struct io_resource *resource)
{
	free(CONTAINING_RECORD(resource, struct registration, resource));
}

static const struct io_kind registration_kind = { "port-registration",
	DRVTRACE_KIND_PORT_REGISTRATION, reclaim };

static NTSTATUS start_devices(struct io_driver *driver, void *joined)
{
	UNREFERENCED_PARAMETER(driver);
	UNREFERENCED_PARAMETER(joined);
	return STATUS_SUCCESS;
}

static void leave(struct io_driver *driver, void *joined)
{
	struct registration *registration = joined;

	UNREFERENCED_PARAMETER(driver);
	io_resource_release(&registration->resource, NULL);
	free(registration);
}

static const struct io_driver_layer hid_layer = { start_devices, NULL, leave };

/* NULL when it is the minidriver's own. */
static struct class_device *class_device_of(
	const struct registration *registration, PDEVICE_OBJECT device)
{
	struct class_device *extension = device->DeviceExtension;

	return io_device_extension_size(device) ==
				       sizeof(*extension) + registration->extension_size &&
			       extension->device == device
		       ? extension
		       : NULL;
}

static void remove_device(const struct registration *registration, struct class_device *extension)
{
	PDEVICE_OBJECT device = extension->device;

	io_attachment_destroy(extension->common.NextDeviceObject, registration->site);
	io_device_destroy(device, registration->site);
}

/* On top of the stack of `pdo`. */
static NTSTATUS create_device(struct class_device **out, const struct registration *registration,
	struct io_driver *driver, PDEVICE_OBJECT pdo)
{
	struct io_device_request request = {
		.extension_size = sizeof(**out) + registration->extension_size,
		.type = FILE_DEVICE_UNKNOWN,
	};
	struct class_device *extension;
	PDEVICE_OBJECT device;
	NTSTATUS status = io_device_create(&device, driver, &request);

	if (!NT_SUCCESS(status))
		return status;
	io_device_publish(device, NULL, registration->site);
	extension = device->DeviceExtension;
	extension->device = device;
	extension->common.PhysicalDeviceObject = pdo;
	extension->common.MiniDeviceExtension = extension->minidriver;
	extension->common.NextDeviceObject = io_attachment_create(device, pdo, registration->site);
	if (!extension->common.NextDeviceObject) {
		io_device_destroy(device, registration->site);
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	device->Flags |= extension->common.NextDeviceObject->Flags & DO_POWER_PAGABLE;
	*out = extension;
	return STATUS_SUCCESS;
}

/* The class driver's own routines, which take the place of the minidriver's. */
static NTSTATUS class_add_device(PDRIVER_OBJECT driver_object, PDEVICE_OBJECT pdo)
{
	struct io_driver *driver = io_driver_of(driver_object);
	const struct registration *registration = io_driver_joined(driver, &hid_layer);
	struct class_device *extension;
	NTSTATUS status;

	if (!registration->add_device)
		return STATUS_INVALID_DEVICE_STATE;
	status = create_device(&extension, registration, driver, pdo);
	if (!NT_SUCCESS(status))
		return status;
	status = registration->add_device(driver_object, extension->device);
	if (NT_SUCCESS(status))
		extension->device->Flags &= ~DO_DEVICE_INITIALIZING;
	else
		remove_device(registration, extension);
	return status;
}

static NTSTATUS class_pnp(PDEVICE_OBJECT device, PIRP irp)
{
	const struct registration *registration =
		io_driver_joined(io_driver_of(device->DriverObject), &hid_layer);
	struct class_device *extension = class_device_of(registration, device);
	UCHAR minor = IoGetCurrentIrpStackLocation(irp)->MinorFunction;
	NTSTATUS status = registration->pnp(device, irp);

	if (extension && minor == IRP_MN_REMOVE_DEVICE)
		remove_device(registration, extension);
	return status;
}

static void class_unload(PDRIVER_OBJECT driver_object)
{
	struct io_driver *driver = io_driver_of(driver_object);
	struct registration *registration = io_driver_joined(driver, &hid_layer);

	if (registration->driver_unload)
		registration->driver_unload(driver_object);
	io_driver_leave(driver, &hid_layer);
	leave(driver, registration);
}

static NTSTATUS check_registration(
	PHID_MINIDRIVER_REGISTRATION request, struct io_driver **driver, const void *site)
{
	*driver = io_driver_of(request->DriverObject);
	if (!*driver) {
		struct io_breach breach = { io_driver_calling(site), "invalid-handle",
			"HidRegisterMinidriver", request->DriverObject, site };

		io_stop(&breach, "%p is not a driver object", (void *)request->DriverObject);
	}
	if (request->Revision > HID_REVISION)
		return STATUS_REVISION_MISMATCH;
	/* The extension's id is taken: IoAllocateDriverObjectExtension would say so. */
	if (io_driver_joined(*driver, &hid_layer))
		return STATUS_OBJECT_NAME_COLLISION;
	return STATUS_SUCCESS;
}

NTSTATUS HidRegisterMinidriver(PHID_MINIDRIVER_REGISTRATION MinidriverRegistration)
{
	const void *site = SITE;
	PDRIVER_OBJECT object = MinidriverRegistration->DriverObject;
	struct registration *registration;
	struct io_driver *driver;
	NTSTATUS status = check_registration(MinidriverRegistration, &driver, site);

	if (!NT_SUCCESS(status))
		return status;
	if (io_fault(driver, "HidRegisterMinidriver", site))
		return STATUS_INSUFFICIENT_RESOURCES;

	registration = calloc(1, sizeof(*registration));
	if (!registration || io_driver_join(driver, &hid_layer, registration) != 0) {
		free(registration);
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	registration->driver_unload = object->DriverUnload;
	registration->add_device = object->DriverExtension->AddDevice;
	registration->pnp = object->MajorFunction[IRP_MJ_PNP];
	registration->extension_size = MinidriverRegistration->DeviceExtensionSize;
	registration->site = site;
	object->DriverUnload = class_unload;
	object->DriverExtension->AddDevice = class_add_device;
	object->MajorFunction[IRP_MJ_PNP] = class_pnp;
	io_resource_acquire(&registration->resource, driver,
		&(struct io_claim){
			.kind = &registration_kind, .handle = registration, .site = site });
	return STATUS_SUCCESS;
}
