#include "drivers/host/scenario.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/framework/wdm/driver_module.h"
#include "drivers/framework/wdm/pnp.h"
#include "drivers/host/cycle.h"
#include "drivers/host/scenario_private.h"

void scenario_destroy(struct scenario *scenario)
{
	if (!scenario)
		return;
	for (size_t i = 0; i < scenario->count; i++)
		free(scenario->steps[i].text);
	free(scenario->steps);
	free(scenario);
}

const char *scenario_driver_path(const struct scenario *scenario, const char *name)
{
	const struct options *options = scenario->options;
	char own[NAME_MAX + 1];

	for (size_t i = 0; i < options->driver_count; i++) {
		io_driver_module_name(own, sizeof(own), options->drivers[i]);
		if (strcmp(own, name) == 0)
			return options->drivers[i];
	}
	return NULL;
}

void scenario_say(const struct scenario *scenario, unsigned int line, const char *format, ...)
{
	va_list arguments;

	flockfile(stderr);
	fprintf(stderr, "drvhost: %s:%u: ", scenario->options->scenario, line);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	funlockfile(stderr);
}

int scenario_run_steps(struct scenario_moment *moment, size_t begin, size_t end)
{
	const struct scenario_step *steps = moment->scenario->steps;
	int result = 0;

	for (size_t i = begin; i < end && result == 0; i++) {
		moment->step = &steps[i];
		result = moment->step->word->run(moment);
		if (!moment->is_thread)
			io_pnp_host_settle();
		if (steps[i].end)
			i = steps[i].end;
	}
	return result;
}

int scenario_run(const struct scenario *scenario)
{
	struct scenario_moment moment = { .scenario = scenario };
	int result = scenario_run_steps(&moment, 0, scenario->count);
	int threads = scenario_join_all(&moment);

	scenario_close_handles();
	if (result == 0)
		result = threads;
	return result == 0 && moment.is_unexpected ? CYCLE_UNEXPECTED : result;
}
