#include "drivers/framework/kmdf/callback_lock.h"

#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/object.h"
#include "drivers/framework/wdm/critical_region.h"
#include "drivers/framework/wdm/held.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/spin_lock.h"
#include "drivers/framework/wdm/stop.h"

static __thread char self;

void fx_callback_lock_init(
	struct fx_callback_lock *lock, const struct fx_object *object, bool is_mutex)
{
	*lock = (struct fx_callback_lock){ .object = object, .is_mutex = is_mutex };
	pthread_mutex_init(&lock->mutex, NULL);
}

void fx_callback_lock_finish(struct fx_callback_lock *lock)
{
	pthread_mutex_destroy(&lock->mutex);
}

bool fx_callback_lock_is_mine(const struct fx_callback_lock *lock)
{
	return lock && __atomic_load_n(&lock->owner, __ATOMIC_RELAXED) == &self;
}

static struct io_breach breach_of(const struct fx_callback_lock *lock, const struct fx_call *call)
{
	return (struct io_breach){ fx_globals_io_driver(lock->object->globals),
		"callback-lock-misused", call->function, fx_object_handle(lock->object),
		call->site };
}

/* A mutex is held in a critical region, as fxcallbackmutexlock.hpp has it. */
static void own(struct fx_callback_lock *lock, KIRQL before, const struct fx_call *call)
{
	lock->before = before;
	__atomic_store_n(&lock->owner, &self, __ATOMIC_RELAXED);
	if (lock->is_mutex)
		ke_critical_region_enter_with(&(struct ke_held){ fx_object_handle(lock->object),
			"callback-lock-misused", "callback lock", call->site });
}

void fx_callback_lock_acquire(struct fx_callback_lock *lock, const struct fx_call *call)
{
	KIRQL before;

	if (!lock)
		return;
	if (fx_callback_lock_is_mine(lock)) {
		struct io_breach breach = breach_of(lock, call);

		io_stop(&breach, "the callback lock of the %s is held by this thread already",
			lock->object->class->kind.name);
	}
	ke_irql_check(call->function, lock->is_mutex ? APC_LEVEL : DISPATCH_LEVEL, call->site);
	before = ke_irql();
	if (lock->is_mutex) {
		pthread_mutex_lock(&lock->mutex);
	} else {
		ke_irql_set(DISPATCH_LEVEL, call->site);
		ke_spin_lock_acquire(call->function, &lock->spin_lock, call->site);
	}
	own(lock, before, call);
}

bool fx_callback_lock_try(struct fx_callback_lock *lock, const struct fx_call *call)
{
	if (fx_callback_lock_is_mine(lock)) {
		struct io_breach breach = breach_of(lock, call);

		io_stop(&breach, "the callback lock of the %s is held by this thread already",
			lock->object->class->kind.name);
	}
	if (pthread_mutex_trylock(&lock->mutex) != 0)
		return false;
	own(lock, ke_irql(), call);
	return true;
}

void fx_callback_lock_release(struct fx_callback_lock *lock, const struct fx_call *call)
{
	KIRQL before;

	if (!lock)
		return;
	if (!fx_callback_lock_is_mine(lock)) {
		struct io_breach breach = breach_of(lock, call);

		io_stop(&breach, "the callback lock of the %s is not held by this thread",
			lock->object->class->kind.name);
	}
	before = lock->before;
	__atomic_store_n(&lock->owner, NULL, __ATOMIC_RELAXED);
	if (lock->is_mutex) {
		ke_critical_region_leave(
			call->function, fx_object_handle(lock->object), call->site);
		pthread_mutex_unlock(&lock->mutex);
	} else {
		ke_spin_lock_release(call->function, &lock->spin_lock, call->site);
		ke_irql_set(before, call->site);
	}
}
