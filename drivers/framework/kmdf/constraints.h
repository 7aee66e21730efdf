/*
 * At which IRQL, and one after the other or not, the callbacks of an object run: its execution level
 * and its synchronisation scope, inherited from driver to device to queue. As fxdevicebase.cpp and
 * fxioqueue.cpp have it.
 */
#pragma once

#include <wdfobject.h>

#include "drivers/framework/kmdf/callback_lock.h"

struct fx_constraints {
	WDF_EXECUTION_LEVEL level;       /* never inherit */
	WDF_SYNCHRONIZATION_SCOPE scope; /* never inherit */
	struct fx_callback_lock own;
	struct fx_callback_lock *presentation; /* borrowed: what WdfObjectAcquireLock takes */
	struct fx_callback_lock *automatic;    /* held by the object's callbacks; NULL: none is */
};

/* `attributes` may be NULL. The object's `constraints` lead here afterwards. */
void fx_constraints_init_driver(struct fx_constraints *constraints, struct fx_object *object,
	const WDF_OBJECT_ATTRIBUTES *attributes);
void fx_constraints_init_device(struct fx_constraints *constraints, struct fx_object *object,
	const struct fx_constraints *driver, const WDF_OBJECT_ATTRIBUTES *attributes);

/* STATUS_INVALID_PARAMETER when the scope is the device, and its level another. */
NTSTATUS fx_constraints_init_queue(struct fx_constraints *constraints, struct fx_object *object,
	const struct fx_constraints *device, const WDF_OBJECT_ATTRIBUTES *attributes);

/*
 * Of the files of a device; `object` is the device itself, and keeps its own constraints. One that
 * has no lock leaves `presentation` NULL. STATUS_INVALID_DEVICE_REQUEST for a scope that they cannot have.
 */
NTSTATUS fx_constraints_init_files(struct fx_constraints *constraints, struct fx_object *object,
	const struct fx_constraints *device, const WDF_OBJECT_ATTRIBUTES *attributes);

/* Accepts what was never begun, all zero. */
void fx_constraints_finish(struct fx_constraints *constraints);

/* The nearest above the object, or its own; NULL when there are none. */
struct fx_constraints *fx_constraints_of(struct fx_object *object);

/* The lock of a callback that belongs to `parent`: of a timer, a DPC, a work item, an interrupt. */
struct fx_lock_wish {
	bool is_automatic; /* AutomaticSerialization */
	bool is_passive;   /* the callback runs at PASSIVE_LEVEL */
};

/* *out is NULL when nothing is serialised. STATUS_WDF_INCOMPATIBLE_EXECUTION_LEVEL. */
NTSTATUS fx_constraints_find_lock(
	struct fx_callback_lock **out, struct fx_object *parent, const struct fx_lock_wish *wish);
