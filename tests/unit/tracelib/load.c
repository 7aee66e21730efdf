/*
 * load MODULE COUNT HOW [OTHER]: loads the module, runs it, unloads it, COUNT times. Does not link
 * drvtrace: the library comes with the module, and must stay when that goes. Meanwhile two threads
 * run the module OTHER, which stays loaded, over and over.
 */
#include "tests/unit/tracelib/driver_module.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
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

static atomic_bool is_over;

static void *run_other(void *module)
{
	union {
		void *symbol;
		module_run_function *run;
	} entry = { dlsym(module, "module_run") };

	while (entry.symbol && !is_over)
		entry.run("other");
	return NULL;
}

int main(int argc, char **argv)
{
	void *other = argc == 5 ? dlopen(argv[4], RTLD_NOW | RTLD_LOCAL) : NULL;
	pthread_t threads[2];
	int status = 0;

	if (argc < 4 || (argc == 5 && !other))
		return 2;
	for (int i = 0; other && i < 2; i++)
		if (pthread_create(&threads[i], NULL, run_other, other) != 0)
			return 2;
	for (int i = 0; i < atoi(argv[2]) && status == 0; i++)
		status = load_once(argv[1], argv[3]);
	is_over = 1;
	for (int i = 0; other && i < 2; i++)
		pthread_join(threads[i], NULL);
	return status;
}
