/*
 * IRPs that the I/O manager builds for drivers, with their buffers, and frees when they are completed.
 */
#include <stdlib.h>
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/mdl.h"

#define SITE __builtin_return_address(0)

/* The buffers of such an IRP, until it is completed. */
struct built {
	PIRP irp;
	void *system;   /* owned: what the driver below sees */
	void *output;   /* where it is copied to at the end; NULL: nowhere */
	ULONG_PTR room; /* there */
};

static void destroy(struct built *built)
{
	free(built->system);
	free(built);
}

/* The results are there before the event is set, and the IRP is gone. */
static void complete(PIRP irp, void *argument)
{
	struct built *built = argument;
	ULONG_PTR length = irp->IoStatus.Information;
	PKEVENT event = irp->UserEvent;

	if (built->output && !NT_ERROR(irp->IoStatus.Status))
		memcpy(built->output, built->system, length < built->room ? length : built->room);
	io_mdl_free_chain(irp->MdlAddress);
	irp->MdlAddress = NULL;
	if (irp->UserIosb)
		*irp->UserIosb = irp->IoStatus;
	io_irp_unpublish(irp, NULL);
	io_irp_retire(irp);
	destroy(built);
	if (event)
		KeSetEvent(event, IO_NO_INCREMENT, FALSE);
}

static struct built *create(PDEVICE_OBJECT device)
{
	struct built *built = calloc(1, sizeof(*built));
	struct io_irp_listener listener = { complete, built };

	if (!built)
		return NULL;
	built->irp = io_irp_create(device->StackSize, &listener);
	if (!built->irp) {
		free(built);
		return NULL;
	}
	return built;
}

static void discard(struct built *built)
{
	io_mdl_free_chain(built->irp->MdlAddress);
	io_irp_destroy(built->irp);
	destroy(built);
}

/* One system buffer with room for `size` bytes, and `length` of them from `input`. */
static bool add_system_buffer(struct built *built, const void *input, ULONG length, ULONG size)
{
	built->system = calloc(1, size ? size : 1);
	if (!built->system)
		return false;
	if (length > 0)
		memcpy(built->system, input, length);
	built->irp->AssociatedIrp.SystemBuffer = built->system;
	return true;
}

static bool add_mdl(struct built *built, PVOID buffer, ULONG length)
{
	if (length == 0)
		return true;
	built->irp->MdlAddress = io_mdl_create_locked(buffer, length);
	return built->irp->MdlAddress != NULL;
}

static PIRP publish(struct built *built, PKEVENT event, PIO_STATUS_BLOCK result, const void *site)
{
	built->irp->UserEvent = event;
	built->irp->UserIosb = result;
	io_irp_publish(built->irp, io_driver_calling(site), site);
	return built->irp;
}

static bool add_control_buffers(struct built *built, PVOID input, PVOID output)
{
	PIO_STACK_LOCATION stack = IoGetNextIrpStackLocation(built->irp);
	ULONG in = stack->Parameters.DeviceIoControl.InputBufferLength;
	ULONG out = stack->Parameters.DeviceIoControl.OutputBufferLength;

	switch (METHOD_FROM_CTL_CODE(stack->Parameters.DeviceIoControl.IoControlCode)) {
	case METHOD_BUFFERED:
		built->output = output;
		built->room = out;
		return add_system_buffer(built, input, in, in > out ? in : out);
	case METHOD_NEITHER:
		stack->Parameters.DeviceIoControl.Type3InputBuffer = input;
		built->irp->UserBuffer = output;
		return true;
	default:
		return add_system_buffer(built, input, in, in) && add_mdl(built, output, out);
	}
}

PIRP IoBuildDeviceIoControlRequest(ULONG IoControlCode, PDEVICE_OBJECT DeviceObject,
	PVOID InputBuffer, ULONG InputBufferLength, PVOID OutputBuffer, ULONG OutputBufferLength,
	BOOLEAN InternalDeviceIoControl, PKEVENT Event, PIO_STATUS_BLOCK IoStatusBlock)
{
	const void *site = SITE;
	PIO_STACK_LOCATION stack;
	struct built *built;

	ke_irql_check("IoBuildDeviceIoControlRequest", PASSIVE_LEVEL, site);
	if (io_fault(io_driver_calling(site), "IoBuildDeviceIoControlRequest", site))
		return NULL;
	built = create(DeviceObject);
	if (!built)
		return NULL;
	stack = IoGetNextIrpStackLocation(built->irp);
	stack->MajorFunction =
		InternalDeviceIoControl ? IRP_MJ_INTERNAL_DEVICE_CONTROL : IRP_MJ_DEVICE_CONTROL;
	stack->Parameters.DeviceIoControl.IoControlCode = IoControlCode;
	stack->Parameters.DeviceIoControl.InputBufferLength = InputBufferLength;
	stack->Parameters.DeviceIoControl.OutputBufferLength = OutputBufferLength;
	if (!add_control_buffers(built, InputBuffer, OutputBuffer)) {
		discard(built);
		return NULL;
	}
	return publish(built, Event, IoStatusBlock, site);
}

/* As the device wants them: buffered, direct, or as they are. */
static bool add_transfer_buffer(
	struct built *built, const DEVICE_OBJECT *device, PVOID buffer, ULONG length)
{
	bool is_read = IoGetNextIrpStackLocation(built->irp)->MajorFunction == IRP_MJ_READ;

	if (device->Flags & DO_BUFFERED_IO) {
		built->output = is_read ? buffer : NULL;
		built->room = length;
		return add_system_buffer(built, buffer, is_read ? 0 : length, length);
	}
	built->irp->UserBuffer = buffer;
	return !(device->Flags & DO_DIRECT_IO) || add_mdl(built, buffer, length);
}

PIRP IoBuildSynchronousFsdRequest(ULONG MajorFunction, PDEVICE_OBJECT DeviceObject, PVOID Buffer,
	ULONG Length, PLARGE_INTEGER StartingOffset, PKEVENT Event, PIO_STATUS_BLOCK IoStatusBlock)
{
	const void *site = SITE;
	PIO_STACK_LOCATION stack;
	struct built *built;

	ke_irql_check("IoBuildSynchronousFsdRequest", PASSIVE_LEVEL, site);
	if (io_fault(io_driver_calling(site), "IoBuildSynchronousFsdRequest", site))
		return NULL;
	built = create(DeviceObject);
	if (!built)
		return NULL;
	stack = IoGetNextIrpStackLocation(built->irp);
	stack->MajorFunction = (UCHAR)MajorFunction;
	if (MajorFunction == IRP_MJ_READ || MajorFunction == IRP_MJ_WRITE) {
		stack->Parameters.Read.Length = Length;
		if (StartingOffset)
			stack->Parameters.Read.ByteOffset = *StartingOffset;
		if (!add_transfer_buffer(built, DeviceObject, Buffer, Length)) {
			discard(built);
			return NULL;
		}
	}
	return publish(built, Event, IoStatusBlock, site);
}
