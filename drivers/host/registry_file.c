#include "drivers/host/registry_file.h"

#include <errno.h>
#include <ntstatus.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wdm/registry.h>

#include "drivers/framework/wdm/registry.h"
#include "drivers/host/registry_text.h"
#include "drivers/host/words.h"

enum {
	ARGUMENTS_MAX = 256,
};

struct reader {
	const char *path;
	unsigned int line;
	struct reg_key *key; /* that the values are of; NULL: none yet */
	bool is_wrong;
};

/* One line, cut into words. */
struct line {
	const char *word;
	size_t count;
	const char *arguments[ARGUMENTS_MAX];
};

struct word {
	const char *name;
	const char *usage;
	size_t least;
	size_t most;
	/* 0; -EINVAL, and what is wrong; -ENOMEM. */
	int (*run)(struct reader *reader, const struct line *line, const char **wrong);
};

static void say(struct reader *reader, const char *what, const char *text)
{
	reader->is_wrong = true;
	fprintf(stderr, "drvhost: %s:%u: %s: %s\n", reader->path, reader->line, what, text);
}

static int result_of(NTSTATUS status, const char **wrong)
{
	if (NT_SUCCESS(status))
		return 0;
	*wrong = "that is not the path of a key below \\Registry";
	return status == STATUS_INSUFFICIENT_RESOURCES ? -ENOMEM : -EINVAL;
}

static int run_key(struct reader *reader, const struct line *line, const char **wrong)
{
	struct registry_text path;
	bool is_new;
	NTSTATUS status;
	int result = registry_text_init(&path, line->arguments[0]);

	if (result < 0) {
		*wrong = "that is not UTF-8, or too long";
		return result;
	}
	reg_lock();
	status = reg_key_create(&reader->key, &is_new, NULL, &path.string, REG_CREATE_PATH);
	reg_unlock();
	registry_text_finish(&path);
	return result_of(status, wrong);
}

static int set_value(
	struct reader *reader, const struct line *line, ULONG type, const void *data, size_t size)
{
	struct registry_text name;
	NTSTATUS status;
	int result = registry_text_init(&name, line->arguments[0]);

	if (result < 0)
		return result;
	reg_lock();
	status = reg_value_set(reader->key, &name.string, type, data, (ULONG)size);
	reg_unlock();
	registry_text_finish(&name);
	return NT_SUCCESS(status) ? 0 : -ENOMEM;
}

/* Each string ends with a NUL, a list of them with one more. */
static int set_strings(
	struct reader *reader, const struct line *line, ULONG type, const char **wrong)
{
	WCHAR *data = NULL;
	size_t length = 0;
	int result = 0;

	*wrong = "that is not UTF-8, or too long";
	for (size_t i = 1; i < line->count && result == 0; i++)
		result = registry_text_append(&data, &length, line->arguments[i]);
	if (result == 0 && type == REG_MULTI_SZ)
		result = registry_text_append(&data, &length, "");
	if (result == 0)
		result = set_value(reader, line, type, data, length * sizeof(WCHAR));
	free(data);
	return result;
}

static int run_string(struct reader *reader, const struct line *line, const char **wrong)
{
	return set_strings(reader, line, REG_SZ, wrong);
}

static int run_expand(struct reader *reader, const struct line *line, const char **wrong)
{
	return set_strings(reader, line, REG_EXPAND_SZ, wrong);
}

static int run_multi(struct reader *reader, const struct line *line, const char **wrong)
{
	return set_strings(reader, line, REG_MULTI_SZ, wrong);
}

static bool read_number(uint64_t *out, const char *text, uint64_t most)
{
	unsigned long long number;
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	number = strtoull(text, &end, 0);
	*out = number;
	return errno == 0 && *end == '\0' && number <= most;
}

static int run_dword(struct reader *reader, const struct line *line, const char **wrong)
{
	uint64_t number;
	uint32_t data;

	*wrong = "that is not a number of 32 bits";
	if (!read_number(&number, line->arguments[1], UINT32_MAX))
		return -EINVAL;
	data = (uint32_t)number;
	return set_value(reader, line, REG_DWORD, &data, sizeof(data));
}

static int run_qword(struct reader *reader, const struct line *line, const char **wrong)
{
	uint64_t data;

	*wrong = "that is not a number of 64 bits";
	if (!read_number(&data, line->arguments[1], UINT64_MAX))
		return -EINVAL;
	return set_value(reader, line, REG_QWORD, &data, sizeof(data));
}

static bool read_byte(unsigned char *out, const char *text)
{
	char *end;
	unsigned long number = strtoul(text, &end, 16);

	*out = (unsigned char)number;
	return strlen(text) == 2 && *end == '\0' && strspn(text, "0123456789abcdefABCDEF") == 2;
}

static int run_binary(struct reader *reader, const struct line *line, const char **wrong)
{
	unsigned char data[ARGUMENTS_MAX];

	*wrong = "its bytes are written as two hexadecimal digits each";
	for (size_t i = 1; i < line->count; i++) {
		if (!read_byte(&data[i - 1], line->arguments[i]))
			return -EINVAL;
	}
	return set_value(reader, line, REG_BINARY, data, line->count - 1);
}

static const struct word words[] = {
	{ "key", "key PATH", 1, 1, run_key },
	{ "string", "string NAME TEXT", 2, 2, run_string },
	{ "expand", "expand NAME TEXT", 2, 2, run_expand },
	{ "multi", "multi NAME [TEXT...]", 1, ARGUMENTS_MAX, run_multi },
	{ "dword", "dword NAME NUMBER", 2, 2, run_dword },
	{ "qword", "qword NAME NUMBER", 2, 2, run_qword },
	{ "binary", "binary NAME [BYTE...]", 1, ARGUMENTS_MAX, run_binary },
};

static const struct word *find_word(const char *name)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(words[i].name, name) == 0)
			return &words[i];
	}
	return NULL;
}

static int run_line(struct reader *reader, const struct line *line)
{
	const struct word *word = find_word(line->word);
	const char *wrong = "";
	int result;

	if (!word) {
		say(reader, "no such word", line->word);
		return 0;
	}
	if (line->count < word->least || line->count > word->most) {
		say(reader, "write it so", word->usage);
		return 0;
	}
	if (!reader->key && word->run != run_key) {
		say(reader, word->name, "there is no key before it");
		return 0;
	}
	result = word->run(reader, line, &wrong);
	if (result == -EINVAL)
		say(reader, word->name, wrong);
	return result == -EINVAL ? 0 : result;
}

static int read_line(struct reader *reader, char *text)
{
	struct line line = { 0 };
	bool is_open = false;
	const char *argument;

	line.word = words_next(&text, &is_open);
	while (line.word && (argument = words_next(&text, &is_open)) != NULL) {
		if (line.count < ARGUMENTS_MAX)
			line.arguments[line.count] = argument;
		line.count++;
	}
	if (is_open) {
		say(reader, "missing", "the second quotation mark");
		return 0;
	}
	return line.word ? run_line(reader, &line) : 0;
}

int registry_file_read(const char *path)
{
	struct reader reader = { path, 0, NULL, false };
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;
	int result = 0;

	if (!file) {
		fprintf(stderr, "drvhost: %s: %s\n", path, strerror(errno));
		return -EINVAL;
	}
	while (result == 0 && getline(&line, &size, file) >= 0) {
		reader.line++;
		result = read_line(&reader, line);
	}
	if (result == 0 && ferror(file)) {
		fprintf(stderr, "drvhost: %s: %s\n", path, strerror(errno));
		reader.is_wrong = true;
	}
	free(line);
	fclose(file);
	if (result < 0)
		fprintf(stderr, "drvhost: %s: %s\n", path, strerror(-result));
	return result < 0 ? result : reader.is_wrong ? -EINVAL : 0;
}
