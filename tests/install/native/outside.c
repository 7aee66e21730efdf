/* A native driver outside the tree, which leaks one block when it is told to fail. */
#include <drvtrace/drvtrace.h>
#include <stdlib.h>

static DRVTRACE_DEFINE_DRIVER(outside, "outside");

static int initialise(void)
{
	DRVTRACE_SPAN(&outside, "initialise");
	void *block = malloc(64);

	DRVTRACE_ACQUIRE(&outside, DRVTRACE_KIND_MEMORY, block, 64, 0, NULL);
	if (DRVTRACE_FAULT_POINT(&outside, "register"))
		return DRVTRACE_SPAN_STATUS(-5);
	DRVTRACE_RELEASE(&outside, DRVTRACE_KIND_MEMORY, block);
	free(block);
	return 0;
}

int main(void)
{
	int status;

	if (drvtrace_driver_init(&outside) != 0)
		return 1;
	status = initialise();
	drvtrace_driver_cleanup(&outside);
	return status == 0 ? 0 : 3;
}
