#include "drivers/framework/kmdf/remove_lock.h"

#include <errno.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/io.h"
#include "drivers/framework/wdm/stop.h"

static NTSTATUS release(PDEVICE_OBJECT device, PIRP irp, PVOID context)
{
	struct fx_io *io = context;

	UNREFERENCED_PARAMETER(device);
	if (irp->PendingReturned)
		IoMarkIrpPending(irp);
	pthread_mutex_lock(&io->lock);
	io->remove_locks--;
	pthread_cond_broadcast(&io->changed);
	pthread_mutex_unlock(&io->lock);
	fx_io_dereference(io);
	return STATUS_CONTINUE_COMPLETION;
}

NTSTATUS fx_remove_lock_acquire(struct fx_io *io, PIRP irp)
{
	bool is_removed;

	pthread_mutex_lock(&io->lock);
	is_removed = io->is_removed;
	if (!is_removed)
		io->remove_locks++;
	pthread_mutex_unlock(&io->lock);
	if (is_removed)
		return STATUS_DELETE_PENDING;
	IoCopyCurrentIrpStackLocationToNext(irp);
	IoSetCompletionRoutine(irp, release, fx_io_reference(io), TRUE, TRUE, TRUE);
	IoSetNextIrpStackLocation(irp);
	return STATUS_SUCCESS;
}

void fx_remove_lock_close(struct fx_device *device)
{
	struct io_breach breach = { fx_globals_io_driver(device->object.globals),
		"remove-lock-held", "IRP_MN_REMOVE_DEVICE", fx_device_handle(device), NULL };
	struct fx_io *io = device->io;
	struct timespec end;
	unsigned int left;
	int error = 0;

	fx_io_deadline(&end);
	pthread_mutex_lock(&io->lock);
	io->is_removed = true;
	while (error != ETIMEDOUT && io->remove_locks > 0)
		error = pthread_cond_timedwait(&io->changed, &io->lock, &end);
	left = io->remove_locks;
	pthread_mutex_unlock(&io->lock);
	if (left > 0)
		io_violation(&breach,
			"the device is to go, and its remove lock is still held for %u requests "
			"that are not completed",
			left);
}
