/*
 * The processor's time stamp counter as the clock of LTTng-UST: the plugin that `drvtrace record
 * --clock=tsc` names in LTTNG_UST_CLOCK_PLUGIN, for the daemons and the processes of a recording
 * alike. Whether the counter is fit for it, and how fast it counts, is found out once, by whoever
 * starts the recording, and is handed on in DRVTRACE_TSC_HZ: without that, nothing is overridden.
 */
#include <errno.h>
#include <lttng/ust-clock.h>
#include <stdio.h>
#include <stdlib.h>
#include <x86intrin.h>

static uint64_t frequency;

/*
 * Not before what comes earlier in the program: a buffer's position is read first, and what another
 * processor wrote there must not bear a later time than what is written behind it.
 */
static uint64_t read_counter(void)
{
	unsigned int processor;

	return __rdtscp(&processor);
}

static uint64_t read_frequency(void)
{
	return frequency;
}

/* That of the boot, as another version: it is not the clock that the tracer has by itself. */
static int read_uuid(char *uuid)
{
	static const size_t version = 14;
	FILE *file = fopen("/proc/sys/kernel/random/boot_id", "re");
	size_t size;

	if (!file)
		return -errno;
	size = fread(uuid, 1, LTTNG_UST_UUID_STR_LEN - 1, file);
	(void)fclose(file);
	if (size != LTTNG_UST_UUID_STR_LEN - 1)
		return -EINVAL;
	uuid[size] = '\0';
	uuid[version] = '8';
	return 0;
}

/* Readers know by this name that the offset makes it a time of the day. */
static const char *get_name(void)
{
	return "monotonic";
}

static const char *get_description(void)
{
	return "Time Stamp Counter";
}

static uint64_t given_frequency(void)
{
	const char *text = secure_getenv("DRVTRACE_TSC_HZ");
	char *end;
	unsigned long long number;

	if (!text || *text < '1' || *text > '9')
		return 0;
	errno = 0;
	number = strtoull(text, &end, 10);
	return *end == '\0' && errno == 0 ? number : 0;
}

/* What LTTng calls, before anything is traced. */
__attribute__((visibility("default"))) void lttng_ust_clock_plugin_init(void);

void lttng_ust_clock_plugin_init(void)
{
	frequency = given_frequency();
	if (frequency == 0 || lttng_ust_trace_clock_set_read64_cb(read_counter) != 0 ||
		lttng_ust_trace_clock_set_freq_cb(read_frequency) != 0 ||
		lttng_ust_trace_clock_set_uuid_cb(read_uuid) != 0 ||
		lttng_ust_trace_clock_set_name_cb(get_name) != 0 ||
		lttng_ust_trace_clock_set_description_cb(get_description) != 0)
		return;
	(void)lttng_ust_enable_trace_clock_override();
}
