#include "drivers/host/word_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/host/words.h"

struct language {
	const struct word *words;
	size_t count;
	void *reader;
};

void word_file_refuse(struct word_file *file, const char *what, const char *text)
{
	file->is_wrong = true;
	fprintf(stderr, "drvhost: %s:%u: %s: %s\n", file->path, file->line, what, text);
}

static const struct word *find_word(const struct language *language, const char *name)
{
	for (size_t i = 0; i < language->count; i++) {
		if (strcmp(language->words[i].name, name) == 0)
			return &language->words[i];
	}
	return NULL;
}

static int run_line(
	struct word_file *file, const struct language *language, const struct word_line *line)
{
	const struct word *word = find_word(language, line->word);
	const char *wrong = "";
	int result;

	if (!word) {
		word_file_refuse(file, "no such word", line->word);
		return 0;
	}
	if (line->count < word->least || line->count > word->most) {
		word_file_refuse(file, "write it so", word->usage);
		return 0;
	}
	result = word->run(language->reader, line, &wrong);
	if (result == -EINVAL)
		word_file_refuse(file, word->name, wrong);
	return result == -EINVAL ? 0 : result;
}

static int read_line(struct word_file *file, const struct language *language, char *text)
{
	struct word_line line = { 0 };
	bool is_open = false;
	const char *argument;

	line.word = words_next(&text, &is_open);
	while (line.word && (argument = words_next(&text, &is_open)) != NULL) {
		if (line.count < WORD_ARGUMENTS_MAX)
			line.arguments[line.count] = argument;
		line.count++;
	}
	if (is_open) {
		word_file_refuse(file, "missing", "the second quotation mark");
		return 0;
	}
	return line.word ? run_line(file, language, &line) : 0;
}

/* The file itself is what is wrong. */
static void refuse_file(struct word_file *file)
{
	file->is_wrong = true;
	fprintf(stderr, "drvhost: %s: %s\n", file->path, strerror(errno));
}

int word_file_read(struct word_file *file, const struct word *words, size_t count, void *reader)
{
	const struct language language = { words, count, reader };
	FILE *stream = fopen(file->path, "re");
	char *text = NULL;
	size_t size = 0;
	int result = 0;

	if (!stream) {
		refuse_file(file);
		return 0;
	}
	while (result == 0 && getline(&text, &size, stream) >= 0) {
		file->line++;
		result = read_line(file, &language, text);
	}
	if (result == 0 && ferror(stream))
		refuse_file(file);
	free(text);
	fclose(stream);
	return result;
}
