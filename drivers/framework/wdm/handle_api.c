/* The boundary of handles: a handle that is not open stops the driver, as Windows would. */
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/handle.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

NTSTATUS ZwClose(HANDLE Handle)
{
	const void *site = SITE;
	struct io_breach breach = { io_driver_calling(site), "release-of-unknown", "ZwClose",
		Handle, site };

	ke_irql_check("ZwClose", PASSIVE_LEVEL, site);
	if (NT_SUCCESS(ob_handle_close(Handle, site)))
		return STATUS_SUCCESS;
	if (ob_handle_was_closed(Handle)) {
		breach.rule = "double-release";
		io_stop(&breach, "the handle %p is closed already", Handle);
	}
	if (!Handle)
		return STATUS_INVALID_HANDLE;
	io_stop(&breach, "%p is not a handle", Handle);
}
