/* The boundary of what a device can do, of its bus, and of the interfaces that it gives and asks for. */
#include <wdf.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/query_interface.h"
#include "drivers/framework/kmdf/target.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/pnp_irp.h"
#include "drivers/framework/wdm/stop.h"

/* Nothing can be returned: WDF reports it, and does nothing. */
static bool check_size(const char *structure, ULONG found, ULONG wanted, const struct fx_call *call)
{
	struct io_breach breach = { io_driver_calling(call->site), "invalid-structure",
		call->function, NULL, call->site };

	if (found == wanted)
		return true;
	io_violation(&breach, "%s is not initialised: its size is %u", structure, found);
	return false;
}

VOID WdfDeviceSetPnpCapabilities(WDFDEVICE Device, PWDF_DEVICE_PNP_CAPABILITIES PnpCapabilities)
{
	struct fx_call call = FX_CALL("WdfDeviceSetPnpCapabilities");
	struct fx_device *device = fx_device_get(Device, &call);

	if (check_size("WDF_DEVICE_PNP_CAPABILITIES", PnpCapabilities->Size,
		    sizeof(*PnpCapabilities), &call))
		device->capabilities.pnp = *PnpCapabilities;
}

VOID WdfDeviceSetPowerCapabilities(
	WDFDEVICE Device, PWDF_DEVICE_POWER_CAPABILITIES PowerCapabilities)
{
	struct fx_call call = FX_CALL("WdfDeviceSetPowerCapabilities");
	struct fx_device *device = fx_device_get(Device, &call);

	if (check_size("WDF_DEVICE_POWER_CAPABILITIES", PowerCapabilities->Size,
		    sizeof(*PowerCapabilities), &call))
		device->capabilities.power = *PowerCapabilities;
}

VOID WdfDeviceSetBusInformationForChildren(WDFDEVICE Device, PPNP_BUS_INFORMATION BusInformation)
{
	struct fx_call call = FX_CALL("WdfDeviceSetBusInformationForChildren");
	struct fx_device *device = fx_device_get(Device, &call);

	device->capabilities.children = *BusInformation;
	device->capabilities.has_bus = true;
}

VOID WdfDeviceInterfaceReferenceNoOp(PVOID Context)
{
	UNREFERENCED_PARAMETER(Context);
}

VOID WdfDeviceInterfaceDereferenceNoOp(PVOID Context)
{
	UNREFERENCED_PARAMETER(Context);
}

NTSTATUS WdfDeviceAddQueryInterface(WDFDEVICE Device, PWDF_QUERY_INTERFACE_CONFIG InterfaceConfig)
{
	struct fx_call call = FX_CALL("WdfDeviceAddQueryInterface");
	struct fx_device *device = fx_device_get(Device, &call);

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	if (InterfaceConfig->Size != sizeof(*InterfaceConfig))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (!InterfaceConfig->InterfaceType ||
		(!InterfaceConfig->Interface &&
			!InterfaceConfig->EvtDeviceProcessQueryInterfaceRequest) ||
		(InterfaceConfig->SendQueryToParentStack && !device->pdo))
		return STATUS_INVALID_PARAMETER;
	if (io_fault(fx_globals_io_driver(device->object.globals), call.function, call.site))
		return STATUS_INSUFFICIENT_RESOURCES;
	return fx_query_interface_add(device, InterfaceConfig);
}

/* Asked of a device and those below it, or of whoever is above, too. */
struct interface_query {
	LPCGUID type;
	PINTERFACE interface;
	USHORT size;
	USHORT version;
	PVOID data;
	NTSTATUS(*send)
	(PDEVICE_OBJECT device, const IO_STACK_LOCATION *stack, ULONG_PTR *information);
};

static NTSTATUS query_interface(PDEVICE_OBJECT wdm, const struct interface_query *query,
	struct fx_globals *globals, const struct fx_call *call)
{
	IO_STACK_LOCATION stack = { .MajorFunction = IRP_MJ_PNP,
		.MinorFunction = IRP_MN_QUERY_INTERFACE };

	ke_irql_check(call->function, PASSIVE_LEVEL, call->site);
	if (!wdm)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (io_fault(fx_globals_io_driver(globals), call->function, call->site))
		return STATUS_INSUFFICIENT_RESOURCES;
	stack.Parameters.QueryInterface.InterfaceType = query->type;
	stack.Parameters.QueryInterface.Size = query->size;
	stack.Parameters.QueryInterface.Version = query->version;
	stack.Parameters.QueryInterface.Interface = query->interface;
	stack.Parameters.QueryInterface.InterfaceSpecificData = query->data;
	return query->send(wdm, &stack, NULL);
}

NTSTATUS WdfFdoQueryForInterface(WDFDEVICE Fdo, LPCGUID InterfaceType, PINTERFACE Interface,
	USHORT Size, USHORT Version, PVOID InterfaceSpecificData)
{
	struct fx_call call = FX_CALL("WdfFdoQueryForInterface");
	struct fx_device *device = fx_device_get(Fdo, &call);
	struct interface_query query = { InterfaceType, Interface, Size, Version,
		InterfaceSpecificData, pnp_irp_send_to };

	return query_interface(device->pnp.lower, &query, device->object.globals, &call);
}

NTSTATUS WdfIoTargetQueryForInterface(WDFIOTARGET IoTarget, LPCGUID InterfaceType,
	PINTERFACE Interface, USHORT Size, USHORT Version, PVOID InterfaceSpecificData)
{
	struct fx_call call = FX_CALL("WdfIoTargetQueryForInterface");
	struct fx_target *target = fx_target_get(IoTarget, &call);
	struct interface_query query = { InterfaceType, Interface, Size, Version,
		InterfaceSpecificData, pnp_irp_send };

	return query_interface(target->wdm, &query, target->object.globals, &call);
}
