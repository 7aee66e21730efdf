#include "drivers/framework/wdm/irp_wait.h"

#include <errno.h>
#include <time.h>

#include "drivers/framework/wdm/clock.h"
#include "drivers/framework/wdm/dispatcher.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/power_irp.h"
#include "drivers/framework/wdm/stop.h"

enum {
	PATIENCE_S = 5, /* more than drivers below may wait for their own */
	UNITS_PER_S = 10000000,
};

static const char *const majors[IRP_MJ_MAXIMUM_FUNCTION + 1] = {
	[IRP_MJ_CREATE] = "IRP_MJ_CREATE",
	[IRP_MJ_CLOSE] = "IRP_MJ_CLOSE",
	[IRP_MJ_READ] = "IRP_MJ_READ",
	[IRP_MJ_WRITE] = "IRP_MJ_WRITE",
	[IRP_MJ_DEVICE_CONTROL] = "IRP_MJ_DEVICE_CONTROL",
	[IRP_MJ_INTERNAL_DEVICE_CONTROL] = "IRP_MJ_INTERNAL_DEVICE_CONTROL",
	[IRP_MJ_SHUTDOWN] = "IRP_MJ_SHUTDOWN",
	[IRP_MJ_CLEANUP] = "IRP_MJ_CLEANUP",
	[IRP_MJ_POWER] = "IRP_MJ_POWER",
	[IRP_MJ_SYSTEM_CONTROL] = "IRP_MJ_SYSTEM_CONTROL",
	[IRP_MJ_PNP] = "IRP_MJ_PNP",
};

static const char *const pnp_minors[] = {
	[IRP_MN_START_DEVICE] = "IRP_MN_START_DEVICE",
	[IRP_MN_QUERY_REMOVE_DEVICE] = "IRP_MN_QUERY_REMOVE_DEVICE",
	[IRP_MN_REMOVE_DEVICE] = "IRP_MN_REMOVE_DEVICE",
	[IRP_MN_CANCEL_REMOVE_DEVICE] = "IRP_MN_CANCEL_REMOVE_DEVICE",
	[IRP_MN_STOP_DEVICE] = "IRP_MN_STOP_DEVICE",
	[IRP_MN_QUERY_STOP_DEVICE] = "IRP_MN_QUERY_STOP_DEVICE",
	[IRP_MN_CANCEL_STOP_DEVICE] = "IRP_MN_CANCEL_STOP_DEVICE",
	[IRP_MN_QUERY_DEVICE_RELATIONS] = "IRP_MN_QUERY_DEVICE_RELATIONS",
	[IRP_MN_QUERY_INTERFACE] = "IRP_MN_QUERY_INTERFACE",
	[IRP_MN_QUERY_CAPABILITIES] = "IRP_MN_QUERY_CAPABILITIES",
	[IRP_MN_QUERY_ID] = "IRP_MN_QUERY_ID",
	[IRP_MN_QUERY_PNP_DEVICE_STATE] = "IRP_MN_QUERY_PNP_DEVICE_STATE",
	[IRP_MN_DEVICE_USAGE_NOTIFICATION] = "IRP_MN_DEVICE_USAGE_NOTIFICATION",
	[IRP_MN_SURPRISE_REMOVAL] = "IRP_MN_SURPRISE_REMOVAL",
};

static const char *const power_minors[] = {
	[IRP_MN_WAIT_WAKE] = "IRP_MN_WAIT_WAKE",
	[IRP_MN_POWER_SEQUENCE] = "IRP_MN_POWER_SEQUENCE",
	[IRP_MN_SET_POWER] = "IRP_MN_SET_POWER",
	[IRP_MN_QUERY_POWER] = "IRP_MN_QUERY_POWER",
};

const char *io_irp_name(UCHAR major, UCHAR minor)
{
	if (major == IRP_MJ_PNP && minor < RTL_NUMBER_OF(pnp_minors) && pnp_minors[minor])
		return pnp_minors[minor];
	if (major == IRP_MJ_POWER && minor < RTL_NUMBER_OF(power_minors))
		return power_minors[minor];
	return major <= IRP_MJ_MAXIMUM_FUNCTION && majors[major] ? majors[major] : "a request";
}

void io_irp_wait_init(struct io_irp_wait *wait)
{
	pthread_condattr_t attributes;

	pthread_mutex_init(&wait->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&wait->changed, &attributes);
	pthread_condattr_destroy(&attributes);
	wait->is_back = false;
}

void io_irp_wait_finish(struct io_irp_wait *wait)
{
	pthread_cond_destroy(&wait->changed);
	pthread_mutex_destroy(&wait->lock);
}

void io_irp_wait_end(struct io_irp_wait *wait)
{
	pthread_mutex_lock(&wait->lock);
	wait->is_back = true;
	pthread_cond_signal(&wait->changed);
	pthread_mutex_unlock(&wait->lock);
}

/* Who has a request for power may wait for one that it has asked the power manager for. */
static void stop_holder(const IRP *irp, const char *name)
{
	struct io_irp_holder holder = io_irp_holder(irp);
	struct io_breach breach;
	PIRP awaited = po_irp_awaited(holder.driver);

	if (awaited && awaited != irp) {
		irp = awaited;
		holder = io_irp_holder(irp);
		name = io_irp_name(
			IRP_MJ_POWER, IoGetCurrentIrpStackLocation(awaited)->MinorFunction);
	}
	breach = (struct io_breach){ holder.driver, "request-never-completed", name, irp,
		holder.site };
	io_stop(&breach, "%s at %p is waited for, and was not completed within %d seconds", name,
		(const void *)irp, PATIENCE_S);
}

void io_irp_wait_for(struct io_irp_wait *wait, PIRP irp, const IO_STACK_LOCATION *what)
{
	struct timespec end;
	int error = 0;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += PATIENCE_S;
	pthread_mutex_lock(&wait->lock);
	while (!wait->is_back && error != ETIMEDOUT)
		error = pthread_cond_timedwait(&wait->changed, &wait->lock, &end);
	/* With the lock, so that it is not back before it is looked at. */
	if (!wait->is_back)
		stop_holder(irp, io_irp_name(what->MajorFunction, what->MinorFunction));
	pthread_mutex_unlock(&wait->lock);
}

NTSTATUS io_irp_wait_in_call(const struct ke_wait_request *request)
{
	LARGE_INTEGER patience = { .QuadPart = -ke_clock_of_real(PATIENCE_S * UNITS_PER_S) };
	struct ke_wait_request bounded = *request;
	PIRP irp = io_irp_of_pnp_call();
	struct io_irp *found;
	NTSTATUS status;

	if (!irp || request->timeout)
		return ke_wait(request);
	bounded.timeout = &patience;
	status = ke_wait(&bounded);
	if (status != STATUS_TIMEOUT)
		return status;
	found = io_irp_find(irp);
	if (found && io_irp_state(found) == IO_IRP_SENT &&
		io_irp_holder(irp).driver != io_driver_current()) {
		const IO_STACK_LOCATION *stack = IoGetCurrentIrpStackLocation(irp);

		stop_holder(irp, io_irp_name(stack->MajorFunction, stack->MinorFunction));
	}
	return ke_wait(request);
}
