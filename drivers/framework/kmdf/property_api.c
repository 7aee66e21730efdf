/* The boundary of properties of devices, and of their keys. */
#include <stdio.h>
#include <string.h>
#include <wdf.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/device_init.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/key.h"
#include "drivers/framework/kmdf/memory.h"
#include "drivers/framework/kmdf/target.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/device_property.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"

#define INSTANCES "\\Registry\\Machine\\System\\CurrentControlSet\\Enum\\"
#define SERVICES  "\\Registry\\Machine\\System\\CurrentControlSet\\Services\\"

enum {
	PATH_MAX_LENGTH = 400,
};

/* Whose property it is, and who asks. */
struct question {
	struct fx_driver *driver;
	PDEVICE_OBJECT physical; /* NULL: a control device */
	DEVICE_REGISTRY_PROPERTY property;
	const WDF_DEVICE_PROPERTY_DATA *data; /* NULL: `property` is asked for */
	const struct fx_call *call;
};

static NTSTATUS ask(const struct question *question, struct io_property_buffer *buffer)
{
	struct io_property_key key;

	if (!question->data)
		return io_device_property(question->physical, question->property, buffer->data,
			buffer->size, &buffer->needed);
	key = (struct io_property_key){ question->data->PropertyKey, question->data->Lcid };
	return io_device_property_get(question->physical, &key, buffer);
}

static NTSTATUS query(const struct question *question, struct io_property_buffer *buffer)
{
	struct io_driver *driver = fx_globals_io_driver(question->driver->object.globals);

	ke_irql_check(question->call->function, PASSIVE_LEVEL, question->call->site);
	if (question->data && question->data->Size != sizeof(*question->data))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (!question->physical)
		return STATUS_INVALID_DEVICE_REQUEST;
	if ((buffer->size > 0 && !buffer->data) ||
		(question->data && buffer->size == 0 && buffer->data))
		return STATUS_INVALID_PARAMETER;
	if (io_fault(driver, question->call->function, question->call->site))
		return STATUS_INSUFFICIENT_RESOURCES;
	return ask(question, buffer);
}

static NTSTATUS query_plain(
	const struct question *question, void *memory, ULONG size, ULONG *needed)
{
	struct io_property_buffer buffer = { .size = size, .data = memory };
	NTSTATUS status = query(question, &buffer);

	*needed = buffer.needed;
	return status;
}

static NTSTATUS query_typed(const struct question *question, struct io_property_buffer buffer,
	ULONG *needed, DEVPROPTYPE *type)
{
	NTSTATUS status = query(question, &buffer);

	*needed = buffer.needed;
	*type = buffer.type;
	return status;
}

static NTSTATUS allocate(WDFMEMORY *out, const struct question *question, POOL_TYPE type,
	WDF_OBJECT_ATTRIBUTES *attributes, DEVPROPTYPE *property_type)
{
	struct io_property_buffer buffer = { .size = 0 };
	NTSTATUS status = fx_validate_attributes(attributes, 0);
	struct fx_memory_request request = { .pool = { .tag = question->driver->tag,
						     .is_paged = (type & PagedPool) != 0 } };
	struct fx_child child = { fx_memory_init, &request, 0, question->driver->tag };
	struct fx_object *object;

	*out = NULL;
	if (NT_SUCCESS(status))
		status = query(question, &buffer);
	if (status != STATUS_BUFFER_TOO_SMALL)
		return status;
	request.pool.size = buffer.needed;
	child.size = buffer.needed;
	status = fx_driver_create_child(
		&object, question->driver, &fx_memory_class, attributes, &child, question->call);
	if (!NT_SUCCESS(status))
		return status;
	buffer.data = fx_memory_of(object)->buffer;
	buffer.size = buffer.needed;
	ask(question, &buffer);
	if (property_type)
		*property_type = buffer.type;
	*out = (WDFMEMORY)fx_object_handle(object);
	return STATUS_SUCCESS;
}

static struct question of_init(
	PWDFDEVICE_INIT init, DEVICE_REGISTRY_PROPERTY property, const struct fx_call *call)
{
	fx_device_init_check(init, call);
	ke_irql_check(call->function, PASSIVE_LEVEL, call->site);
	return (struct question){ init->driver, init->physical, property, NULL, call };
}

static struct question of_device(
	WDFDEVICE handle, DEVICE_REGISTRY_PROPERTY property, const struct fx_call *call)
{
	struct fx_device *device = fx_device_of_handle(handle, call);

	ke_irql_check(call->function, PASSIVE_LEVEL, call->site);
	return (struct question){ device->driver, device->pnp.physical, property, NULL, call };
}

/* Of the device at the bottom of the target's stack. */
static struct question of_target(
	WDFIOTARGET handle, DEVICE_REGISTRY_PROPERTY property, const struct fx_call *call)
{
	struct fx_target *target = fx_target_get(handle, call);

	ke_irql_check(call->function, PASSIVE_LEVEL, call->site);
	return (struct question){ target->device->driver, target->physical, property, NULL, call };
}

NTSTATUS WdfIoTargetQueryTargetProperty(WDFIOTARGET IoTarget,
	DEVICE_REGISTRY_PROPERTY DeviceProperty, ULONG BufferLength, PVOID PropertyBuffer,
	PULONG ResultLength)
{
	struct fx_call call = FX_CALL("WdfIoTargetQueryTargetProperty");
	struct question question = of_target(IoTarget, DeviceProperty, &call);

	return query_plain(&question, PropertyBuffer, BufferLength, ResultLength);
}

NTSTATUS WdfIoTargetAllocAndQueryTargetProperty(WDFIOTARGET IoTarget,
	DEVICE_REGISTRY_PROPERTY DeviceProperty, POOL_TYPE PoolType,
	PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes, WDFMEMORY *PropertyMemory)
{
	struct fx_call call = FX_CALL("WdfIoTargetAllocAndQueryTargetProperty");
	struct question question = of_target(IoTarget, DeviceProperty, &call);

	return allocate(PropertyMemory, &question, PoolType, PropertyMemoryAttributes, NULL);
}

NTSTATUS WdfFdoInitQueryProperty(PWDFDEVICE_INIT DeviceInit,
	DEVICE_REGISTRY_PROPERTY DeviceProperty, ULONG BufferLength, PVOID PropertyBuffer,
	PULONG ResultLength)
{
	struct fx_call call = FX_CALL("WdfFdoInitQueryProperty");
	struct question question = of_init(DeviceInit, DeviceProperty, &call);

	return query_plain(&question, PropertyBuffer, BufferLength, ResultLength);
}

NTSTATUS WdfFdoInitAllocAndQueryProperty(PWDFDEVICE_INIT DeviceInit,
	DEVICE_REGISTRY_PROPERTY DeviceProperty, POOL_TYPE PoolType,
	PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes, WDFMEMORY *PropertyMemory)
{
	struct fx_call call = FX_CALL("WdfFdoInitAllocAndQueryProperty");
	struct question question = of_init(DeviceInit, DeviceProperty, &call);

	return allocate(PropertyMemory, &question, PoolType, PropertyMemoryAttributes, NULL);
}

NTSTATUS WdfDeviceQueryProperty(WDFDEVICE Device, DEVICE_REGISTRY_PROPERTY DeviceProperty,
	ULONG BufferLength, PVOID PropertyBuffer, PULONG ResultLength)
{
	struct fx_call call = FX_CALL("WdfDeviceQueryProperty");
	struct question question = of_device(Device, DeviceProperty, &call);

	return query_plain(&question, PropertyBuffer, BufferLength, ResultLength);
}

NTSTATUS WdfDeviceAllocAndQueryProperty(WDFDEVICE Device, DEVICE_REGISTRY_PROPERTY DeviceProperty,
	POOL_TYPE PoolType, PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes,
	WDFMEMORY *PropertyMemory)
{
	struct fx_call call = FX_CALL("WdfDeviceAllocAndQueryProperty");
	struct question question = of_device(Device, DeviceProperty, &call);

	return allocate(PropertyMemory, &question, PoolType, PropertyMemoryAttributes, NULL);
}

NTSTATUS WdfFdoInitQueryPropertyEx(PWDFDEVICE_INIT DeviceInit,
	PWDF_DEVICE_PROPERTY_DATA DeviceProperty, ULONG BufferLength, PVOID PropertyBuffer,
	PULONG ResultLength, PDEVPROPTYPE Type)
{
	struct fx_call call = FX_CALL("WdfFdoInitQueryPropertyEx");
	struct question question = of_init(DeviceInit, 0, &call);

	question.data = DeviceProperty;
	return query_typed(&question,
		(struct io_property_buffer){ .size = BufferLength, .data = PropertyBuffer },
		ResultLength, Type);
}

NTSTATUS WdfFdoInitAllocAndQueryPropertyEx(PWDFDEVICE_INIT DeviceInit,
	PWDF_DEVICE_PROPERTY_DATA DeviceProperty, POOL_TYPE PoolType,
	PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes, WDFMEMORY *PropertyMemory,
	PDEVPROPTYPE Type)
{
	struct fx_call call = FX_CALL("WdfFdoInitAllocAndQueryPropertyEx");
	struct question question = of_init(DeviceInit, 0, &call);

	question.data = DeviceProperty;
	return allocate(PropertyMemory, &question, PoolType, PropertyMemoryAttributes, Type);
}

NTSTATUS WdfDeviceQueryPropertyEx(WDFDEVICE Device, PWDF_DEVICE_PROPERTY_DATA DeviceProperty,
	ULONG BufferLength, PVOID PropertyBuffer, PULONG RequiredSize, PDEVPROPTYPE Type)
{
	struct fx_call call = FX_CALL("WdfDeviceQueryPropertyEx");
	struct question question = of_device(Device, 0, &call);

	question.data = DeviceProperty;
	return query_typed(&question,
		(struct io_property_buffer){ .size = BufferLength, .data = PropertyBuffer },
		RequiredSize, Type);
}

NTSTATUS WdfDeviceAllocAndQueryPropertyEx(WDFDEVICE Device,
	PWDF_DEVICE_PROPERTY_DATA DeviceProperty, POOL_TYPE PoolType,
	PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes, WDFMEMORY *PropertyMemory,
	PDEVPROPTYPE Type)
{
	struct fx_call call = FX_CALL("WdfDeviceAllocAndQueryPropertyEx");
	struct question question = of_device(Device, 0, &call);

	question.data = DeviceProperty;
	return allocate(PropertyMemory, &question, PoolType, PropertyMemoryAttributes, Type);
}

NTSTATUS WdfDeviceAssignProperty(WDFDEVICE Device, PWDF_DEVICE_PROPERTY_DATA DeviceProperty,
	DEVPROPTYPE Type, ULONG BufferLength, PVOID PropertyBuffer)
{
	struct fx_call call = FX_CALL("WdfDeviceAssignProperty");
	struct question question = of_device(Device, 0, &call);
	struct io_driver *driver = fx_globals_io_driver(question.driver->object.globals);
	struct io_property value = { Type, BufferLength, PropertyBuffer };

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	if (DeviceProperty->Size != sizeof(*DeviceProperty))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (BufferLength == 0 && PropertyBuffer)
		return STATUS_INVALID_PARAMETER;
	if (!question.physical)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (io_fault(driver, call.function, call.site))
		return STATUS_INSUFFICIENT_RESOURCES;
	return io_device_property_set(question.physical,
		&(struct io_property_key){ DeviceProperty->PropertyKey, DeviceProperty->Lcid },
		DeviceProperty->Flags, &value);
}

/* A device's key is below its instance, a driver's below its service, one for each device. */
static NTSTATUS open_key(WDFKEY *out, const struct question *question, ULONG type,
	ACCESS_MASK access, const WDF_OBJECT_ATTRIBUTES *attributes)
{
	struct io_driver *driver = fx_globals_io_driver(question->driver->object.globals);
	const char *instance = question->physical ? io_device_instance(question->physical) : NULL;
	char path[PATH_MAX_LENGTH];
	WCHAR wide[PATH_MAX_LENGTH];
	UNICODE_STRING name = { 0, sizeof(wide), wide };
	struct fx_key_request request = {
		.path = &name, .access = access, .how = FX_KEY_CREATE_PATH
	};
	size_t length;

	*out = NULL;
	ke_irql_check(question->call->function, PASSIVE_LEVEL, question->call->site);
	if (!instance)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (type & PLUGPLAY_REGKEY_DEVICE)
		snprintf(path, sizeof(path), INSTANCES "%s\\Device Parameters", instance);
	else
		snprintf(path, sizeof(path), SERVICES "%s\\Devices\\%s", io_driver_name(driver),
			instance);
	for (length = 0; path[length]; length++)
		wide[length] = (unsigned char)path[length];
	name.Length = (USHORT)(length * sizeof(WCHAR));
	return fx_key_create(out, question->driver, attributes, &request, question->call);
}

NTSTATUS WdfDeviceOpenRegistryKey(WDFDEVICE Device, ULONG DeviceInstanceKeyType,
	ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key)
{
	struct fx_call call = FX_CALL("WdfDeviceOpenRegistryKey");
	struct question question = of_device(Device, 0, &call);

	return open_key(Key, &question, DeviceInstanceKeyType, DesiredAccess, KeyAttributes);
}

NTSTATUS WdfDeviceOpenDevicemapKey(WDFDEVICE Device, PCUNICODE_STRING KeyName,
	ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key)
{
	static const WCHAR map[] = L"\\Registry\\Machine\\Hardware\\DeviceMap\\";
	struct fx_call call = FX_CALL("WdfDeviceOpenDevicemapKey");
	struct question question = of_device(Device, 0, &call);
	WCHAR path[PATH_MAX_LENGTH];
	UNICODE_STRING name = { 0, sizeof(path), path };
	struct fx_key_request request = {
		.path = &name, .access = DesiredAccess, .how = FX_KEY_CREATE_PATH
	};
	NTSTATUS status = fx_validate_string(KeyName);

	*Key = NULL;
	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	if (NT_SUCCESS(status) &&
		(KeyName->Length == 0 || sizeof(map) + KeyName->Length > sizeof(path)))
		status = STATUS_INVALID_PARAMETER;
	if (!NT_SUCCESS(status))
		return status;
	memcpy(path, map, sizeof(map) - sizeof(WCHAR));
	memcpy((char *)path + sizeof(map) - sizeof(WCHAR), KeyName->Buffer, KeyName->Length);
	name.Length = (USHORT)(sizeof(map) - sizeof(WCHAR) + KeyName->Length);
	return fx_key_create(Key, question.driver, KeyAttributes, &request, &call);
}

NTSTATUS WdfFdoInitOpenRegistryKey(PWDFDEVICE_INIT DeviceInit, ULONG DeviceInstanceKeyType,
	ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key)
{
	struct fx_call call = FX_CALL("WdfFdoInitOpenRegistryKey");
	struct question question = of_init(DeviceInit, 0, &call);

	return open_key(Key, &question, DeviceInstanceKeyType, DesiredAccess, KeyAttributes);
}
