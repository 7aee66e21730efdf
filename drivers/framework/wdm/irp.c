#include "drivers/framework/wdm/irp.h"

#include <pthread.h>
#include <stdlib.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irp_wait.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/span.h"

/* A routine as a call site: a return address just inside of it. */
#define SITE_IN(routine) ((const void *)((uintptr_t)(routine) + 1))

enum {
	IRP_TYPE = 6,     /* IO_TYPE_IRP */
	REMEMBERED = 256, /* IRPs that are completed and gone */
};

struct io_irp {
	struct io_resource resource; /* when it is published */
	bool is_published;
	enum io_irp_state state;
	struct io_irp_listener listener;
	struct io_irp_holder holder;
	LIST_ENTRY link; /* in the list of all, or of those that are remembered */
	IRP irp;
	IO_STACK_LOCATION stack[];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY irps = { &irps, &irps };
static LIST_ENTRY gone = { &gone, &gone }; /* the oldest first */
static size_t gone_count;

/*
 * What the innermost dispatch routine of this thread has been given, when that is of the PnP manager or
 * of the power manager, which has no device here.
 */
struct pnp_call {
	PDEVICE_OBJECT device;
	PIRP irp;
};

static __thread struct pnp_call pnp_call;

static void reclaim(struct io_resource *resource);

static const struct io_kind irp_kind = { "irp", DRVTRACE_KIND_IRP, reclaim };

static struct io_irp *irp_of(const IRP *irp)
{
	return CONTAINING_RECORD((uintptr_t)irp, struct io_irp, irp);
}

static void reclaim(struct io_resource *resource)
{
	struct io_irp *irp = CONTAINING_RECORD(resource, struct io_irp, resource);

	io_irp_destroy(&irp->irp);
}

static void init(struct io_irp *self, CHAR stack_size)
{
	IRP *irp = &self->irp;

	memset(irp, 0, IoSizeOfIrp(stack_size));
	irp->Type = IRP_TYPE;
	irp->Size = IoSizeOfIrp(stack_size);
	irp->StackCount = stack_size;
	irp->CurrentLocation = (CHAR)(stack_size + 1);
	irp->Tail.Overlay.CurrentStackLocation = self->stack + stack_size;
	InitializeListHead(&irp->ThreadListEntry);
}

PIRP io_irp_create(CCHAR stack_size, const struct io_irp_listener *listener)
{
	struct io_irp *self =
		calloc(1, sizeof(*self) + (size_t)stack_size * sizeof(self->stack[0]));

	if (!self)
		return NULL;
	if (listener)
		self->listener = *listener;
	init(self, stack_size);
	pthread_mutex_lock(&lock);
	InsertTailList(&irps, &self->link);
	pthread_mutex_unlock(&lock);
	return &self->irp;
}

void io_irp_publish(PIRP irp, struct io_driver *driver, const void *site)
{
	struct io_irp *self = irp_of(irp);

	self->is_published = true;
	io_resource_acquire(&self->resource, driver,
		&(struct io_claim){
			.kind = &irp_kind, .handle = irp, .size = irp->Size, .site = site });
}

void io_irp_unpublish(PIRP irp, const void *site)
{
	struct io_irp *self = irp_of(irp);

	if (self->is_published)
		io_resource_release(&self->resource, site);
	self->is_published = false;
}

void io_irp_destroy(PIRP irp)
{
	struct io_irp *self = irp_of(irp);

	pthread_mutex_lock(&lock);
	RemoveEntryList(&self->link);
	pthread_mutex_unlock(&lock);
	free(self);
}

void io_irp_retire(PIRP irp)
{
	struct io_irp *self = irp_of(irp);
	struct io_irp *oldest = NULL;

	pthread_mutex_lock(&lock);
	self->state = IO_IRP_COMPLETED;
	RemoveEntryList(&self->link);
	InsertTailList(&gone, &self->link);
	if (++gone_count > REMEMBERED) {
		oldest = CONTAINING_RECORD(RemoveHeadList(&gone), struct io_irp, link);
		gone_count--;
	}
	pthread_mutex_unlock(&lock);
	free(oldest);
}

static struct io_irp *find_in(LIST_ENTRY *head, const IRP *irp)
{
	for (LIST_ENTRY *link = head->Flink; link != head; link = link->Flink) {
		struct io_irp *self = CONTAINING_RECORD(link, struct io_irp, link);

		if (&self->irp == irp)
			return self;
	}
	return NULL;
}

struct io_irp *io_irp_find(const IRP *irp)
{
	struct io_irp *found;

	pthread_mutex_lock(&lock);
	found = find_in(&irps, irp);
	if (!found)
		found = find_in(&gone, irp);
	pthread_mutex_unlock(&lock);
	return found;
}

/* Whoever looks at it does so when nothing has happened for a while: no lock. */
static void hold(struct io_irp *self, struct io_driver *driver, const void *site)
{
	__atomic_store_n(&self->holder.driver, driver, __ATOMIC_RELAXED);
	__atomic_store_n(&self->holder.site, site, __ATOMIC_RELAXED);
}

static void set_state(struct io_irp *self, enum io_irp_state state)
{
	pthread_mutex_lock(&lock);
	self->state = state;
	pthread_mutex_unlock(&lock);
}

enum io_irp_state io_irp_state(const struct io_irp *self)
{
	enum io_irp_state state;

	pthread_mutex_lock(&lock);
	state = self->state;
	pthread_mutex_unlock(&lock);
	return state;
}

bool io_irp_is_published(const struct io_irp *self)
{
	return self->is_published;
}

bool io_irp_frees_itself(const struct io_irp *self)
{
	return self->listener.completed && !(self->irp.Flags & IRP_ASSOCIATED_IRP);
}

void io_irp_reuse(PIRP irp)
{
	struct io_irp *self = irp_of(irp);

	set_state(self, IO_IRP_IDLE);
	init(self, irp->StackCount);
}

NTSTATUS io_irp_call(PDEVICE_OBJECT device, PIRP irp)
{
	struct io_irp *self = irp_of(irp);
	struct io_driver *driver = io_driver_of(device->DriverObject);
	struct ke_level level = ke_level();
	struct pnp_call outer = pnp_call;
	struct io_driver *previous;
	PIO_STACK_LOCATION stack;
	NTSTATUS status;

	IoSetNextIrpStackLocation(irp);
	stack = IoGetCurrentIrpStackLocation(irp);
	stack->DeviceObject = device;

	pthread_mutex_lock(&lock);
	self->state = IO_IRP_SENT;
	pthread_mutex_unlock(&lock);
	hold(self, driver, SITE_IN(device->DriverObject->MajorFunction[stack->MajorFunction]));

	previous = io_driver_begin_call(driver);
	pnp_call = (struct pnp_call){ NULL, NULL };
	if (stack->MajorFunction == IRP_MJ_PNP)
		pnp_call = (struct pnp_call){ device, irp };
	else if (stack->MajorFunction == IRP_MJ_POWER)
		pnp_call.irp = irp;
	status = device->DriverObject->MajorFunction[stack->MajorFunction](device, irp);
	pnp_call = outer;
	io_driver_end_call(previous);
	ke_level_check_return(driver, "a dispatch routine", &level);
	return status;
}

static bool wants_completion(const IRP *irp, const IO_STACK_LOCATION *stack)
{
	if (__atomic_load_n(&irp->Cancel, __ATOMIC_SEQ_CST) &&
		(stack->Control & SL_INVOKE_ON_CANCEL))
		return true;
	return stack->Control &
	       (NT_SUCCESS(irp->IoStatus.Status) ? SL_INVOKE_ON_SUCCESS : SL_INVOKE_ON_ERROR);
}

/* The routine of the driver above, which may take the request back. */
static NTSTATUS run_completion(PIRP irp, const IO_STACK_LOCATION *stack)
{
	bool is_allocator = irp->CurrentLocation == irp->StackCount + 1;
	PDEVICE_OBJECT device =
		is_allocator ? NULL : IoGetCurrentIrpStackLocation(irp)->DeviceObject;
	struct io_driver *driver =
		device ? io_driver_of(device->DriverObject)
		       : io_driver_calling((const void *)(uintptr_t)stack->CompletionRoutine);
	struct io_driver *previous = io_driver_begin_call(driver);
	struct ke_level level = ke_level();
	struct io_span span;
	NTSTATUS status;

	/* From here on, for the routine may free it. */
	hold(irp_of(irp), driver, SITE_IN(stack->CompletionRoutine));
	span = io_span_begin(
		driver, "IoCompletion", (const void *)(uintptr_t)stack->CompletionRoutine);
	status = stack->CompletionRoutine(device, irp, stack->Context);
	io_span_end(&span, STATUS_SUCCESS);
	ke_level_check_return(driver, "a completion routine", &level);
	io_driver_end_call(previous);
	return status;
}

void io_irp_complete(PIRP irp)
{
	struct io_irp *self = irp_of(irp);

	while (irp->CurrentLocation <= irp->StackCount) {
		IO_STACK_LOCATION stack = *IoGetCurrentIrpStackLocation(irp);

		IoGetCurrentIrpStackLocation(irp)->CompletionRoutine = NULL;
		irp->PendingReturned = (stack.Control & SL_PENDING_RETURNED) != 0;
		IoSkipCurrentIrpStackLocation(irp);
		if (stack.CompletionRoutine && wants_completion(irp, &stack)) {
			if (run_completion(irp, &stack) == STATUS_MORE_PROCESSING_REQUIRED)
				return;
		} else if (irp->PendingReturned && irp->CurrentLocation <= irp->StackCount) {
			IoGetCurrentIrpStackLocation(irp)->Control |= SL_PENDING_RETURNED;
		}
	}
	set_state(self, IO_IRP_COMPLETED);
	if (self->listener.completed)
		self->listener.completed(irp, self->listener.argument);
}

void io_irp_mark_pending(PIRP irp, const void *site)
{
	IoGetCurrentIrpStackLocation(irp)->Control |= SL_PENDING_RETURNED;
	__atomic_store_n(&irp_of(irp)->holder.site, site, __ATOMIC_RELAXED);
}

struct io_irp_holder io_irp_holder(const IRP *irp)
{
	const struct io_irp *self = irp_of(irp);

	return (struct io_irp_holder){ __atomic_load_n(&self->holder.driver, __ATOMIC_RELAXED),
		__atomic_load_n(&self->holder.site, __ATOMIC_RELAXED) };
}

const void *io_irp_starting_device(const struct io_driver *driver)
{
	PDEVICE_OBJECT device = pnp_call.device;

	return device && io_driver_of(device->DriverObject) == driver ? device : NULL;
}

PIRP io_irp_of_pnp_call(void)
{
	return pnp_call.irp;
}

/* The driver that waits for it keeps it. */
static NTSTATUS come_back(PDEVICE_OBJECT device, PIRP irp, PVOID context)
{
	UNREFERENCED_PARAMETER(device);
	UNREFERENCED_PARAMETER(irp);
	io_irp_wait_end(context);
	return STATUS_MORE_PROCESSING_REQUIRED;
}

void io_irp_forward(PDEVICE_OBJECT device, PIRP irp)
{
	io_irp_forward_as(device, irp, IoGetCurrentIrpStackLocation(irp));
}

void io_irp_forward_as(PDEVICE_OBJECT device, PIRP irp, const IO_STACK_LOCATION *below)
{
	IO_STACK_LOCATION what = *below;
	struct io_irp_wait wait;

	io_irp_wait_init(&wait);
	IoCopyCurrentIrpStackLocationToNext(irp);
	IoGetNextIrpStackLocation(irp)->Parameters = what.Parameters;
	IoSetCompletionRoutine(irp, come_back, &wait, TRUE, TRUE, TRUE);
	io_irp_call(device, irp);
	io_irp_wait_for(&wait, irp, &what);
	io_irp_wait_finish(&wait);
}
