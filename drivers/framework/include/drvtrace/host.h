/*
 * A program of one's own that loads drivers, as drvhost does: what its processes then do with them is
 * drvtrace/client.h.
 *
 *	struct drvtrace_host_driver *echo;
 *	if (!NT_SUCCESS(drvtrace_host_load(&echo, "build/echo.so")))
 *		return 1;
 *	drvtrace_host_start(echo);
 *	...
 *	drvtrace_host_unload(echo, &left);
 *
 * A driver that breaks a rule ends the program, as drvhost: what was wrong is told on standard error. To be
 * called from one thread at a time, which is none of a driver's.
 */
#pragma once

#include <ntdef.h>
#include <ntstatus.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct drvtrace_host_driver;

/*
 * Maps the module and runs its DriverEntry, whose status this is: when it fails, the driver is gone again.
 * The driver is called as the file is, without ".so". STATUS_DRIVER_UNABLE_TO_LOAD, and dlerror() may say why;
 * STATUS_ENTRYPOINT_NOT_FOUND without a DriverEntry; STATUS_IMAGE_ALREADY_LOADED; STATUS_INSUFFICIENT_RESOURCES.
 */
NTKERNELAPI NTSTATUS drvtrace_host_load(struct drvtrace_host_driver **out, const char *path);

/* A device appears that the driver serves, and is started: what its AddDevice and its start say. */
NTKERNELAPI NTSTATUS drvtrace_host_start(struct drvtrace_host_driver *driver);

/*
 * The same for a device of that name, with a driver for each level of its stack, from bottom to top; it is
 * removed, or pulled out. STATUS_NO_SUCH_DEVICE when none has that name; or what the drivers answer.
 */
NTKERNELAPI NTSTATUS drvtrace_host_plug(
	const char *device, struct drvtrace_host_driver *const *drivers, size_t count);
NTKERNELAPI NTSTATUS drvtrace_host_unplug(const char *device);
NTKERNELAPI NTSTATUS drvtrace_host_surprise_remove(const char *device);

/*
 * Removes its devices, runs its unload routine, and unmaps it; handles are closed before. *left is how many
 * resources it has not released, and may be NULL. STATUS_INVALID_DEVICE_REQUEST of a driver without an unload
 * routine, which stays.
 */
NTKERNELAPI NTSTATUS drvtrace_host_unload(struct drvtrace_host_driver *driver, size_t *left);

#ifdef __cplusplus
}
#endif
