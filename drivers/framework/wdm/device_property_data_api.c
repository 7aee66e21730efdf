/* The boundary of properties that have a key. */
#include <initguid.h>
/* The keys are defined here. */
#include <devpkey.h>

#include "drivers/framework/wdm/device_interface.h"
#include "drivers/framework/wdm/device_property.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"

#define SITE __builtin_return_address(0)

static NTSTATUS enter(const char *function, const void *site)
{
	ke_irql_check(function, PASSIVE_LEVEL, site);
	return io_fault(io_driver_calling(site), function, site) ? STATUS_INSUFFICIENT_RESOURCES
								 : STATUS_SUCCESS;
}

NTSTATUS IoSetDevicePropertyData(PDEVICE_OBJECT Pdo, const DEVPROPKEY *PropertyKey, LCID Lcid,
	ULONG Flags, DEVPROPTYPE Type, ULONG Size, PVOID Data)
{
	struct io_property_key key = { PropertyKey, Lcid };
	struct io_property value = { Type, Size, Data };
	NTSTATUS status = enter("IoSetDevicePropertyData", SITE);

	return NT_SUCCESS(status) ? io_device_property_set(Pdo, &key, Flags, &value) : status;
}

NTSTATUS IoGetDevicePropertyData(PDEVICE_OBJECT Pdo, const DEVPROPKEY *PropertyKey, LCID Lcid,
	ULONG Flags, ULONG Size, PVOID Data, PULONG RequiredSize, PDEVPROPTYPE Type)
{
	struct io_property_key key = { PropertyKey, Lcid };
	struct io_property_buffer buffer = { .size = Size, .data = Data };
	NTSTATUS status = enter("IoGetDevicePropertyData", SITE);

	UNREFERENCED_PARAMETER(Flags);
	if (NT_SUCCESS(status))
		status = io_device_property_get(Pdo, &key, &buffer);
	*RequiredSize = buffer.needed;
	*Type = buffer.type;
	return status;
}

NTSTATUS IoSetDeviceInterfacePropertyData(PUNICODE_STRING SymbolicLinkName,
	const DEVPROPKEY *PropertyKey, LCID Lcid, ULONG Flags, DEVPROPTYPE Type, ULONG Size,
	PVOID Data)
{
	struct io_property value = { Type, Size, Data };
	struct io_interface_state state;
	NTSTATUS status = enter("IoSetDeviceInterfacePropertyData", SITE);

	if (!NT_SUCCESS(status))
		return status;
	if (!io_interface_state(&state, SymbolicLinkName))
		return STATUS_OBJECT_NAME_NOT_FOUND;
	if (IsEqualDevPropKey(*PropertyKey, DEVPKEY_DeviceInterface_Enabled) ||
		IsEqualDevPropKey(*PropertyKey, DEVPKEY_DeviceInterface_ClassGuid))
		return STATUS_ACCESS_DENIED;
	return io_property_store(SymbolicLinkName, PropertyKey, Lcid, &value,
		(Flags & PLUGPLAY_PROPERTY_PERSISTENT) != 0);
}

static NTSTATUS get_of_interface(
	PCUNICODE_STRING name, const struct io_property_key *key, struct io_property_buffer *buffer)
{
	struct io_interface_state state;
	DEVPROP_BOOLEAN is_enabled;

	if (!io_interface_state(&state, name))
		return STATUS_OBJECT_NAME_NOT_FOUND;
	is_enabled = state.is_enabled ? DEVPROP_TRUE : DEVPROP_FALSE;
	if (IsEqualDevPropKey(*key->key, DEVPKEY_DeviceInterface_Enabled))
		return io_property_give(buffer, &(struct io_property){ DEVPROP_TYPE_BOOLEAN,
							sizeof(is_enabled), &is_enabled });
	if (IsEqualDevPropKey(*key->key, DEVPKEY_DeviceInterface_ClassGuid))
		return io_property_give(buffer, &(struct io_property){ DEVPROP_TYPE_GUID,
							sizeof(state.class), &state.class });
	return io_property_fetch(name, key->key, key->locale, buffer);
}

NTSTATUS IoGetDeviceInterfacePropertyData(PUNICODE_STRING SymbolicLinkName,
	const DEVPROPKEY *PropertyKey, LCID Lcid, ULONG Flags, ULONG Size, PVOID Data,
	PULONG RequiredSize, PDEVPROPTYPE Type)
{
	struct io_property_key key = { PropertyKey, Lcid };
	struct io_property_buffer buffer = { .size = Size, .data = Data };
	NTSTATUS status = enter("IoGetDeviceInterfacePropertyData", SITE);

	UNREFERENCED_PARAMETER(Flags);
	if (NT_SUCCESS(status))
		status = get_of_interface(SymbolicLinkName, &key, &buffer);
	*RequiredSize = buffer.needed;
	*Type = buffer.type;
	return status;
}
