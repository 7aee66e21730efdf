#include "drivers/framework/wdm/interrupt.h"

#include <pthread.h>
#include <stdlib.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/resource.h"
#include "drivers/framework/wdm/span.h"
#include "drivers/framework/wdm/spin_lock.h"
#include "drivers/framework/wdm/stop.h"
#include "drivers/framework/wdm/thread.h"

#define SITE __builtin_return_address(0)

struct _KINTERRUPT {
	struct io_resource resource;
	IO_CONNECT_INTERRUPT_FULLY_SPECIFIED_PARAMETERS how;
	KSPIN_LOCK own_lock;
	PKSPIN_LOCK spin_lock;
	bool is_inactive; /* changed by its own service routine, too: not under the lock */
	unsigned long raise_number; /* of the last raise that it was asked in */
	unsigned int users;         /* threads that run it, or wait to, at PASSIVE_LEVEL */
	const char *runner;         /* the one that does: the address of its `self`; NULL: none */
	bool is_gone;               /* it is disconnected */
	bool is_left_to_runner;     /* by its own routine, which frees it when it returns */
	LIST_ENTRY link;
};

struct raised {
	ULONG vector;
	bool is_claimed;
};

/*
 * Held while service routines run: none of them is disconnected meanwhile. One that runs at
 * PASSIVE_LEVEL may wait for what connects interrupts, and runs without it.
 */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t left = PTHREAD_COND_INITIALIZER;
static LIST_ENTRY interrupts = { &interrupts, &interrupts };
static unsigned long raises;
static __thread char self;

static void reclaim(struct io_resource *resource)
{
	struct _KINTERRUPT *interrupt = CONTAINING_RECORD(resource, struct _KINTERRUPT, resource);

	RemoveEntryList(&interrupt->link);
	free(interrupt);
}

static const struct io_kind interrupt_kind = { "interrupt", DRVTRACE_KIND_INTERRUPT, reclaim };

static struct _KINTERRUPT *interrupt_of(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, struct _KINTERRUPT, link);
}

static bool is_conflict(ULONG vector, bool is_shared)
{
	for (LIST_ENTRY *link = interrupts.Flink; link != &interrupts; link = link->Flink) {
		if (interrupt_of(link)->how.Vector == vector &&
			!(is_shared && interrupt_of(link)->how.ShareVector))
			return true;
	}
	return false;
}

static NTSTATUS connect(const IO_CONNECT_INTERRUPT_FULLY_SPECIFIED_PARAMETERS *how,
	struct io_driver *driver, const void *owner, const void *site)
{
	struct _KINTERRUPT *interrupt;
	bool conflicts;

	if (!how->ServiceRoutine)
		return STATUS_INVALID_PARAMETER;
	interrupt = calloc(1, sizeof(*interrupt));
	if (!interrupt)
		return STATUS_INSUFFICIENT_RESOURCES;
	interrupt->how = *how;
	interrupt->spin_lock = how->SpinLock ? how->SpinLock : &interrupt->own_lock;

	pthread_mutex_lock(&lock);
	conflicts = is_conflict(how->Vector, how->ShareVector != FALSE);
	if (!conflicts) {
		/* It may be raised from here on. */
		*how->InterruptObject = interrupt;
		io_resource_acquire(&interrupt->resource, driver,
			&(struct io_claim){ .kind = &interrupt_kind,
				.handle = interrupt,
				.owner = owner,
				.site = site });
		InsertTailList(&interrupts, &interrupt->link);
	}
	pthread_mutex_unlock(&lock);
	if (conflicts)
		free(interrupt);
	return conflicts ? STATUS_INVALID_PARAMETER : STATUS_SUCCESS;
}

static NTSTATUS connect_for_driver(const IO_CONNECT_INTERRUPT_FULLY_SPECIFIED_PARAMETERS *how,
	const char *function, const void *site)
{
	struct io_driver *driver = io_driver_calling(site);

	ke_irql_check(function, PASSIVE_LEVEL, site);
	if (io_fault(driver, function, site))
		return STATUS_INSUFFICIENT_RESOURCES;
	return connect(how, driver, io_irp_starting_device(driver), site);
}

NTSTATUS io_interrupt_connect(const IO_CONNECT_INTERRUPT_FULLY_SPECIFIED_PARAMETERS *how,
	struct io_driver *driver, const void *owner)
{
	return connect(how, driver, owner, NULL);
}

static bool is_passive(const struct _KINTERRUPT *interrupt)
{
	return interrupt->how.SynchronizeIrql == PASSIVE_LEVEL;
}

/* Under the lock: until nobody else runs it. */
static void wait_for_others(const struct _KINTERRUPT *interrupt)
{
	while (interrupt->users > (interrupt->runner == &self ? 1u : 0u))
		pthread_cond_wait(&left, &lock);
}

/* The lock is held, and given back. False when it was disconnected meanwhile. */
static bool enter_passive(struct _KINTERRUPT *interrupt)
{
	interrupt->users++;
	while (interrupt->runner && !interrupt->is_gone)
		pthread_cond_wait(&left, &lock);
	if (interrupt->is_gone) {
		interrupt->users--;
		pthread_cond_broadcast(&left);
		return false;
	}
	interrupt->runner = &self;
	pthread_mutex_unlock(&lock);
	return true;
}

/* With the lock again. What its own routine has disconnected goes now. */
static void leave_passive(struct _KINTERRUPT *interrupt)
{
	pthread_mutex_lock(&lock);
	interrupt->runner = NULL;
	interrupt->users--;
	pthread_cond_broadcast(&left);
	if (interrupt->is_left_to_runner)
		free(interrupt);
}

static void destroy(struct _KINTERRUPT *interrupt, const void *site)
{
	bool is_run_here;

	pthread_mutex_lock(&lock);
	RemoveEntryList(&interrupt->link);
	interrupt->is_gone = true;
	pthread_cond_broadcast(&left);
	wait_for_others(interrupt);
	is_run_here = interrupt->runner == &self;
	pthread_mutex_unlock(&lock);
	io_resource_release(&interrupt->resource, site);
	interrupt->is_left_to_runner = is_run_here;
	if (!is_run_here)
		free(interrupt);
}

void io_interrupt_disconnect(PKINTERRUPT interrupt)
{
	destroy(interrupt, NULL);
}

static void check_connected(PKINTERRUPT interrupt, const char *function, const void *site)
{
	struct io_resource *resource = io_resource_find(interrupt);
	struct io_breach breach = { io_driver_calling(site), "release-of-unknown", function,
		interrupt, site };

	if (!resource && io_resource_was_released(interrupt)) {
		breach.rule = "double-release";
		io_stop(&breach, "the interrupt %p is disconnected already", (void *)interrupt);
	}
	if (!resource || resource->kind != &interrupt_kind)
		io_stop(&breach, "%p is not a connected interrupt", (void *)interrupt);
}

static void disconnect(PKINTERRUPT interrupt, const char *function, const void *site)
{
	ke_irql_check(function, PASSIVE_LEVEL, site);
	check_connected(interrupt, function, site);
	destroy(interrupt, site);
}

void io_interrupt_set_active(PKINTERRUPT interrupt, bool is_active)
{
	__atomic_store_n(&interrupt->is_inactive, !is_active, __ATOMIC_SEQ_CST);
}

void io_interrupt_wait(PKINTERRUPT interrupt)
{
	pthread_mutex_lock(&lock);
	wait_for_others(interrupt);
	pthread_mutex_unlock(&lock);
}

static void report_active(PIO_REPORT_INTERRUPT_ACTIVE_STATE_PARAMETERS parameters, bool is_active,
	const char *function, const void *site)
{
	PKINTERRUPT interrupt = parameters->ConnectionContext.InterruptObject;

	ke_irql_check(function, DISPATCH_LEVEL, site);
	check_connected(interrupt, function, site);
	io_interrupt_set_active(interrupt, is_active);
}

VOID IoReportInterruptActive(PIO_REPORT_INTERRUPT_ACTIVE_STATE_PARAMETERS Parameters)
{
	report_active(Parameters, true, "IoReportInterruptActive", SITE);
}

VOID IoReportInterruptInactive(PIO_REPORT_INTERRUPT_ACTIVE_STATE_PARAMETERS Parameters)
{
	report_active(Parameters, false, "IoReportInterruptInactive", SITE);
}

NTSTATUS IoConnectInterrupt(PKINTERRUPT *InterruptObject, PKSERVICE_ROUTINE ServiceRoutine,
	PVOID ServiceContext, PKSPIN_LOCK SpinLock, ULONG Vector, KIRQL Irql, KIRQL SynchronizeIrql,
	KINTERRUPT_MODE InterruptMode, BOOLEAN ShareVector, KAFFINITY ProcessorEnableMask,
	BOOLEAN FloatingSave)
{
	IO_CONNECT_INTERRUPT_FULLY_SPECIFIED_PARAMETERS how = {
		.InterruptObject = InterruptObject,
		.ServiceRoutine = ServiceRoutine,
		.ServiceContext = ServiceContext,
		.SpinLock = SpinLock,
		.SynchronizeIrql = SynchronizeIrql,
		.FloatingSave = FloatingSave,
		.ShareVector = ShareVector,
		.Vector = Vector,
		.Irql = Irql,
		.InterruptMode = InterruptMode,
		.ProcessorEnableMask = ProcessorEnableMask,
	};

	return connect_for_driver(&how, "IoConnectInterrupt", SITE);
}

VOID IoDisconnectInterrupt(PKINTERRUPT InterruptObject)
{
	disconnect(InterruptObject, "IoDisconnectInterrupt", SITE);
}

NTSTATUS IoConnectInterruptEx(PIO_CONNECT_INTERRUPT_PARAMETERS Parameters)
{
	if (Parameters->Version != CONNECT_FULLY_SPECIFIED)
		return STATUS_NOT_SUPPORTED;
	return connect_for_driver(&Parameters->FullySpecified, "IoConnectInterruptEx", SITE);
}

VOID IoDisconnectInterruptEx(PIO_DISCONNECT_INTERRUPT_PARAMETERS Parameters)
{
	disconnect(Parameters->ConnectionContext.InterruptObject, "IoDisconnectInterruptEx", SITE);
}

static BOOLEAN synchronize(PKSYNCHRONIZE_ROUTINE routine, PVOID context, const void *site)
{
	struct ke_level level = ke_level();
	BOOLEAN result = routine(context);

	ke_level_check_return(io_driver_calling(site), "a SynchCritSection routine", &level);
	return result;
}

static BOOLEAN synchronize_passive(
	PKINTERRUPT interrupt, PKSYNCHRONIZE_ROUTINE routine, PVOID context, const void *site)
{
	BOOLEAN result = FALSE;

	pthread_mutex_lock(&lock);
	if (enter_passive(interrupt)) {
		result = synchronize(routine, context, site);
		leave_passive(interrupt);
	}
	pthread_mutex_unlock(&lock);
	return result;
}

BOOLEAN KeSynchronizeExecution(
	PKINTERRUPT Interrupt, PKSYNCHRONIZE_ROUTINE SynchronizeRoutine, PVOID SynchronizeContext)
{
	const void *site = SITE;
	KIRQL before;
	BOOLEAN result;

	ke_irql_check("KeSynchronizeExecution", Interrupt->how.SynchronizeIrql, site);
	if (is_passive(Interrupt))
		return synchronize_passive(Interrupt, SynchronizeRoutine, SynchronizeContext, site);
	before = ke_irql_set(Interrupt->how.SynchronizeIrql, site);
	ke_spin_lock_acquire("KeSynchronizeExecution", Interrupt->spin_lock, site);
	result = synchronize(SynchronizeRoutine, SynchronizeContext, site);
	ke_spin_lock_release("KeSynchronizeExecution", Interrupt->spin_lock, site);
	ke_irql_set(before, site);
	return result;
}

static BOOLEAN call(struct _KINTERRUPT *interrupt)
{
	struct io_driver *driver = interrupt->resource.driver;
	struct ke_level level = ke_level();
	struct io_span span = io_span_begin(
		driver, "InterruptService", (const void *)(uintptr_t)interrupt->how.ServiceRoutine);
	BOOLEAN is_claimed =
		interrupt->how.ServiceRoutine(interrupt, interrupt->how.ServiceContext);

	io_span_end(&span, STATUS_SUCCESS);
	ke_level_check_return(driver, "an interrupt service routine", &level);
	return is_claimed;
}

static BOOLEAN call_raised(struct _KINTERRUPT *interrupt)
{
	const void *site = (const void *)((uintptr_t)interrupt->how.ServiceRoutine + 1);
	KIRQL before = ke_irql_set(interrupt->how.SynchronizeIrql, site);
	BOOLEAN is_claimed;

	ke_spin_lock_acquire("an interrupt", interrupt->spin_lock, site);
	is_claimed = call(interrupt);
	ke_spin_lock_release("an interrupt", interrupt->spin_lock, site);
	ke_irql_set(before, site);
	return is_claimed;
}

/* One at a time, as a raised one, but it may wait. */
static BOOLEAN call_passive(struct _KINTERRUPT *interrupt)
{
	BOOLEAN is_claimed;

	if (!enter_passive(interrupt))
		return FALSE;
	is_claimed = call(interrupt);
	leave_passive(interrupt);
	return is_claimed;
}

static bool service(struct _KINTERRUPT *interrupt)
{
	struct io_driver *previous = io_driver_begin_call(interrupt->resource.driver);
	BOOLEAN is_claimed =
		is_passive(interrupt) ? call_passive(interrupt) : call_raised(interrupt);

	io_driver_end_call(previous);
	return is_claimed != FALSE;
}

/* Those that a driver left behind lead nowhere. */
static bool is_listening(const struct _KINTERRUPT *interrupt)
{
	return interrupt->resource.driver &&
	       !__atomic_load_n(&interrupt->is_inactive, __ATOMIC_SEQ_CST);
}

/* The first that was not asked yet: others may come and go meanwhile. */
static struct _KINTERRUPT *find_unasked(ULONG vector, unsigned long number)
{
	for (LIST_ENTRY *link = interrupts.Flink; link != &interrupts; link = link->Flink) {
		struct _KINTERRUPT *interrupt = interrupt_of(link);

		if (interrupt->how.Vector == vector && interrupt->raise_number < number &&
			is_listening(interrupt))
			return interrupt;
	}
	return NULL;
}

static void raise_vector(void *argument)
{
	struct raised *raised = argument;
	struct _KINTERRUPT *interrupt;
	unsigned long number;

	pthread_mutex_lock(&lock);
	number = ++raises;
	while (!raised->is_claimed && (interrupt = find_unasked(raised->vector, number)) != NULL) {
		interrupt->raise_number = number;
		raised->is_claimed = service(interrupt);
	}
	pthread_mutex_unlock(&lock);
}

bool io_interrupt_raise(ULONG vector)
{
	struct raised raised = { vector, false };

	io_thread_run(raise_vector, &raised);
	return raised.is_claimed;
}
