#include "drivers/framework/kmdf/pnp.h"

#include <drvtrace/drvtrace.h>

#include "drivers/framework/kmdf/deferred.h"
#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/device_init.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/wdm/driver.h"

#define SITE_IN(routine) ((const void *)((uintptr_t)(routine) + 1))

static struct drvtrace_driver *trace_of(const struct fx_device *device)
{
	return io_driver_trace(fx_globals_io_driver(device->object.globals));
}

static struct fx_device *device_of_link(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, struct fx_device, link);
}

/* A callback that is not there succeeds. */
static NTSTATUS prepare_hardware(struct fx_device *device)
{
	PFN_WDF_DEVICE_PREPARE_HARDWARE routine = device->callbacks.EvtDevicePrepareHardware;
	NTSTATUS status;

	if (!routine)
		return STATUS_SUCCESS;
	drvtrace_span_begin(trace_of(device), "EvtDevicePrepareHardware", SITE_IN(routine));
	status = routine(fx_device_handle(device), NULL, NULL);
	drvtrace_span_end(trace_of(device), "EvtDevicePrepareHardware", status, SITE_IN(routine));
	return status;
}

static NTSTATUS enter_d0(struct fx_device *device)
{
	PFN_WDF_DEVICE_D0_ENTRY routine = device->callbacks.EvtDeviceD0Entry;
	NTSTATUS status;

	if (!routine)
		return STATUS_SUCCESS;
	drvtrace_span_begin(trace_of(device), "EvtDeviceD0Entry", SITE_IN(routine));
	status = routine(fx_device_handle(device), WdfPowerDeviceD3Final);
	drvtrace_span_end(trace_of(device), "EvtDeviceD0Entry", status, SITE_IN(routine));
	return status;
}

/* Their statuses change nothing: the device goes whatever they say. */
static void exit_d0(struct fx_device *device)
{
	PFN_WDF_DEVICE_D0_EXIT routine = device->callbacks.EvtDeviceD0Exit;
	NTSTATUS status;

	if (!routine)
		return;
	drvtrace_span_begin(trace_of(device), "EvtDeviceD0Exit", SITE_IN(routine));
	status = routine(fx_device_handle(device), WdfPowerDeviceD3Final);
	drvtrace_span_end(trace_of(device), "EvtDeviceD0Exit", status, SITE_IN(routine));
}

static void release_hardware(struct fx_device *device)
{
	PFN_WDF_DEVICE_RELEASE_HARDWARE routine = device->callbacks.EvtDeviceReleaseHardware;
	NTSTATUS status;

	if (!routine)
		return;
	drvtrace_span_begin(trace_of(device), "EvtDeviceReleaseHardware", SITE_IN(routine));
	status = routine(fx_device_handle(device), NULL);
	drvtrace_span_end(trace_of(device), "EvtDeviceReleaseHardware", status, SITE_IN(routine));
}

/* The device goes before its driver does: both phases of its own, then the object itself. */
static void delete_device(struct fx_device *device)
{
	RemoveEntryList(&device->link);
	InitializeListHead(&device->link);
	fx_deferred_wait(device->object.globals);
	fx_object_dispose(&device->object, NULL);
	fx_object_destroy_children(&device->object, NULL);
	fx_object_delete(&device->object, NULL);
}

/*
 * Hardware that was to be prepared is released even when preparing it has failed; power that was
 * not gained is not given up.
 */
static NTSTATUS start_device(struct fx_device *device)
{
	NTSTATUS status = prepare_hardware(device);

	if (NT_SUCCESS(status))
		status = enter_d0(device);
	if (!NT_SUCCESS(status)) {
		release_hardware(device);
		delete_device(device);
	}
	return status;
}

static void stop_device(struct fx_device *device)
{
	exit_d0(device);
	release_hardware(device);
	delete_device(device);
}

static NTSTATUS call_device_add(struct fx_driver *driver, struct WDFDEVICE_INIT *init)
{
	struct fx_globals *globals = driver->object.globals;
	struct drvtrace_driver *trace = io_driver_trace(fx_globals_io_driver(globals));
	const void *site = SITE_IN(driver->device_add);
	NTSTATUS status;

	fx_globals_set_adding(globals, init);
	drvtrace_span_begin(trace, "EvtDriverDeviceAdd", site);
	status = driver->device_add((WDFDRIVER)fx_object_handle(&driver->object), init);
	drvtrace_span_end(trace, "EvtDriverDeviceAdd", status, site);
	fx_globals_set_adding(globals, NULL);
	return status;
}

/* Success without a device is allowed; a device of a callback that failed is deleted. */
static NTSTATUS add_device(struct fx_driver *driver)
{
	struct WDFDEVICE_INIT *init = fx_device_init_create(driver);
	struct fx_device *device;
	NTSTATUS status;

	if (!init)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = call_device_add(driver, init);
	device = init->created;
	fx_device_init_destroy(init);
	if (!device)
		return status;

	InsertTailList(&driver->devices, &device->link);
	if (NT_SUCCESS(status))
		device->wdm->Flags &= ~(ULONG)DO_DEVICE_INITIALIZING;
	else
		delete_device(device);
	return status;
}

NTSTATUS fx_pnp_add_device(PDRIVER_OBJECT driver_object, PDEVICE_OBJECT physical_device)
{
	struct fx_driver *driver = fx_globals_driver(fx_globals_of(io_driver_of(driver_object)));

	UNREFERENCED_PARAMETER(physical_device);
	return driver->device_add ? add_device(driver) : STATUS_SUCCESS;
}

NTSTATUS fx_pnp_start(struct io_driver *driver, void *joined)
{
	struct fx_driver *fx_driver = fx_globals_driver(joined);
	PDRIVER_OBJECT object = io_driver_object(driver);
	NTSTATUS status;

	if (!fx_driver || object->DriverExtension->AddDevice != fx_pnp_add_device)
		return STATUS_SUCCESS;
	status = fx_pnp_add_device(object, NULL);
	if (NT_SUCCESS(status) && !IsListEmpty(&fx_driver->devices))
		status = start_device(device_of_link(fx_driver->devices.Blink));
	return status;
}

void fx_pnp_remove(struct io_driver *driver, void *joined)
{
	struct fx_driver *fx_driver = fx_globals_driver(joined);

	UNREFERENCED_PARAMETER(driver);
	while (fx_driver && !IsListEmpty(&fx_driver->devices))
		stop_device(device_of_link(fx_driver->devices.Blink));
}
