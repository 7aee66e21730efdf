/* The boundary of properties of devices, and of their keys. */
#include <stdio.h>
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

#define CALL(function)                                                                             \
	{                                                                                          \
		(function), __builtin_return_address(0)                                            \
	}

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
	const struct fx_call *call;
};

static NTSTATUS query(const struct question *question, void *buffer, ULONG size, ULONG *needed)
{
	struct io_driver *driver = fx_globals_io_driver(question->driver->object.globals);

	ke_irql_check(question->call->function, PASSIVE_LEVEL, question->call->site);
	if (!question->physical)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (io_fault(driver, question->call->function, question->call->site))
		return STATUS_INSUFFICIENT_RESOURCES;
	return io_device_property(question->physical, question->property, buffer, size, needed);
}

static NTSTATUS allocate(WDFMEMORY *out, const struct question *question, POOL_TYPE type,
	WDF_OBJECT_ATTRIBUTES *attributes)
{
	ULONG size = 0;
	NTSTATUS status = fx_validate_attributes(attributes, 0);
	struct fx_memory_request request = { .pool = { .tag = question->driver->tag,
						     .is_paged = (type & PagedPool) != 0 } };
	struct fx_child child = { fx_memory_init, &request, 0, question->driver->tag };
	struct fx_object *object;

	*out = NULL;
	if (NT_SUCCESS(status))
		status = query(question, NULL, 0, &size);
	if (status != STATUS_BUFFER_TOO_SMALL)
		return status;
	request.pool.size = size;
	child.size = size;
	status = fx_driver_create_child(
		&object, question->driver, &fx_memory_class, attributes, &child, question->call);
	if (!NT_SUCCESS(status))
		return status;
	io_device_property(
		question->physical, question->property, fx_memory_of(object)->buffer, size, &size);
	*out = (WDFMEMORY)fx_object_handle(object);
	return STATUS_SUCCESS;
}

static struct question of_init(
	PWDFDEVICE_INIT init, DEVICE_REGISTRY_PROPERTY property, const struct fx_call *call)
{
	fx_device_init_check(init, call);
	return (struct question){ init->driver, init->physical, property, call };
}

static struct question of_device(
	WDFDEVICE handle, DEVICE_REGISTRY_PROPERTY property, const struct fx_call *call)
{
	struct fx_device *device = fx_device_of(fx_handle_get(handle, &fx_device_class, call));

	return (struct question){ device->driver, device->pnp.physical, property, call };
}

/* Of the device at the bottom of the target's stack. */
static struct question of_target(
	WDFIOTARGET handle, DEVICE_REGISTRY_PROPERTY property, const struct fx_call *call)
{
	struct fx_target *target = fx_target_get(handle, call);

	return (struct question){ target->device->driver, target->physical, property, call };
}

NTSTATUS WdfIoTargetQueryTargetProperty(WDFIOTARGET IoTarget,
	DEVICE_REGISTRY_PROPERTY DeviceProperty, ULONG BufferLength, PVOID PropertyBuffer,
	PULONG ResultLength)
{
	struct fx_call call = CALL("WdfIoTargetQueryTargetProperty");
	struct question question = of_target(IoTarget, DeviceProperty, &call);

	return query(&question, PropertyBuffer, BufferLength, ResultLength);
}

NTSTATUS WdfIoTargetAllocAndQueryTargetProperty(WDFIOTARGET IoTarget,
	DEVICE_REGISTRY_PROPERTY DeviceProperty, POOL_TYPE PoolType,
	PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes, WDFMEMORY *PropertyMemory)
{
	struct fx_call call = CALL("WdfIoTargetAllocAndQueryTargetProperty");
	struct question question = of_target(IoTarget, DeviceProperty, &call);

	return allocate(PropertyMemory, &question, PoolType, PropertyMemoryAttributes);
}

NTSTATUS WdfFdoInitQueryProperty(PWDFDEVICE_INIT DeviceInit,
	DEVICE_REGISTRY_PROPERTY DeviceProperty, ULONG BufferLength, PVOID PropertyBuffer,
	PULONG ResultLength)
{
	struct fx_call call = CALL("WdfFdoInitQueryProperty");
	struct question question = of_init(DeviceInit, DeviceProperty, &call);

	return query(&question, PropertyBuffer, BufferLength, ResultLength);
}

NTSTATUS WdfFdoInitAllocAndQueryProperty(PWDFDEVICE_INIT DeviceInit,
	DEVICE_REGISTRY_PROPERTY DeviceProperty, POOL_TYPE PoolType,
	PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes, WDFMEMORY *PropertyMemory)
{
	struct fx_call call = CALL("WdfFdoInitAllocAndQueryProperty");
	struct question question = of_init(DeviceInit, DeviceProperty, &call);

	return allocate(PropertyMemory, &question, PoolType, PropertyMemoryAttributes);
}

NTSTATUS WdfDeviceQueryProperty(WDFDEVICE Device, DEVICE_REGISTRY_PROPERTY DeviceProperty,
	ULONG BufferLength, PVOID PropertyBuffer, PULONG ResultLength)
{
	struct fx_call call = CALL("WdfDeviceQueryProperty");
	struct question question = of_device(Device, DeviceProperty, &call);

	return query(&question, PropertyBuffer, BufferLength, ResultLength);
}

NTSTATUS WdfDeviceAllocAndQueryProperty(WDFDEVICE Device, DEVICE_REGISTRY_PROPERTY DeviceProperty,
	POOL_TYPE PoolType, PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes,
	WDFMEMORY *PropertyMemory)
{
	struct fx_call call = CALL("WdfDeviceAllocAndQueryProperty");
	struct question question = of_device(Device, DeviceProperty, &call);

	return allocate(PropertyMemory, &question, PoolType, PropertyMemoryAttributes);
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
	struct fx_call call = CALL("WdfDeviceOpenRegistryKey");
	struct question question = of_device(Device, 0, &call);

	return open_key(Key, &question, DeviceInstanceKeyType, DesiredAccess, KeyAttributes);
}

NTSTATUS WdfFdoInitOpenRegistryKey(PWDFDEVICE_INIT DeviceInit, ULONG DeviceInstanceKeyType,
	ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key)
{
	struct fx_call call = CALL("WdfFdoInitOpenRegistryKey");
	struct question question = of_init(DeviceInit, 0, &call);

	return open_key(Key, &question, DeviceInstanceKeyType, DesiredAccess, KeyAttributes);
}
