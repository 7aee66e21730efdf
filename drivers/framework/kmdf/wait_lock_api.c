/* Wait locks, and their boundary. */
#include <errno.h>
#include <pthread.h>
#include <wdf.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/critical_region.h"
#include "drivers/framework/wdm/held.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

#define UNITS_PER_SECOND 10000000LL

/* Windows counts time from 1601, POSIX from 1970. */
#define UNITS_TO_1970 116444736000000000LL

struct fx_wait_lock {
	struct fx_object object;
	pthread_mutex_t mutex;
	const char *owner; /* the address of something that is its thread's alone; NULL: free */
};

static __thread char self;

static struct fx_wait_lock *wait_lock_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_wait_lock, object);
}

static NTSTATUS init(struct fx_object *object, const void *argument)
{
	UNREFERENCED_PARAMETER(argument);
	pthread_mutex_init(&wait_lock_of(object)->mutex, NULL);
	return STATUS_SUCCESS;
}

static const struct fx_class wait_lock_class = {
	.kind = { "WDFWAITLOCK", DRVTRACE_KIND_WDFWAITLOCK, fx_object_reclaim },
	.size = sizeof(struct fx_wait_lock),
};

static struct fx_wait_lock *get(WDFWAITLOCK handle, const struct fx_call *call)
{
	return wait_lock_of(fx_handle_get(handle, &wait_lock_class, call));
}

static bool is_mine(struct fx_wait_lock *lock)
{
	return __atomic_load_n(&lock->owner, __ATOMIC_RELAXED) == &self;
}

static struct io_breach breach_of(struct fx_wait_lock *lock, const struct fx_call *call)
{
	return (struct io_breach){ fx_globals_io_driver(lock->object.globals), "wait-lock-misused",
		call->function, fx_object_handle(&lock->object), call->site };
}

NTSTATUS WdfWaitLockCreate(PWDF_OBJECT_ATTRIBUTES LockAttributes, WDFWAITLOCK *Lock)
{
	struct fx_call call = FX_CALL("WdfWaitLockCreate");
	struct fx_driver *driver = fx_handle_calling_driver(&call);
	struct fx_child child = { .init = init };
	struct fx_object *object;
	NTSTATUS status;

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	status = fx_validate_attributes(LockAttributes, 0);
	if (!NT_SUCCESS(status))
		return status;
	*Lock = NULL;
	status = fx_driver_create_child(
		&object, driver, &wait_lock_class, LockAttributes, &child, &call);
	if (NT_SUCCESS(status))
		*Lock = (WDFWAITLOCK)fx_object_handle(object);
	return status;
}

/* A relative time is measured by a clock that nobody sets. */
static int lock_until(pthread_mutex_t *mutex, LONGLONG timeout)
{
	clockid_t clock = timeout < 0 ? CLOCK_MONOTONIC : CLOCK_REALTIME;
	LONGLONG units = timeout < 0 ? -timeout : timeout - UNITS_TO_1970;
	struct timespec until = { 0 };

	if (timeout < 0)
		clock_gettime(clock, &until);
	else if (units < 0)
		return pthread_mutex_trylock(mutex);
	until.tv_sec += units / UNITS_PER_SECOND;
	until.tv_nsec += units % UNITS_PER_SECOND * 100;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	return pthread_mutex_clocklock(mutex, clock, &until);
}

NTSTATUS WdfWaitLockAcquire(WDFWAITLOCK Lock, PLONGLONG Timeout)
{
	struct fx_call call = FX_CALL("WdfWaitLockAcquire");
	struct fx_wait_lock *lock = get(Lock, &call);
	struct io_breach breach = breach_of(lock, &call);
	int error;

	ke_irql_check(call.function, Timeout && *Timeout == 0 ? DISPATCH_LEVEL : PASSIVE_LEVEL,
		call.site);
	if (!Timeout && is_mine(lock))
		io_stop(&breach, "the WDFWAITLOCK is held by this thread already");
	if (!Timeout)
		error = pthread_mutex_lock(&lock->mutex);
	else if (*Timeout == 0)
		error = pthread_mutex_trylock(&lock->mutex);
	else
		error = lock_until(&lock->mutex, *Timeout);
	if (error)
		return STATUS_TIMEOUT;
	__atomic_store_n(&lock->owner, &self, __ATOMIC_RELAXED);
	ke_critical_region_enter_with(
		&(struct ke_held){ Lock, breach.rule, "WDFWAITLOCK", call.site });
	return STATUS_SUCCESS;
}

VOID WdfWaitLockRelease(WDFWAITLOCK Lock)
{
	struct fx_call call = FX_CALL("WdfWaitLockRelease");
	struct fx_wait_lock *lock = get(Lock, &call);
	struct io_breach breach = breach_of(lock, &call);

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	if (!is_mine(lock))
		io_stop(&breach, "the WDFWAITLOCK is not held by this thread");
	__atomic_store_n(&lock->owner, NULL, __ATOMIC_RELAXED);
	ke_critical_region_leave(call.function, Lock, call.site);
	pthread_mutex_unlock(&lock->mutex);
}
