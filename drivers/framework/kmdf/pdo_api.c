/* The boundary of a bus's children as devices, and of those that the driver has made itself. */
#include <wdf.h>

#include "drivers/framework/kmdf/child_list.h"
#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/pdo.h"
#include "drivers/framework/wdm/fault.h"

WDFDEVICE WdfPdoGetParent(WDFDEVICE Device)
{
	struct fx_call call = FX_CALL("WdfPdoGetParent");

	return fx_device_handle(fx_pdo_get(Device, &call)->pdo->parent);
}

NTSTATUS WdfPdoMarkMissing(WDFDEVICE Device)
{
	struct fx_call call = FX_CALL("WdfPdoMarkMissing");
	struct fx_device *device = fx_pdo_get(Device, &call);

	if (!device->pdo->child)
		return STATUS_INVALID_PARAMETER;
	fx_child_list_miss_device(device);
	return STATUS_SUCCESS;
}

VOID WdfPdoRequestEject(WDFDEVICE Device)
{
	struct fx_call call = FX_CALL("WdfPdoRequestEject");

	IoRequestDeviceEject(fx_pdo_get(Device, &call)->wdm);
}

/* The child of a list with descriptions; NULL of the driver's own. */
static struct fx_bus_child *described(struct fx_device *device)
{
	struct fx_bus_child *child = device->pdo->child;

	return child && child->id ? child : NULL;
}

NTSTATUS WdfPdoRetrieveIdentificationDescription(
	WDFDEVICE Device, PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription)
{
	struct fx_call call = FX_CALL("WdfPdoRetrieveIdentificationDescription");
	struct fx_bus_child *child = described(fx_pdo_get(Device, &call));

	if (!child)
		return STATUS_INVALID_DEVICE_REQUEST;
	pthread_mutex_lock(&child->list->lock);
	fx_child_copy_id(child, IdentificationDescription);
	pthread_mutex_unlock(&child->list->lock);
	return STATUS_SUCCESS;
}

NTSTATUS WdfPdoRetrieveAddressDescription(
	WDFDEVICE Device, PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER AddressDescription)
{
	struct fx_call call = FX_CALL("WdfPdoRetrieveAddressDescription");
	struct fx_bus_child *child = described(fx_pdo_get(Device, &call));

	if (!child || !child->address)
		return STATUS_INVALID_DEVICE_REQUEST;
	pthread_mutex_lock(&child->list->lock);
	fx_child_copy_address(child, AddressDescription);
	pthread_mutex_unlock(&child->list->lock);
	return STATUS_SUCCESS;
}

NTSTATUS WdfPdoUpdateAddressDescription(
	WDFDEVICE Device, PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER AddressDescription)
{
	struct fx_call call = FX_CALL("WdfPdoUpdateAddressDescription");
	struct fx_bus_child *child = described(fx_pdo_get(Device, &call));
	NTSTATUS status;

	if (!child || child->list->config.AddressDescriptionSize == 0)
		return STATUS_INVALID_DEVICE_REQUEST;
	pthread_mutex_lock(&child->list->lock);
	status = fx_child_set_address(child, AddressDescription);
	pthread_mutex_unlock(&child->list->lock);
	return status;
}

/* Made when the driver needs it first. */
static NTSTATUS static_list(struct fx_device *device, const struct fx_call *call)
{
	if (device->static_children)
		return STATUS_SUCCESS;
	return fx_child_list_create(&device->static_children, device, NULL, NULL, call->site);
}

NTSTATUS WdfFdoAddStaticChild(WDFDEVICE Fdo, WDFDEVICE Child)
{
	struct fx_call call = FX_CALL("WdfFdoAddStaticChild");
	struct fx_device *device = fx_device_get(Fdo, &call);
	struct fx_device *child = fx_pdo_get(Child, &call);
	NTSTATUS status;

	if (child->pdo->parent != device || child->pdo->child)
		return STATUS_INVALID_PARAMETER;
	if (io_fault(fx_globals_io_driver(device->object.globals), call.function, call.site))
		return STATUS_INSUFFICIENT_RESOURCES;
	status = static_list(device, &call);
	if (NT_SUCCESS(status))
		status = fx_child_list_add_static(device->static_children, child);
	/* From here on it goes by WdfPdoMarkMissing. */
	if (NT_SUCCESS(status))
		child->object.is_no_delete = true;
	return status;
}

VOID WdfFdoLockStaticChildListForIteration(WDFDEVICE Fdo)
{
	struct fx_call call = FX_CALL("WdfFdoLockStaticChildListForIteration");
	struct fx_device *device = fx_device_get(Fdo, &call);

	if (NT_SUCCESS(static_list(device, &call)))
		fx_child_list_begin_iteration(device->static_children);
}

WDFDEVICE WdfFdoRetrieveNextStaticChild(WDFDEVICE Fdo, WDFDEVICE PreviousChild, ULONG Flags)
{
	struct fx_call call = FX_CALL("WdfFdoRetrieveNextStaticChild");
	struct fx_child_list *list = fx_device_get(Fdo, &call)->static_children;
	struct fx_bus_child *previous =
		PreviousChild ? fx_pdo_get(PreviousChild, &call)->pdo->child : NULL;
	struct fx_bus_child *next;

	if (!list)
		return NULL;
	pthread_mutex_lock(&list->lock);
	next = fx_child_next(list, previous ? previous->number : 0, Flags);
	pthread_mutex_unlock(&list->lock);
	return next ? fx_device_handle(next->device) : NULL;
}

VOID WdfFdoUnlockStaticChildListFromIteration(WDFDEVICE Fdo)
{
	struct fx_call call = FX_CALL("WdfFdoUnlockStaticChildListFromIteration");
	struct fx_device *device = fx_device_get(Fdo, &call);

	if (device->static_children)
		fx_child_list_end_iteration(device->static_children);
}
