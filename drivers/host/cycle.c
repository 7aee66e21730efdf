#include "drivers/host/cycle.h"

#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/driver_module.h"
#include "drivers/framework/wdm/reinitialise.h"
#include "drivers/framework/wdm/status.h"
#include "drivers/host/books.h"
#include "drivers/host/scenario.h"

/* The drivers that are loaded, in order. */
static struct io_driver_module *modules; /* owned */
static size_t count;
static bool is_batch; /* all are loaded, then all are started: as when a system boots */

static const char *status_text(NTSTATUS status, char *text, size_t size)
{
	const char *name = io_status_name(status);

	if (name)
		snprintf(text, size, "%s (0x%08x)", name, (unsigned int)status);
	else
		snprintf(text, size, "0x%08x", (unsigned int)status);
	return text;
}

static int load(struct io_driver_module *out, const char *path)
{
	int result = io_driver_module_open(out, path);
	char name[NAME_MAX + 1];

	if (result == 0)
		return 0;
	io_driver_module_name(name, sizeof(name), path);
	if (result == -ENOENT)
		fprintf(stderr, "drvhost: %s\n", dlerror());
	else if (result == -ENOEXEC)
		fprintf(stderr, "drvhost: %s: it has no DriverEntry\n", path);
	else if (result == -EEXIST)
		fprintf(stderr, "drvhost: %s: a driver '%s' is loaded already\n", path, name);
	else
		fprintf(stderr, "drvhost: %s: %s\n", path, strerror(-result));
	return CYCLE_NOT_LOADED;
}

int cycle_load(NTSTATUS *status, const char *path)
{
	struct io_driver_module *module = &modules[count];
	char text[96];
	int result = load(module, path);

	if (result != 0)
		return result;
	count++;
	*status = io_driver_enter(module->driver);
	if (!NT_SUCCESS(*status)) {
		fprintf(stderr, "drvhost: %s: DriverEntry failed with %s\n",
			io_driver_name(module->driver), status_text(*status, text, sizeof(text)));
		books_close_driver(module->driver, BOOKS_ENTRY_FAILED, *status);
		count--;
		io_driver_module_close(module);
	}
	if (!is_batch)
		io_reinitialise_run(IO_REINITIALISE);
	return 0;
}

NTSTATUS cycle_start(struct io_driver *driver)
{
	NTSTATUS status = io_driver_start(driver);
	char text[96];

	if (!NT_SUCCESS(status))
		fprintf(stderr, "drvhost: %s: its device could not be started: %s\n",
			io_driver_name(driver), status_text(status, text, sizeof(text)));
	if (!is_batch)
		io_reinitialise_run(IO_REINITIALISE_BOOT);
	return status;
}

struct io_driver *cycle_find(const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(io_driver_name(modules[i].driver), name) == 0)
			return modules[i].driver;
	}
	return NULL;
}

/* Unloads the driver in that place, which the next ones then take; or it stays there. */
static int unload(size_t place)
{
	struct io_driver_module module = modules[place];

	if (io_driver_unload(module.driver) != 0) {
		fprintf(stderr, "drvhost: %s cannot be unloaded: it has no unload routine\n",
			io_driver_name(module.driver));
		return CYCLE_CANNOT_REPEAT;
	}
	books_close_driver(module.driver, BOOKS_UNLOADED, STATUS_SUCCESS);
	count--;
	memmove(&modules[place], &modules[place + 1], (count - place) * sizeof(*modules));
	io_driver_module_close(&module);
	return 0;
}

int cycle_unload(struct io_driver *driver)
{
	size_t place = 0;

	while (modules[place].driver != driver)
		place++;
	return unload(place);
}

/* Unloads the drivers in reverse order; those that cannot be stay. */
static int unload_all(void)
{
	int result = 0;

	for (size_t i = count; i > 0; i--) {
		int unloaded = unload(i - 1);

		if (unloaded != 0) {
			books_close_driver(
				modules[i - 1].driver, BOOKS_NOT_UNLOADED, STATUS_SUCCESS);
			result = unloaded;
		}
	}
	return result;
}

static int load_and_start_all(const struct options *options)
{
	NTSTATUS status;
	int result = 0;

	is_batch = true;
	for (size_t i = 0; i < options->driver_count && result == 0; i++)
		result = cycle_load(&status, options->drivers[i]);
	io_reinitialise_run(IO_REINITIALISE);
	for (size_t i = 0; i < count && result == 0 && !options->no_start; i++)
		cycle_start(modules[i].driver);
	io_reinitialise_run(IO_REINITIALISE_BOOT);
	is_batch = false;
	return result;
}

int cycle_run(const struct options *options, const struct scenario *scenario)
{
	int result;
	int unloaded;

	modules = calloc(options->driver_count, sizeof(*modules));
	if (!modules)
		return -ENOMEM;
	result = scenario ? scenario_run(scenario) : load_and_start_all(options);
	unloaded = unload_all();
	if (count == 0)
		cycle_finish();
	return result != 0 ? result : unloaded;
}

void cycle_close_books(void)
{
	for (size_t i = 0; i < count; i++)
		books_close_driver(modules[i].driver, BOOKS_STOPPED, STATUS_UNSUCCESSFUL);
}

void cycle_finish(void)
{
	for (size_t i = 0; i < count; i++) {
		bool is_closed;

		io_driver_end_code(modules[i].driver, false);
		is_closed = !io_driver_keeps_module(modules[i].driver);
		io_driver_destroy(modules[i].driver, false);
		if (is_closed)
			dlclose(modules[i].handle);
	}
	free(modules);
	modules = NULL;
	count = 0;
}
