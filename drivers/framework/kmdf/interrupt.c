#include "drivers/framework/kmdf/interrupt.h"

#include <drvtrace/lifetime.h>
#include <drvtrace/span.h>

#include "drivers/framework/kmdf/constraints.h"
#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/spin_lock.h"
#include "drivers/framework/wdm/dpc.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/interrupt.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/spin_lock.h"

#define SITE_IN(routine) ((const void *)((uintptr_t)(routine) + 1))

static struct fx_interrupt *interrupt_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_interrupt, object);
}

WDFINTERRUPT fx_interrupt_handle(const struct fx_interrupt *interrupt)
{
	return (WDFINTERRUPT)fx_object_handle(&interrupt->object);
}

struct fx_interrupt *fx_interrupt_get(WDFINTERRUPT handle, const struct fx_call *call)
{
	return interrupt_of(fx_handle_get(handle, &fx_interrupt_class, call));
}

void fx_interrupt_lock(struct fx_interrupt *interrupt, const struct fx_call *call)
{
	KIRQL before;

	if (interrupt->config.PassiveHandling) {
		ke_irql_check(call->function, PASSIVE_LEVEL, call->site);
		if (interrupt->config.WaitLock)
			WdfWaitLockAcquire(interrupt->config.WaitLock, NULL);
		else
			fx_callback_lock_acquire(&interrupt->passive, call);
		return;
	}
	ke_irql_check(call->function, interrupt->info.Irql, call->site);
	before = ke_irql_set(interrupt->info.Irql, call->site);
	ke_spin_lock_acquire(call->function, interrupt->spin_lock, call->site);
	interrupt->irql_before = before;
}

void fx_interrupt_unlock(struct fx_interrupt *interrupt, const struct fx_call *call)
{
	KIRQL before;

	if (interrupt->config.PassiveHandling) {
		if (interrupt->config.WaitLock)
			WdfWaitLockRelease(interrupt->config.WaitLock);
		else
			fx_callback_lock_release(&interrupt->passive, call);
		return;
	}
	ke_spin_lock_check_held(call->function, interrupt->spin_lock, call->site);
	before = interrupt->irql_before;
	ke_spin_lock_release(call->function, interrupt->spin_lock, call->site);
	ke_irql_set(before, call->site);
}

/* The I/O manager holds the spin lock, in the driver's name. */
static BOOLEAN call_isr(struct fx_interrupt *interrupt)
{
	struct fx_call call = { "EvtInterruptIsr", SITE_IN(interrupt->config.EvtInterruptIsr) };
	struct io_driver *driver = fx_globals_io_driver(interrupt->object.globals);
	struct ke_level level;
	BOOLEAN is_claimed;

	if (interrupt->config.PassiveHandling)
		fx_interrupt_lock(interrupt, &call);
	level = ke_level();
	drvtrace_span_begin(io_driver_trace(driver), call.function, call.site);
	is_claimed = interrupt->config.EvtInterruptIsr(
		fx_interrupt_handle(interrupt), interrupt->info.MessageNumber);
	drvtrace_span_end(io_driver_trace(driver), call.function, STATUS_SUCCESS, call.site);
	ke_level_check_return(driver, call.function, &level);
	if (interrupt->config.PassiveHandling)
		fx_interrupt_unlock(interrupt, &call);
	return is_claimed;
}

static void answer(struct fx_interrupt *interrupt, BOOLEAN is_claimed)
{
	__atomic_store_n(&interrupt->is_claimed, is_claimed, __ATOMIC_SEQ_CST);
}

static bool take_raised(struct fx_interrupt *interrupt)
{
	return __atomic_exchange_n(&interrupt->is_raised, false, __ATOMIC_SEQ_CST);
}

/*
 * Who wakes the device is told between EvtDeviceD0Entry and the connection of the other interrupts, in
 * the thread that does that (wakeinterruptstatemachine.cpp). One that sleeps with the system comes back
 * with it.
 */
static BOOLEAN wake(struct fx_interrupt *interrupt)
{
	BOOLEAN is_claimed;

	fx_object_reference(&interrupt->object);
	answer(interrupt, TRUE);
	__atomic_store_n(&interrupt->is_raised, true, __ATOMIC_SEQ_CST);
	fx_policy_wake(interrupt->device, true);
	if (!__atomic_load_n(&interrupt->is_armed, __ATOMIC_SEQ_CST) && take_raised(interrupt))
		answer(interrupt, call_isr(interrupt));
	is_claimed = __atomic_load_n(&interrupt->is_claimed, __ATOMIC_SEQ_CST);
	fx_object_dereference(&interrupt->object, NULL);
	return is_claimed;
}

static BOOLEAN service(PKINTERRUPT connected, PVOID context)
{
	struct fx_interrupt *interrupt = context;

	UNREFERENCED_PARAMETER(connected);
	return __atomic_load_n(&interrupt->is_armed, __ATOMIC_SEQ_CST) ? wake(interrupt)
								       : call_isr(interrupt);
}

/* Of both kinds: the DPC and the work item are declared alike. */
static void call_later(void (*routine)(void), HANDLE object)
{
	struct fx_call call = { "EvtInterruptDpc", SITE_IN(routine) };
	struct fx_interrupt *interrupt = fx_interrupt_get((WDFINTERRUPT)object, &call);

	((PFN_WDF_INTERRUPT_DPC)routine)(
		(WDFINTERRUPT)object, (WDFOBJECT)fx_device_handle(interrupt->device));
}

static void run_later(struct fx_object *object)
{
	fx_callback_run(&interrupt_of(object)->later, object, call_later);
}

/* From above DISPATCH_LEVEL, a work item is queued by way of a DPC. */
static void run_dpc(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
	struct fx_interrupt *interrupt = context;

	UNREFERENCED_PARAMETER(dpc);
	UNREFERENCED_PARAMETER(argument1);
	UNREFERENCED_PARAMETER(argument2);
	if (interrupt->config.EvtInterruptWorkItem)
		fx_worker_queue(&interrupt->worker, NULL);
	else
		run_later(&interrupt->object);
}

static void set_later(struct fx_interrupt *interrupt)
{
	const WDF_INTERRUPT_CONFIG *config = &interrupt->config;

	interrupt->later.routine = config->EvtInterruptWorkItem
					   ? (void (*)(void))config->EvtInterruptWorkItem
					   : (void (*)(void))config->EvtInterruptDpc;
	interrupt->later.name =
		config->EvtInterruptWorkItem ? "EvtInterruptWorkItem" : "EvtInterruptDpc";
	KeInitializeDpc(&interrupt->dpc, run_dpc, interrupt);
	fx_worker_init(&interrupt->worker, &interrupt->object, run_later,
		"WdfInterruptQueueWorkItemForIsr");
}

/* A descriptor that the driver has found among its resources. */
static void assign(struct fx_interrupt *interrupt, const CM_PARTIAL_RESOURCE_DESCRIPTOR *descriptor)
{
	WDF_INTERRUPT_INFO *info = &interrupt->info;
	ULONG level = descriptor->u.Interrupt.Level;

	info->Vector = descriptor->u.Interrupt.Vector;
	info->TargetProcessorSet = descriptor->u.Interrupt.Affinity;
	info->ShareDisposition = descriptor->ShareDisposition;
	info->Mode = descriptor->Flags & CM_RESOURCE_INTERRUPT_LATCHED ? Latched : LevelSensitive;
	info->Irql =
		(KIRQL)(level > DISPATCH_LEVEL && level < HIGH_LEVEL ? level : DISPATCH_LEVEL + 1);
	if (interrupt->config.PassiveHandling)
		info->Irql = PASSIVE_LEVEL;
}

static ULONG count(const struct fx_device *device)
{
	ULONG number = 0;

	for (LIST_ENTRY *link = device->interrupts.Flink; link != &device->interrupts;
		link = link->Flink)
		number++;
	return number;
}

NTSTATUS fx_interrupt_init(struct fx_object *object, const void *argument)
{
	const struct fx_interrupt_request *request = argument;
	struct fx_interrupt *interrupt = interrupt_of(object);
	const WDF_INTERRUPT_CONFIG *config = request->config;
	struct fx_lock_wish wish = { .is_automatic = config->AutomaticSerialization != FALSE,
		.is_passive = config->EvtInterruptWorkItem ||
			      (config->PassiveHandling && !config->EvtInterruptDpc) };
	NTSTATUS status = fx_constraints_find_lock(&interrupt->later.lock, request->parent, &wish);

	InitializeListHead(&interrupt->link);
	if (!NT_SUCCESS(status))
		return status;
	interrupt->device = request->device;
	interrupt->config = *config;
	interrupt->spin_lock = config->SpinLock ? fx_spin_lock_of(config->SpinLock, request->call)
						: &interrupt->own_lock;
	fx_callback_lock_init(&interrupt->passive, object, true);
	set_later(interrupt);
	WDF_INTERRUPT_INFO_INIT(&interrupt->info);
	interrupt->info.MessageNumber = count(request->device);
	interrupt->is_of_hardware = config->InterruptTranslated != NULL;
	if (interrupt->is_of_hardware)
		assign(interrupt, config->InterruptTranslated);
	object->is_no_delete = true;
	InsertTailList(&request->device->interrupts, &interrupt->link);
	return STATUS_SUCCESS;
}

static NTSTATUS call_state(
	struct fx_interrupt *interrupt, PFN_WDF_INTERRUPT_ENABLE routine, const char *name)
{
	struct io_driver *driver = fx_globals_io_driver(interrupt->object.globals);
	struct fx_call call = { name, SITE_IN(routine) };
	struct io_driver *previous;
	struct ke_level level;
	NTSTATUS status;

	if (!routine)
		return STATUS_SUCCESS;
	previous = io_driver_begin_call(driver);
	fx_interrupt_lock(interrupt, &call);
	level = ke_level();
	drvtrace_span_begin(io_driver_trace(driver), name, call.site);
	status = routine(fx_interrupt_handle(interrupt), fx_device_handle(interrupt->device));
	drvtrace_span_end(io_driver_trace(driver), name, status, call.site);
	ke_level_check_return(driver, name, &level);
	fx_interrupt_unlock(interrupt, &call);
	io_driver_end_call(previous);
	return status;
}

NTSTATUS fx_interrupt_enable(struct fx_interrupt *interrupt)
{
	return call_state(interrupt, interrupt->config.EvtInterruptEnable, "EvtInterruptEnable");
}

NTSTATUS fx_interrupt_disable(struct fx_interrupt *interrupt)
{
	return call_state(interrupt, interrupt->config.EvtInterruptDisable, "EvtInterruptDisable");
}

static NTSTATUS connect(struct fx_interrupt *interrupt)
{
	bool is_shared = interrupt->config.ShareVector == WdfTrue ||
			 interrupt->info.ShareDisposition == CmResourceShareShared;
	IO_CONNECT_INTERRUPT_FULLY_SPECIFIED_PARAMETERS how = {
		.InterruptObject = &interrupt->connected,
		.ServiceRoutine = service,
		.ServiceContext = interrupt,
		.SpinLock = interrupt->config.PassiveHandling ? NULL : interrupt->spin_lock,
		.SynchronizeIrql = interrupt->info.Irql,
		.FloatingSave = interrupt->config.FloatingSave,
		.ShareVector = is_shared,
		.Vector = interrupt->info.Vector,
		.Irql = interrupt->info.Irql,
		.InterruptMode = interrupt->info.Mode,
		.ProcessorEnableMask = interrupt->info.TargetProcessorSet,
	};

	return io_interrupt_connect(&how, fx_globals_io_driver(interrupt->object.globals),
		fx_object_handle(&interrupt->object));
}

static void disable(struct fx_interrupt *interrupt)
{
	if (interrupt->is_enabled)
		fx_interrupt_disable(interrupt);
	interrupt->is_enabled = false;
}

/* What it has queued has run when this is back. */
static void drain(struct fx_interrupt *interrupt)
{
	ke_dpc_wait(&interrupt->dpc);
	fx_worker_wait(&interrupt->worker);
}

/* As IsSoftDisconnectCapable() of WDF has it: it keeps its vector, and is not called. */
static void silence(struct fx_interrupt *interrupt)
{
	if (!interrupt->connected)
		return;
	disable(interrupt);
	io_interrupt_set_active(interrupt->connected, false);
	io_interrupt_wait(interrupt->connected);
	drain(interrupt);
}

static void set_armed(struct fx_interrupt *interrupt, bool is_armed)
{
	__atomic_store_n(&interrupt->is_armed, is_armed, __ATOMIC_SEQ_CST);
}

/* It stays enabled: who wakes the device calls it. */
static void arm(struct fx_interrupt *interrupt)
{
	set_armed(interrupt, interrupt->connected != NULL);
	drain(interrupt);
}

static void disconnect(struct fx_interrupt *interrupt)
{
	PKINTERRUPT connected = interrupt->connected;

	if (!connected)
		return;
	set_armed(interrupt, false);
	take_raised(interrupt);
	disable(interrupt);
	/* What is queued may take the lock, which is there while the interrupt is connected. */
	drain(interrupt);
	interrupt->connected = NULL;
	io_interrupt_disconnect(connected);
	drain(interrupt);
}

/* A device without that resource goes on without that interrupt. */
NTSTATUS fx_interrupts_connect(struct fx_device *device)
{
	NTSTATUS status = STATUS_SUCCESS;

	for (LIST_ENTRY *link = device->interrupts.Flink;
		link != &device->interrupts && NT_SUCCESS(status); link = link->Flink) {
		struct fx_interrupt *interrupt = CONTAINING_RECORD(link, struct fx_interrupt, link);

		if (interrupt->info.Vector == 0 || interrupt->is_enabled)
			continue;
		if (interrupt->connected)
			io_interrupt_set_active(interrupt->connected, true);
		else
			status = connect(interrupt);
		if (NT_SUCCESS(status))
			status = fx_interrupt_enable(interrupt);
		interrupt->is_enabled = NT_SUCCESS(status);
	}
	if (!NT_SUCCESS(status))
		fx_interrupts_disconnect(device);
	return status;
}

void fx_interrupts_disconnect(struct fx_device *device)
{
	for (LIST_ENTRY *link = device->interrupts.Blink; link != &device->interrupts;
		link = link->Blink)
		disconnect(CONTAINING_RECORD(link, struct fx_interrupt, link));
}

void fx_interrupts_sleep(struct fx_device *device)
{
	for (LIST_ENTRY *link = device->interrupts.Blink; link != &device->interrupts;
		link = link->Blink) {
		struct fx_interrupt *interrupt = CONTAINING_RECORD(link, struct fx_interrupt, link);

		if (interrupt->config.CanWakeDevice && device->policy.armed != FX_WAKE_NONE)
			arm(interrupt);
		else if (interrupt->config.ReportInactiveOnPowerDown == WdfTrue)
			silence(interrupt);
		else
			disconnect(interrupt);
	}
}

void fx_interrupts_tell(struct fx_device *device)
{
	for (LIST_ENTRY *link = device->interrupts.Flink; link != &device->interrupts;
		link = link->Flink) {
		struct fx_interrupt *interrupt = CONTAINING_RECORD(link, struct fx_interrupt, link);

		set_armed(interrupt, false);
		if (take_raised(interrupt))
			answer(interrupt, call_isr(interrupt));
	}
}

void fx_interrupts_give_up(struct fx_device *device)
{
	for (LIST_ENTRY *link = device->interrupts.Flink; link != &device->interrupts;
		link = link->Flink) {
		struct fx_interrupt *interrupt = CONTAINING_RECORD(link, struct fx_interrupt, link);

		set_armed(interrupt, false);
		if (take_raised(interrupt))
			answer(interrupt, FALSE);
	}
}

bool fx_interrupts_can_wake(const struct fx_device *device)
{
	for (LIST_ENTRY *link = device->interrupts.Flink; link != &device->interrupts;
		link = link->Flink) {
		if (CONTAINING_RECORD(link, struct fx_interrupt, link)->config.CanWakeDevice)
			return true;
	}
	return false;
}

/* The descriptor of the interrupt with that number among them; NULL when there are not so many. */
static const CM_PARTIAL_RESOURCE_DESCRIPTOR *find(const CM_RESOURCE_LIST *resources, ULONG number)
{
	const CM_PARTIAL_RESOURCE_LIST *list;

	if (!resources || resources->Count == 0)
		return NULL;
	list = &resources->List[0].PartialResourceList;
	for (ULONG i = 0; i < list->Count; i++) {
		if (list->PartialDescriptors[i].Type == CmResourceTypeInterrupt && number-- == 0)
			return &list->PartialDescriptors[i];
	}
	return NULL;
}

void fx_interrupts_assign(struct fx_device *device, const CM_RESOURCE_LIST *resources)
{
	ULONG number = 0;

	for (LIST_ENTRY *link = device->interrupts.Flink; link != &device->interrupts;
		link = link->Flink) {
		const CM_PARTIAL_RESOURCE_DESCRIPTOR *descriptor = find(resources, number++);

		if (descriptor)
			assign(CONTAINING_RECORD(link, struct fx_interrupt, link), descriptor);
	}
}

void fx_interrupts_revoke(struct fx_device *device)
{
	LIST_ENTRY *next;

	for (LIST_ENTRY *link = device->interrupts.Flink; link != &device->interrupts;
		link = next) {
		struct fx_interrupt *interrupt = CONTAINING_RECORD(link, struct fx_interrupt, link);

		next = link->Flink;
		interrupt->info.Vector = 0;
		if (interrupt->is_of_hardware)
			fx_object_delete(&interrupt->object, NULL);
	}
}

static bool dispose(struct fx_object *object, const void *site)
{
	struct fx_interrupt *interrupt = interrupt_of(object);

	UNREFERENCED_PARAMETER(site);
	disconnect(interrupt);
	drain(interrupt);
	RemoveEntryList(&interrupt->link);
	InitializeListHead(&interrupt->link);
	return true;
}

static void destroy(struct fx_object *object)
{
	struct fx_interrupt *interrupt = interrupt_of(object);

	if (!interrupt->device)
		return;
	RemoveEntryList(&interrupt->link);
	fx_worker_finish(&interrupt->worker);
	fx_callback_lock_finish(&interrupt->passive);
}

const struct fx_class fx_interrupt_class = {
	.kind = { "WDFINTERRUPT", DRVTRACE_KIND_WDFINTERRUPT, fx_object_reclaim },
	.size = sizeof(struct fx_interrupt),
	.is_disposed_at_passive = true,
	.dispose = dispose,
	.destroy = destroy,
};
