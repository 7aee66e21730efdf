/* The boundary of what the framework says of itself. */
#include <stdio.h>
#include <wdf.h>

#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/string.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

/* The version that drivers are built for, unless their projects name an older one. */
enum {
	VERSION_MAJOR = 1,
	VERSION_MINOR = 15,
};

NTSTATUS WdfDriverRetrieveVersionString(WDFDRIVER Driver, WDFSTRING String)
{
	struct fx_call call = FX_CALL("WdfDriverRetrieveVersionString");
	UNICODE_STRING version;

	RtlInitUnicodeString(&version, L"Kernel Mode Driver Framework version 1.15.0");
	fx_handle_get(Driver, &fx_driver_class, &call);
	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	return fx_string_assign(
		fx_string_of(fx_handle_get(String, &fx_string_class, &call)), &version);
}

BOOLEAN WdfDriverIsVersionAvailable(
	WDFDRIVER Driver, PWDF_DRIVER_VERSION_AVAILABLE_PARAMS VersionAvailableParams)
{
	struct fx_call call = FX_CALL("WdfDriverIsVersionAvailable");
	const WDF_DRIVER_VERSION_AVAILABLE_PARAMS *wanted = VersionAvailableParams;

	fx_handle_get(Driver, &fx_driver_class, &call);
	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	return wanted->Size == sizeof(*wanted) && wanted->MajorVersion == VERSION_MAJOR &&
	       wanted->MinorVersion <= VERSION_MINOR;
}

/* There is no debugger: who would look at it there reads it. */
VOID WdfVerifierDbgBreakPoint(VOID)
{
	const void *site = __builtin_return_address(0);
	struct io_driver *driver = io_driver_calling(site);
	char place[256];

	fprintf(stderr, "drvhost: %s: WdfVerifierDbgBreakPoint, in %s\n",
		driver ? io_driver_name(driver) : "a driver",
		io_site_name(site, place, sizeof(place)));
}
