/* The boundary of devices and symbolic links. */
#include <wdm.h>
#include <wdmsec.h>

#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/device_reference.h"
#include "drivers/framework/wdm/dpc.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

static NTSTATUS create(const char *function, PDRIVER_OBJECT object,
	const struct io_device_request *request, PDEVICE_OBJECT *out, const void *site)
{
	struct io_driver *driver = io_driver_of(object);
	PDEVICE_OBJECT device;
	NTSTATUS status;

	ke_irql_check(function, APC_LEVEL, site);
	if (!driver) {
		struct io_breach breach = { io_driver_calling(site), "invalid-handle", function,
			object, site };

		io_stop(&breach, "%p is not a driver object", (void *)object);
	}
	if (io_fault(driver, function, site))
		return STATUS_INSUFFICIENT_RESOURCES;

	status = io_device_create(&device, driver, request);
	if (!NT_SUCCESS(status))
		return status;
	io_device_publish(device, NULL, site);
	*out = device;
	return STATUS_SUCCESS;
}

NTSTATUS IoCreateDevice(PDRIVER_OBJECT DriverObject, ULONG DeviceExtensionSize,
	PUNICODE_STRING DeviceName, DEVICE_TYPE DeviceType, ULONG DeviceCharacteristics,
	BOOLEAN Exclusive, PDEVICE_OBJECT *DeviceObject)
{
	struct io_device_request request = { DeviceExtensionSize, DeviceName, DeviceType,
		DeviceCharacteristics, Exclusive != FALSE };

	return create("IoCreateDevice", DriverObject, &request, DeviceObject, SITE);
}

NTSTATUS IoCreateDeviceSecure(PDRIVER_OBJECT DriverObject, ULONG DeviceExtensionSize,
	PUNICODE_STRING DeviceName, DEVICE_TYPE DeviceType, ULONG DeviceCharacteristics,
	BOOLEAN Exclusive, PCUNICODE_STRING DefaultSDDLString, LPCGUID DeviceClassGuid,
	PDEVICE_OBJECT *DeviceObject)
{
	struct io_device_request request = { DeviceExtensionSize, DeviceName, DeviceType,
		DeviceCharacteristics, Exclusive != FALSE };

	UNREFERENCED_PARAMETER(DefaultSDDLString);
	UNREFERENCED_PARAMETER(DeviceClassGuid);
	return create("IoCreateDeviceSecure", DriverObject, &request, DeviceObject, SITE);
}

VOID IoDeleteDevice(PDEVICE_OBJECT DeviceObject)
{
	const void *site = SITE;
	struct io_resource *resource = io_device_find(DeviceObject);
	struct io_breach breach = { io_driver_calling(site), "release-of-unknown", "IoDeleteDevice",
		DeviceObject, site };

	ke_irql_check("IoDeleteDevice", APC_LEVEL, site);
	if (!resource && io_resource_was_released(DeviceObject)) {
		breach.rule = "double-release";
		io_stop(&breach, "the device at %p is deleted already", (void *)DeviceObject);
	}
	if (!resource)
		io_stop(&breach, "%p is not a device", (void *)DeviceObject);
	if (resource->owner) {
		breach.rule = "delete-not-allowed";
		io_stop(&breach, "the device at %p belongs to a framework object, which deletes it",
			(void *)DeviceObject);
	}
	ke_dpc_check_memory("IoDeleteDevice", DeviceObject, sizeof(*DeviceObject), site);
	ke_dpc_check_memory("IoDeleteDevice", DeviceObject->DeviceExtension,
		io_device_extension_size(DeviceObject), site);
	io_device_destroy(DeviceObject, site);
}

NTSTATUS IoCreateSymbolicLink(PUNICODE_STRING SymbolicLinkName, PUNICODE_STRING DeviceName)
{
	const void *site = SITE;
	struct io_driver *driver = io_driver_calling(site);
	struct io_symbolic_link_request request = { SymbolicLinkName, DeviceName, NULL };
	struct io_symbolic_link *link;

	ke_irql_check("IoCreateSymbolicLink", PASSIVE_LEVEL, site);
	if (io_fault(driver, "IoCreateSymbolicLink", site))
		return STATUS_INSUFFICIENT_RESOURCES;
	return io_symbolic_link_create(&link, driver, &request, site);
}

NTSTATUS IoDeleteSymbolicLink(PUNICODE_STRING SymbolicLinkName)
{
	const void *site = SITE;
	struct io_symbolic_link *link = io_symbolic_link_find(SymbolicLinkName);

	ke_irql_check("IoDeleteSymbolicLink", PASSIVE_LEVEL, site);
	if (!link)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	io_symbolic_link_destroy(link, site);
	return STATUS_SUCCESS;
}

PDEVICE_OBJECT IoGetAttachedDeviceReference(PDEVICE_OBJECT DeviceObject)
{
	const void *site = SITE;
	PDEVICE_OBJECT top;

	ke_irql_check("IoGetAttachedDeviceReference", DISPATCH_LEVEL, site);
	top = IoGetAttachedDevice(DeviceObject);
	io_device_reference_take(top, io_driver_calling(site), site);
	return top;
}
