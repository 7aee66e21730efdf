/* What driver.c and driver_run.c share, and nobody else. */
#pragma once

#include <pthread.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/registry_path.h"

enum {
	IO_DRIVER_LAYERS_MAX = 4,
};

struct io_driver {
	DRIVER_OBJECT object;
	DRIVER_EXTENSION extension;
	enum io_driver_state state;
	struct drvtrace_driver trace;
	char *name;        /* owned */
	PWSTR wide_name;   /* owned; "\Driver\<name>" */
	bool keeps_module; /* one of its threads could only be halted inside of it */
	struct io_registry_path path;
	LIST_ENTRY link; /* in the list of drivers */

	pthread_mutex_t extensions_lock;
	LIST_ENTRY extensions; /* of struct extension in driver_extension.c, owned until unload */

	/* The layers that have joined, oldest first. */
	struct {
		const struct io_driver_layer *layer;
		void *joined;
	} layers[IO_DRIVER_LAYERS_MAX];
	size_t layer_count;
};
