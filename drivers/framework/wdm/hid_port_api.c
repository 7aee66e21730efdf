/*
 * The HID class driver, as far as a minidriver's registration goes. No HID device exists here, so
 * the minidriver's AddDevice, which the class driver would call for each, is never called.
 */
#include <hidport.h>
#include <stdlib.h>

#include <drvtrace/lifetime.h>

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

/* The class driver's own routines, which take the place of the minidriver's. */
static NTSTATUS class_add_device(PDRIVER_OBJECT driver_object, PDEVICE_OBJECT device)
{
	struct registration *registration =
		io_driver_joined(io_driver_of(driver_object), &hid_layer);

	return registration->add_device ? registration->add_device(driver_object, device)
					: STATUS_INVALID_DEVICE_STATE;
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
	object->DriverUnload = class_unload;
	object->DriverExtension->AddDevice = class_add_device;
	io_resource_acquire(&registration->resource, driver,
		&(struct io_claim){
			.kind = &registration_kind, .handle = registration, .site = site });
	return STATUS_SUCCESS;
}
