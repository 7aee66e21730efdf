#include "drivers/framework/kmdf/send_format.h"

#include <stdlib.h>

#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/memory.h"
#include "drivers/framework/kmdf/object.h"
#include "drivers/framework/wdm/mdl.h"

static void put_back(struct fx_send_format *format, PIRP irp)
{
	if (!format->is_set)
		return;
	io_mdl_free_chain(format->mdl);
	format->mdl = NULL;
	free(format->system);
	format->system = NULL;
	irp->AssociatedIrp.SystemBuffer = format->saved_system;
	irp->UserBuffer = format->saved_user;
	irp->MdlAddress = format->saved_mdl;
	format->is_set = false;
}

static void release_memory(struct fx_send_format *format)
{
	if (format->request.extra)
		format->request.extra->destroy(format->request.extra);
	format->request.extra = NULL;
	for (size_t i = 0; i < FX_SEND_PARTS; i++) {
		if (format->request.parts[i].memory)
			fx_object_dereference(format->request.parts[i].memory, NULL);
		format->request.parts[i].memory = NULL;
	}
}

void fx_send_format_finish(struct fx_send_format *format, PIRP irp)
{
	put_back(format, irp);
	release_memory(format);
}

void fx_send_format_complete(struct fx_send_format *format, PIRP irp)
{
	const struct fx_send_part *output = &format->request.parts[FX_SEND_OUTPUT];
	size_t length = irp->IoStatus.Information;

	if (format->is_set && format->copies_back && !NT_ERROR(irp->IoStatus.Status))
		memcpy(output->address, format->system,
			length < output->length ? length : output->length);
	put_back(format, irp);
}

/* One buffer of the system's for both directions. */
static bool add_system_buffer(struct fx_send_format *format, PIRP irp, size_t size)
{
	const struct fx_send_part *input = &format->request.parts[FX_SEND_INPUT];

	if (size == 0)
		return true;
	format->system = calloc(1, size);
	if (!format->system)
		return false;
	if (input->length > 0)
		memcpy(format->system, input->address, input->length);
	irp->AssociatedIrp.SystemBuffer = format->system;
	return true;
}

/* The driver's own MDL, or one for its buffer. */
static bool add_mdl(struct fx_send_format *format, PIRP irp, const struct fx_send_part *part)
{
	if (part->mdl || part->length == 0) {
		irp->MdlAddress = part->mdl;
		return true;
	}
	format->mdl = io_mdl_create_locked(part->address, (ULONG)part->length);
	irp->MdlAddress = format->mdl;
	return format->mdl != NULL;
}

static bool set_transfer(struct fx_send_format *format, PIRP irp, ULONG device_flags)
{
	PIO_STACK_LOCATION next = IoGetNextIrpStackLocation(irp);
	bool is_read = format->request.major == IRP_MJ_READ;
	const struct fx_send_part *part =
		&format->request.parts[is_read ? FX_SEND_OUTPUT : FX_SEND_INPUT];

	next->Parameters.Read.Length = (ULONG)part->length;
	next->Parameters.Read.ByteOffset.QuadPart = format->request.offset;
	if (device_flags & DO_BUFFERED_IO) {
		format->copies_back = is_read && part->length > 0;
		return add_system_buffer(format, irp, part->length);
	}
	if (device_flags & DO_DIRECT_IO)
		return add_mdl(format, irp, part);
	irp->UserBuffer = part->address;
	return true;
}

static bool set_control(struct fx_send_format *format, PIRP irp)
{
	const struct fx_send_part *in = &format->request.parts[FX_SEND_INPUT];
	const struct fx_send_part *out = &format->request.parts[FX_SEND_OUTPUT];
	PIO_STACK_LOCATION next = IoGetNextIrpStackLocation(irp);

	next->Parameters.DeviceIoControl.IoControlCode = format->request.code;
	next->Parameters.DeviceIoControl.InputBufferLength = (ULONG)in->length;
	next->Parameters.DeviceIoControl.OutputBufferLength = (ULONG)out->length;
	switch (METHOD_FROM_CTL_CODE(format->request.code)) {
	case METHOD_BUFFERED:
		format->copies_back = out->length > 0;
		return add_system_buffer(
			format, irp, in->length > out->length ? in->length : out->length);
	case METHOD_NEITHER:
		next->Parameters.DeviceIoControl.Type3InputBuffer = in->address;
		irp->UserBuffer = out->address;
		return true;
	default:
		return add_system_buffer(format, irp, in->length) && add_mdl(format, irp, out);
	}
}

static bool set_others(struct fx_send_format *format, PIRP irp)
{
	PIO_STACK_LOCATION next = IoGetNextIrpStackLocation(irp);

	next->Parameters.Others.Argument1 = format->request.parts[0].address;
	next->Parameters.Others.Argument2 = format->request.parts[1].address;
	next->Parameters.Others.Argument4 = format->request.parts[2].address;
	next->Parameters.DeviceIoControl.IoControlCode = format->request.code;
	return true;
}

static bool set_buffers(struct fx_send_format *format, PIRP irp, ULONG device_flags)
{
	if (format->request.has_others)
		return set_others(format, irp);
	if (format->request.major == IRP_MJ_READ || format->request.major == IRP_MJ_WRITE)
		return set_transfer(format, irp, device_flags);
	return set_control(format, irp);
}

NTSTATUS fx_send_format_set(struct fx_send_format *format, PIRP irp, ULONG device_flags,
	const struct fx_send_request *request)
{
	PIO_STACK_LOCATION next;

	if (irp->CurrentLocation <= 1)
		return STATUS_REQUEST_NOT_ACCEPTED;
	fx_send_format_finish(format, irp);
	*format = (struct fx_send_format){ .is_set = true,
		.request = *request,
		.saved_system = irp->AssociatedIrp.SystemBuffer,
		.saved_user = irp->UserBuffer,
		.saved_mdl = irp->MdlAddress };
	for (size_t i = 0; i < FX_SEND_PARTS; i++) {
		if (format->request.parts[i].memory)
			fx_object_reference(format->request.parts[i].memory);
	}
	next = IoGetNextIrpStackLocation(irp);
	memset(next, 0, sizeof(*next));
	next->MajorFunction = request->major;
	if (set_buffers(format, irp, device_flags))
		return STATUS_SUCCESS;
	format->request.extra = NULL;
	fx_send_format_finish(format, irp);
	return STATUS_INSUFFICIENT_RESOURCES;
}

static WDFMEMORY memory_of(const struct fx_send_part *part)
{
	return part->memory ? (WDFMEMORY)fx_object_handle(part->memory) : NULL;
}

static void describe_control(
	WDF_REQUEST_COMPLETION_PARAMS *out, const struct fx_send_format *format, const IRP *irp)
{
	const struct fx_send_part *in = &format->request.parts[FX_SEND_INPUT];
	const struct fx_send_part *output = &format->request.parts[FX_SEND_OUTPUT];

	out->Parameters.Ioctl.IoControlCode = format->request.code;
	out->Parameters.Ioctl.Input.Buffer = memory_of(in);
	out->Parameters.Ioctl.Input.Offset = in->offset;
	out->Parameters.Ioctl.Output.Buffer = memory_of(output);
	out->Parameters.Ioctl.Output.Offset = output->offset;
	out->Parameters.Ioctl.Output.Length = irp->IoStatus.Information;
}

void fx_send_format_describe(
	WDF_REQUEST_COMPLETION_PARAMS *out, const struct fx_send_format *format, const IRP *irp)
{
	const struct fx_send_request *request = &format->request;
	bool is_read = request->major == IRP_MJ_READ;
	const struct fx_send_part *part = &request->parts[is_read ? FX_SEND_OUTPUT : FX_SEND_INPUT];

	*out = (WDF_REQUEST_COMPLETION_PARAMS){ .Size = sizeof(*out), .IoStatus = irp->IoStatus };
	if (is_read || request->major == IRP_MJ_WRITE) {
		out->Type = is_read ? WdfRequestTypeRead : WdfRequestTypeWrite;
		out->Parameters.Read.Buffer = memory_of(part);
		out->Parameters.Read.Length = irp->IoStatus.Information;
		out->Parameters.Read.Offset = part->offset;
	} else if (request->has_others) {
		out->Type = WdfRequestTypeOther;
		out->Parameters.Others.Argument1.Ptr = request->parts[0].address;
		out->Parameters.Others.Argument2.Ptr = request->parts[1].address;
		out->Parameters.Others.Argument4.Ptr = request->parts[2].address;
	} else {
		out->Type = request->major == IRP_MJ_DEVICE_CONTROL
				    ? WdfRequestTypeDeviceControl
				    : WdfRequestTypeDeviceControlInternal;
		describe_control(out, format, irp);
	}
	if (request->extra)
		request->extra->describe(request->extra, out);
}

NTSTATUS fx_send_part_of_memory(struct fx_send_part *out, WDFMEMORY handle,
	const WDFMEMORY_OFFSET *offsets, const struct fx_call *call)
{
	struct fx_memory *memory;

	*out = (struct fx_send_part){ .address = NULL };
	if (!handle)
		return STATUS_SUCCESS;
	memory = fx_memory_of(fx_handle_get(handle, &fx_memory_class, call));
	if (offsets) {
		NTSTATUS status = fx_memory_check_offsets(memory, offsets);

		if (!NT_SUCCESS(status))
			return status;
		out->offset = offsets->BufferOffset;
	}
	out->memory = &memory->object;
	out->address = (char *)memory->buffer + out->offset;
	out->length = offsets && offsets->BufferLength > 0 ? offsets->BufferLength
							   : memory->size - out->offset;
	return STATUS_SUCCESS;
}

NTSTATUS fx_send_part_of_descriptor(struct fx_send_part *out,
	const WDF_MEMORY_DESCRIPTOR *descriptor, const struct fx_call *call)
{
	*out = (struct fx_send_part){ .address = NULL };
	if (!descriptor)
		return STATUS_SUCCESS;
	switch (descriptor->Type) {
	case WdfMemoryDescriptorTypeBuffer:
		out->address = descriptor->u.BufferType.Buffer;
		out->length = descriptor->u.BufferType.Length;
		return STATUS_SUCCESS;
	case WdfMemoryDescriptorTypeMdl:
		out->mdl = descriptor->u.MdlType.Mdl;
		out->length = descriptor->u.MdlType.BufferLength
				      ? descriptor->u.MdlType.BufferLength
				      : MmGetMdlByteCount(out->mdl);
		out->address = MmGetMdlVirtualAddress(out->mdl);
		return STATUS_SUCCESS;
	case WdfMemoryDescriptorTypeHandle:
		return fx_send_part_of_memory(out, descriptor->u.HandleType.Memory,
			descriptor->u.HandleType.Offsets, call);
	default:
		return STATUS_INVALID_PARAMETER;
	}
}
