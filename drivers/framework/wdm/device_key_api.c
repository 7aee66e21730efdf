/* The registry keys of a device, as drivers of WDM open them. */
#include <stdio.h>
#include <wdm.h>

#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/registry_open.h"

#define SITE      __builtin_return_address(0)
#define INSTANCES "\\Registry\\Machine\\System\\CurrentControlSet\\Enum\\"
#define SERVICES  "\\Registry\\Machine\\System\\CurrentControlSet\\Services\\"

enum {
	PATH_MAX_LENGTH = 512,
};

static void make_path(
	PUNICODE_STRING out, ULONG type, struct io_driver *driver, const char *instance)
{
	char path[PATH_MAX_LENGTH];
	size_t length;

	if (type & PLUGPLAY_REGKEY_DEVICE)
		snprintf(path, sizeof(path), INSTANCES "%s\\Device Parameters", instance);
	else
		snprintf(path, sizeof(path), SERVICES "%s\\Devices\\%s", io_driver_name(driver),
			instance);
	for (length = 0; path[length]; length++)
		out->Buffer[length] = (unsigned char)path[length];
	out->Length = (USHORT)(length * sizeof(WCHAR));
}

NTSTATUS IoOpenDeviceRegistryKey(PDEVICE_OBJECT DeviceObject, ULONG DevInstKeyType,
	ACCESS_MASK DesiredAccess, PHANDLE KeyHandle)
{
	struct ob_claim claim = { io_driver_calling(SITE), NULL, 0, SITE };
	const char *instance = io_device_instance(DeviceObject);
	WCHAR wide[PATH_MAX_LENGTH];
	UNICODE_STRING path = { 0, sizeof(wide), wide };
	struct reg_key *key;
	NTSTATUS status;
	bool is_new;

	ke_irql_check("IoOpenDeviceRegistryKey", PASSIVE_LEVEL, claim.site);
	*KeyHandle = NULL;
	if (!(DevInstKeyType & (PLUGPLAY_REGKEY_DEVICE | PLUGPLAY_REGKEY_DRIVER)))
		return STATUS_INVALID_PARAMETER;
	if (!instance)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (io_fault(claim.driver, "IoOpenDeviceRegistryKey", claim.site))
		return STATUS_INSUFFICIENT_RESOURCES;
	make_path(&path, DevInstKeyType, claim.driver, instance);
	reg_lock();
	status = reg_key_create(&key, &is_new, NULL, &path, REG_CREATE_PATH);
	if (NT_SUCCESS(status))
		reg_key_reference(key);
	reg_unlock();
	if (!NT_SUCCESS(status))
		return status;
	status = reg_open_key(KeyHandle, key, DesiredAccess, &claim);
	reg_lock();
	reg_key_dereference(key);
	reg_unlock();
	return status;
}
