/*
 * What the traces of this folder are recorded from; see README.md.
 *
 *   program clean|leaky|flood COUNT|foreign
 */
#include <drvtrace/drvtrace.h>
#include <lttng/tracef.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static DRVTRACE_DEFINE_DRIVER(driver, "sample");

static int start(int fails)
{
	void *settings = malloc(64);
	void *ring = malloc(4096);

	DRVTRACE_SPAN(&driver, "start");
	DRVTRACE_ACQUIRE(&driver, DRVTRACE_KIND_MEMORY, settings, 64,
		DRVTRACE_TAG('s', 'e', 't', 't'), NULL);
	DRVTRACE_ACQUIRE(&driver, DRVTRACE_KIND_MEMORY, ring, 4096,
		DRVTRACE_TAG('r', 'i', 'n', 'g'), settings);
	DRVTRACE_RELEASE(&driver, DRVTRACE_KIND_MEMORY, ring);
	free(ring);
	if (fails) {
		/* The mistake: settings is forgotten. */
		return DRVTRACE_SPAN_STATUS(-EIO);
	}
	DRVTRACE_RELEASE(&driver, DRVTRACE_KIND_MEMORY, settings);
	free(settings);
	return 0;
}

static int run(int fails)
{
	int status;

	if (drvtrace_driver_init(&driver) < 0)
		return 1;
	status = start(fails);
	drvtrace_driver_state(
		&driver, status < 0 ? DRVTRACE_STATE_ENTRY_FAILED : DRVTRACE_STATE_STARTED, status);
	drvtrace_violation(&driver, "sample-rule", NULL, NULL, "");
	drvtrace_driver_cleanup(&driver);
	return 0;
}

static int flood(long count)
{
	if (drvtrace_driver_init(&driver) < 0)
		return 1;
	for (long i = 0; i < count; i++) {
		DRVTRACE_ACQUIRE(&driver, DRVTRACE_KIND_TIMER, (void *)(i + 1), 0, 0, NULL);
		DRVTRACE_RELEASE(&driver, DRVTRACE_KIND_TIMER, (void *)(i + 1));
	}
	drvtrace_driver_cleanup(&driver);
	return 0;
}

static int foreign(void)
{
	for (int i = 0; i < 5; i++)
		lttng_ust_tracef("number %d", i);
	return 0;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";

	if (strcmp(what, "clean") == 0)
		return run(0);
	if (strcmp(what, "leaky") == 0)
		return run(1);
	if (strcmp(what, "flood") == 0 && argc > 2)
		return flood(strtol(argv[2], NULL, 10));
	if (strcmp(what, "foreign") == 0)
		return foreign();
	fprintf(stderr, "usage: program clean|leaky|flood COUNT|foreign\n");
	return 2;
}
