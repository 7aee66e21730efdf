/* The boundary of WMI. */
#include <stdlib.h>
#include <string.h>
#include <wdf.h>
#include <wmistr.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/kmdf/wmi.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/wmi.h"

static struct fx_device *get_device(WDFDEVICE handle, const struct fx_call *call)
{
	ke_irql_check(call->function, PASSIVE_LEVEL, call->site);
	return fx_device_of_handle(handle, call);
}

/* Kept for who asks; there is nobody who reads the resource. */
NTSTATUS WdfDeviceAssignMofResourceName(WDFDEVICE Device, PCUNICODE_STRING MofResourceName)
{
	struct fx_call call = FX_CALL("WdfDeviceAssignMofResourceName");
	struct fx_device *device = get_device(Device, &call);
	NTSTATUS status = fx_validate_string(MofResourceName);

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	if (!NT_SUCCESS(status))
		return status;
	if (device->has_mof_name)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (io_fault(fx_globals_io_driver(device->object.globals), call.function, call.site))
		return STATUS_INSUFFICIENT_RESOURCES;
	device->has_mof_name = true;
	return STATUS_SUCCESS;
}

static NTSTATUS init_provider(struct fx_object *object, const void *argument)
{
	struct fx_wmi_provider *provider = fx_wmi_provider_of(object);

	provider->config = *(const WDF_WMI_PROVIDER_CONFIG *)argument;
	provider->object.is_no_delete = true;
	InitializeListHead(&provider->instances);
	InitializeListHead(&provider->link);
	return STATUS_SUCCESS;
}

/* The parent is the device, whatever the attributes, which may name none, say besides. */
static WDF_OBJECT_ATTRIBUTES below(const WDF_OBJECT_ATTRIBUTES *attributes, WDFOBJECT parent)
{
	WDF_OBJECT_ATTRIBUTES copy;

	WDF_OBJECT_ATTRIBUTES_INIT(&copy);
	if (attributes)
		copy = *attributes;
	copy.ParentObject = parent;
	return copy;
}

static NTSTATUS check_config(const WDF_WMI_PROVIDER_CONFIG *config)
{
	bool is_tracing = (config->Flags & WdfWmiProviderTracing) != 0;

	if (config->Size != sizeof(*config))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (config->Flags & ~(ULONG)WdfWmiProviderValidFlags)
		return STATUS_INVALID_PARAMETER;
	if (is_tracing && config->MinInstanceBufferSize > 0)
		return STATUS_INVALID_PARAMETER;
	return STATUS_SUCCESS;
}

static NTSTATUS create_provider(struct fx_wmi_provider **out, struct fx_device *device,
	const WDF_WMI_PROVIDER_CONFIG *config, const WDF_OBJECT_ATTRIBUTES *attributes,
	const struct fx_call *call)
{
	WDF_OBJECT_ATTRIBUTES copy = below(attributes, fx_object_handle(&device->object));
	struct fx_child child = { .init = init_provider, .argument = config };
	struct fx_object *object;
	NTSTATUS status = check_config(config);

	if (NT_SUCCESS(status))
		status = fx_driver_create_child(
			&object, device->driver, &fx_wmi_provider_class, &copy, &child, call);
	if (!NT_SUCCESS(status))
		return status;
	*out = fx_wmi_provider_of(object);
	(*out)->device = device;
	status = fx_wmi_provider_enter(*out, device);
	if (!NT_SUCCESS(status))
		fx_object_delete(object, call->site);
	return status;
}

NTSTATUS WdfWmiProviderCreate(WDFDEVICE Device, PWDF_WMI_PROVIDER_CONFIG WmiProviderConfig,
	PWDF_OBJECT_ATTRIBUTES ProviderAttributes, WDFWMIPROVIDER *WmiProvider)
{
	struct fx_call call = FX_CALL("WdfWmiProviderCreate");
	struct fx_device *device = get_device(Device, &call);
	struct fx_wmi_provider *provider;
	NTSTATUS status = fx_validate_attributes(ProviderAttributes, FX_PARENT_NOT_ALLOWED);

	*WmiProvider = NULL;
	if (NT_SUCCESS(status))
		status = create_provider(
			&provider, device, WmiProviderConfig, ProviderAttributes, &call);
	if (NT_SUCCESS(status))
		*WmiProvider = (WDFWMIPROVIDER)fx_object_handle(&provider->object);
	return status;
}

static struct fx_wmi_provider *get_provider(WDFWMIPROVIDER handle, const struct fx_call *call)
{
	return fx_wmi_provider_of(fx_handle_get(handle, &fx_wmi_provider_class, call));
}

WDFDEVICE WdfWmiProviderGetDevice(WDFWMIPROVIDER WmiProvider)
{
	struct fx_call call = FX_CALL("WdfWmiProviderGetDevice");

	return fx_device_handle(get_provider(WmiProvider, &call)->device);
}

/* Nobody enables them here: events are taken whether they are or not. */
BOOLEAN WdfWmiProviderIsEnabled(
	WDFWMIPROVIDER WmiProvider, WDF_WMI_PROVIDER_CONTROL ProviderControl)
{
	struct fx_call call = FX_CALL("WdfWmiProviderIsEnabled");
	struct fx_wmi_provider *provider = get_provider(WmiProvider, &call);

	return ProviderControl == WdfWmiEventControl && io_wmi_is_registered(provider->device->wdm);
}

ULONGLONG WdfWmiProviderGetTracingHandle(WDFWMIPROVIDER WmiProvider)
{
	struct fx_call call = FX_CALL("WdfWmiProviderGetTracingHandle");

	get_provider(WmiProvider, &call);
	return 0;
}

static NTSTATUS init_instance(struct fx_object *object, const void *argument)
{
	struct fx_wmi_instance *instance = fx_wmi_instance_of(object);

	instance->config = *(const WDF_WMI_INSTANCE_CONFIG *)argument;
	InitializeListHead(&instance->link);
	return STATUS_SUCCESS;
}

static NTSTATUS find_provider(struct fx_wmi_provider **out, struct fx_device *device,
	const WDF_WMI_INSTANCE_CONFIG *config, const struct fx_call *call)
{
	if (!config->Provider)
		return create_provider(out, device, config->ProviderConfig, NULL, call);
	*out = get_provider(config->Provider, call);
	return (*out)->device == device ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
}

static NTSTATUS check_instance(
	const WDF_WMI_INSTANCE_CONFIG *config, const WDF_OBJECT_ATTRIBUTES *attributes)
{
	if (config->Size != sizeof(*config))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (!config->Provider == !config->ProviderConfig)
		return STATUS_INVALID_PARAMETER;
	if (config->UseContextForQuery && (!attributes || !attributes->ContextTypeInfo))
		return STATUS_INVALID_PARAMETER;
	return fx_validate_attributes(attributes, FX_PARENT_NOT_ALLOWED);
}

NTSTATUS WdfWmiInstanceCreate(WDFDEVICE Device, PWDF_WMI_INSTANCE_CONFIG InstanceConfig,
	PWDF_OBJECT_ATTRIBUTES InstanceAttributes, WDFWMIINSTANCE *Instance)
{
	struct fx_call call = FX_CALL("WdfWmiInstanceCreate");
	struct fx_device *device = get_device(Device, &call);
	struct fx_child child = { .init = init_instance, .argument = InstanceConfig };
	NTSTATUS status = check_instance(InstanceConfig, InstanceAttributes);
	struct fx_wmi_provider *provider;
	WDF_OBJECT_ATTRIBUTES copy;
	struct fx_object *object;

	if (Instance)
		*Instance = NULL;
	if (NT_SUCCESS(status))
		status = find_provider(&provider, device, InstanceConfig, &call);
	if (!NT_SUCCESS(status))
		return status;
	copy = below(InstanceAttributes, fx_object_handle(&provider->object));
	status = fx_driver_create_child(
		&object, device->driver, &fx_wmi_instance_class, &copy, &child, &call);
	if (!NT_SUCCESS(status)) {
		if (!InstanceConfig->Provider)
			fx_object_delete(&provider->object, call.site);
		return status;
	}
	fx_wmi_instance_of(object)->provider = provider;
	if (InstanceConfig->Register)
		fx_wmi_instance_register(fx_wmi_instance_of(object));
	if (Instance)
		*Instance = (WDFWMIINSTANCE)fx_object_handle(object);
	return STATUS_SUCCESS;
}

static struct fx_wmi_instance *get_instance(WDFWMIINSTANCE handle, const struct fx_call *call)
{
	return fx_wmi_instance_of(fx_handle_get(handle, &fx_wmi_instance_class, call));
}

NTSTATUS WdfWmiInstanceRegister(WDFWMIINSTANCE WmiInstance)
{
	struct fx_call call = FX_CALL("WdfWmiInstanceRegister");

	return fx_wmi_instance_register(get_instance(WmiInstance, &call))
		       ? STATUS_SUCCESS
		       : STATUS_INVALID_DEVICE_REQUEST;
}

VOID WdfWmiInstanceDeregister(WDFWMIINSTANCE WmiInstance)
{
	struct fx_call call = FX_CALL("WdfWmiInstanceDeregister");

	fx_wmi_instance_deregister(get_instance(WmiInstance, &call));
}

WDFDEVICE WdfWmiInstanceGetDevice(WDFWMIINSTANCE WmiInstance)
{
	struct fx_call call = FX_CALL("WdfWmiInstanceGetDevice");

	return fx_device_handle(get_instance(WmiInstance, &call)->provider->device);
}

WDFWMIPROVIDER WdfWmiInstanceGetProvider(WDFWMIINSTANCE WmiInstance)
{
	struct fx_call call = FX_CALL("WdfWmiInstanceGetProvider");

	return (WDFWMIPROVIDER)fx_object_handle(
		&get_instance(WmiInstance, &call)->provider->object);
}

NTSTATUS WdfWmiInstanceFireEvent(WDFWMIINSTANCE WmiInstance, ULONG EventDataSize, PVOID EventData)
{
	struct fx_call call = FX_CALL("WdfWmiInstanceFireEvent");
	struct fx_wmi_instance *instance = get_instance(WmiInstance, &call);
	WNODE_SINGLE_INSTANCE *node;
	NTSTATUS status = STATUS_SUCCESS;

	if (io_fault(fx_globals_io_driver(instance->object.globals), call.function, call.site))
		return STATUS_INSUFFICIENT_RESOURCES;
	node = calloc(1, sizeof(*node) + EventDataSize);
	if (!node)
		return STATUS_INSUFFICIENT_RESOURCES;
	node->WnodeHeader.Guid = instance->provider->config.Guid;
	node->DataBlockOffset = FIELD_OFFSET(WNODE_SINGLE_INSTANCE, VariableData);
	node->SizeDataBlock = EventDataSize;
	if (EventDataSize > 0)
		memcpy(node->VariableData, EventData, EventDataSize);
	if (!io_wmi_write_event(node))
		status = STATUS_INSUFFICIENT_RESOURCES;
	free(node);
	return status;
}
