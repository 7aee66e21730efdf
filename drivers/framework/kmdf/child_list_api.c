/* The boundary of lists of children. */
#include <wdf.h>

#include "drivers/framework/kmdf/child_list.h"
#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/device_init.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

static struct io_breach breach_of(const char *rule, const void *handle, const struct fx_call *call)
{
	return (struct io_breach){ io_driver_calling(call->site), rule, call->function, handle,
		call->site };
}

/* Nothing can be returned: the list is not made. */
VOID WdfFdoInitSetDefaultChildListConfig(PWDFDEVICE_INIT DeviceInit, PWDF_CHILD_LIST_CONFIG Config,
	PWDF_OBJECT_ATTRIBUTES DefaultChildListAttributes)
{
	struct fx_call call = FX_CALL("WdfFdoInitSetDefaultChildListConfig");
	struct io_breach breach = breach_of("invalid-structure", DeviceInit, &call);

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	fx_device_init_check(DeviceInit, &call);
	if (Config->Size != sizeof(*Config)) {
		io_violation(&breach, "WDF_CHILD_LIST_CONFIG is not initialised: its size is %u",
			Config->Size);
		return;
	}
	DeviceInit->child_list = *Config;
	if (DefaultChildListAttributes)
		DeviceInit->child_list_attributes = *DefaultChildListAttributes;
}

WDFCHILDLIST WdfFdoGetDefaultChildList(WDFDEVICE Fdo)
{
	struct fx_call call = FX_CALL("WdfFdoGetDefaultChildList");
	struct fx_child_list *list = fx_device_get(Fdo, &call)->default_children;

	return list ? fx_child_list_handle(list) : NULL;
}

static NTSTATUS check_config(const WDF_CHILD_LIST_CONFIG *config)
{
	if (config->Size != sizeof(*config))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (config->IdentificationDescriptionSize <
			sizeof(WDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER) ||
		!config->EvtChildListCreateDevice)
		return STATUS_INVALID_PARAMETER;
	return STATUS_SUCCESS;
}

NTSTATUS WdfChildListCreate(WDFDEVICE Device, PWDF_CHILD_LIST_CONFIG Config,
	PWDF_OBJECT_ATTRIBUTES ChildListAttributes, WDFCHILDLIST *ChildList)
{
	struct fx_call call = FX_CALL("WdfChildListCreate");
	struct fx_device *device = fx_device_get(Device, &call);
	struct fx_child_list *list;
	NTSTATUS status = fx_validate_attributes(ChildListAttributes, FX_PARENT_NOT_ALLOWED);

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	*ChildList = NULL;
	if (NT_SUCCESS(status))
		status = check_config(Config);
	if (!NT_SUCCESS(status))
		return status;
	if (io_fault(fx_globals_io_driver(device->object.globals), call.function, call.site))
		return STATUS_INSUFFICIENT_RESOURCES;
	status = fx_child_list_create(&list, device, Config, ChildListAttributes, call.site);
	if (NT_SUCCESS(status))
		*ChildList = fx_child_list_handle(list);
	return status;
}

static struct fx_child_list *get(WDFCHILDLIST handle, const struct fx_call *call)
{
	ke_irql_check(call->function, DISPATCH_LEVEL, call->site);
	return fx_child_list_of(fx_handle_get(handle, &fx_child_list_class, call));
}

/* A description of another size is of another list. */
static bool check_id(struct fx_child_list *list,
	const WDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER *id, const struct fx_call *call)
{
	struct io_breach breach = breach_of("invalid-structure", fx_child_list_handle(list), call);

	if (id->IdentificationDescriptionSize == list->config.IdentificationDescriptionSize)
		return true;
	io_violation(&breach, "the description has %u bytes, those of the list have %u",
		id->IdentificationDescriptionSize, list->config.IdentificationDescriptionSize);
	return false;
}

WDFDEVICE WdfChildListGetDevice(WDFCHILDLIST ChildList)
{
	struct fx_call call = FX_CALL("WdfChildListGetDevice");

	return fx_device_handle(get(ChildList, &call)->device);
}

VOID WdfChildListBeginScan(WDFCHILDLIST ChildList)
{
	struct fx_call call = FX_CALL("WdfChildListBeginScan");

	fx_child_list_begin_scan(get(ChildList, &call));
}

VOID WdfChildListEndScan(WDFCHILDLIST ChildList)
{
	struct fx_call call = FX_CALL("WdfChildListEndScan");

	fx_child_list_end_scan(get(ChildList, &call), false);
}

NTSTATUS WdfChildListAddOrUpdateChildDescriptionAsPresent(WDFCHILDLIST ChildList,
	PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription,
	PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER AddressDescription)
{
	struct fx_call call = FX_CALL("WdfChildListAddOrUpdateChildDescriptionAsPresent");
	struct fx_child_list *list = get(ChildList, &call);
	struct io_driver *driver = fx_globals_io_driver(list->object.globals);

	if (!check_id(list, IdentificationDescription, &call))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (AddressDescription &&
		AddressDescription->AddressDescriptionSize != list->config.AddressDescriptionSize)
		return STATUS_INFO_LENGTH_MISMATCH;
	if (io_fault(driver, call.function, call.site))
		return STATUS_INSUFFICIENT_RESOURCES;
	return fx_child_list_add(list, IdentificationDescription, AddressDescription);
}

NTSTATUS WdfChildListUpdateChildDescriptionAsMissing(WDFCHILDLIST ChildList,
	PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription)
{
	struct fx_call call = FX_CALL("WdfChildListUpdateChildDescriptionAsMissing");
	struct fx_child_list *list = get(ChildList, &call);

	if (!check_id(list, IdentificationDescription, &call))
		return STATUS_INFO_LENGTH_MISMATCH;
	return fx_child_list_miss(list, IdentificationDescription);
}

VOID WdfChildListUpdateAllChildDescriptionsAsPresent(WDFCHILDLIST ChildList)
{
	struct fx_call call = FX_CALL("WdfChildListUpdateAllChildDescriptionsAsPresent");
	struct fx_child_list *list = get(ChildList, &call);

	fx_child_list_begin_scan(list);
	fx_child_list_end_scan(list, true);
}

VOID WdfChildListBeginIteration(WDFCHILDLIST ChildList, PWDF_CHILD_LIST_ITERATOR Iterator)
{
	struct fx_call call = FX_CALL("WdfChildListBeginIteration");

	Iterator->Reserved[0] = NULL;
	fx_child_list_begin_iteration(get(ChildList, &call));
}

/* The one to look at, which may be of no interest. Under the lock. */
static bool is_wanted(struct fx_bus_child *child, WDF_CHILD_RETRIEVE_INFO *info)
{
	WDFCHILDLIST handle = fx_child_list_handle(child->list);

	if (!info || !info->EvtChildListIdentificationDescriptionCompare)
		return true;
	return info->EvtChildListIdentificationDescriptionCompare(
		handle, info->IdentificationDescription, child->id);
}

static void fill(struct fx_bus_child *child, WDF_CHILD_RETRIEVE_INFO *info)
{
	info->Status = child->device ? WdfChildListRetrieveDeviceSuccess
				     : WdfChildListRetrieveDeviceNotYetCreated;
	if (info->IdentificationDescription)
		fx_child_copy_id(child, info->IdentificationDescription);
	if (info->AddressDescription)
		fx_child_copy_address(child, info->AddressDescription);
}

NTSTATUS WdfChildListRetrieveNextDevice(WDFCHILDLIST ChildList, PWDF_CHILD_LIST_ITERATOR Iterator,
	WDFDEVICE *Device, PWDF_CHILD_RETRIEVE_INFO Info)
{
	struct fx_call call = FX_CALL("WdfChildListRetrieveNextDevice");
	struct fx_child_list *list = get(ChildList, &call);
	unsigned long number = (unsigned long)(uintptr_t)Iterator->Reserved[0];
	struct fx_bus_child *child;

	*Device = NULL;
	if (Info && Info->Size != sizeof(*Info))
		return STATUS_INFO_LENGTH_MISMATCH;
	pthread_mutex_lock(&list->lock);
	child = fx_child_next(list, number, Iterator->Flags);
	while (child && !is_wanted(child, Info))
		child = fx_child_next(list, child->number, Iterator->Flags);
	if (child) {
		Iterator->Reserved[0] = (PVOID)(uintptr_t)child->number;
		if (child->device)
			*Device = fx_device_handle(child->device);
		if (Info)
			fill(child, Info);
	}
	pthread_mutex_unlock(&list->lock);
	return child ? STATUS_SUCCESS : STATUS_NO_MORE_ENTRIES;
}

VOID WdfChildListEndIteration(WDFCHILDLIST ChildList, PWDF_CHILD_LIST_ITERATOR Iterator)
{
	struct fx_call call = FX_CALL("WdfChildListEndIteration");

	UNREFERENCED_PARAMETER(Iterator);
	fx_child_list_end_iteration(get(ChildList, &call));
}

WDFDEVICE WdfChildListRetrievePdo(WDFCHILDLIST ChildList, PWDF_CHILD_RETRIEVE_INFO RetrieveInfo)
{
	struct fx_call call = FX_CALL("WdfChildListRetrievePdo");
	struct fx_child_list *list = get(ChildList, &call);
	struct fx_device *device = NULL;
	struct fx_bus_child *child;

	RetrieveInfo->Status = WdfChildListRetrieveDeviceNoSuchDevice;
	if (!check_id(list, RetrieveInfo->IdentificationDescription, &call))
		return NULL;
	pthread_mutex_lock(&list->lock);
	child = fx_child_find(list, RetrieveInfo->IdentificationDescription);
	if (child) {
		device = child->device;
		RetrieveInfo->Status = device ? WdfChildListRetrieveDeviceSuccess
					      : WdfChildListRetrieveDeviceNotYetCreated;
		if (RetrieveInfo->AddressDescription)
			fx_child_copy_address(child, RetrieveInfo->AddressDescription);
	}
	pthread_mutex_unlock(&list->lock);
	return device ? fx_device_handle(device) : NULL;
}

NTSTATUS WdfChildListRetrieveAddressDescription(WDFCHILDLIST ChildList,
	PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription,
	PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER AddressDescription)
{
	struct fx_call call = FX_CALL("WdfChildListRetrieveAddressDescription");
	struct fx_child_list *list = get(ChildList, &call);
	struct fx_bus_child *child;

	if (!check_id(list, IdentificationDescription, &call) ||
		AddressDescription->AddressDescriptionSize != list->config.AddressDescriptionSize)
		return STATUS_INFO_LENGTH_MISMATCH;
	pthread_mutex_lock(&list->lock);
	child = fx_child_find(list, IdentificationDescription);
	if (child)
		fx_child_copy_address(child, AddressDescription);
	pthread_mutex_unlock(&list->lock);
	return child ? STATUS_SUCCESS : STATUS_NO_SUCH_DEVICE;
}

BOOLEAN WdfChildListRequestChildEject(WDFCHILDLIST ChildList,
	PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription)
{
	struct fx_call call = FX_CALL("WdfChildListRequestChildEject");
	struct fx_child_list *list = get(ChildList, &call);
	struct fx_bus_child *child;
	bool has_device;

	if (!check_id(list, IdentificationDescription, &call))
		return FALSE;
	pthread_mutex_lock(&list->lock);
	child = fx_child_find(list, IdentificationDescription);
	has_device = child && child->device;
	if (has_device)
		IoRequestDeviceEject(child->device->wdm);
	pthread_mutex_unlock(&list->lock);
	return has_device;
}
