#include "drivers/framework/wdm/pnp_root.h"

#include <pthread.h>
#include <stdlib.h>

#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/irp.h"

/* One IRP_MN_WAIT_WAKE of a device that waits for its signal. */
struct waiter {
	PDEVICE_OBJECT pdo;
	PIRP irp;
	LIST_ENTRY link;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY waiters = { &waiters, &waiters };

static DRIVER_OBJECT bus = { .Type = 4, .Size = sizeof(bus) };

/* The bus driver agrees with whatever is done to its devices, and knows nothing more about them. */
static NTSTATUS answer(const IRP *irp, const IO_STACK_LOCATION *stack)
{
	switch (stack->MajorFunction) {
	case IRP_MJ_CREATE:
	case IRP_MJ_CLEANUP:
	case IRP_MJ_CLOSE:
		return STATUS_SUCCESS;
	case IRP_MJ_POWER:
		return stack->MinorFunction == IRP_MN_SET_POWER ||
				       stack->MinorFunction == IRP_MN_QUERY_POWER
			       ? STATUS_SUCCESS
			       : irp->IoStatus.Status;
	case IRP_MJ_PNP:
		return stack->MinorFunction <= IRP_MN_CANCEL_STOP_DEVICE ||
				       stack->MinorFunction == IRP_MN_QUERY_CAPABILITIES ||
				       stack->MinorFunction == IRP_MN_SURPRISE_REMOVAL
			       ? STATUS_SUCCESS
			       : irp->IoStatus.Status;
	default:
		return STATUS_INVALID_DEVICE_REQUEST;
	}
}

static NTSTATUS complete(PIRP irp, NTSTATUS status)
{
	irp->IoStatus.Status = status;
	io_irp_complete(irp);
	return status;
}

static struct waiter *find_locked(const DEVICE_OBJECT *pdo)
{
	for (LIST_ENTRY *link = waiters.Flink; link != &waiters; link = link->Flink) {
		struct waiter *waiter = CONTAINING_RECORD(link, struct waiter, link);

		if (waiter->pdo == pdo)
			return waiter;
	}
	return NULL;
}

/* The request that waits for the device, and no more: to be completed. NULL when none does. */
static PIRP take(const DEVICE_OBJECT *pdo)
{
	struct waiter *waiter;
	PIRP irp = NULL;

	pthread_mutex_lock(&lock);
	waiter = find_locked(pdo);
	if (waiter) {
		irp = waiter->irp;
		RemoveEntryList(&waiter->link);
		free(waiter);
	}
	pthread_mutex_unlock(&lock);
	return irp;
}

static VOID cancel_wait(PDEVICE_OBJECT device, PIRP irp)
{
	IoReleaseCancelSpinLock(irp->CancelIrql);
	if (take(device) == irp)
		complete(irp, STATUS_CANCELLED);
}

static NTSTATUS wait_for_signal(PDEVICE_OBJECT device, PIRP irp)
{
	struct waiter *waiter = calloc(1, sizeof(*waiter));
	bool is_first;

	if (!waiter)
		return complete(irp, STATUS_INSUFFICIENT_RESOURCES);
	waiter->pdo = device;
	waiter->irp = irp;
	io_irp_mark_pending(irp, NULL);
	pthread_mutex_lock(&lock);
	is_first = !find_locked(device);
	if (is_first)
		InsertTailList(&waiters, &waiter->link);
	pthread_mutex_unlock(&lock);
	if (!is_first) {
		free(waiter);
		complete(irp, STATUS_DEVICE_BUSY);
		return STATUS_PENDING;
	}
	IoSetCancelRoutine(irp, cancel_wait);
	if (__atomic_load_n(&irp->Cancel, __ATOMIC_SEQ_CST) && IoSetCancelRoutine(irp, NULL) &&
		take(device) == irp)
		complete(irp, STATUS_CANCELLED);
	return STATUS_PENDING;
}

/* When the cancel routine is about to run, it finds that the request is not there. */
static NTSTATUS end_wait(const DEVICE_OBJECT *pdo, NTSTATUS status)
{
	PIRP irp = take(pdo);

	if (!irp)
		return STATUS_INVALID_DEVICE_STATE;
	IoSetCancelRoutine(irp, NULL);
	complete(irp, status);
	return STATUS_SUCCESS;
}

NTSTATUS pnp_root_wake(PDEVICE_OBJECT pdo)
{
	return end_wait(pdo, STATUS_SUCCESS);
}

NTSTATUS pnp_root_dispatch(PDEVICE_OBJECT device, PIRP irp)
{
	const IO_STACK_LOCATION *stack = IoGetCurrentIrpStackLocation(irp);

	if (stack->MajorFunction == IRP_MJ_POWER && stack->MinorFunction == IRP_MN_WAIT_WAKE)
		return wait_for_signal(device, irp);
	if (stack->MajorFunction == IRP_MJ_PNP &&
		(stack->MinorFunction == IRP_MN_SURPRISE_REMOVAL ||
			stack->MinorFunction == IRP_MN_REMOVE_DEVICE))
		end_wait(device, STATUS_NO_SUCH_DEVICE);
	return complete(irp, answer(irp, stack));
}

NTSTATUS pnp_root_create_pdo(PDEVICE_OBJECT *out)
{
	for (size_t i = 0; i <= IRP_MJ_MAXIMUM_FUNCTION; i++)
		bus.MajorFunction[i] = pnp_root_dispatch;
	return io_device_create_for_root(out, &bus);
}
