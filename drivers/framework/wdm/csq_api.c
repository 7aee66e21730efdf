/*
 * The boundary of cancel-safe queues. The lock and the list are the driver's; what is here is the order
 * in which an IRP gets and loses its cancel routine.
 */
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

static void check_queue(const char *function, const IO_CSQ *csq, const void *site)
{
	struct io_breach breach = { NULL, "invalid-structure", function, csq, site };

	ke_irql_check(function, DISPATCH_LEVEL, site);
	if (csq->Type == IO_TYPE_CSQ || csq->Type == IO_TYPE_CSQ_EX)
		return;
	breach.driver = io_driver_calling(site);
	io_stop(&breach, "the queue at %p was not initialised by IoCsqInitialize",
		(const void *)csq);
}

/* What DriverContext[3] holds: the context of the IRP, or its queue. */
static PIO_CSQ queue_of(PIRP irp)
{
	PIO_CSQ_IRP_CONTEXT context = irp->Tail.Overlay.DriverContext[3];

	return context->Type == IO_TYPE_CSQ_IRP_CONTEXT ? context->Csq : (PIO_CSQ)(PVOID)context;
}

/* Under the lock. */
static void remove_locked(PIO_CSQ csq, PIRP irp)
{
	PIO_CSQ_IRP_CONTEXT context = irp->Tail.Overlay.DriverContext[3];

	csq->CsqRemoveIrp(csq, irp);
	if (context->Type == IO_TYPE_CSQ_IRP_CONTEXT)
		context->Irp = NULL;
	irp->Tail.Overlay.DriverContext[3] = NULL;
}

static VOID cancel(PDEVICE_OBJECT device, PIRP irp)
{
	PIO_CSQ csq;
	KIRQL irql;

	UNREFERENCED_PARAMETER(device);
	IoReleaseCancelSpinLock(irp->CancelIrql);
	csq = queue_of(irp);
	csq->CsqAcquireLock(csq, &irql);
	remove_locked(csq, irp);
	csq->CsqReleaseLock(csq, irql);
	csq->CsqCompleteCanceledIrp(csq, irp);
}

NTSTATUS IoCsqInitialize(PIO_CSQ Csq, PIO_CSQ_INSERT_IRP CsqInsertIrp,
	PIO_CSQ_REMOVE_IRP CsqRemoveIrp, PIO_CSQ_PEEK_NEXT_IRP CsqPeekNextIrp,
	PIO_CSQ_ACQUIRE_LOCK CsqAcquireLock, PIO_CSQ_RELEASE_LOCK CsqReleaseLock,
	PIO_CSQ_COMPLETE_CANCELED_IRP CsqCompleteCanceledIrp)
{
	*Csq = (IO_CSQ){ IO_TYPE_CSQ, CsqInsertIrp, CsqRemoveIrp, CsqPeekNextIrp, CsqAcquireLock,
		CsqReleaseLock, CsqCompleteCanceledIrp, NULL };
	return STATUS_SUCCESS;
}

NTSTATUS IoCsqInitializeEx(PIO_CSQ Csq, PIO_CSQ_INSERT_IRP_EX CsqInsertIrp,
	PIO_CSQ_REMOVE_IRP CsqRemoveIrp, PIO_CSQ_PEEK_NEXT_IRP CsqPeekNextIrp,
	PIO_CSQ_ACQUIRE_LOCK CsqAcquireLock, PIO_CSQ_RELEASE_LOCK CsqReleaseLock,
	PIO_CSQ_COMPLETE_CANCELED_IRP CsqCompleteCanceledIrp)
{
	*Csq = (IO_CSQ){ IO_TYPE_CSQ_EX, NULL, CsqRemoveIrp, CsqPeekNextIrp, CsqAcquireLock,
		CsqReleaseLock, CsqCompleteCanceledIrp, NULL };
	/* One field for two types of routines: it is called as what it is. */
	memcpy(&Csq->CsqInsertIrp, &CsqInsertIrp, sizeof(CsqInsertIrp));
	return STATUS_SUCCESS;
}

static NTSTATUS insert_locked(PIO_CSQ csq, PIRP irp, PVOID context)
{
	PIO_CSQ_INSERT_IRP_EX insert;

	if (csq->Type == IO_TYPE_CSQ) {
		csq->CsqInsertIrp(csq, irp);
		return STATUS_SUCCESS;
	}
	memcpy(&insert, &csq->CsqInsertIrp, sizeof(insert));
	return insert(csq, irp, context);
}

/* Then it can be cancelled; or it is already, and nobody else will see to it. */
static bool make_cancelable_locked(PIO_CSQ csq, PIRP irp)
{
	IoSetCancelRoutine(irp, cancel);
	if (!__atomic_load_n(&irp->Cancel, __ATOMIC_SEQ_CST) || !IoSetCancelRoutine(irp, NULL))
		return true;
	remove_locked(csq, irp);
	return false;
}

static NTSTATUS insert(const char *function, PIO_CSQ csq, PIRP irp, PIO_CSQ_IRP_CONTEXT context,
	PVOID insert_context, const void *site)
{
	struct io_irp *found = io_irp_find(irp);
	bool is_queued;
	NTSTATUS status;
	KIRQL irql;

	check_queue(function, csq, site);
	if (!found || (io_irp_state(found) == IO_IRP_COMPLETED && !io_irp_is_published(found))) {
		struct io_breach breach = { io_driver_calling(site), "invalid-handle", function,
			irp, site };

		io_stop(&breach, "%p is not an IRP, or one that is completed", (void *)irp);
	}
	if (context)
		*context = (IO_CSQ_IRP_CONTEXT){ IO_TYPE_CSQ_IRP_CONTEXT, irp, csq };

	csq->CsqAcquireLock(csq, &irql);
	irp->Tail.Overlay.DriverContext[3] = context ? (PVOID)context : (PVOID)csq;
	status = insert_locked(csq, irp, insert_context);
	if (!NT_SUCCESS(status)) {
		irp->Tail.Overlay.DriverContext[3] = NULL;
		csq->CsqReleaseLock(csq, irql);
		return status;
	}
	io_irp_mark_pending(irp, site);
	is_queued = make_cancelable_locked(csq, irp);
	csq->CsqReleaseLock(csq, irql);
	if (!is_queued)
		csq->CsqCompleteCanceledIrp(csq, irp);
	return status;
}

VOID IoCsqInsertIrp(PIO_CSQ Csq, PIRP Irp, PIO_CSQ_IRP_CONTEXT Context)
{
	insert("IoCsqInsertIrp", Csq, Irp, Context, NULL, SITE);
}

NTSTATUS IoCsqInsertIrpEx(PIO_CSQ Csq, PIRP Irp, PIO_CSQ_IRP_CONTEXT Context, PVOID InsertContext)
{
	return insert("IoCsqInsertIrpEx", Csq, Irp, Context, InsertContext, SITE);
}

/* One without a cancel routine is being cancelled: it is the routine's. */
PIRP IoCsqRemoveNextIrp(PIO_CSQ Csq, PVOID PeekContext)
{
	PIRP irp = NULL;
	KIRQL irql;

	check_queue("IoCsqRemoveNextIrp", Csq, SITE);
	Csq->CsqAcquireLock(Csq, &irql);
	do {
		irp = Csq->CsqPeekNextIrp(Csq, irp, PeekContext);
	} while (irp && !IoSetCancelRoutine(irp, NULL));
	if (irp)
		remove_locked(Csq, irp);
	Csq->CsqReleaseLock(Csq, irql);
	return irp;
}

PIRP IoCsqRemoveIrp(PIO_CSQ Csq, PIO_CSQ_IRP_CONTEXT Context)
{
	PIRP irp;
	KIRQL irql;

	check_queue("IoCsqRemoveIrp", Csq, SITE);
	Csq->CsqAcquireLock(Csq, &irql);
	irp = Context->Irp;
	if (irp && !IoSetCancelRoutine(irp, NULL))
		irp = NULL;
	if (irp)
		remove_locked(Csq, irp);
	Csq->CsqReleaseLock(Csq, irql);
	return irp;
}
