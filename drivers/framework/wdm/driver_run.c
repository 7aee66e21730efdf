#include "drivers/framework/wdm/driver_private.h"

#include <drvtrace/drvtrace.h>

#include "drivers/framework/wdm/boot_driver.h"
#include "drivers/framework/wdm/dpc.h"
#include "drivers/framework/wdm/driver_extension.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/pnp.h"
#include "drivers/framework/wdm/reinitialise.h"
#include "drivers/framework/wdm/system_thread.h"
#include "drivers/framework/wdm/thread.h"
#include "drivers/framework/wdm/work_queue.h"

struct run {
	struct io_driver *driver;
	NTSTATUS status;
	int condition;
};

/* A span's call site, from the routine that it is about: a return address just inside of it. */
#define SITE_IN(routine) ((const void *)((uintptr_t)(routine) + 1))

/* Work first, which may start threads; then those, as they may set timers. */
void io_driver_end_code(struct io_driver *driver, bool is_told)
{
	ex_work_end_driver(driver, is_told);
	if (!ps_thread_end_driver(driver, is_told))
		driver->keeps_module = true;
	ke_dpc_end_driver(driver, is_told);
}

/* The driver object goes: whoever has joined leaves, newest first. */
static void delete_object(struct io_driver *driver)
{
	io_driver_end_code(driver, true);
	while (driver->layer_count > 0) {
		size_t last = driver->layer_count - 1;

		driver->layers[last].layer->leave(driver, driver->layers[last].joined);
		driver->layer_count = last;
	}
	io_reinitialise_cancel(driver);
	io_driver_extension_destroy_all(driver);
	drvtrace_driver_object_cleanup(&driver->object, DRVTRACE_CLEANUP_UNLOAD);
	driver->state = IO_DRIVER_UNLOADED;
	drvtrace_driver_state(&driver->trace, DRVTRACE_STATE_UNLOADED, STATUS_SUCCESS);
}

/* Those that DriverEntry has made can be opened from now on. */
static void ready_devices(struct io_driver *driver)
{
	PDEVICE_OBJECT device = driver->object.DeviceObject;

	for (; device; device = device->NextDevice)
		device->Flags &= ~(ULONG)DO_DEVICE_INITIALIZING;
}

static NTSTATUS call_entry(struct io_driver *driver)
{
	const void *site = SITE_IN(driver->object.DriverInit);
	struct ke_level level = ke_level();
	NTSTATUS status;

	drvtrace_span_begin(&driver->trace, "DriverEntry", site);
	status = driver->object.DriverInit(&driver->object, io_registry_path_string(&driver->path));
	drvtrace_span_end(&driver->trace, "DriverEntry", status, site);
	ke_level_check_return(driver, "DriverEntry", &level);
	return status;
}

static void enter(void *argument)
{
	struct run *run = argument;
	struct io_driver *driver = run->driver;
	NTSTATUS verdict = io_boot_driver_show(driver, io_registry_path_string(&driver->path));
	struct io_driver *previous = io_driver_begin_call(driver);

	run->status = NT_SUCCESS(verdict) ? call_entry(driver) : verdict;
	io_registry_path_end(&driver->path);

	if (NT_SUCCESS(run->status)) {
		driver->state = IO_DRIVER_ENTERED;
		ready_devices(driver);
	} else {
		drvtrace_driver_state(&driver->trace, DRVTRACE_STATE_ENTRY_FAILED, run->status);
		delete_object(driver);
	}
	io_driver_end_call(previous);
}

NTSTATUS io_driver_enter(struct io_driver *driver)
{
	struct run run = { driver, STATUS_INSUFFICIENT_RESOURCES, 0 };

	io_thread_run(enter, &run);
	return run.status;
}

/* True when a layer adds the driver's devices. */
static bool start_devices(struct io_driver *driver, NTSTATUS *status)
{
	bool is_started = false;

	for (size_t i = 0; i < driver->layer_count; i++) {
		if (!driver->layers[i].layer->start_devices)
			continue;
		is_started = true;
		*status = driver->layers[i].layer->start_devices(driver, driver->layers[i].joined);
		if (!NT_SUCCESS(*status))
			break;
	}
	return is_started;
}

void io_driver_started(struct io_driver *driver)
{
	if (driver->state == IO_DRIVER_STARTED)
		return;
	driver->state = IO_DRIVER_STARTED;
	drvtrace_driver_state(&driver->trace, DRVTRACE_STATE_STARTED, STATUS_SUCCESS);
}

/* One device without resources, for a driver that no layer gives any. */
static void start(void *argument)
{
	struct run *run = argument;
	struct io_driver *driver = run->driver;
	struct io_driver *previous = io_driver_begin_call(driver);

	run->status = STATUS_SUCCESS;
	if (!start_devices(driver, &run->status) && driver->extension.AddDevice)
		run->status = io_pnp_plug(&(struct io_pnp_plug){
			.name = driver->name, .drivers = &driver, .driver_count = 1 });
	if (NT_SUCCESS(run->status))
		io_driver_started(driver);
	io_driver_end_call(previous);
}

NTSTATUS io_driver_start(struct io_driver *driver)
{
	struct run run = { driver, STATUS_INSUFFICIENT_RESOURCES, 0 };

	io_thread_run(start, &run);
	return run.status;
}

static void remove_devices(struct io_driver *driver)
{
	io_pnp_remove_all(driver);
	for (size_t i = driver->layer_count; i > 0; i--) {
		if (driver->layers[i - 1].layer->remove_devices)
			driver->layers[i - 1].layer->remove_devices(
				driver, driver->layers[i - 1].joined);
	}
	if (driver->state == IO_DRIVER_STARTED)
		drvtrace_driver_state(&driver->trace, DRVTRACE_STATE_REMOVED, STATUS_SUCCESS);
}

static void unload(void *argument)
{
	struct run *run = argument;
	struct io_driver *driver = run->driver;
	struct io_driver *previous = io_driver_begin_call(driver);
	struct ke_level level = ke_level();
	PDRIVER_UNLOAD routine;

	remove_devices(driver);
	routine = driver->object.DriverUnload;
	if (routine) {
		io_boot_driver_unloading(driver);
		drvtrace_span_begin(&driver->trace, "DriverUnload", SITE_IN(routine));
		routine(&driver->object);
		drvtrace_span_end(&driver->trace, "DriverUnload", STATUS_SUCCESS, SITE_IN(routine));
		ke_level_check_return(driver, "DriverUnload", &level);
		delete_object(driver);
		run->condition = 0;
	}
	io_driver_end_call(previous);
}

int io_driver_unload(struct io_driver *driver)
{
	struct run run = { driver, STATUS_SUCCESS, IO_DRIVER_CANNOT_UNLOAD };

	io_thread_run(unload, &run);
	return run.condition;
}
