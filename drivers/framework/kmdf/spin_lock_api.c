/* Spin locks that are objects, and their boundary. */
#include <wdf.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/spin_lock.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/spin_lock.h"

struct fx_spin_lock {
	struct fx_object object;
	KSPIN_LOCK lock;
	KIRQL before; /* of the holder, when it acquired the lock */
};

static const struct fx_class spin_lock_class = {
	.kind = { "WDFSPINLOCK", DRVTRACE_KIND_WDFSPINLOCK, fx_object_reclaim },
	.size = sizeof(struct fx_spin_lock),
};

static struct fx_spin_lock *get(WDFSPINLOCK handle, const struct fx_call *call)
{
	return CONTAINING_RECORD(
		fx_handle_get(handle, &spin_lock_class, call), struct fx_spin_lock, object);
}

PKSPIN_LOCK fx_spin_lock_of(WDFSPINLOCK handle, const struct fx_call *call)
{
	return &get(handle, call)->lock;
}

NTSTATUS WdfSpinLockCreate(PWDF_OBJECT_ATTRIBUTES SpinLockAttributes, WDFSPINLOCK *SpinLock)
{
	struct fx_call call = FX_CALL("WdfSpinLockCreate");
	struct fx_driver *driver = fx_handle_calling_driver(&call);
	struct fx_object *object;
	NTSTATUS status;

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	status = fx_validate_attributes(SpinLockAttributes, 0);
	if (!NT_SUCCESS(status))
		return status;
	*SpinLock = NULL;
	status = fx_driver_create_child(&object, driver, &spin_lock_class, SpinLockAttributes,
		&(struct fx_child){ 0 }, &call);
	if (NT_SUCCESS(status))
		*SpinLock = (WDFSPINLOCK)fx_object_handle(object);
	return status;
}

VOID WdfSpinLockAcquire(WDFSPINLOCK SpinLock)
{
	struct fx_call call = FX_CALL("WdfSpinLockAcquire");
	struct fx_spin_lock *lock = get(SpinLock, &call);
	KIRQL before;

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	before = ke_irql_set(DISPATCH_LEVEL, call.site);
	ke_spin_lock_acquire(call.function, &lock->lock, call.site);
	lock->before = before;
}

VOID WdfSpinLockRelease(WDFSPINLOCK SpinLock)
{
	struct fx_call call = FX_CALL("WdfSpinLockRelease");
	struct fx_spin_lock *lock = get(SpinLock, &call);
	KIRQL before;

	ke_spin_lock_check_held(call.function, &lock->lock, call.site);
	ke_irql_check_least(call.function, DISPATCH_LEVEL, call.site);
	before = lock->before;
	ke_spin_lock_release(call.function, &lock->lock, call.site);
	ke_irql_set(before, call.site);
}
