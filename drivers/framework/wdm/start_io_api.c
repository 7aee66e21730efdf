/* How requests get to a driver's StartIo routine, one at a time. */
#include "drivers/framework/wdm/start_io.h"

#include <pthread.h>

#include "drivers/framework/wdm/cancel.h"
#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/device_queue.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/span.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

/* Of what is deferred. Nothing is called with it. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void check_device(const char *function, PDEVICE_OBJECT device, const void *site)
{
	struct io_breach breach = { NULL, "start-io-misused", function, device, site };

	if (io_device_find(device) && device->DriverObject->DriverStartIo)
		return;
	breach.driver = io_driver_calling(site);
	if (!io_device_find(device)) {
		breach.rule = "invalid-handle";
		io_stop(&breach, "%p is not a device", (void *)device);
	}
	io_stop(&breach, "the driver of the device at %p has no StartIo routine", (void *)device);
}

/* The device may be gone when it returns, and so may the request. */
static void call(PDEVICE_OBJECT device, PIRP irp)
{
	struct io_driver *driver = io_driver_of(device->DriverObject);
	struct io_driver *previous = io_driver_begin_call(driver);
	struct ke_level level = ke_level();
	PDRIVER_STARTIO routine = device->DriverObject->DriverStartIo;
	struct io_span span = io_span_begin(driver, "StartIo", (const void *)(uintptr_t)routine);

	routine(device, irp);
	io_span_end(&span, STATUS_SUCCESS);
	io_driver_end_call(previous);
	ke_level_check_return(driver, "a StartIo routine", &level);
}

/* Makes it the current one. */
static PIRP dequeue(PDEVICE_OBJECT device, const struct io_next_packet *next, const void *site)
{
	bool loses_routine = io_device_start_io(device)->is_non_cancelable;
	KIRQL irql = DISPATCH_LEVEL;
	PKDEVICE_QUEUE_ENTRY entry;
	PIRP irp = NULL;

	if (next->is_cancelable)
		irql = io_cancel_lock(site);
	device->CurrentIrp = NULL;
	entry = ke_device_queue_remove(&device->DeviceQueue, next->has_key ? &next->key : NULL);
	if (entry)
		irp = CONTAINING_RECORD(entry, IRP, Tail.Overlay.DeviceQueueEntry);
	device->CurrentIrp = irp;
	if (next->is_cancelable) {
		if (irp && loses_routine)
			IoSetCancelRoutine(irp, NULL);
		io_cancel_unlock(irql, site);
	} else if (irp && __atomic_load_n(&irp->CancelRoutine, __ATOMIC_SEQ_CST)) {
		struct io_breach breach = { io_driver_calling(site), "start-io-misused",
			"IoStartNextPacket", irp, site };

		io_stop(&breach, "the IRP at %p has a cancel routine, and Cancelable is FALSE",
			(void *)irp);
	}
	return irp;
}

/* What is wanted is done by who is in there, until nothing is. Under the lock. */
static void run_locked(PDEVICE_OBJECT device, struct io_start_io *self, const void *site)
{
	self->is_running = true;
	while (self->irp || self->is_next_wanted) {
		struct io_next_packet next = self->next;
		PIRP irp = self->irp;

		self->irp = NULL;
		if (!irp)
			self->is_next_wanted = false;
		pthread_mutex_unlock(&lock);
		if (!irp)
			irp = dequeue(device, &next, site);
		if (irp)
			call(device, irp);
		pthread_mutex_lock(&lock);
	}
	self->is_running = false;
}

/* One of both: a request that is to be started, or the wish for the next one. */
static void defer(
	PDEVICE_OBJECT device, PIRP irp, const struct io_next_packet *next, const void *site)
{
	struct io_start_io *self = io_device_start_io(device);

	/* StartIo may complete the last request that kept the device. */
	io_device_object_reference(device);
	pthread_mutex_lock(&lock);
	if (irp) {
		self->irp = irp;
	} else {
		self->is_next_wanted = true;
		self->next = *next;
	}
	if (!self->is_running)
		run_locked(device, self, site);
	pthread_mutex_unlock(&lock);
	io_device_object_dereference(device);
}

static void start(PDEVICE_OBJECT device, PIRP irp, const void *site)
{
	if (io_device_start_io(device)->is_deferred)
		defer(device, irp, NULL, site);
	else
		call(device, irp);
}

static void start_next(const char *function, PDEVICE_OBJECT device,
	const struct io_next_packet *next, const void *site)
{
	PIRP irp;

	ke_irql_check(function, DISPATCH_LEVEL, site);
	ke_irql_check_least(function, DISPATCH_LEVEL, site);
	check_device(function, device, site);
	if (io_device_start_io(device)->is_deferred) {
		defer(device, NULL, next, site);
		return;
	}
	irp = dequeue(device, next, site);
	if (irp)
		call(device, irp);
}

/* In the queue, or the current one: then true. */
static bool enqueue(PDEVICE_OBJECT device, PIRP irp, const ULONG *key)
{
	if (ke_device_queue_insert(&device->DeviceQueue, &irp->Tail.Overlay.DeviceQueueEntry, key))
		return false;
	device->CurrentIrp = irp;
	return true;
}

/* One that is cancelled already is its cancel routine's, if it has to wait; else StartIo sees it. */
static bool enqueue_cancelable(
	PDEVICE_OBJECT device, PIRP irp, const ULONG *key, PDRIVER_CANCEL routine, const void *site)
{
	KIRQL irql = io_cancel_lock(site);
	bool is_current;

	IoSetCancelRoutine(irp, routine);
	is_current = enqueue(device, irp, key);
	if (is_current && io_device_start_io(device)->is_non_cancelable)
		IoSetCancelRoutine(irp, NULL);
	if (!is_current && __atomic_load_n(&irp->Cancel, __ATOMIC_SEQ_CST) &&
		IoSetCancelRoutine(irp, NULL))
		io_cancel_call(routine, device, irp, irql);
	else
		io_cancel_unlock(irql, site);
	return is_current;
}

VOID IoStartPacket(PDEVICE_OBJECT DeviceObject, PIRP Irp, PULONG Key, PDRIVER_CANCEL CancelFunction)
{
	const void *site = SITE;
	bool is_current;
	KIRQL before;

	ke_irql_check("IoStartPacket", DISPATCH_LEVEL, site);
	check_device("IoStartPacket", DeviceObject, site);
	io_irp_check("IoStartPacket", Irp, site);
	before = ke_irql_set(DISPATCH_LEVEL, site);
	if (CancelFunction)
		is_current = enqueue_cancelable(DeviceObject, Irp, Key, CancelFunction, site);
	else
		is_current = enqueue(DeviceObject, Irp, Key);
	if (is_current)
		start(DeviceObject, Irp, site);
	ke_irql_set(before, site);
}

VOID IoStartNextPacket(PDEVICE_OBJECT DeviceObject, BOOLEAN Cancelable)
{
	struct io_next_packet next = { .is_cancelable = Cancelable != FALSE };

	start_next("IoStartNextPacket", DeviceObject, &next, SITE);
}

VOID IoStartNextPacketByKey(PDEVICE_OBJECT DeviceObject, BOOLEAN Cancelable, ULONG Key)
{
	struct io_next_packet next = { Cancelable != FALSE, true, Key };

	start_next("IoStartNextPacketByKey", DeviceObject, &next, SITE);
}

VOID IoSetStartIoAttributes(
	PDEVICE_OBJECT DeviceObject, BOOLEAN DeferredStartIo, BOOLEAN NonCancelable)
{
	struct io_start_io *self;

	check_device("IoSetStartIoAttributes", DeviceObject, SITE);
	self = io_device_start_io(DeviceObject);
	self->is_deferred = DeferredStartIo != FALSE;
	self->is_non_cancelable = NonCancelable != FALSE;
}
