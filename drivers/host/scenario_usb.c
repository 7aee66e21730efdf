/* The words of scenarios that are about simulated USB devices. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/framework/wdm/pnp.h"
#include "drivers/framework/wdm/usb_port.h"
#include "drivers/host/options.h"
#include "drivers/host/scenario_private.h"
#include "drivers/host/usb_file.h"

enum {
	ANSWER_MAX = 65536,
};

static unsigned char answer[ANSWER_MAX];

/* Relative to the folder of the scenario. */
static int read_description(
	struct usb_description *out, const struct scenario *scenario, const char *file)
{
	const char *own = scenario->options->scenario;
	const char *slash = *file == '/' ? NULL : strrchr(own, '/');
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%.*s%s", slash ? (int)(slash - own) + 1 : 0, own, file);
	return usb_file_read(out, path);
}

/* usb-plug STACK DEVICE FILE */
const char *scenario_check_usb_plug(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	struct usb_description description;

	if (place < 2)
		return scenario_check_plug(scenario, step, place);
	if (read_description(&description, scenario, step->arguments[place]) < 0)
		return "its description cannot be used";
	usb_description_finish(&description);
	return NULL;
}

int scenario_run_usb_plug(struct scenario_moment *moment)
{
	struct io_driver *drivers[IO_PNP_DRIVERS_MAX];
	struct usb_description description;
	struct io_pnp_plug plug = {
		.name = moment->step->arguments[1], .drivers = drivers, .usb = &description
	};
	int result = read_description(&description, moment->scenario, moment->step->arguments[2]);

	if (result < 0)
		return result;
	plug.driver_count = scenario_find_stack(drivers, moment, moment->step->arguments[0]);
	if (plug.driver_count > 0)
		moment->status = io_pnp_host_plug(&plug);
	usb_description_finish(&description);
	return 0;
}

/* DEVICE, numbers of 8 bits, and data at `data` (0: none). */
static const char *check(const struct scenario *scenario, const struct scenario_step *step,
	size_t place, size_t data)
{
	uint64_t number;

	if (place == 0)
		return scenario_check_device(scenario, step, place);
	if (data > 0 && place == data)
		return scenario_check_data(scenario, step, place);
	if (!scenario_number(&number, step->arguments[place]) || number > UINT8_MAX)
		return "it is not a number up to 255";
	return NULL;
}

const char *scenario_check_usb_send(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	return check(scenario, step, place, 2);
}

const char *scenario_check_usb_answer(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	return check(scenario, step, place, 3);
}

const char *scenario_check_usb_numbers(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	return check(scenario, step, place, 0);
}

static UCHAR number_at(const struct scenario_step *step, size_t place)
{
	uint64_t number = 0;

	scenario_number(&number, step->arguments[place]);
	return (UCHAR)number;
}

int scenario_run_usb_send(struct scenario_moment *moment)
{
	const struct scenario_step *step = moment->step;
	unsigned char *bytes;
	size_t length;

	if (!scenario_read_data(&bytes, &length, step->arguments[2]))
		return -ENOMEM;
	moment->status = io_usb_host_send(step->arguments[0], number_at(step, 1), bytes, length);
	free(bytes);
	return 0;
}

int scenario_run_usb_answer(struct scenario_moment *moment)
{
	const struct scenario_step *step = moment->step;
	unsigned char *bytes;
	size_t length;

	if (!scenario_read_data(&bytes, &length, step->arguments[3]))
		return -ENOMEM;
	moment->status = io_usb_host_answer(
		step->arguments[0], number_at(step, 1), number_at(step, 2), bytes, length);
	free(bytes);
	return 0;
}

int scenario_run_usb_stall(struct scenario_moment *moment)
{
	const struct scenario_step *step = moment->step;

	moment->status = io_usb_host_stall(step->arguments[0], number_at(step, 1));
	return 0;
}

/* usb-received DEVICE ENDPOINT, or DEVICE TYPE REQUEST */
int scenario_run_usb_received(struct scenario_moment *moment)
{
	const struct scenario_step *step = moment->step;
	size_t length = sizeof(answer);

	moment->status = step->count == 2
				 ? io_usb_host_received(
					   step->arguments[0], number_at(step, 1), answer, &length)
				 : io_usb_host_received_control(step->arguments[0],
					   number_at(step, 1), number_at(step, 2), answer, &length);
	moment->answer = answer;
	moment->answer_length = NT_SUCCESS(moment->status) ? length : 0;
	return 0;
}
