/*
 * One cycle of the host: drivers are loaded, started and unloaded, all of them in the order of the
 * command line, or as a scenario says. What is still loaded at the end is unloaded in reverse order.
 */
#pragma once

#include <ntdef.h>
#include <stdbool.h>
#include <stddef.h>

#include "drivers/host/options.h"

struct io_driver;
struct scenario;

/* What went otherwise than a driver can go; see the exit statuses in drvhost(1). */
enum cycle_condition {
	CYCLE_NOT_LOADED = 1, /* a module could not be loaded */
	CYCLE_CANNOT_REPEAT,  /* a driver stays loaded: it has no unload routine */
	CYCLE_UNEXPECTED,     /* the scenario expected another status */
};

/*
 * 0, a condition, or -ENOMEM; everything has been said on standard error. `scenario` is NULL when
 * all drivers are to be loaded, started and unloaded.
 */
int cycle_run(const struct options *options, const struct scenario *scenario);

/* A bug check: takes down what the drivers hold that are loaded now. */
void cycle_close_books(void);

/* The drivers that could not be unloaded are forgotten, and their modules closed. */
void cycle_finish(void);

/*
 * The steps of a cycle. load runs DriverEntry, whose status is *status. unload gives
 * CYCLE_CANNOT_REPEAT when the driver stays.
 */
int cycle_load(NTSTATUS *status, const char *path);
NTSTATUS cycle_start(struct io_driver *driver);
int cycle_unload(struct io_driver *driver);

/* NULL when no driver of that name is loaded. */
struct io_driver *cycle_find(const char *name);
