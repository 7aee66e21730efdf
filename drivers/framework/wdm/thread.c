#include "drivers/framework/wdm/thread.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	SIGNAL_STACK_SIZE = 64 * 1024,
};

struct start {
	void (*routine)(void *argument);
	void *argument;
	void *signal_stack; /* owned */
};

static void *run(void *argument)
{
	struct start *start = argument;
	stack_t stack = { .ss_sp = start->signal_stack, .ss_size = SIGNAL_STACK_SIZE };
	stack_t previous;

	/* Put back at the end: a sanitizer has one of its own there, and frees what it finds. */
	sigaltstack(&stack, &previous);
	start->routine(start->argument);
	sigaltstack(&previous, NULL);
	return NULL;
}

int io_thread_run(void (*routine)(void *argument), void *argument)
{
	struct start start = { routine, argument, malloc(SIGNAL_STACK_SIZE) };
	pthread_t thread;
	int error;

	if (!start.signal_stack)
		return -ENOMEM;
	error = pthread_create(&thread, NULL, run, &start);
	if (!error)
		pthread_join(thread, NULL);
	free(start.signal_stack);
	return -error;
}
