/* How remote I/O targets get to their devices. */
#include <stdlib.h>

#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/send.h"
#include "drivers/framework/kmdf/target.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/file_object.h"

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

static NTSTATUS open_kept(struct fx_target *target, const struct fx_call *call)
{
	if (io_fault(fx_globals_io_driver(target->object.globals), call->function, call->site))
		return STATUS_INSUFFICIENT_RESOURCES;
	if (target->params.Type == WdfIoTargetOpenByName)
		return open_by_name(target, call);
	target->wdm = target->params.TargetDeviceObject;
	target->file = target->params.TargetFileObject;
	return STATUS_SUCCESS;
}

static NTSTATUS validate(const WDF_IO_TARGET_OPEN_PARAMS *params)
{
	if (params->Size != sizeof(*params))
		return STATUS_INFO_LENGTH_MISMATCH;
	switch (params->Type) {
	case WdfIoTargetOpenUseExistingDevice:
		return params->TargetDeviceObject ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
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

/* Open is what is closed; what was closed for a removal is opened again as it was. */
static NTSTATUS check_state(const struct fx_target *target, bool is_reopened)
{
	if (!target->is_remote || target->state == WdfIoTargetDeleted)
		return STATUS_INVALID_DEVICE_STATE;
	if (is_reopened && target->state != WdfIoTargetClosedForQueryRemove)
		return STATUS_INVALID_DEVICE_STATE;
	if (!is_reopened && target->state != WdfIoTargetClosed)
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
	if (NT_SUCCESS(status))
		status = open_kept(target, call);
	if (!NT_SUCCESS(status))
		return status;
	fx_send_lock();
	target->state = WdfIoTargetStarted;
	fx_send_unlock();
	return STATUS_SUCCESS;
}
