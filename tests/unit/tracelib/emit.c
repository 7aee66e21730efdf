/* Emits events, for the scripts that record them. The first argument says which. */
#include <drvtrace/drvtrace.h>

#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

/* Handles that are the same in every run. */
#define HANDLE(number) ((const void *)(uintptr_t)(0x1000 * (number)))

static DRVTRACE_DEFINE_DRIVER(driver, "emit");
static DRVTRACE_DEFINE_DRIVER(heir, "heir");

static int inner_span(void)
{
	DRVTRACE_SPAN(&driver, "inner");
	return DRVTRACE_SPAN_STATUS(-5);
}

static int nested_spans(void)
{
	DRVTRACE_SPAN(&driver, "outer");
	return inner_span();
}

/* Each event once at least, with a value in each field that no other field has. */
static int every_event(void)
{
	const void *callback = HANDLE(99);

	if (drvtrace_driver_init(&driver) != 0 || drvtrace_driver_init(&heir) != 0)
		return 1;
	drvtrace_driver_state(&driver, DRVTRACE_STATE_STARTED, -7);
	if (nested_spans() != -5)
		return 1;
	DRVTRACE_ACQUIRE(&driver, DRVTRACE_KIND_POOL, HANDLE(1), UINT64_MAX,
		DRVTRACE_TAG('a', 'b', 'c', 'd'), HANDLE(2));
	DRVTRACE_ACQUIRE(&driver, DRVTRACE_KIND_FD, DRVTRACE_FD(0), 0, 0, NULL);
	DRVTRACE_ACQUIRE(&driver, drvtrace_kind("turnstile"), HANDLE(3), 3, 0, NULL);
	DRVTRACE_ACQUIRE(&driver, DRVTRACE_KIND_MEMORY, NULL, 4, 0, NULL);
	drvtrace_transfer(&driver, DRVTRACE_KIND_POOL, HANDLE(1), HANDLE(4), &heir, NULL);
	drvtrace_transfer(&driver, DRVTRACE_KIND_POOL, HANDLE(1), HANDLE(5), NULL, callback);
	drvtrace_reference(
		&driver, DRVTRACE_KIND_WDFOBJECT, HANDLE(6), HANDLE(7), 2, 77, "a.c", callback);
	drvtrace_dereference(
		&driver, DRVTRACE_KIND_WDFOBJECT, HANDLE(6), HANDLE(7), -1, 78, NULL, callback);
	drvtrace_stage(&driver, DRVTRACE_KIND_WDFDRIVER, HANDLE(8), DRVTRACE_STAGE_CLEANUP,
		DRVTRACE_PHASE_BEGIN, callback);
	drvtrace_stage(&driver, DRVTRACE_KIND_WDFDRIVER, HANDLE(8), DRVTRACE_STAGE_DESTROY,
		DRVTRACE_PHASE_END, callback);
	drvtrace_fault_arm("point", 2);
	for (int i = 0; i < 3; i++)
		(void)DRVTRACE_FAULT_POINT(&driver, "point");
	drvtrace_violation(&driver, "some-rule", HANDLE(9), callback, "text with \"quotes\" and é");
	DRVTRACE_RELEASE(&driver, DRVTRACE_KIND_POOL, HANDLE(1));
	drvtrace_driver_cleanup(&heir);
	drvtrace_driver_cleanup(&driver);
	return 3;
}

/* Every string far longer than what events hold, in characters of two bytes. */
static int long_strings(void)
{
	static char text[10001];
	struct drvtrace_driver wordy = { text, text, text, DRVTRACE_ALL_OFF, 0, 0, NULL, NULL,
		NULL };

	for (size_t i = 0; i + 1 < sizeof(text); i += 2)
		memcpy(text + i, "é", 2);
	if (drvtrace_driver_init(&wordy) != 0)
		return 1;
	drvtrace_driver_state(&wordy, DRVTRACE_STATE_STARTED, 0);
	drvtrace_span_begin(&wordy, text, NULL);
	drvtrace_span_end(&wordy, text, 0, NULL);
	drvtrace_reference(&wordy, drvtrace_kind(text), HANDLE(1), NULL, 1, 1, text, NULL);
	drvtrace_fault_arm(text, 1);
	if (!DRVTRACE_FAULT_POINT(&wordy, text))
		return 1;
	drvtrace_violation(&wordy, text, NULL, NULL, text);
	drvtrace_driver_cleanup(&wordy);
	return 0;
}

static void *emit_some(void *count)
{
	for (uintptr_t i = 1; i <= (uintptr_t)count; i++)
		DRVTRACE_ACQUIRE(&driver, DRVTRACE_KIND_MEMORY, (void *)i, i, 0, NULL);
	return NULL;
}

static int threads(void)
{
	pthread_t ids[4];

	for (size_t i = 0; i < 4; i++)
		if (pthread_create(&ids[i], NULL, emit_some, (void *)5000) != 0)
			return 1;
	for (size_t i = 0; i < 4; i++)
		pthread_join(ids[i], NULL);
	return 0;
}

/* Sizes 1 to `count`, so that filters can be counted. */
static int sizes(uintptr_t count)
{
	emit_some((void *)count);
	return 0;
}

static int forks(void)
{
	int status;
	pid_t child;

	drvtrace_kind("turnstile");
	DRVTRACE_ACQUIRE(&driver, DRVTRACE_KIND_MEMORY, HANDLE(1), 1, 0, NULL);
	child = fork();
	if (child == 0) {
		DRVTRACE_RELEASE(&driver, DRVTRACE_KIND_MEMORY, HANDLE(1));
		exit(4);
	}
	if (child < 0 || waitpid(child, &status, 0) != child || WEXITSTATUS(status) != 4)
		return 1;
	printf("parent %d child %d\n", getpid(), child);
	DRVTRACE_RELEASE(&driver, DRVTRACE_KIND_MEMORY, HANDLE(1));
	return 0;
}

static volatile sig_atomic_t handled;
static volatile sig_atomic_t handled_in_probe;

static void on_timer(int signal_number)
{
	(void)signal_number;
	handled++;
	if (drvtrace_in_probe())
		handled_in_probe++;
	DRVTRACE_ACQUIRE(&driver, DRVTRACE_KIND_TIMER, HANDLE(1), (uint64_t)handled, 0, NULL);
}

/* Events from a handler that interrupts the probe, until that has happened often enough. */
static int signals(void)
{
	struct itimerval often = { { 0, 50 }, { 0, 50 } };
	struct itimerval never = { { 0, 0 }, { 0, 0 } };
	unsigned long emitted = 0;

	signal(SIGALRM, on_timer);
	setitimer(ITIMER_REAL, &often, NULL);
	while (handled_in_probe < 20 && emitted < 400000) {
		DRVTRACE_ACQUIRE(&driver, DRVTRACE_KIND_MEMORY, HANDLE(2), 0, 0, NULL);
		emitted++;
		if (emitted % 16 == 0)
			usleep(20);
	}
	setitimer(ITIMER_REAL, &never, NULL);
	printf("emitted %lu handled %d in probe %d\n", emitted, (int)handled,
		(int)handled_in_probe);
	return drvtrace_in_probe();
}

static void *emit_for_ever(void *unused)
{
	(void)unused;
	for (;;) {
		DRVTRACE_ACQUIRE(&driver, DRVTRACE_KIND_MEMORY, HANDLE(1), 1, 0, NULL);
		usleep(1);
	}
	return NULL;
}

/* Returns from main while other threads emit. */
static int leave(void)
{
	pthread_t id;

	for (int i = 0; i < 3; i++)
		if (pthread_create(&id, NULL, emit_for_ever, NULL) != 0)
			return 1;
	usleep(2000);
	return 5;
}

/* Emits `count` sizes when a line comes, until the input ends. */
static int on_demand(void)
{
	char line[16];

	drvtrace_kind("turnstile");
	while (fgets(line, sizeof(line), stdin)) {
		emit_some((void *)10);
		puts("done");
		fflush(stdout);
	}
	return 0;
}

static void *come_and_go(void *is_over)
{
	while (!__atomic_load_n((int *)is_over, __ATOMIC_RELAXED)) {
		if (drvtrace_driver_init(&heir) != 0)
			return is_over;
		emit_some((void *)10);
		drvtrace_driver_cleanup(&heir);
	}
	return NULL;
}

/* Many forks, while another thread registers drivers. */
static int many_forks(void)
{
	int is_over = 0, failures = 0;
	pthread_t thread;
	void *result;

	if (pthread_create(&thread, NULL, come_and_go, &is_over) != 0)
		return 1;
	for (int i = 0; i < 100; i++) {
		int status;
		pid_t child = fork();

		if (child == 0) {
			drvtrace_kind("turnstile");
			emit_some((void *)1);
			_exit(4);
		}
		failures += child < 0 || waitpid(child, &status, 0) != child ||
			    !WIFEXITED(status) || WEXITSTATUS(status) != 4;
	}
	__atomic_store_n(&is_over, 1, __ATOMIC_RELAXED);
	pthread_join(thread, &result);
	return failures != 0 || result;
}

static int run(const char *what)
{
	if (strcmp(what, "threads") == 0)
		return threads();
	if (strcmp(what, "sizes") == 0)
		return sizes(200);
	if (strcmp(what, "forks") == 0)
		return forks();
	if (strcmp(what, "many-forks") == 0)
		return many_forks();
	if (strcmp(what, "signals") == 0)
		return signals();
	if (strcmp(what, "leave") == 0)
		return leave();
	if (strcmp(what, "on-demand") == 0)
		return on_demand();
	if (strcmp(what, "vanish") == 0)
		_exit(6);
	return 2;
}

int main(int argc, char **argv)
{
	int status;

	if (argc != 2)
		return 2;
	if (strcmp(argv[1], "every-event") == 0)
		return every_event();
	if (strcmp(argv[1], "long-strings") == 0)
		return long_strings();
	if (drvtrace_driver_init(&driver) != 0)
		return 1;
	status = run(argv[1]);
	if (strcmp(argv[1], "leave") != 0)
		drvtrace_driver_cleanup(&driver);
	return status;
}
