/* The boundary of the framework's driver object. */
#include <wdf.h>

#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

#define INIT_FLAGS ((ULONG)(WdfDriverInitNonPnpDriver | WdfDriverInitNoDispatchOverride))

static struct io_driver *check_driver_object(PDRIVER_OBJECT object, const struct fx_call *call)
{
	struct io_driver *driver = io_driver_of(object);
	struct io_breach breach = { io_driver_calling(call->site), "invalid-handle", call->function,
		object, call->site };

	if (!driver)
		io_stop(&breach, "%p is not a driver object", (void *)object);
	return driver;
}

/* In the order in which WDF checks, so that a call with two mistakes fails as it does there. */
static NTSTATUS validate(struct io_driver *driver, const struct fx_driver_setup *setup)
{
	const WDF_DRIVER_CONFIG *config = setup->config;
	NTSTATUS status;

	if (config->Size != sizeof(WDF_DRIVER_CONFIG))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (config->DriverInitFlags & ~INIT_FLAGS)
		return STATUS_INVALID_PARAMETER;
	status = fx_validate_string(setup->registry_path);
	if (!NT_SUCCESS(status))
		return status;
	if (fx_globals_of(driver))
		return STATUS_DRIVER_INTERNAL_ERROR;
	if (!(config->DriverInitFlags & WdfDriverInitNoDispatchOverride) &&
		(config->DriverInitFlags & WdfDriverInitNonPnpDriver) && config->EvtDriverDeviceAdd)
		return STATUS_INVALID_PARAMETER;
	return fx_validate_attributes(setup->attributes, FX_PARENT_NOT_ALLOWED |
								 FX_EXECUTION_LEVEL_ALLOWED |
								 FX_SYNCHRONIZATION_SCOPE_ALLOWED);
}

NTSTATUS WdfDriverCreate(PDRIVER_OBJECT DriverObject, PCUNICODE_STRING RegistryPath,
	PWDF_OBJECT_ATTRIBUTES DriverAttributes, PWDF_DRIVER_CONFIG DriverConfig, WDFDRIVER *Driver)
{
	struct fx_call call = FX_CALL("WdfDriverCreate");
	struct io_driver *driver = check_driver_object(DriverObject, &call);
	struct fx_driver_setup setup = { DriverObject, RegistryPath, DriverAttributes, DriverConfig,
		call.site };
	struct fx_driver *created;
	NTSTATUS status = validate(driver, &setup);

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	if (!NT_SUCCESS(status))
		return status;
	if (Driver)
		*Driver = NULL;
	if (io_fault(driver, call.function, call.site))
		return STATUS_INSUFFICIENT_RESOURCES;

	status = fx_driver_create(&created, driver, &setup);
	if (NT_SUCCESS(status) && Driver)
		*Driver = (WDFDRIVER)fx_object_handle(&created->object);
	return status;
}

static struct fx_driver *get(WDFDRIVER handle, const struct fx_call *call)
{
	return CONTAINING_RECORD(
		fx_handle_get(handle, &fx_driver_class, call), struct fx_driver, object);
}

PDRIVER_OBJECT WdfDriverWdmGetDriverObject(WDFDRIVER Driver)
{
	struct fx_call call = FX_CALL("WdfDriverWdmGetDriverObject");

	return get(Driver, &call)->driver_object;
}

PWSTR WdfDriverGetRegistryPath(WDFDRIVER Driver)
{
	struct fx_call call = FX_CALL("WdfDriverGetRegistryPath");

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	return get(Driver, &call)->registry_path;
}

WDFDRIVER WdfGetDriver(VOID)
{
	struct fx_globals *globals = fx_globals_calling(__builtin_return_address(0));
	struct fx_driver *driver = globals ? fx_globals_driver(globals) : NULL;

	return driver ? (WDFDRIVER)fx_object_handle(&driver->object) : NULL;
}

WDFDRIVER WdfWdmDriverGetWdfDriverHandle(PDRIVER_OBJECT DriverObject)
{
	struct fx_globals *globals = fx_globals_of(io_driver_of(DriverObject));
	struct fx_driver *driver = globals ? fx_globals_driver(globals) : NULL;

	return driver ? (WDFDRIVER)fx_object_handle(&driver->object) : NULL;
}
