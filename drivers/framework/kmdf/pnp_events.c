#include "drivers/framework/kmdf/pnp_events.h"

#include <drvtrace/drvtrace.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/wdm/driver.h"

struct fx_event fx_event_begin(
	const struct fx_object *object, const char *name, const void *routine)
{
	/* A return address just inside of the routine: the span is about it. */
	struct fx_event event = { fx_globals_io_driver(object->globals), name,
		(const char *)routine + 1, ke_level() };

	drvtrace_span_begin(io_driver_trace(event.driver), name, event.site);
	return event;
}

void fx_event_end(const struct fx_event *event, NTSTATUS status)
{
	drvtrace_span_end(io_driver_trace(event->driver), event->name, status, event->site);
	ke_level_check_return(event->driver, event->name, &event->level);
}

typedef NTSTATUS plain_routine(WDFDEVICE device);
typedef VOID void_routine(WDFDEVICE device);
typedef NTSTATUS power_routine(WDFDEVICE device, WDF_POWER_DEVICE_STATE state);

static NTSTATUS call_plain(struct fx_device *device, const char *name, plain_routine *routine)
{
	struct fx_event event;
	NTSTATUS status;

	if (!routine)
		return STATUS_SUCCESS;
	event = fx_event_begin(&device->object, name, FX_ROUTINE(routine));
	status = routine(fx_device_handle(device));
	fx_event_end(&event, status);
	return status;
}

static void call_void(struct fx_device *device, const char *name, void_routine *routine)
{
	struct fx_event event;

	if (!routine)
		return;
	event = fx_event_begin(&device->object, name, FX_ROUTINE(routine));
	routine(fx_device_handle(device));
	fx_event_end(&event, STATUS_SUCCESS);
}

static NTSTATUS call_power(struct fx_device *device, const char *name, power_routine *routine,
	WDF_POWER_DEVICE_STATE state)
{
	struct fx_event event;
	NTSTATUS status;

	if (!routine)
		return STATUS_SUCCESS;
	event = fx_event_begin(&device->object, name, FX_ROUTINE(routine));
	status = routine(fx_device_handle(device), state);
	fx_event_end(&event, status);
	return status;
}

NTSTATUS fx_event_prepare_hardware(
	struct fx_device *device, WDFCMRESLIST raw, WDFCMRESLIST translated)
{
	PFN_WDF_DEVICE_PREPARE_HARDWARE routine = device->callbacks.EvtDevicePrepareHardware;
	struct fx_event event;
	NTSTATUS status;

	if (!routine)
		return STATUS_SUCCESS;
	event = fx_event_begin(&device->object, "EvtDevicePrepareHardware", FX_ROUTINE(routine));
	status = routine(fx_device_handle(device), raw, translated);
	fx_event_end(&event, status);
	return status;
}

NTSTATUS fx_event_release_hardware(struct fx_device *device, WDFCMRESLIST translated)
{
	PFN_WDF_DEVICE_RELEASE_HARDWARE routine = device->callbacks.EvtDeviceReleaseHardware;
	struct fx_event event;
	NTSTATUS status;

	if (!routine)
		return STATUS_SUCCESS;
	event = fx_event_begin(&device->object, "EvtDeviceReleaseHardware", FX_ROUTINE(routine));
	status = routine(fx_device_handle(device), translated);
	fx_event_end(&event, status);
	return status;
}

NTSTATUS fx_event_d0_entry(struct fx_device *device, WDF_POWER_DEVICE_STATE previous)
{
	return call_power(device, "EvtDeviceD0Entry", device->callbacks.EvtDeviceD0Entry, previous);
}

NTSTATUS fx_event_interrupts_enabled(struct fx_device *device, WDF_POWER_DEVICE_STATE previous)
{
	return call_power(device, "EvtDeviceD0EntryPostInterruptsEnabled",
		device->callbacks.EvtDeviceD0EntryPostInterruptsEnabled, previous);
}

NTSTATUS fx_event_interrupts_disabling(struct fx_device *device, WDF_POWER_DEVICE_STATE target)
{
	return call_power(device, "EvtDeviceD0ExitPreInterruptsDisabled",
		device->callbacks.EvtDeviceD0ExitPreInterruptsDisabled, target);
}

NTSTATUS fx_event_d0_exit(struct fx_device *device, WDF_POWER_DEVICE_STATE target)
{
	return call_power(device, "EvtDeviceD0Exit", device->callbacks.EvtDeviceD0Exit, target);
}

NTSTATUS fx_event_self_managed_init(struct fx_device *device)
{
	return call_plain(
		device, "EvtDeviceSelfManagedIoInit", device->callbacks.EvtDeviceSelfManagedIoInit);
}

NTSTATUS fx_event_self_managed_suspend(struct fx_device *device)
{
	return call_plain(device, "EvtDeviceSelfManagedIoSuspend",
		device->callbacks.EvtDeviceSelfManagedIoSuspend);
}

NTSTATUS fx_event_self_managed_restart(struct fx_device *device)
{
	return call_plain(device, "EvtDeviceSelfManagedIoRestart",
		device->callbacks.EvtDeviceSelfManagedIoRestart);
}

void fx_event_self_managed_flush(struct fx_device *device)
{
	call_void(device, "EvtDeviceSelfManagedIoFlush",
		device->callbacks.EvtDeviceSelfManagedIoFlush);
}

void fx_event_self_managed_cleanup(struct fx_device *device)
{
	call_void(device, "EvtDeviceSelfManagedIoCleanup",
		device->callbacks.EvtDeviceSelfManagedIoCleanup);
}

void fx_event_surprise_removal(struct fx_device *device)
{
	call_void(device, "EvtDeviceSurpriseRemoval", device->callbacks.EvtDeviceSurpriseRemoval);
}

NTSTATUS fx_event_query_remove(struct fx_device *device)
{
	return call_plain(device, "EvtDeviceQueryRemove", device->callbacks.EvtDeviceQueryRemove);
}

NTSTATUS fx_event_query_stop(struct fx_device *device)
{
	return call_plain(device, "EvtDeviceQueryStop", device->callbacks.EvtDeviceQueryStop);
}

NTSTATUS fx_event_usage(struct fx_device *device, WDF_SPECIAL_FILE_TYPE type, BOOLEAN is_in_path)
{
	PFN_WDF_DEVICE_USAGE_NOTIFICATION routine = device->callbacks.EvtDeviceUsageNotification;
	PFN_WDF_DEVICE_USAGE_NOTIFICATION_EX extended =
		device->callbacks.EvtDeviceUsageNotificationEx;
	NTSTATUS status = STATUS_SUCCESS;
	struct fx_event event;

	if (routine) {
		event = fx_event_begin(
			&device->object, "EvtDeviceUsageNotification", FX_ROUTINE(routine));
		routine(fx_device_handle(device), type, is_in_path);
		fx_event_end(&event, status);
	}
	if (extended) {
		event = fx_event_begin(
			&device->object, "EvtDeviceUsageNotificationEx", FX_ROUTINE(extended));
		status = extended(fx_device_handle(device), type, is_in_path);
		fx_event_end(&event, status);
	}
	return status;
}

void fx_event_relations(struct fx_device *device, DEVICE_RELATION_TYPE type)
{
	PFN_WDF_DEVICE_RELATIONS_QUERY routine = device->callbacks.EvtDeviceRelationsQuery;
	struct fx_event event;

	if (!routine)
		return;
	event = fx_event_begin(&device->object, "EvtDeviceRelationsQuery", FX_ROUTINE(routine));
	routine(fx_device_handle(device), type);
	fx_event_end(&event, STATUS_SUCCESS);
}
