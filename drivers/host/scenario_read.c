#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/host/scenario_private.h"
#include "drivers/host/words.h"

struct reader {
	struct scenario *scenario;
	unsigned int line;
	bool is_wrong;
};

static const char *check_step(const struct scenario *scenario, const struct scenario_step *step)
{
	for (size_t i = 0; step->word->check && i < step->count; i++) {
		const char *wrong = step->word->check(scenario, step, i);

		if (wrong)
			return wrong;
	}
	return NULL;
}

static bool refuse(struct reader *reader, const char *what, const char *text)
{
	reader->is_wrong = true;
	scenario_say(reader->scenario, reader->line, "%s: %s", what, text);
	return false;
}

/* False when the line is no step, which has been said when it should be one. */
static bool read_step(struct reader *reader, struct scenario_step *out, char *text)
{
	bool is_open = false;
	char *word = words_next(&text, &is_open);
	const char *wrong;

	if (word) {
		out->word = scenario_word_find(word);
		if (!out->word)
			return refuse(reader, "no such word", word);
	}
	while (word && (word = words_next(&text, &is_open)) != NULL) {
		if (out->count < SCENARIO_ARGUMENTS_MAX)
			out->arguments[out->count] = word;
		out->count++;
	}
	if (is_open)
		return refuse(reader, "missing", "the second quotation mark");
	if (!out->word)
		return false;
	if (out->count < out->word->least || out->count > out->word->most)
		return refuse(reader, "write it so", out->word->usage);
	wrong = scenario_check_place(reader->scenario, out);
	if (!wrong)
		wrong = check_step(reader->scenario, out);
	return wrong ? refuse(reader, out->word->name, wrong) : true;
}

/* A block begins, or ends. */
static void note_block(struct scenario *scenario, const struct scenario_step *step)
{
	if (strcmp(step->word->name, "thread") == 0) {
		scenario->open_block = scenario->count;
	} else if (strcmp(step->word->name, "end") == 0) {
		scenario->steps[scenario->open_block - 1].end = scenario->count - 1;
		scenario->open_block = 0;
	}
}

static int add_step(struct reader *reader, const char *line)
{
	struct scenario *scenario = reader->scenario;
	struct scenario_step step = { .line = reader->line, .text = strdup(line) };
	struct scenario_step *grown;

	if (!step.text)
		return -ENOMEM;
	if (!read_step(reader, &step, step.text)) {
		free(step.text);
		return 0;
	}
	grown = realloc(scenario->steps, (scenario->count + 1) * sizeof(*grown));
	if (!grown) {
		free(step.text);
		return -ENOMEM;
	}
	scenario->steps = grown;
	scenario->steps[scenario->count++] = step;
	note_block(scenario, &step);
	return 0;
}

static int read_lines(struct reader *reader, FILE *file)
{
	char *line = NULL;
	size_t size = 0;
	int result = 0;

	while (result == 0 && getline(&line, &size, file) >= 0) {
		reader->line++;
		result = add_step(reader, line);
	}
	free(line);
	if (result == 0 && reader->scenario->open_block)
		refuse(reader, "missing", "the `end` of a thread");
	if (result == 0 && ferror(file)) {
		fprintf(stderr, "drvhost: %s: %s\n", reader->scenario->options->scenario,
			strerror(errno));
		reader->is_wrong = true;
	}
	return result;
}

int scenario_read(struct scenario **out, const struct options *options)
{
	struct reader reader = { calloc(1, sizeof(struct scenario)), 0, false };
	FILE *file;
	int result;

	if (!reader.scenario)
		return -ENOMEM;
	reader.scenario->options = options;
	file = fopen(options->scenario, "re");
	if (!file) {
		fprintf(stderr, "drvhost: %s: %s\n", options->scenario, strerror(errno));
		scenario_destroy(reader.scenario);
		return SCENARIO_WRONG;
	}
	result = read_lines(&reader, file);
	fclose(file);
	if (result == 0 && reader.is_wrong)
		result = SCENARIO_WRONG;
	if (result != 0) {
		scenario_destroy(reader.scenario);
		return result;
	}
	*out = reader.scenario;
	return 0;
}
