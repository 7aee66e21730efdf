/* The words of scenarios that are about special files, ejection and locks of devices. */
#include <string.h>

#include "drivers/framework/wdm/pnp.h"
#include "drivers/host/scenario_private.h"

static const char *const files[] = {
	[DeviceUsageTypePaging] = "paging",
	[DeviceUsageTypeHibernation] = "hibernation",
	[DeviceUsageTypeDumpFile] = "dump",
	[DeviceUsageTypeBoot] = "boot",
	[DeviceUsageTypePostDisplay] = "post-display",
	[DeviceUsageTypeGuestAssigned] = "guest-assigned",
};

static DEVICE_USAGE_NOTIFICATION_TYPE read_file(const char *text)
{
	for (size_t i = DeviceUsageTypePaging; i < sizeof(files) / sizeof(files[0]); i++) {
		if (strcmp(files[i], text) == 0)
			return (DEVICE_USAGE_NOTIFICATION_TYPE)i;
	}
	return DeviceUsageTypeUndefined;
}

const char *scenario_check_use(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	if (place == 0)
		return scenario_check_device(scenario, step, place);
	return read_file(step->arguments[1]) == DeviceUsageTypeUndefined
		       ? "a file is paging, hibernation, dump, boot, post-display or guest-assigned"
		       : NULL;
}

int scenario_run_use(struct scenario_moment *moment)
{
	const struct scenario_step *step = moment->step;

	moment->status = io_pnp_host_use(step->arguments[0], read_file(step->arguments[1]),
		strcmp(step->word->name, "use") == 0);
	return 0;
}

int scenario_run_eject(struct scenario_moment *moment)
{
	moment->status = io_pnp_host_eject(moment->step->arguments[0]);
	return 0;
}

int scenario_run_lock(struct scenario_moment *moment)
{
	moment->status = io_pnp_host_lock(
		moment->step->arguments[0], strcmp(moment->step->word->name, "lock") == 0);
	return 0;
}
