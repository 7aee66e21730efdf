#include "drivers/framework/wdm/thread.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>
#include <wdm.h>

#include <drvtrace/driver.h>

#include "drivers/framework/wdm/driver.h"

#define HOLD_SIGNAL (SIGRTMIN + 3)

enum {
	SIGNAL_STACK_SIZE = 64 * 1024,
	HOLD_PAUSE_NS = 1000000,
};

struct thread {
	void (*routine)(void *argument);
	void *argument;
	void *signal_stack; /* owned */
	pthread_t pthread;
	LIST_ENTRY link; /* in the list of threads */
	bool is_held;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY threads = { &threads, &threads };
static __thread struct thread *self;

static void *run(void *argument)
{
	struct thread *thread = argument;
	stack_t stack = { .ss_sp = thread->signal_stack, .ss_size = SIGNAL_STACK_SIZE };
	stack_t previous;

	/* Put back at the end: a sanitizer has one of its own there, and frees what it finds. */
	sigaltstack(&stack, &previous);
	pthread_mutex_lock(&lock);
	self = thread;
	thread->pthread = pthread_self();
	InsertTailList(&threads, &thread->link);
	pthread_mutex_unlock(&lock);

	thread->routine(thread->argument);

	pthread_mutex_lock(&lock);
	RemoveEntryList(&thread->link);
	pthread_mutex_unlock(&lock);
	sigaltstack(&previous, NULL);
	free(thread->signal_stack);
	free(thread);
	return NULL;
}

static int create(pthread_t *out, void (*routine)(void *argument), void *argument)
{
	struct thread *thread = calloc(1, sizeof(*thread));
	int error = ENOMEM;

	if (!thread)
		return -ENOMEM;
	thread->routine = routine;
	thread->argument = argument;
	thread->signal_stack = malloc(SIGNAL_STACK_SIZE);
	if (thread->signal_stack)
		error = pthread_create(out, NULL, run, thread);
	if (error) {
		free(thread->signal_stack);
		free(thread);
	}
	return -error;
}

int io_thread_run(void (*routine)(void *argument), void *argument)
{
	pthread_t thread;
	int result = create(&thread, routine, argument);

	if (result == 0)
		pthread_join(thread, NULL);
	return result;
}

int io_thread_start(void (*routine)(void *argument), void *argument)
{
	pthread_t thread;
	int result = create(&thread, routine, argument);

	if (result == 0)
		pthread_detach(thread);
	return result;
}

static const void *program_counter(const ucontext_t *context)
{
#if defined(__x86_64__)
	return (const void *)(uintptr_t)context->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
	return (const void *)(uintptr_t)context->uc_mcontext.pc;
#else
#error "where does this machine keep its program counter?"
#endif
}

/* A driver's own code holds no lock of ours or of the C library's: there a thread may end. */
static void hold(int number, siginfo_t *info, void *context)
{
	int error = errno;

	(void)number;
	(void)info;
	if (!self || drvtrace_in_probe() || !io_driver_at(program_counter(context))) {
		errno = error;
		return;
	}
	__atomic_store_n(&self->is_held, true, __ATOMIC_RELEASE);
	for (;;)
		pause();
}

/* Signals those that are chosen and not held yet; how many these are. */
static unsigned int signal_chosen(bool (*is_chosen)(pthread_t thread, void *choice), void *choice)
{
	unsigned int left = 0;

	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = threads.Flink; link != &threads; link = link->Flink) {
		struct thread *thread = CONTAINING_RECORD(link, struct thread, link);

		if (thread == self || __atomic_load_n(&thread->is_held, __ATOMIC_ACQUIRE) ||
			!is_chosen(thread->pthread, choice))
			continue;
		left++;
		pthread_kill(thread->pthread, HOLD_SIGNAL);
	}
	pthread_mutex_unlock(&lock);
	return left;
}

void io_thread_hold(
	bool (*is_chosen)(pthread_t thread, void *choice), void *choice, unsigned int attempts)
{
	struct sigaction action = { .sa_sigaction = hold,
		.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART };
	struct timespec wait = { 0, HOLD_PAUSE_NS };

	sigfillset(&action.sa_mask);
	sigaction(HOLD_SIGNAL, &action, NULL);
	while (attempts-- > 0 && signal_chosen(is_chosen, choice) > 0)
		nanosleep(&wait, NULL);
}
