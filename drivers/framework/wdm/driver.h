/*
 * A driver: its driver object, its module, and its way through entry, start and unload.
 *
 * Knows nothing of KMDF: a framework above joins a driver by io_driver_join() and is called back
 * at the moments where it has something to do. Every routine of the driver runs in a system thread.
 */
#pragma once

#include <stdbool.h>
#include <wdm.h>

#include <drvtrace/driver.h>

#include "drivers/framework/wdm/io.h"

struct io_driver;
struct io_unload_record;

/* What a layer above does for a driver that has joined it. */
struct io_driver_layer {
	/* Adds and starts the devices that the driver serves; NULL: it adds none. */
	NTSTATUS (*start_devices)(struct io_driver *driver, void *joined);
	/* Stops and removes them, newest first. */
	void (*remove_devices)(struct io_driver *driver, void *joined);
	/* The driver object goes, unloaded or failed: undo whatever is still there. */
	void (*leave)(struct io_driver *driver, void *joined);
};

enum io_driver_state {
	IO_DRIVER_LOADED,   /* DriverEntry has not run */
	IO_DRIVER_ENTERED,  /* DriverEntry succeeded */
	IO_DRIVER_STARTED,  /* its devices are started */
	IO_DRIVER_UNLOADED, /* none of its code will run again */
};

/* Conditions for the caller of these; their own text on standard error has said why. */
enum io_driver_condition {
	IO_DRIVER_CANNOT_UNLOAD = 1, /* it has no unload routine */
};

/*
 * Makes the driver known: opens its trace (state `loaded`) and gives it a driver object. `module`
 * is an address in its module, or NULL when it is part of the program (unit tests). Returns 0, or
 * -errno; -EEXIST when a driver of this name is loaded.
 */
IO_API int io_driver_create(
	struct io_driver **out, const char *name, DRIVER_INITIALIZE *entry, const void *module);

/* The module is unmapped (`closed`) or stays; ends the trace. Accepts NULL. */
IO_API void io_driver_destroy(struct io_driver *driver, bool closed);

/*
 * Runs DriverEntry. When it fails, everything that the system undoes then is undone, in the
 * documented order, and the driver is unloaded; DriverUnload does not run.
 */
IO_API NTSTATUS io_driver_enter(struct io_driver *driver);

/* Adds and starts its devices: those that its layers serve, or else one. The status is theirs. */
IO_API NTSTATUS io_driver_start(struct io_driver *driver);

/* A device of its was started: so is the driver. */
void io_driver_started(struct io_driver *driver);

/* Removes its devices, then runs DriverUnload. 0, or IO_DRIVER_CANNOT_UNLOAD. */
IO_API int io_driver_unload(struct io_driver *driver);

/*
 * None of its code runs after this: what it left running is stopped. `is_told`: that is a broken
 * rule. A driver that is unloaded or has failed to load has been through it.
 */
IO_API void io_driver_end_code(struct io_driver *driver, bool is_told);

/* True when a thread of it had to be halted in the middle of its code: the module must stay. */
IO_API bool io_driver_keeps_module(const struct io_driver *driver);

IO_API const char *io_driver_name(const struct io_driver *driver);
IO_API PDRIVER_OBJECT io_driver_object(struct io_driver *driver);

/* NULL for no driver: tracelib takes that. */
IO_API struct drvtrace_driver *io_driver_trace(struct io_driver *driver);

/* NULL when no driver of that name is loaded. */
struct io_driver *io_driver_find_name(const char *name);

/* The driver of a driver object; NULL when it is none. */
struct io_driver *io_driver_of(const DRIVER_OBJECT *object);

/* The driver that made the call which returns to `site`; NULL outside of any driver. */
struct io_driver *io_driver_calling(const void *site);

/* The driver with `address` in its module; takes no lock, for signal handlers. */
IO_API struct io_driver *io_driver_at(const void *address);

/*
 * Begins and ends a call into the driver on this thread: what it calls is the driver's, even
 * where no return address says so.
 */
struct io_driver *io_driver_begin_call(struct io_driver *driver);
void io_driver_end_call(struct io_driver *previous);
IO_API struct io_driver *io_driver_current(void);

/* How many such calls this thread is in. */
ULONG io_driver_call_depth(void);

/* A layer joins; `layer` stays borrowed. joined: what that layer passed, NULL if it has not. */
int io_driver_join(struct io_driver *driver, const struct io_driver_layer *layer, void *joined);
void *io_driver_joined(struct io_driver *driver, const struct io_driver_layer *layer);
void io_driver_leave(struct io_driver *driver, const struct io_driver_layer *layer);

/* True when `address` is in the registry path that the driver was given, which has ended. */
IO_API bool io_driver_owns_ended_path(const struct io_driver *driver, const void *address);
