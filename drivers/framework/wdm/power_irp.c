#include "drivers/framework/wdm/power_irp.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "drivers/framework/wdm/attachment.h"
#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/thread.h"

#define SITE __builtin_return_address(0)

enum {
	SETTLE_S = 10, /* more than any request is waited for */
};

struct request {
	PIRP irp;
	PDEVICE_OBJECT top;    /* referenced: who it is sent to */
	PDEVICE_OBJECT bottom; /* of its stack */
	struct io_driver *driver;
	PDEVICE_OBJECT device; /* what the routine is given */
	UCHAR minor;
	POWER_STATE state;
	PREQUEST_POWER_COMPLETE routine;
	PVOID context;
	bool is_sent;
	unsigned int holders; /* the thread that sends it, and its completion */
	LIST_ENTRY link;      /* in the list of all, oldest first, until it is completed */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t idle = PTHREAD_COND_INITIALIZER;
static LIST_ENTRY requests = { &requests, &requests };
static unsigned int threads; /* that are sending */

static void send_next(const DEVICE_OBJECT *bottom);

static void leave(struct request *request)
{
	bool is_last;

	pthread_mutex_lock(&lock);
	is_last = --request->holders == 0;
	pthread_mutex_unlock(&lock);
	if (!is_last)
		return;
	io_device_object_dereference(request->top);
	free(request);
}

static void tell(const struct request *request, IO_STATUS_BLOCK *result)
{
	struct io_driver *previous;
	struct ke_level level;

	if (!request->routine)
		return;
	previous = io_driver_begin_call(request->driver);
	level = ke_level();
	request->routine(request->device, request->minor, request->state, request->context, result);
	ke_level_check_return(request->driver, "a power completion routine", &level);
	io_driver_end_call(previous);
}

static void complete(PIRP irp, void *argument)
{
	struct request *request = argument;
	IO_STATUS_BLOCK result = irp->IoStatus;

	/* First: whom the routine lets go on finds it gone. */
	io_irp_unpublish(irp, NULL);
	tell(request, &result);
	pthread_mutex_lock(&lock);
	RemoveEntryList(&request->link);
	pthread_mutex_unlock(&lock);
	io_irp_retire(irp);
	send_next(request->bottom);
	leave(request);
}

static void run(void *argument)
{
	struct request *request = argument;

	io_irp_call(request->top, request->irp);
	leave(request);
	pthread_mutex_lock(&lock);
	if (--threads == 0)
		pthread_cond_broadcast(&idle);
	pthread_mutex_unlock(&lock);
}

static bool waits_its_turn(const struct request *request)
{
	return request->minor != IRP_MN_WAIT_WAKE;
}

/* The oldest one of the stack that may be sent now; under the lock. */
static struct request *take(const DEVICE_OBJECT *bottom)
{
	for (LIST_ENTRY *link = requests.Flink; link != &requests; link = link->Flink) {
		struct request *request = CONTAINING_RECORD(link, struct request, link);

		if (request->bottom != bottom || !waits_its_turn(request))
			continue;
		if (request->is_sent)
			return NULL;
		request->is_sent = true;
		threads++;
		return request;
	}
	return NULL;
}

/* Without a thread it is sent from here: late is better than never. */
static void start(struct request *request)
{
	if (io_thread_start(run, request) != 0)
		run(request);
}

static void send_next(const DEVICE_OBJECT *bottom)
{
	struct request *next;

	pthread_mutex_lock(&lock);
	next = take(bottom);
	pthread_mutex_unlock(&lock);
	if (next)
		start(next);
}

/* From the moment that it is in the list it may be sent by another thread, and be gone. */
static void submit(struct request *request)
{
	const DEVICE_OBJECT *bottom = request->bottom;
	bool is_next = !waits_its_turn(request);

	pthread_mutex_lock(&lock);
	InsertTailList(&requests, &request->link);
	if (is_next) {
		request->is_sent = true;
		threads++;
	}
	pthread_mutex_unlock(&lock);
	if (is_next)
		start(request);
	else
		send_next(bottom);
}

void po_irp_settle(void)
{
	struct timespec end;
	int error = 0;

	clock_gettime(CLOCK_REALTIME, &end);
	end.tv_sec += SETTLE_S;
	pthread_mutex_lock(&lock);
	while (threads > 0 && error != ETIMEDOUT)
		error = pthread_cond_timedwait(&idle, &lock, &end);
	pthread_mutex_unlock(&lock);
}

PIRP po_irp_awaited(const struct io_driver *driver)
{
	PIRP found = NULL;

	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = requests.Flink; link != &requests && !found; link = link->Flink) {
		struct request *request = CONTAINING_RECORD(link, struct request, link);

		if (request->driver == driver && request->is_sent && waits_its_turn(request))
			found = request->irp;
	}
	pthread_mutex_unlock(&lock);
	return found;
}

static void fill_stack(PIO_STACK_LOCATION stack, UCHAR minor, POWER_STATE state)
{
	stack->MajorFunction = IRP_MJ_POWER;
	stack->MinorFunction = minor;
	if (minor == IRP_MN_WAIT_WAKE) {
		stack->Parameters.WaitWake.PowerState = state.SystemState;
		return;
	}
	stack->Parameters.Power.Type = DevicePowerState;
	stack->Parameters.Power.State = state;
}

static struct request *create(PDEVICE_OBJECT device, UCHAR minor, POWER_STATE state)
{
	struct request *request = calloc(1, sizeof(*request));
	struct io_irp_listener listener = { complete, request };

	if (!request)
		return NULL;
	request->device = device;
	request->minor = minor;
	request->state = state;
	request->bottom = io_attachment_bottom(device);
	request->top = io_attachment_top(device);
	request->holders = 2;
	request->irp = io_irp_create(request->top->StackSize, &listener);
	if (!request->irp) {
		free(request);
		return NULL;
	}
	request->irp->IoStatus.Status = STATUS_NOT_SUPPORTED;
	fill_stack(IoGetNextIrpStackLocation(request->irp), minor, state);
	io_device_object_reference(request->top);
	return request;
}

NTSTATUS PoRequestPowerIrp(PDEVICE_OBJECT DeviceObject, UCHAR MinorFunction, POWER_STATE PowerState,
	PREQUEST_POWER_COMPLETE CompletionFunction, PVOID Context, PIRP *Irp)
{
	const void *site = SITE;
	struct io_driver *driver = io_driver_calling(site);
	struct request *request;

	ke_irql_check("PoRequestPowerIrp", DISPATCH_LEVEL, site);
	if (MinorFunction != IRP_MN_WAIT_WAKE && MinorFunction != IRP_MN_SET_POWER &&
		MinorFunction != IRP_MN_QUERY_POWER)
		return STATUS_INVALID_PARAMETER_2;
	if (io_fault(driver, "PoRequestPowerIrp", site))
		return STATUS_INSUFFICIENT_RESOURCES;
	request = create(DeviceObject, MinorFunction, PowerState);
	if (!request)
		return STATUS_INSUFFICIENT_RESOURCES;
	request->driver = driver;
	request->routine = CompletionFunction;
	request->context = Context;
	io_irp_publish(request->irp, driver, site);
	if (Irp)
		*Irp = request->irp;
	submit(request);
	return STATUS_PENDING;
}
