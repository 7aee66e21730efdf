#include "viewer/cli/recording_clock.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "viewer/cli/message.h"
#include "viewer/cli/tsc.h"

enum {
	PLUGIN_PATH_BYTES = 2 * PATH_MAX
};

static const char plugin_variable[] = "LTTNG_UST_CLOCK_PLUGIN";
static const char frequency_variable[] = "DRVTRACE_TSC_HZ";

/* Beside the libraries of the installation, or of the build, that this program is of. */
static int find_plugin(char path[PLUGIN_PATH_BYTES])
{
	char program[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 1);
	char *slash;

	if (length < 0)
		return -errno;
	program[length] = '\0';
	slash = strrchr(program, '/');
	if (!slash)
		return -ENOENT;
	*slash = '\0';
	(void)snprintf(path, PLUGIN_PATH_BYTES, "%s/%s", program, DRVTRACE_TSC_PLUGIN);
	return access(path, R_OK) == 0 ? 0 : -errno;
}

static int refuse(const char *reason)
{
	message_error("cannot record with the time stamp counter: %s", reason);
	return -ENOTSUP;
}

int recording_clock_use_tsc(void)
{
	struct tsc_facts facts;
	const char *reason;
	char path[PLUGIN_PATH_BYTES];
	char number[24];
	uint64_t hz;

	tsc_look(&facts);
	reason = tsc_refusal(&facts, &hz);
	if (reason)
		return refuse(reason);
	if (find_plugin(path) < 0)
		return refuse("the plugin that reads it is not installed");
	(void)snprintf(number, sizeof(number), "%" PRIu64, hz);
	if (setenv(plugin_variable, path, 1) != 0 || setenv(frequency_variable, number, 1) != 0) {
		recording_clock_reset();
		return refuse(strerror(ENOMEM));
	}
	return 0;
}

void recording_clock_reset(void)
{
	unsetenv(plugin_variable);
	unsetenv(frequency_variable);
}
