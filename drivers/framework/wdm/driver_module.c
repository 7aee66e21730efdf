#include "drivers/framework/wdm/driver_module.h"

#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "drivers/framework/wdm/driver.h"

void io_driver_module_name(char *out, size_t size, const char *path)
{
	const char *slash = strrchr(path, '/');
	char *suffix;

	snprintf(out, size, "%s", slash ? slash + 1 : path);
	suffix = strstr(out, ".so");
	if (suffix && suffix != out)
		*suffix = '\0';
}

/* A name without a slash would be searched for in the library path. */
static void *open_file(const char *path)
{
	char here[PATH_MAX];

	if (!strchr(path, '/')) {
		snprintf(here, sizeof(here), "./%s", path);
		path = here;
	}
	return dlopen(path, RTLD_NOW | RTLD_LOCAL);
}

static int create_driver(struct io_driver_module *module, const char *path)
{
	void *symbol = dlsym(module->handle, "DriverEntry");
	char name[NAME_MAX + 1];
	DRIVER_INITIALIZE *entry;

	if (!symbol)
		return -ENOEXEC;
	/* ISO C has no conversion for it, POSIX promises that it works. */
	memcpy(&entry, &symbol, sizeof(entry));
	io_driver_module_name(name, sizeof(name), path);
	return io_driver_create(&module->driver, name, entry, symbol);
}

int io_driver_module_open(struct io_driver_module *out, const char *path)
{
	struct io_driver_module module = { open_file(path), NULL };
	int result;

	if (!module.handle)
		return -ENOENT;
	result = create_driver(&module, path);
	if (result < 0)
		dlclose(module.handle);
	else
		*out = module;
	return result;
}

void io_driver_module_close(struct io_driver_module *module)
{
	bool is_closed = !io_driver_keeps_module(module->driver);

	if (is_closed)
		dlclose(module->handle);
	io_driver_destroy(module->driver, is_closed);
}
