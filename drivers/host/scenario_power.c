/* The words of scenarios that are about power. */
#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "drivers/framework/wdm/file.h"
#include "drivers/framework/wdm/idle.h"
#include "drivers/framework/wdm/power_setting.h"
#include "drivers/host/scenario_private.h"

enum {
	PAUSE_NS = 5000000,
	PAUSES_PER_SECOND = 200,
};

/* "D0" and so on, or "S0": the digit, or a negative number. */
static int read_state(const char *text, char letter, int most)
{
	int digit = text[0] == letter ? text[1] - '0' : -1;

	return digit >= 0 && digit <= most && text[2] == '\0' ? digit : -1;
}

const char *scenario_check_power(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	if (place == 0)
		return scenario_check_device(scenario, step, place);
	return read_state(step->arguments[1], 'D', 3) < 0 ? "a state is D0, D1, D2 or D3" : NULL;
}

const char *scenario_check_system(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	(void)scenario;
	return read_state(step->arguments[place], 'S', 5) < 0 ? "a state is one of S0 to S5" : NULL;
}

int scenario_run_power(struct scenario_moment *moment)
{
	int state = read_state(moment->step->arguments[1], 'D', 3);

	moment->status = io_idle_host_set_device(
		moment->step->arguments[0], (DEVICE_POWER_STATE)(PowerDeviceD0 + state));
	return 0;
}

int scenario_run_system(struct scenario_moment *moment)
{
	int state = read_state(moment->step->arguments[0], 'S', 5);

	moment->status = io_idle_host_set_system((SYSTEM_POWER_STATE)(PowerSystemWorking + state));
	return 0;
}

const char *scenario_check_setting(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	return place == 0 ? NULL : scenario_check_data(scenario, step, place);
}

int scenario_run_setting(struct scenario_moment *moment)
{
	unsigned char *value;
	size_t length;

	if (!scenario_read_data(&value, &length, moment->step->arguments[1]))
		return -ENOMEM;
	moment->status = po_setting_host_set(moment->step->arguments[0], value, (ULONG)length);
	free(value);
	return 0;
}

int scenario_run_idle(struct scenario_moment *moment)
{
	moment->status = io_idle_host_sleep(moment->step->arguments[0]);
	return 0;
}

/* Its wake signal, or who needs it, has a thread of its own. */
int scenario_run_await_awake(struct scenario_moment *moment)
{
	const char *device = moment->step->arguments[0];
	unsigned int pauses = 0;

	while ((moment->status = io_idle_host_check_awake(device)) == STATUS_DEVICE_BUSY &&
		++pauses <= IO_FILE_PATIENCE_S * PAUSES_PER_SECOND)
		nanosleep(&(struct timespec){ 0, PAUSE_NS }, NULL);
	return 0;
}

int scenario_run_wake(struct scenario_moment *moment)
{
	moment->status = io_idle_host_wake(moment->step->arguments[0]);
	return 0;
}
