/*
 * load MODULE COUNT HOW: loads the module, runs it, unloads it, COUNT times. Does not link drvtrace:
 * the library comes with the module, and must stay when that goes.
 */
#include "tests/unit/tracelib/driver_module.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

static int load_once(const char *path, const char *how)
{
	void *module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	union {
		void *symbol;
		module_run_function *run;
	} entry;

	if (!module) {
		fprintf(stderr, "%s\n", dlerror());
		return 1;
	}
	entry.symbol = dlsym(module, "module_run");
	if (entry.symbol)
		entry.run(how);
	if (dlclose(module) != 0 || dlopen(path, RTLD_NOW | RTLD_NOLOAD)) {
		fprintf(stderr, "the module stays mapped\n");
		return 1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	if (argc != 4)
		return 2;
	for (int i = 0; i < atoi(argv[2]); i++)
		if (load_once(argv[1], argv[3]) != 0)
			return 1;
	return 0;
}
