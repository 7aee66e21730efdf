#include "tests/unit/framework/support.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/pnp.h"
#include "drivers/framework/wdm/resource.h"

static struct io_driver *driver;
static char words[1024];

NTSTATUS enter(DRIVER_INITIALIZE *entry)
{
	words[0] = '\0';
	assert_int_equal(io_driver_create(&driver, "unit", entry, NULL), 0);
	return io_driver_enter(driver);
}

NTSTATUS start(void)
{
	return io_driver_start(driver);
}

NTSTATUS plug(const struct io_pnp_resource *resources, size_t count)
{
	return io_pnp_host_plug(&(struct io_pnp_plug){ .name = "unit-device",
		.drivers = &driver,
		.driver_count = 1,
		.resources = resources,
		.resource_count = count });
}

NTSTATUS unplug(void)
{
	return io_pnp_host_unplug("unit-device");
}

void unload(void)
{
	assert_int_equal(io_driver_unload(driver), 0);
}

static void count(const struct io_resource *resource, void *argument)
{
	UNREFERENCED_PARAMETER(resource);
	++*(int *)argument;
}

int outstanding(void)
{
	int counted = 0;

	io_resource_visit(driver, count, &counted);
	return counted;
}

void unload_for_good(void)
{
	io_driver_destroy(driver, false);
	driver = NULL;
}

int forget_driver(void **state)
{
	UNREFERENCED_PARAMETER(state);
	unload_for_good();
	io_resource_reclaim_all();
	return 0;
}

void say(const char *word)
{
	size_t length = strlen(words);

	snprintf(words + length, sizeof(words) - length, "%s%s", length ? " " : "", word);
}

const char *said(void)
{
	return words;
}

/* Runs `entry`, and DriverUnload if there is one, in a child; returns how it ended. */
static int run_apart(DRIVER_INITIALIZE *entry, char *output, size_t size)
{
	size_t length = 0;
	ssize_t count_read;
	int pipe_ends[2];
	int status;
	pid_t child;

	assert_int_equal(pipe(pipe_ends), 0);
	child = fork();
	if (child == 0) {
		dup2(pipe_ends[1], STDERR_FILENO);
		if (NT_SUCCESS(enter(entry)))
			io_driver_unload(driver);
		_exit(0);
	}
	close(pipe_ends[1]);
	while ((count_read = read(pipe_ends[0], output + length, size - length - 1)) > 0)
		length += (size_t)count_read;
	output[length] = '\0';
	close(pipe_ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static void assert_named(const char *output, const char *rule)
{
	char wanted[128];

	snprintf(wanted, sizeof(wanted), "rule %s,", rule);
	if (!strstr(output, wanted))
		fail_msg("rule %s is not reported, but: %s", rule, output);
}

void assert_stopped(DRIVER_INITIALIZE *entry, const char *rule)
{
	char output[4096];
	int status = run_apart(entry, output, sizeof(output));

	assert_named(output, rule);
	/* Without a host, stopping is aborting. */
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
}

void assert_reported(DRIVER_INITIALIZE *entry, const char *rule)
{
	char output[4096];
	int status = run_apart(entry, output, sizeof(output));

	assert_named(output, rule);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

NTSTATUS create_driver(PDRIVER_OBJECT object, PUNICODE_STRING path,
	PWDF_OBJECT_ATTRIBUTES attributes, WDFDRIVER *handle)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, WDF_NO_EVENT_CALLBACK);
	return WdfDriverCreate(object, path, attributes, &config, handle);
}
