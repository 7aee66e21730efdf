/* How remote I/O targets get to their devices. */
#include <stdlib.h>

#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/pnp_events.h"
#include "drivers/framework/kmdf/send.h"
#include "drivers/framework/kmdf/target.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/attachment.h"
#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/file_object.h"
#include "drivers/framework/wdm/notification.h"

/* What is kept of an open, so that it can be repeated: the name is the target's own. */
static NTSTATUS keep(struct fx_target *target, const WDF_IO_TARGET_OPEN_PARAMS *params)
{
	UNICODE_STRING name = params->TargetDeviceName;

	if (params->Type == WdfIoTargetOpenByName) {
		name.MaximumLength = (USHORT)(name.Length + sizeof(WCHAR));
		name.Buffer = calloc(1, name.MaximumLength);
		if (!name.Buffer)
			return STATUS_INSUFFICIENT_RESOURCES;
		memcpy(name.Buffer, params->TargetDeviceName.Buffer, name.Length);
	} else {
		name = (UNICODE_STRING){ 0, 0, NULL };
	}
	free(target->params.TargetDeviceName.Buffer);
	target->params = *params;
	target->params.TargetDeviceName = name;
	return STATUS_SUCCESS;
}

static NTSTATUS query_remove(struct fx_target *target)
{
	PFN_WDF_IO_TARGET_QUERY_REMOVE routine = target->params.EvtIoTargetQueryRemove;
	struct fx_event event;
	NTSTATUS status;

	if (!routine) {
		fx_target_close(target, WdfIoTargetClosedForQueryRemove, NULL);
		return STATUS_SUCCESS;
	}
	event = fx_event_begin(&target->object, "EvtIoTargetQueryRemove", FX_ROUTINE(routine));
	status = routine((WDFIOTARGET)fx_object_handle(&target->object));
	fx_event_end(&event, status);
	return status;
}

static void remove_canceled(struct fx_target *target)
{
	PFN_WDF_IO_TARGET_REMOVE_CANCELED routine = target->params.EvtIoTargetRemoveCanceled;
	WDF_IO_TARGET_OPEN_PARAMS reopen;
	struct fx_event event;

	if (!routine) {
		WDF_IO_TARGET_OPEN_PARAMS_INIT_REOPEN(&reopen);
		fx_target_open(target, &reopen, &(struct fx_call){ "WdfIoTargetOpen", NULL });
		return;
	}
	event = fx_event_begin(&target->object, "EvtIoTargetRemoveCanceled", FX_ROUTINE(routine));
	routine((WDFIOTARGET)fx_object_handle(&target->object));
	fx_event_end(&event, STATUS_SUCCESS);
}

static void remove_complete(struct fx_target *target)
{
	PFN_WDF_IO_TARGET_REMOVE_COMPLETE routine = target->params.EvtIoTargetRemoveComplete;
	struct fx_event event;

	if (!routine) {
		fx_target_close(target, WdfIoTargetClosed, NULL);
		return;
	}
	event = fx_event_begin(&target->object, "EvtIoTargetRemoveComplete", FX_ROUTINE(routine));
	routine((WDFIOTARGET)fx_object_handle(&target->object));
	fx_event_end(&event, STATUS_SUCCESS);
}

/* The driver decides, or else the framework lets the device go (fxiotargetremotekm.cpp). */
static NTSTATUS on_change(PVOID notification, PVOID context)
{
	const GUID *event = &((TARGET_DEVICE_REMOVAL_NOTIFICATION *)notification)->Event;
	struct fx_target *target = context;
	NTSTATUS status = STATUS_SUCCESS;

	fx_object_reference(&target->object);
	if (memcmp(event, &GUID_TARGET_DEVICE_QUERY_REMOVE, sizeof(*event)) == 0)
		status = query_remove(target);
	else if (memcmp(event, &GUID_TARGET_DEVICE_REMOVE_CANCELLED, sizeof(*event)) == 0)
		remove_canceled(target);
	else if (memcmp(event, &GUID_TARGET_DEVICE_REMOVE_COMPLETE, sizeof(*event)) == 0)
		remove_complete(target);
	fx_object_dereference(&target->object, NULL);
	return status;
}

/* A target that could not be watched is open all the same. */
static void watch(struct fx_target *target)
{
	struct io_watch *before = target->watch;

	target->watch = NULL;
	if (target->file)
		target->watch = io_notification_watch(target->file,
			fx_globals_io_driver(target->object.globals), on_change, target);
	if (before)
		io_notification_unwatch(before);
}

/* What a query for TargetDeviceRelation would answer. */
static PDEVICE_OBJECT physical_of(PDEVICE_OBJECT device)
{
	PDEVICE_OBJECT bottom = io_attachment_bottom(device);

	return io_device_instance(bottom) ? bottom : NULL;
}

static NTSTATUS open_by_name(struct fx_target *target, const struct fx_call *call)
{
	struct io_opening opening = { .driver = fx_globals_io_driver(target->object.globals),
		.owner = fx_object_handle(&target->object),
		.site = call->site };
	NTSTATUS status =
		io_opened_open(&target->opened, &target->params.TargetDeviceName, &opening);

	if (!NT_SUCCESS(status))
		return status;
	target->file = io_opened_file(target->opened);
	target->wdm = io_opened_device(target->opened);
	return STATUS_SUCCESS;
}

/* The driver may give its own reference to the file back. */
static void take_existing(struct fx_target *target)
{
	LONG count;

	target->wdm = target->params.TargetDeviceObject;
	target->file = target->params.TargetFileObject;
	target->has_file_reference = io_file_object_reference(&count, target->file);
}

static NTSTATUS open_kept(struct fx_target *target, const struct fx_call *call)
{
	NTSTATUS status = STATUS_SUCCESS;

	if (io_fault(fx_globals_io_driver(target->object.globals), call->function, call->site))
		return STATUS_INSUFFICIENT_RESOURCES;
	if (target->params.Type == WdfIoTargetOpenByName) {
		status = open_by_name(target, call);
	} else {
		take_existing(target);
	}
	if (!NT_SUCCESS(status))
		return status;
	target->physical = physical_of(target->wdm);
	watch(target);
	return STATUS_SUCCESS;
}

/* A removal is told of by the file. */
static NTSTATUS validate_existing(const WDF_IO_TARGET_OPEN_PARAMS *params)
{
	bool wants_events = params->EvtIoTargetQueryRemove || params->EvtIoTargetRemoveCanceled ||
			    params->EvtIoTargetRemoveComplete;

	if (!params->TargetDeviceObject || (wants_events && !params->TargetFileObject))
		return STATUS_INVALID_PARAMETER;
	return STATUS_SUCCESS;
}

static NTSTATUS validate(const WDF_IO_TARGET_OPEN_PARAMS *params)
{
	if (params->Size != sizeof(*params))
		return STATUS_INFO_LENGTH_MISMATCH;
	switch (params->Type) {
	case WdfIoTargetOpenUseExistingDevice:
		return validate_existing(params);
	case WdfIoTargetOpenByName:
		if (!params->TargetDeviceName.Buffer || params->TargetDeviceName.Length == 0)
			return STATUS_INVALID_PARAMETER;
		return fx_validate_string(&params->TargetDeviceName);
	case WdfIoTargetOpenReopen:
		return STATUS_SUCCESS;
	default:
		return STATUS_INVALID_PARAMETER;
	}
}

/* What is closed is opened; what was opened by name can be opened as it was. */
static NTSTATUS check_state(const struct fx_target *target, bool is_reopened)
{
	if (!target->is_remote)
		return STATUS_INVALID_DEVICE_STATE;
	if (is_reopened && target->params.Type != WdfIoTargetOpenByName)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (target->state != WdfIoTargetClosed && target->state != WdfIoTargetClosedForQueryRemove)
		return STATUS_INVALID_DEVICE_STATE;
	return STATUS_SUCCESS;
}

NTSTATUS fx_target_open(struct fx_target *target, const WDF_IO_TARGET_OPEN_PARAMS *params,
	const struct fx_call *call)
{
	bool is_reopened = params->Type == WdfIoTargetOpenReopen;
	NTSTATUS status = validate(params);

	if (NT_SUCCESS(status))
		status = check_state(target, is_reopened);
	if (NT_SUCCESS(status) && !is_reopened)
		status = keep(target, params);
	if (!NT_SUCCESS(status))
		return status;
	status = open_kept(target, call);
	if (!NT_SUCCESS(status)) {
		if (!is_reopened)
			target->params.Type = WdfIoTargetOpenUndefined;
		return status;
	}
	fx_send_lock();
	target->state = WdfIoTargetStarted;
	fx_send_unlock();
	return STATUS_SUCCESS;
}
