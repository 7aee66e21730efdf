/* The boundary for programs that load drivers themselves. */
#include <drvtrace/host.h>
#include <errno.h>
#include <stdlib.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/driver_module.h"
#include "drivers/framework/wdm/pnp.h"
#include "drivers/framework/wdm/reinitialise.h"
#include "drivers/framework/wdm/resource.h"

struct drvtrace_host_driver {
	struct io_driver_module module;
};

static NTSTATUS status_of(int result)
{
	switch (result) {
	case -ENOENT:
		return STATUS_DRIVER_UNABLE_TO_LOAD;
	case -ENOEXEC:
		return STATUS_ENTRYPOINT_NOT_FOUND;
	case -EEXIST:
		return STATUS_IMAGE_ALREADY_LOADED;
	default:
		return STATUS_INSUFFICIENT_RESOURCES;
	}
}

NTSTATUS drvtrace_host_load(struct drvtrace_host_driver **out, const char *path)
{
	struct drvtrace_host_driver *driver = calloc(1, sizeof(*driver));
	NTSTATUS status;
	int result;

	if (!driver)
		return STATUS_INSUFFICIENT_RESOURCES;
	result = io_driver_module_open(&driver->module, path);
	if (result < 0) {
		free(driver);
		return status_of(result);
	}
	status = io_driver_enter(driver->module.driver);
	if (!NT_SUCCESS(status)) {
		io_driver_module_close(&driver->module);
		free(driver);
		return status;
	}
	io_reinitialise_run(IO_REINITIALISE);
	*out = driver;
	return status;
}

NTSTATUS drvtrace_host_start(struct drvtrace_host_driver *driver)
{
	NTSTATUS status = io_driver_start(driver->module.driver);

	io_reinitialise_run(IO_REINITIALISE_BOOT);
	return status;
}

NTSTATUS drvtrace_host_plug(
	const char *device, struct drvtrace_host_driver *const *drivers, size_t count)
{
	struct io_driver **stack = calloc(count, sizeof(struct io_driver *));
	NTSTATUS status;

	if (!stack)
		return STATUS_INSUFFICIENT_RESOURCES;
	for (size_t i = 0; i < count; i++)
		stack[i] = drivers[i]->module.driver;
	status = io_pnp_host_plug(
		&(struct io_pnp_plug){ .name = device, .drivers = stack, .driver_count = count });
	free(stack);
	return status;
}

NTSTATUS drvtrace_host_unplug(const char *device)
{
	return io_pnp_host_unplug(device);
}

NTSTATUS drvtrace_host_surprise_remove(const char *device)
{
	return io_pnp_host_surprise_remove(device);
}

static void count_one(const struct io_resource *resource, void *count)
{
	UNREFERENCED_PARAMETER(resource);
	++*(size_t *)count;
}

NTSTATUS drvtrace_host_unload(struct drvtrace_host_driver *driver, size_t *left)
{
	size_t count = 0;

	if (io_driver_unload(driver->module.driver) != 0)
		return STATUS_INVALID_DEVICE_REQUEST;
	io_resource_visit(driver->module.driver, count_one, &count);
	if (left)
		*left = count;
	io_driver_module_close(&driver->module);
	free(driver);
	return STATUS_SUCCESS;
}
