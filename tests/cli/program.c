/*
 * What the tests of `drvtrace record` record: a driver that does what its arguments say, in order.
 *
 *   program [acquire N | release N | touch FILE | sleep S | wait | kill N | exit N | fork]...
 *
 * `wait` is until SIGINT or SIGTERM, which then ends it with status 5; `fork` leaves a child that
 * holds on for 30 s.
 */
#include <drvtrace/drvtrace.h>

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static DRVTRACE_DEFINE_DRIVER(driver, "program");

static void hold(const char *text, bool is_acquire)
{
	long count = strtol(text, NULL, 10);

	for (long i = 1; i <= count; i++) {
		const void *handle = (const void *)(uintptr_t)(i * 16);

		if (is_acquire)
			DRVTRACE_ACQUIRE(&driver, DRVTRACE_KIND_MEMORY, handle, 16,
				DRVTRACE_TAG('t', 'e', 's', 't'), NULL);
		else
			DRVTRACE_RELEASE(&driver, DRVTRACE_KIND_MEMORY, handle);
	}
}

static void wait_for_signal(void)
{
	sigset_t signals;
	int signal;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigwait(&signals, &signal);
	drvtrace_driver_cleanup(&driver);
	exit(5);
}

static void leave_child(void)
{
	if (fork() == 0) {
		sleep(30);
		_exit(0);
	}
}

static void touch(const char *path)
{
	int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0666);

	if (fd < 0)
		perror(path);
	else
		close(fd);
}

static void obey(const char *verb, const char *value)
{
	if (strcmp(verb, "acquire") == 0 || strcmp(verb, "release") == 0)
		hold(value, verb[0] == 'a');
	else if (strcmp(verb, "touch") == 0)
		touch(value);
	else if (strcmp(verb, "sleep") == 0)
		sleep((unsigned int)strtoul(value, NULL, 10));
	else if (strcmp(verb, "kill") == 0)
		kill(getpid(), (int)strtol(value, NULL, 10));
	else if (strcmp(verb, "exit") == 0)
		exit((int)strtol(value, NULL, 10));
}

int main(int argc, char **argv)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	if (drvtrace_driver_init(&driver) < 0)
		return 1;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "wait") == 0)
			wait_for_signal();
		else if (strcmp(argv[i], "fork") == 0)
			leave_child();
		else if (i + 1 < argc)
			obey(argv[i], argv[i + 1]), i++;
	}
	drvtrace_driver_cleanup(&driver);
	return 0;
}
