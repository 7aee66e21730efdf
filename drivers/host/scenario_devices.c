/* The words of scenarios that are about devices which come and go. */
#include <string.h>

#include "drivers/framework/wdm/interrupt.h"
#include "drivers/framework/wdm/pnp.h"
#include "drivers/host/scenario_private.h"

struct resource_word {
	const char *prefix;
	UCHAR type;
	bool has_length;
	uint64_t most; /* start and length */
};

static const struct resource_word resource_words[] = {
	{ "memory:", CmResourceTypeMemory, true, UINT32_MAX },
	{ "port:", CmResourceTypePort, true, UINT16_MAX },
	{ "interrupt:", CmResourceTypeInterrupt, false, UINT8_MAX },
};

/* memory:START:LENGTH, port:START:LENGTH or interrupt:VECTOR. */
static bool read_resource(struct io_pnp_resource *out, const char *text)
{
	const struct resource_word *word = resource_words;
	uint64_t start;
	uint64_t length = 0;
	char copy[64];
	char *colon;

	while (word->prefix && strncmp(text, word->prefix, strlen(word->prefix)) != 0) {
		if (++word == resource_words + sizeof(resource_words) / sizeof(*word))
			return false;
	}
	text += strlen(word->prefix);
	if (strlen(text) >= sizeof(copy))
		return false;
	memcpy(copy, text, strlen(text) + 1);
	colon = strchr(copy, ':');
	if ((colon != NULL) != word->has_length)
		return false;
	if (colon) {
		*colon = '\0';
		if (!scenario_number(&length, colon + 1) || length == 0 || length > word->most)
			return false;
	}
	if (!scenario_number(&start, copy) || start > word->most)
		return false;
	*out = (struct io_pnp_resource){ word->type, start, (ULONG)length };
	return true;
}

static const char *check_resource(const struct scenario_step *step, size_t place)
{
	struct io_pnp_resource resource;

	return read_resource(&resource, step->arguments[place])
		       ? NULL
		       : "a resource is memory:START:LENGTH, port:START:LENGTH or interrupt:VECTOR";
}

const char *scenario_check_plug(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	if (place == 0 && !scenario_driver_path(scenario, step->arguments[0]))
		return "no driver of that name is on the command line";
	return place >= 2 ? check_resource(step, place) : NULL;
}

/* `start` makes a device with its driver's name. */
const char *scenario_check_device(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	for (size_t i = 0; place == 0 && i < scenario->count; i++) {
		const struct scenario_step *earlier = &scenario->steps[i];
		bool is_start = strcmp(earlier->word->name, "start") == 0;
		bool is_plug = strcmp(earlier->word->name, "plug") == 0;

		if ((is_start || is_plug) &&
			strcmp(earlier->arguments[is_plug], step->arguments[0]) == 0)
			return NULL;
	}
	return place == 0 ? "no step before it plugs that device" : NULL;
}

const char *scenario_check_rebalance(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	if (place == 0)
		return scenario_check_device(scenario, step, place);
	return check_resource(step, place);
}

const char *scenario_check_vector(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	uint64_t vector;

	(void)scenario;
	if (!scenario_number(&vector, step->arguments[place]) || vector > UINT8_MAX)
		return "a vector is a number up to 255";
	return NULL;
}

/* The arguments from `first` on; they have been checked. */
static size_t read_resources(
	struct io_pnp_resource *out, const struct scenario_step *step, size_t first)
{
	size_t count = 0;

	for (size_t i = first; i < step->count; i++)
		count += read_resource(&out[count], step->arguments[i]);
	return count;
}

int scenario_run_plug(struct scenario_moment *moment)
{
	struct io_pnp_resource resources[SCENARIO_ARGUMENTS_MAX];
	size_t count = read_resources(resources, moment->step, 2);
	struct io_driver *driver = scenario_loaded_driver(moment);

	if (driver)
		moment->status =
			io_pnp_host_plug(&(struct io_pnp_plug){ .name = moment->step->arguments[1],
				.drivers = &driver,
				.driver_count = 1,
				.resources = resources,
				.resource_count = count });
	return 0;
}

int scenario_run_rebalance(struct scenario_moment *moment)
{
	struct io_pnp_resource resources[SCENARIO_ARGUMENTS_MAX];
	size_t count = read_resources(resources, moment->step, 1);

	moment->status = io_pnp_host_rebalance(moment->step->arguments[0], resources, count);
	return 0;
}

int scenario_run_unplug(struct scenario_moment *moment)
{
	moment->status = io_pnp_host_unplug(moment->step->arguments[0]);
	return 0;
}

int scenario_run_surprise_remove(struct scenario_moment *moment)
{
	moment->status = io_pnp_host_surprise_remove(moment->step->arguments[0]);
	return 0;
}

int scenario_run_interrupt(struct scenario_moment *moment)
{
	uint64_t vector = 0;

	scenario_number(&vector, moment->step->arguments[0]);
	moment->status = io_interrupt_raise((ULONG)vector) ? STATUS_SUCCESS : STATUS_NOT_FOUND;
	return 0;
}
