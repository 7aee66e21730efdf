/* The boundary of what a driver attaches to its driver object. */
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/driver_extension.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/reinitialise.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

static struct io_driver *driver_of(
	const char *function, const DRIVER_OBJECT *object, const void *site)
{
	struct io_driver *driver = io_driver_of(object);
	struct io_breach breach = { io_driver_calling(site), "invalid-handle", function, object,
		site };

	if (!driver)
		io_stop(&breach, "%p is not a driver object", (const void *)object);
	return driver;
}

NTSTATUS IoAllocateDriverObjectExtension(PDRIVER_OBJECT DriverObject,
	PVOID ClientIdentificationAddress, ULONG DriverObjectExtensionSize,
	PVOID *DriverObjectExtension)
{
	const void *site = SITE;
	struct io_driver *driver = driver_of("IoAllocateDriverObjectExtension", DriverObject, site);

	*DriverObjectExtension = NULL;
	ke_irql_check("IoAllocateDriverObjectExtension", DISPATCH_LEVEL, site);
	if (io_fault(driver, "IoAllocateDriverObjectExtension", site))
		return STATUS_INSUFFICIENT_RESOURCES;
	return io_driver_extension_create(DriverObjectExtension, driver,
		ClientIdentificationAddress, DriverObjectExtensionSize, site);
}

PVOID IoGetDriverObjectExtension(PDRIVER_OBJECT DriverObject, PVOID ClientIdentificationAddress)
{
	const void *site = SITE;
	struct io_driver *driver = driver_of("IoGetDriverObjectExtension", DriverObject, site);

	ke_irql_check("IoGetDriverObjectExtension", DISPATCH_LEVEL, site);
	return io_driver_extension_find(driver, ClientIdentificationAddress);
}

/* Without memory the routine is not called, as on Windows: the driver is not told. */
VOID IoRegisterDriverReinitialization(PDRIVER_OBJECT DriverObject,
	PDRIVER_REINITIALIZE DriverReinitializationRoutine, PVOID Context)
{
	const void *site = SITE;
	struct io_driver *driver =
		driver_of("IoRegisterDriverReinitialization", DriverObject, site);

	ke_irql_check("IoRegisterDriverReinitialization", PASSIVE_LEVEL, site);
	io_reinitialise_register(
		driver, IO_REINITIALISE, DriverReinitializationRoutine, Context, site);
}

VOID IoRegisterBootDriverReinitialization(PDRIVER_OBJECT DriverObject,
	PDRIVER_REINITIALIZE DriverReinitializationRoutine, PVOID Context)
{
	const void *site = SITE;
	struct io_driver *driver =
		driver_of("IoRegisterBootDriverReinitialization", DriverObject, site);

	ke_irql_check("IoRegisterBootDriverReinitialization", PASSIVE_LEVEL, site);
	io_reinitialise_register(
		driver, IO_REINITIALISE_BOOT, DriverReinitializationRoutine, Context, site);
}
