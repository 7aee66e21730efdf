/* The boundary of device interfaces. */
#include <string.h>
#include <wdm.h>

#include "drivers/framework/wdm/device_interface.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/pool.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

enum {
	TAG = 'fIoI',
};

static void *allocate(struct io_driver *driver, size_t size, const void *site)
{
	return ex_block_create(driver,
		&(struct ex_request){ .size = size, .tag = TAG, .kind = EX_POOL, .is_paged = true },
		site);
}

NTSTATUS IoRegisterDeviceInterface(PDEVICE_OBJECT PhysicalDeviceObject,
	const GUID *InterfaceClassGuid, PUNICODE_STRING ReferenceString,
	PUNICODE_STRING SymbolicLinkName)
{
	const void *site = SITE;
	struct io_driver *driver = io_driver_calling(site);
	struct io_interface_request request = { PhysicalDeviceObject, InterfaceClassGuid,
		ReferenceString };
	PCUNICODE_STRING name;
	NTSTATUS status;
	WCHAR *copy;

	ke_irql_check("IoRegisterDeviceInterface", PASSIVE_LEVEL, site);
	if (io_fault(driver, "IoRegisterDeviceInterface", site))
		return STATUS_INSUFFICIENT_RESOURCES;
	status = io_interface_register(&name, &request);
	if (!NT_SUCCESS(status))
		return status;
	copy = allocate(driver, name->Length + sizeof(WCHAR), site);
	if (!copy)
		return STATUS_INSUFFICIENT_RESOURCES;
	memcpy(copy, name->Buffer, name->Length);
	copy[name->Length / sizeof(WCHAR)] = L'\0';
	*SymbolicLinkName =
		(UNICODE_STRING){ name->Length, (USHORT)(name->Length + sizeof(WCHAR)), copy };
	return status;
}

NTSTATUS IoSetDeviceInterfaceState(PUNICODE_STRING SymbolicLinkName, BOOLEAN Enable)
{
	const void *site = SITE;
	struct io_driver *driver = io_driver_calling(site);

	ke_irql_check("IoSetDeviceInterfaceState", PASSIVE_LEVEL, site);
	if (io_fault(driver, "IoSetDeviceInterfaceState", site))
		return STATUS_INSUFFICIENT_RESOURCES;
	return Enable ? io_interface_enable(driver, SymbolicLinkName, site)
		      : io_interface_disable(SymbolicLinkName, site);
}

NTSTATUS IoGetDeviceInterfaces(const GUID *InterfaceClassGuid, PDEVICE_OBJECT PhysicalDeviceObject,
	ULONG Flags, PZZWSTR *SymbolicLinkList)
{
	const void *site = SITE;
	struct io_driver *driver = io_driver_calling(site);
	bool with_disabled = (Flags & DEVICE_INTERFACE_INCLUDE_NONACTIVE) != 0;
	size_t length;
	WCHAR *list;

	ke_irql_check("IoGetDeviceInterfaces", PASSIVE_LEVEL, site);
	*SymbolicLinkList = NULL;
	if (io_fault(driver, "IoGetDeviceInterfaces", site))
		return STATUS_INSUFFICIENT_RESOURCES;
	length = io_interface_list(NULL, InterfaceClassGuid, PhysicalDeviceObject, with_disabled);
	list = allocate(driver, length * sizeof(WCHAR), site);
	if (!list)
		return STATUS_INSUFFICIENT_RESOURCES;
	io_interface_list(list, InterfaceClassGuid, PhysicalDeviceObject, with_disabled);
	*SymbolicLinkList = list;
	return STATUS_SUCCESS;
}
