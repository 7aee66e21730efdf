/*
 * The callbacks of plug and play and power, one function each: called with a span around it when the
 * driver has it. One that is not there succeeds.
 */
#pragma once

#include <wdfpnppower.h>

#include "drivers/framework/wdm/irql.h"

struct fx_device;
struct fx_object;
struct io_driver;

NTSTATUS fx_event_prepare_hardware(
	struct fx_device *device, WDFCMRESLIST raw, WDFCMRESLIST translated);
NTSTATUS fx_event_release_hardware(struct fx_device *device, WDFCMRESLIST translated);
NTSTATUS fx_event_d0_entry(struct fx_device *device, WDF_POWER_DEVICE_STATE previous);
NTSTATUS fx_event_interrupts_enabled(struct fx_device *device, WDF_POWER_DEVICE_STATE previous);
NTSTATUS fx_event_interrupts_disabling(struct fx_device *device, WDF_POWER_DEVICE_STATE target);
NTSTATUS fx_event_d0_exit(struct fx_device *device, WDF_POWER_DEVICE_STATE target);
NTSTATUS fx_event_self_managed_init(struct fx_device *device);
NTSTATUS fx_event_self_managed_suspend(struct fx_device *device);
NTSTATUS fx_event_self_managed_restart(struct fx_device *device);
void fx_event_self_managed_flush(struct fx_device *device);
void fx_event_self_managed_cleanup(struct fx_device *device);
void fx_event_surprise_removal(struct fx_device *device);
NTSTATUS fx_event_query_remove(struct fx_device *device);
NTSTATUS fx_event_query_stop(struct fx_device *device);
NTSTATUS fx_event_usage(struct fx_device *device, WDF_SPECIAL_FILE_TYPE type, BOOLEAN is_in_path);
void fx_event_relations(struct fx_device *device, DEVICE_RELATION_TYPE type);

/* For callbacks that are somebody else's: the span around one, and the level it has to keep. */
struct fx_event {
	struct io_driver *driver;
	const char *name;
	const void *site;
	struct ke_level level;
};

struct fx_event fx_event_begin(
	const struct fx_object *object, const char *name, const void *routine);
void fx_event_end(const struct fx_event *event, NTSTATUS status);

/* A routine as data: how the trace names it. */
#define FX_ROUTINE(routine) ((const void *)(uintptr_t)(routine))
