/* The boundary of devices. */
#include <wdf.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/device_init.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/string.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"

static NTSTATUS validate(const struct WDFDEVICE_INIT *init, const WDF_OBJECT_ATTRIBUTES *attributes)
{
	NTSTATUS status = fx_validate_attributes(
		attributes, FX_PARENT_NOT_ALLOWED | FX_EXECUTION_LEVEL_ALLOWED |
				    FX_SYNCHRONIZATION_SCOPE_ALLOWED);

	if (!NT_SUCCESS(status))
		return status;
	if (init->created)
		return STATUS_INVALID_DEVICE_STATE;
	/* A control device has a security descriptor, and only a named one can have that. */
	if (init->is_control && !init->name.Buffer)
		return STATUS_INVALID_SECURITY_DESCR;
	return STATUS_SUCCESS;
}

NTSTATUS WdfDeviceCreate(
	PWDFDEVICE_INIT *DeviceInit, PWDF_OBJECT_ATTRIBUTES DeviceAttributes, WDFDEVICE *Device)
{
	struct fx_call call = FX_CALL("WdfDeviceCreate");
	struct WDFDEVICE_INIT *init = *DeviceInit;
	struct fx_device *device;
	NTSTATUS status;

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	fx_device_init_check(init, &call);
	*Device = NULL;
	status = validate(init, DeviceAttributes);
	if (!NT_SUCCESS(status))
		return status;
	if (io_fault(fx_globals_io_driver(init->driver->object.globals), call.function, call.site))
		return STATUS_INSUFFICIENT_RESOURCES;
	status = fx_device_create(&device, init, DeviceAttributes, call.site);
	if (!NT_SUCCESS(status))
		return status;

	init->created = device;
	if (init->is_drivers)
		fx_device_init_destroy_control(init, call.site);
	*DeviceInit = NULL;
	*Device = fx_device_handle(device);
	return STATUS_SUCCESS;
}

NTSTATUS WdfDeviceCreateSymbolicLink(WDFDEVICE Device, PCUNICODE_STRING SymbolicLinkName)
{
	struct fx_call call = FX_CALL("WdfDeviceCreateSymbolicLink");
	struct fx_device *device = fx_device_of_handle(Device, &call);
	struct io_driver *driver = fx_globals_io_driver(device->object.globals);
	UNICODE_STRING target;
	NTSTATUS status;

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	if (SymbolicLinkName->Length == 0)
		return STATUS_INVALID_DEVICE_REQUEST;
	status = fx_validate_string(SymbolicLinkName);
	if (!NT_SUCCESS(status))
		return status;
	if (device->symbolic_link)
		return STATUS_INVALID_DEVICE_REQUEST;
	/* A device of plug and play that has no name of its own is reached by that of its physical one. */
	if (!device->has_name &&
		!(device->pnp.physical && io_device_instance(device->pnp.physical)))
		return STATUS_INVALID_DEVICE_STATE;
	if (io_fault(driver, call.function, call.site))
		return STATUS_INSUFFICIENT_RESOURCES;
	io_device_name(&target, device->has_name ? device->wdm : device->pnp.physical);
	return io_symbolic_link_create(&device->symbolic_link, driver,
		&(struct io_symbolic_link_request){ SymbolicLinkName, &target, Device }, call.site);
}

PDEVICE_OBJECT WdfDeviceWdmGetDeviceObject(WDFDEVICE Device)
{
	struct fx_call call = FX_CALL("WdfDeviceWdmGetDeviceObject");

	return fx_device_of_handle(Device, &call)->wdm;
}

PDEVICE_OBJECT WdfDeviceWdmGetPhysicalDevice(WDFDEVICE Device)
{
	struct fx_call call = FX_CALL("WdfDeviceWdmGetPhysicalDevice");

	return fx_device_of_handle(Device, &call)->pnp.physical;
}

/* The next lower one. */
PDEVICE_OBJECT WdfDeviceWdmGetAttachedDevice(WDFDEVICE Device)
{
	struct fx_call call = FX_CALL("WdfDeviceWdmGetAttachedDevice");

	return fx_device_of_handle(Device, &call)->pnp.lower;
}

WDFDEVICE WdfWdmDeviceGetWdfDeviceHandle(PDEVICE_OBJECT DeviceObject)
{
	struct io_resource *resource = io_device_find(DeviceObject);

	/* A device that belongs to an object is the framework's. */
	return resource ? (WDFDEVICE)(uintptr_t)resource->owner : NULL;
}

ULONG WdfDeviceGetAlignmentRequirement(WDFDEVICE Device)
{
	struct fx_call call = FX_CALL("WdfDeviceGetAlignmentRequirement");

	return fx_device_of_handle(Device, &call)->wdm->AlignmentRequirement;
}

VOID WdfDeviceSetAlignmentRequirement(WDFDEVICE Device, ULONG AlignmentRequirement)
{
	struct fx_call call = FX_CALL("WdfDeviceSetAlignmentRequirement");

	fx_device_of_handle(Device, &call)->wdm->AlignmentRequirement = AlignmentRequirement;
}

NTSTATUS WdfDeviceRetrieveDeviceName(WDFDEVICE Device, WDFSTRING String)
{
	struct fx_call call = FX_CALL("WdfDeviceRetrieveDeviceName");
	struct fx_device *device = fx_device_of_handle(Device, &call);
	struct fx_object *string = fx_handle_get(String, &fx_string_class, &call);
	UNICODE_STRING name;

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	if (!device->has_name)
		return STATUS_INVALID_PARAMETER;
	if (io_fault(fx_globals_io_driver(device->object.globals), call.function, call.site))
		return STATUS_INSUFFICIENT_RESOURCES;
	io_device_name(&name, device->wdm);
	return fx_string_assign(fx_string_of(string), &name);
}

WDFDRIVER WdfDeviceGetDriver(WDFDEVICE Device)
{
	struct fx_call call = FX_CALL("WdfDeviceGetDriver");

	return (WDFDRIVER)fx_object_handle(&fx_device_of_handle(Device, &call)->driver->object);
}
