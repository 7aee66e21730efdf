/* The words of scenarios that are about devices which come and go. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "drivers/framework/wdm/interrupt.h"
#include "drivers/framework/wdm/pnp.h"
#include "drivers/host/scenario_private.h"

struct resource_word {
	const char *prefix;
	UCHAR type;
	bool has_length;
	bool wakes;
	uint64_t most; /* start and length */
};

static const struct resource_word resource_words[] = {
	{ "memory:", CmResourceTypeMemory, true, false, UINT32_MAX },
	{ "port:", CmResourceTypePort, true, false, UINT16_MAX },
	{ "interrupt:", CmResourceTypeInterrupt, false, false, UINT8_MAX },
	{ "wake-interrupt:", CmResourceTypeInterrupt, false, true, UINT8_MAX },
};

/* memory:START:LENGTH, port:START:LENGTH, interrupt:VECTOR or wake-interrupt:VECTOR. */
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
	*out = (struct io_pnp_resource){ word->type, start, (ULONG)length, word->wakes };
	return true;
}

static const char *check_resource(const struct scenario_step *step, size_t place)
{
	struct io_pnp_resource resource;

	return read_resource(&resource, step->arguments[place])
		       ? NULL
		       : "a resource is memory:START:LENGTH, port:START:LENGTH, "
			 "interrupt:VECTOR or wake-interrupt:VECTOR";
}

/* "LOWEST+...+HIGHEST": cuts the first name off; the rest is NULL at the end. */
static const char *cut_driver(char *out, size_t size, const char *stack)
{
	size_t length = strcspn(stack, "+");

	snprintf(out, size, "%.*s", (int)length, stack);
	return stack[length] ? stack + length + 1 : NULL;
}

static const char *check_stack(const struct scenario *scenario, const char *stack)
{
	char name[NAME_MAX + 1];
	size_t count = 0;

	while (stack) {
		stack = cut_driver(name, sizeof(name), stack);
		if (!scenario_driver_path(scenario, name))
			return "no driver of that name is on the command line";
		if (++count > IO_PNP_DRIVERS_MAX)
			return "there are too many drivers";
	}
	return NULL;
}

const char *scenario_check_plug(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	if (place == 0)
		return check_stack(scenario, step->arguments[0]);
	return place >= 2 ? check_resource(step, place) : NULL;
}

/* install HARDWARE-ID STACK */
const char *scenario_check_install(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	return place == 1 ? check_stack(scenario, step->arguments[1]) : NULL;
}

/* `start` makes a device with its driver's name; what a bus reports has a name with a \\ in it. */
const char *scenario_check_device(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	if (place == 0 && strchr(step->arguments[0], '\\'))
		return NULL;
	for (size_t i = 0; place == 0 && i < scenario->count; i++) {
		const struct scenario_step *earlier = &scenario->steps[i];
		bool is_start = strcmp(earlier->word->name, "start") == 0;
		bool is_plug = strcmp(earlier->word->name, "plug") == 0 ||
			       strcmp(earlier->word->name, "usb-plug") == 0;

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

size_t scenario_find_stack(
	struct io_driver **out, struct scenario_moment *moment, const char *stack)
{
	char name[NAME_MAX + 1];
	size_t count = 0;

	while (stack) {
		stack = cut_driver(name, sizeof(name), stack);
		out[count] = scenario_loaded_driver(moment, name);
		if (!out[count++])
			return 0;
	}
	return count;
}

int scenario_run_plug(struct scenario_moment *moment)
{
	struct io_pnp_resource resources[SCENARIO_ARGUMENTS_MAX];
	struct io_driver *drivers[IO_PNP_DRIVERS_MAX];
	struct io_pnp_plug plug = {
		.name = moment->step->arguments[1], .drivers = drivers, .resources = resources
	};

	plug.resource_count = read_resources(resources, moment->step, 2);
	plug.driver_count = scenario_find_stack(drivers, moment, moment->step->arguments[0]);
	if (plug.driver_count > 0)
		moment->status = io_pnp_host_plug(&plug);
	return 0;
}

/* The drivers may be loaded later. */
int scenario_run_install(struct scenario_moment *moment)
{
	const char *stack = moment->step->arguments[1];
	char names[IO_PNP_DRIVERS_MAX][NAME_MAX + 1];
	const char *drivers[IO_PNP_DRIVERS_MAX];
	size_t count = 0;

	while (stack) {
		stack = cut_driver(names[count], sizeof(names[count]), stack);
		drivers[count] = names[count];
		count++;
	}
	moment->status = io_pnp_host_install(moment->step->arguments[0], drivers, count);
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
