/* Properties of devices that have a key: what their buses say of them, and what is stored. */
#include <initguid.h>
/* The keys are defined here. */
#include <devpkey.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/device_property.h"
#include "drivers/framework/wdm/string.h"

struct known {
	const DEVPROPKEY *key;
	DEVICE_REGISTRY_PROPERTY property;
	DEVPROPTYPE type;
};

/* Those that a bus says when it reports the device. */
static const struct known known[] = {
	{ &DEVPKEY_Device_DeviceDesc, DevicePropertyDeviceDescription, DEVPROP_TYPE_STRING },
	{ &DEVPKEY_Device_HardwareIds, DevicePropertyHardwareID, DEVPROP_TYPE_STRING_LIST },
	{ &DEVPKEY_Device_CompatibleIds, DevicePropertyCompatibleIDs, DEVPROP_TYPE_STRING_LIST },
	{ &DEVPKEY_Device_LocationInfo, DevicePropertyLocationInformation, DEVPROP_TYPE_STRING },
	{ &DEVPKEY_Device_EnumeratorName, DevicePropertyEnumeratorName, DEVPROP_TYPE_STRING },
	{ &DEVPKEY_Device_Address, DevicePropertyAddress, DEVPROP_TYPE_UINT32 },
	{ &DEVPKEY_Device_UINumber, DevicePropertyUINumber, DEVPROP_TYPE_UINT32 },
	{ &DEVPKEY_Device_BusNumber, DevicePropertyBusNumber, DEVPROP_TYPE_UINT32 },
};

static const struct known *find(const DEVPROPKEY *key)
{
	for (size_t i = 0; i < RTL_NUMBER_OF(known); i++) {
		if (IsEqualDevPropKey(*known[i].key, *key))
			return &known[i];
	}
	return NULL;
}

/* The instance, as the name of an owner: freed with free(). */
static bool name_owner(UNICODE_STRING *out, const char *instance)
{
	size_t length = strlen(instance);

	out->Buffer = io_string_widen(instance);
	if (!out->Buffer)
		return false;
	out->Length = (USHORT)(length * sizeof(WCHAR));
	out->MaximumLength = (USHORT)(out->Length + sizeof(WCHAR));
	return true;
}

NTSTATUS io_device_property_set(PDEVICE_OBJECT device, const struct io_property_key *key,
	ULONG flags, const struct io_property *value)
{
	UNICODE_STRING owner;
	NTSTATUS status;

	if (!io_device_instance(device))
		return STATUS_INVALID_DEVICE_REQUEST;
	if (find(key->key) || IsEqualDevPropKey(*key->key, DEVPKEY_Device_InstanceId))
		return STATUS_ACCESS_DENIED;
	if (!name_owner(&owner, io_device_instance(device)))
		return STATUS_INSUFFICIENT_RESOURCES;
	status = io_property_store(
		&owner, key->key, key->locale, value, (flags & PLUGPLAY_PROPERTY_PERSISTENT) != 0);
	free(owner.Buffer);
	return status;
}

static NTSTATUS give_known(
	struct io_property_buffer *buffer, PDEVICE_OBJECT device, const struct known *known_one)
{
	buffer->type = known_one->type;
	return io_device_property(
		device, known_one->property, buffer->data, buffer->size, &buffer->needed);
}

NTSTATUS io_device_property_get(
	PDEVICE_OBJECT device, const struct io_property_key *key, struct io_property_buffer *buffer)
{
	const struct known *known_one = find(key->key);
	UNICODE_STRING owner;
	NTSTATUS status;

	buffer->needed = 0;
	buffer->type = DEVPROP_TYPE_EMPTY;
	if (!io_device_instance(device))
		return STATUS_INVALID_DEVICE_REQUEST;
	if (known_one)
		return give_known(buffer, device, known_one);
	if (!name_owner(&owner, io_device_instance(device)))
		return STATUS_INSUFFICIENT_RESOURCES;
	if (IsEqualDevPropKey(*key->key, DEVPKEY_Device_InstanceId))
		status = io_property_give(buffer, &(struct io_property){ DEVPROP_TYPE_STRING,
							  owner.MaximumLength, owner.Buffer });
	else
		status = io_property_fetch(&owner, key->key, key->locale, buffer);
	free(owner.Buffer);
	return status;
}

NTSTATUS io_device_property_get_stored(
	PDEVICE_OBJECT device, DEVPROPID number, struct io_property_buffer *buffer)
{
	struct io_property_key key;
	DEVPROPKEY of_number = DEVPKEY_Device_FriendlyName;

	of_number.pid = number;
	key = (struct io_property_key){ &of_number, 0 };
	return io_device_property_get(device, &key, buffer);
}

void io_device_property_forget(const char *instance)
{
	UNICODE_STRING owner;

	if (!name_owner(&owner, instance))
		return;
	io_property_forget(&owner);
	free(owner.Buffer);
}
