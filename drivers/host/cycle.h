/* One cycle of the host: load all drivers, start them, unload them in reverse order. */
#pragma once

#include <stdbool.h>

#include "drivers/host/options.h"

/* What went otherwise than a driver can go; see the exit statuses in drvhost(1). */
enum cycle_condition {
	CYCLE_NOT_LOADED = 1, /* a module could not be loaded */
	CYCLE_CANNOT_REPEAT,  /* a driver stays loaded: it has no unload routine */
};

/* 0, a condition, or -ENOMEM; everything has been said on standard error. */
int cycle_run(const struct options *options);

/* A bug check: takes down what the drivers hold that are loaded now. */
void cycle_close_books(void);

/* The drivers that could not be unloaded are forgotten, and their modules closed. */
void cycle_finish(void);
