/*
 * Interrupts of a device: the first that is created has the first interrupt among the device's
 * resources, and so on. Connected and enabled on the way into the working state, in that order, disabled
 * and disconnected on the way out, in the other (interruptobject.cpp).
 */
#pragma once

#include <wdfinterrupt.h>

#include "drivers/framework/kmdf/callback.h"
#include "drivers/framework/kmdf/callback_lock.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/object.h"
#include "drivers/framework/kmdf/worker.h"

struct fx_device;

struct fx_interrupt {
	struct fx_object object;
	struct fx_device *device;
	WDF_INTERRUPT_CONFIG config;
	WDF_INTERRUPT_INFO info;
	PKINTERRUPT connected; /* NULL: it is not */
	KSPIN_LOCK own_lock;
	PKSPIN_LOCK spin_lock; /* borrowed: its own, or that of the driver's WDFSPINLOCK */
	struct fx_callback_lock
		passive;          /* of passive handling, unless the driver has a WDFWAITLOCK */
	KIRQL irql_before;        /* of who has the spin lock by WdfInterruptAcquireLock */
	struct fx_callback later; /* EvtInterruptDpc or EvtInterruptWorkItem */
	KDPC dpc;
	struct fx_worker worker;
	bool is_enabled;     /* on the way into the working state */
	bool is_armed;       /* its device sleeps, and is woken when it is called */
	bool is_raised;      /* it was, and is told when its device works again */
	BOOLEAN is_claimed;  /* what it has said then */
	bool is_of_hardware; /* created in EvtDevicePrepareHardware: it goes with the hardware */
	LIST_ENTRY link;     /* in fx_device.interrupts, oldest first */
};

extern const struct fx_class fx_interrupt_class;

struct fx_interrupt_request {
	struct fx_device *device;
	struct fx_object *parent;
	const WDF_INTERRUPT_CONFIG *config;
	const struct fx_call *call;
};

/* For fx_child.init; the argument is a struct fx_interrupt_request. */
NTSTATUS fx_interrupt_init(struct fx_object *object, const void *request);
struct fx_interrupt *fx_interrupt_get(WDFINTERRUPT handle, const struct fx_call *call);
WDFINTERRUPT fx_interrupt_handle(const struct fx_interrupt *interrupt);

/* What EvtInterruptIsr runs under. */
void fx_interrupt_lock(struct fx_interrupt *interrupt, const struct fx_call *call);
void fx_interrupt_unlock(struct fx_interrupt *interrupt, const struct fx_call *call);

/* EvtInterruptEnable or EvtInterruptDisable, under it. One that is not there succeeds. */
NTSTATUS fx_interrupt_enable(struct fx_interrupt *interrupt);
NTSTATUS fx_interrupt_disable(struct fx_interrupt *interrupt);

/* Of a device, as plug and play changes it; `resources` NULL: it has none. */
void fx_interrupts_assign(struct fx_device *device, const CM_RESOURCE_LIST *resources);
void fx_interrupts_revoke(struct fx_device *device);
NTSTATUS fx_interrupts_connect(struct fx_device *device);
void fx_interrupts_disconnect(struct fx_device *device);

/*
 * The device sleeps: an interrupt that is to stay connected meanwhile does, and is not active; one that
 * can wake the device stays both, when that is armed.
 */
void fx_interrupts_sleep(struct fx_device *device);

/* The device works, or will not: what has woken it is told, or is not its. */
void fx_interrupts_tell(struct fx_device *device);
void fx_interrupts_give_up(struct fx_device *device);

/* Whether one of them can wake the device. */
bool fx_interrupts_can_wake(const struct fx_device *device);
