/* The boundary of devices that depend on others. */
#include <wdf.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/pdo.h"
#include "drivers/framework/wdm/fault.h"

static NTSTATUS add(struct fx_device *device, struct fx_relations *relations, PDEVICE_OBJECT other,
	const struct fx_call *call)
{
	if (io_fault(fx_globals_io_driver(device->object.globals), call->function, call->site))
		return STATUS_INSUFFICIENT_RESOURCES;
	return fx_relations_add(device, relations, other);
}

NTSTATUS WdfDeviceAddDependentUsageDeviceObject(WDFDEVICE Device, PDEVICE_OBJECT DependentDevice)
{
	struct fx_call call = FX_CALL("WdfDeviceAddDependentUsageDeviceObject");
	struct fx_device *device = fx_device_get(Device, &call);

	return add(device, &device->usage_dependents, DependentDevice, &call);
}

VOID WdfDeviceRemoveDependentUsageDeviceObject(WDFDEVICE Device, PDEVICE_OBJECT DependentDevice)
{
	struct fx_call call = FX_CALL("WdfDeviceRemoveDependentUsageDeviceObject");
	struct fx_device *device = fx_device_get(Device, &call);

	fx_relations_remove(device, &device->usage_dependents, DependentDevice);
}

NTSTATUS WdfDeviceAddRemovalRelationsPhysicalDevice(WDFDEVICE Device, PDEVICE_OBJECT PhysicalDevice)
{
	struct fx_call call = FX_CALL("WdfDeviceAddRemovalRelationsPhysicalDevice");
	struct fx_device *device = fx_device_get(Device, &call);

	return add(device, &device->removal_relations, PhysicalDevice, &call);
}

VOID WdfDeviceRemoveRemovalRelationsPhysicalDevice(WDFDEVICE Device, PDEVICE_OBJECT PhysicalDevice)
{
	struct fx_call call = FX_CALL("WdfDeviceRemoveRemovalRelationsPhysicalDevice");
	struct fx_device *device = fx_device_get(Device, &call);

	fx_relations_remove(device, &device->removal_relations, PhysicalDevice);
}

VOID WdfDeviceClearRemovalRelationsDevices(WDFDEVICE Device)
{
	struct fx_call call = FX_CALL("WdfDeviceClearRemovalRelationsDevices");
	struct fx_device *device = fx_device_get(Device, &call);

	fx_relations_clear(device, &device->removal_relations);
}

NTSTATUS WdfPdoAddEjectionRelationsPhysicalDevice(WDFDEVICE Device, PDEVICE_OBJECT PhysicalDevice)
{
	struct fx_call call = FX_CALL("WdfPdoAddEjectionRelationsPhysicalDevice");
	struct fx_device *device = fx_pdo_get(Device, &call);

	return add(device, &device->ejection_relations, PhysicalDevice, &call);
}

VOID WdfPdoRemoveEjectionRelationsPhysicalDevice(WDFDEVICE Device, PDEVICE_OBJECT PhysicalDevice)
{
	struct fx_call call = FX_CALL("WdfPdoRemoveEjectionRelationsPhysicalDevice");
	struct fx_device *device = fx_pdo_get(Device, &call);

	fx_relations_remove(device, &device->ejection_relations, PhysicalDevice);
}

VOID WdfPdoClearEjectionRelationsDevices(WDFDEVICE Device)
{
	struct fx_call call = FX_CALL("WdfPdoClearEjectionRelationsDevices");
	struct fx_device *device = fx_pdo_get(Device, &call);

	fx_relations_clear(device, &device->ejection_relations);
}
