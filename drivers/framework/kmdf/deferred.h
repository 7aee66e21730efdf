/*
 * Ends of objects that are asked for at DISPATCH_LEVEL and can only be had at PASSIVE_LEVEL: a
 * worker thread does it. Who ends a device, or the driver, waits for those.
 */
#pragma once

struct fx_globals;
struct fx_object;

/* Calls `end` in a worker thread; the caller gives up the object until then. */
void fx_deferred_call(struct fx_object *object,
	void (*end)(struct fx_object *object, const void *site), const void *site);

/* Until all that was deferred for the driver is done; at once in a thread that is doing it. */
void fx_deferred_wait(const struct fx_globals *globals);
