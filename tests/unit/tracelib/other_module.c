/* A module that stays loaded and emits from several threads, while others come and go. */
#include "tests/unit/tracelib/driver_module.h"

#include <drvtrace/drvtrace.h>
#include <pthread.h>

static DRVTRACE_DEFINE_DRIVER(other, "other");
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void initialise(void)
{
	drvtrace_driver_init(&other);
}

/* Each call has handles of its own thread. */
DRVTRACE_API void module_run(const char *how)
{
	static __thread char handles[16];

	(void)how;
	pthread_once(&once, initialise);
	for (int i = 0; i < 16; i++)
		DRVTRACE_ACQUIRE(&other, DRVTRACE_KIND_MEMORY, &handles[i], 1, 0, NULL);
	for (int i = 0; i < 16; i++)
		DRVTRACE_RELEASE(&other, DRVTRACE_KIND_MEMORY, &handles[i]);
}
