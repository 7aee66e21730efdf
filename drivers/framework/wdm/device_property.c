#include "drivers/framework/wdm/device_property.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/string.h"

#define SITE __builtin_return_address(0)

struct value {
	const void *data;
	size_t size;
	WCHAR buffer[IO_DEVICE_TEXT_MAX];
};

static const ULONG installed = InstallStateInstalled;

static void set_text(struct value *value, const WCHAR *text)
{
	value->data = text;
	value->size = text ? (io_string_length(text) + 1) * sizeof(WCHAR) : 0;
}

static void set_multi(struct value *value, const WCHAR *text)
{
	size_t length = 0;

	while (text && (text[length] || text[length + 1]))
		length++;
	value->data = text;
	value->size = (length + 2) * sizeof(WCHAR);
}

static void set_number(struct value *value, const ULONG *number)
{
	value->data = *number == MAXULONG ? NULL : number;
	value->size = sizeof(*number);
}

/* What comes before the first \ of the instance. */
static void set_enumerator(struct value *value, const char *instance)
{
	size_t length = strcspn(instance, "\\");

	if (length >= IO_DEVICE_TEXT_MAX)
		length = IO_DEVICE_TEXT_MAX - 1;
	for (size_t i = 0; i < length; i++)
		value->buffer[i] = (unsigned char)instance[i];
	value->buffer[length] = L'\0';
	set_text(value, value->buffer);
}

static void set_name(struct value *value, PDEVICE_OBJECT device)
{
	UNICODE_STRING name;
	size_t length;

	io_device_name(&name, device);
	length = name.Length / sizeof(WCHAR);
	if (length >= IO_DEVICE_TEXT_MAX)
		length = IO_DEVICE_TEXT_MAX - 1;
	if (length > 0)
		memcpy(value->buffer, name.Buffer, length * sizeof(WCHAR));
	value->buffer[length] = L'\0';
	set_text(value, length > 0 ? value->buffer : NULL);
}

static void find(struct value *value, DEVICE_REGISTRY_PROPERTY property, PDEVICE_OBJECT device)
{
	const struct io_device_identity *identity = io_device_identity(device);

	value->data = NULL;
	switch (property) {
	case DevicePropertyDeviceDescription:
		set_text(value, identity->description);
		break;
	case DevicePropertyLocationInformation:
		set_text(value, identity->location);
		break;
	case DevicePropertyHardwareID:
		set_multi(value, identity->hardware_ids);
		break;
	case DevicePropertyCompatibleIDs:
		set_multi(value, identity->compatible_ids);
		break;
	case DevicePropertyAddress:
		set_number(value, &identity->address);
		break;
	case DevicePropertyUINumber:
		set_number(value, &identity->ui_number);
		break;
	case DevicePropertyBusNumber:
		set_number(value, &identity->bus_number);
		break;
	case DevicePropertyPhysicalDeviceObjectName:
		set_name(value, device);
		break;
	case DevicePropertyEnumeratorName:
		set_enumerator(value, io_device_instance(device));
		break;
	case DevicePropertyInstallState:
		set_number(value, &installed);
		break;
	default:
		break;
	}
}

/* Those that an INF file, or a driver, has set: the number of its key, 0 for others. */
static DEVPROPID stored_number(DEVICE_REGISTRY_PROPERTY property)
{
	switch (property) {
	case DevicePropertyClassName:
		return 9;
	case DevicePropertyClassGuid:
		return 10;
	case DevicePropertyDriverKeyName:
		return 11;
	case DevicePropertyManufacturer:
		return 13;
	case DevicePropertyFriendlyName:
		return 14;
	default:
		return 0;
	}
}

static NTSTATUS get_stored(
	PDEVICE_OBJECT device, DEVPROPID number, void *buffer, ULONG size, ULONG *needed)
{
	struct io_property_buffer stored = { .size = size, .data = buffer };
	NTSTATUS status = io_device_property_get_stored(device, number, &stored);

	*needed = stored.needed;
	return status;
}

NTSTATUS io_device_property(PDEVICE_OBJECT device, DEVICE_REGISTRY_PROPERTY property, void *buffer,
	ULONG size, ULONG *needed)
{
	struct value value;

	*needed = 0;
	if (!io_device_instance(device))
		return STATUS_INVALID_DEVICE_REQUEST;
	if (stored_number(property) > 0)
		return get_stored(device, stored_number(property), buffer, size, needed);
	find(&value, property, device);
	if (!value.data)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	*needed = (ULONG)value.size;
	if (size < value.size)
		return STATUS_BUFFER_TOO_SMALL;
	memcpy(buffer, value.data, value.size);
	return STATUS_SUCCESS;
}

NTSTATUS IoGetDeviceProperty(PDEVICE_OBJECT DeviceObject, DEVICE_REGISTRY_PROPERTY DeviceProperty,
	ULONG BufferLength, PVOID PropertyBuffer, PULONG ResultLength)
{
	const void *site = SITE;

	ke_irql_check("IoGetDeviceProperty", PASSIVE_LEVEL, site);
	if (io_fault(io_driver_calling(site), "IoGetDeviceProperty", site))
		return STATUS_INSUFFICIENT_RESOURCES;
	return io_device_property(
		DeviceObject, DeviceProperty, PropertyBuffer, BufferLength, ResultLength);
}
