/* The words of scenarios that are about WMI. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/framework/wdm/wmi.h"
#include "drivers/host/scenario_private.h"

enum {
	ANSWER_MAX = 4096,
};

static unsigned char answer[ANSWER_MAX];

/* What a word's arguments are, by their places. */
struct wmi_word {
	const char *name;
	UCHAR minor;
	size_t item; /* 0: it has none */
	size_t data;
	size_t instance;
};

static const struct wmi_word wmi_words[] = {
	{ "wmi-query", IRP_MN_QUERY_SINGLE_INSTANCE, 0, 0, 2 },
	{ "wmi-set", IRP_MN_CHANGE_SINGLE_INSTANCE, 0, 2, 3 },
	{ "wmi-set-item", IRP_MN_CHANGE_SINGLE_ITEM, 2, 3, 4 },
	{ "wmi-execute", IRP_MN_EXECUTE_METHOD, 2, 3, 4 },
};

static const struct wmi_word *find(const struct scenario_step *step)
{
	const struct wmi_word *word = wmi_words;

	while (strcmp(word->name, step->word->name) != 0)
		word++;
	return word;
}

const char *scenario_check_wmi(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	const struct wmi_word *word = find(step);
	uint64_t number;

	if (place == 0)
		return scenario_check_device(scenario, step, place);
	if (place == 1)
		return NULL;
	if (place == word->data)
		return scenario_check_data(scenario, step, place);
	return scenario_number(&number, step->arguments[place]) ? NULL : "it is not a number";
}

static ULONG number_at(const struct scenario_step *step, size_t place)
{
	uint64_t number = 0;

	if (place > 0 && place < step->count)
		scenario_number(&number, step->arguments[place]);
	return (ULONG)number;
}

int scenario_run_wmi(struct scenario_moment *moment)
{
	const struct scenario_step *step = moment->step;
	const struct wmi_word *word = find(step);
	unsigned char *data = NULL;
	size_t length = 0;
	struct io_wmi_request request = { .device = step->arguments[0],
		.minor = word->minor,
		.class = step->arguments[1],
		.instance = number_at(step, word->instance),
		.item = number_at(step, word->item),
		.output = answer,
		.output_length = sizeof(answer) };

	if (word->data && !scenario_read_data(&data, &length, step->arguments[word->data]))
		return -ENOMEM;
	request.input = data;
	request.input_length = (ULONG)length;
	moment->status = io_wmi_host_send(&request);
	free(data);
	moment->answer = answer;
	moment->answer_length = NT_SUCCESS(moment->status) ? request.output_length : 0;
	return 0;
}

int scenario_run_wmi_event(struct scenario_moment *moment)
{
	ULONG length = sizeof(answer);
	bool is_there = io_wmi_host_take_event(moment->step->arguments[0], answer, &length);

	moment->status = is_there ? STATUS_SUCCESS : STATUS_NOT_FOUND;
	moment->answer = answer;
	moment->answer_length = is_there ? length : 0;
	return 0;
}
