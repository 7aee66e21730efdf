/*
 * Calls of a driver's callbacks from threads of the framework's own: in the driver's name, under the
 * lock that serialises them, and back at the IRQL that they were called at.
 */
#pragma once

#include <wdm.h>

struct fx_callback_lock;
struct fx_object;

struct fx_callback {
	void (*routine)(void); /* of whatever type it is */
	const char *name;
	struct fx_callback_lock *lock; /* borrowed; NULL: it is not serialised */
};

/* Calls `call` with the object's handle and the routine. */
void fx_callback_run(const struct fx_callback *callback, const struct fx_object *object,
	void (*call)(void (*routine)(void), HANDLE object));
