#include "drivers/framework/kmdf/request_buffer.h"

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/io.h"
#include "drivers/framework/kmdf/memory.h"
#include "drivers/framework/wdm/exception.h"
#include "drivers/framework/wdm/mdl.h"

static bool is_control(const IO_STACK_LOCATION *stack)
{
	return stack->MajorFunction == IRP_MJ_DEVICE_CONTROL ||
	       stack->MajorFunction == IRP_MJ_INTERNAL_DEVICE_CONTROL;
}

static ULONG method_of(const IO_STACK_LOCATION *stack)
{
	return METHOD_FROM_CTL_CODE(stack->Parameters.DeviceIoControl.IoControlCode);
}

/* Kernel components pass their own addresses, which need no care. */
static bool is_trusted(const struct fx_request *request, const IO_STACK_LOCATION *stack)
{
	return request->irp->RequestorMode == KernelMode ||
	       stack->MajorFunction == IRP_MJ_INTERNAL_DEVICE_CONTROL;
}

static void set_mdl(struct fx_request_buffer *out, PMDL mdl)
{
	out->mdl = mdl;
	out->address = mdl ? MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority) : NULL;
}

static NTSTATUS find_control(struct fx_request_buffer *out, const struct fx_request *request,
	const IO_STACK_LOCATION *stack, enum fx_request_side side)
{
	PIRP irp = request->irp;
	ULONG method = method_of(stack);

	out->length = side == FX_REQUEST_INPUT
			      ? stack->Parameters.DeviceIoControl.InputBufferLength
			      : stack->Parameters.DeviceIoControl.OutputBufferLength;
	if (out->length == 0)
		return STATUS_BUFFER_TOO_SMALL;
	if (method == METHOD_NEITHER) {
		if (!is_trusted(request, stack))
			return STATUS_INVALID_DEVICE_REQUEST;
		out->address = side == FX_REQUEST_INPUT
				       ? stack->Parameters.DeviceIoControl.Type3InputBuffer
				       : irp->UserBuffer;
	} else if (side == FX_REQUEST_INPUT || method == METHOD_BUFFERED) {
		out->address = irp->AssociatedIrp.SystemBuffer;
	} else {
		set_mdl(out, irp->MdlAddress);
		return out->address ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
	}
	return STATUS_SUCCESS;
}

static NTSTATUS find_transfer(struct fx_request_buffer *out, const struct fx_request *request,
	const IO_STACK_LOCATION *stack)
{
	PIRP irp = request->irp;
	ULONG flags = stack->DeviceObject->Flags;

	out->length = stack->Parameters.Read.Length;
	if (!(flags & (DO_BUFFERED_IO | DO_DIRECT_IO)) && irp->RequestorMode == UserMode)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (out->length == 0)
		return STATUS_BUFFER_TOO_SMALL;
	if (flags & DO_DIRECT_IO) {
		set_mdl(out, irp->MdlAddress);
		return out->address ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
	}
	out->address = flags & DO_BUFFERED_IO ? irp->AssociatedIrp.SystemBuffer : irp->UserBuffer;
	return STATUS_SUCCESS;
}

/* What the driver is only to read, as WDF marks it. */
static bool is_read_only(const IO_STACK_LOCATION *stack, enum fx_request_side side)
{
	ULONG method;

	if (!is_control(stack))
		return stack->MajorFunction == IRP_MJ_WRITE;
	method = method_of(stack);
	if (side == FX_REQUEST_OUTPUT)
		return method == METHOD_IN_DIRECT;
	return method == METHOD_IN_DIRECT || method == METHOD_OUT_DIRECT;
}

/* A read has no input, a write no output. */
static bool is_possible(const IO_STACK_LOCATION *stack, enum fx_request_side side)
{
	return stack->MajorFunction == (side == FX_REQUEST_INPUT ? IRP_MJ_WRITE : IRP_MJ_READ);
}

NTSTATUS fx_request_find_buffer(
	struct fx_request_buffer *out, const struct fx_request *request, enum fx_request_side side)
{
	const IO_STACK_LOCATION *stack = IoGetCurrentIrpStackLocation(request->irp);
	struct fx_request_buffer found = { .is_read_only = is_read_only(stack, side) };
	NTSTATUS status = STATUS_INVALID_DEVICE_REQUEST;

	if (is_control(stack))
		status = find_control(&found, request, stack, side);
	else if (is_possible(stack, side))
		status = find_transfer(&found, request, stack);
	if (NT_SUCCESS(status))
		*out = found;
	return status;
}

NTSTATUS fx_request_find_user_buffer(
	struct fx_request_buffer *out, const struct fx_request *request, enum fx_request_side side)
{
	const IO_STACK_LOCATION *stack = IoGetCurrentIrpStackLocation(request->irp);
	ULONG flags = stack->DeviceObject->Flags;

	out->mdl = NULL;
	if (stack->MajorFunction == IRP_MJ_DEVICE_CONTROL && method_of(stack) == METHOD_NEITHER) {
		out->address = side == FX_REQUEST_INPUT
				       ? stack->Parameters.DeviceIoControl.Type3InputBuffer
				       : request->irp->UserBuffer;
		out->length = side == FX_REQUEST_INPUT
				      ? stack->Parameters.DeviceIoControl.InputBufferLength
				      : stack->Parameters.DeviceIoControl.OutputBufferLength;
		return STATUS_SUCCESS;
	}
	if (!is_possible(stack, side) || (flags & (DO_BUFFERED_IO | DO_DIRECT_IO)))
		return STATUS_INVALID_DEVICE_REQUEST;
	out->address = request->irp->UserBuffer;
	out->length = stack->Parameters.Read.Length;
	return STATUS_SUCCESS;
}

/* A memory object for a buffer that is not its own; a child of the request. */
static NTSTATUS create_memory(struct fx_object **out, struct fx_request *request,
	const struct fx_request_buffer *buffer, const struct fx_call *call)
{
	struct fx_memory_request wanted = { .pool = { .size = buffer->length },
		.buffer = buffer->address,
		.is_read_only = buffer->is_read_only };
	struct fx_child child = {
		.init = fx_memory_init, .argument = &wanted, .size = buffer->length
	};
	WDF_OBJECT_ATTRIBUTES attributes;
	NTSTATUS status;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = fx_request_handle(request);
	status = fx_driver_create_child(
		out, request->device->driver, &fx_memory_class, &attributes, &child, call);
	if (NT_SUCCESS(status))
		(*out)->is_no_delete = true;
	return status;
}

bool fx_request_is_memory_of_irp(const struct fx_object *object)
{
	return object->class == &fx_memory_class && object->is_no_delete;
}

NTSTATUS fx_request_memory(struct fx_object **out, struct fx_request *request,
	enum fx_request_side side, const struct fx_call *call)
{
	struct fx_request_buffer buffer;
	NTSTATUS status = fx_request_find_buffer(&buffer, request, side);

	if (NT_SUCCESS(status) && !request->memory[side])
		status = create_memory(&request->memory[side], request, &buffer, call);
	if (NT_SUCCESS(status))
		*out = request->memory[side];
	return status;
}

NTSTATUS fx_request_mdl(PMDL *out, struct fx_request *request, enum fx_request_side side)
{
	struct fx_request_buffer buffer;
	NTSTATUS status = fx_request_find_buffer(&buffer, request, side);

	if (!NT_SUCCESS(status))
		return status;
	if (!buffer.mdl && !request->mdl[side])
		request->mdl[side] = io_mdl_create_locked(buffer.address, (ULONG)buffer.length);
	if (!buffer.mdl)
		buffer.mdl = request->mdl[side];
	if (!buffer.mdl)
		return STATUS_INSUFFICIENT_RESOURCES;
	*out = buffer.mdl;
	return STATUS_SUCCESS;
}

NTSTATUS fx_request_lock_user_memory(struct fx_object **out, struct fx_request *request,
	const struct fx_request_buffer *user, const struct fx_call *call)
{
	PMDL mdl;

	if (!ex_can_access(user->address, user->length, !user->is_read_only))
		return STATUS_ACCESS_VIOLATION;
	mdl = io_mdl_create_locked(user->address, (ULONG)user->length);
	if (!mdl)
		return STATUS_INSUFFICIENT_RESOURCES;
	mdl->Next = request->locked;
	request->locked = mdl;
	return create_memory(out, request, user, call);
}
