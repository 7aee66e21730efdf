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
#include "drivers/host/word_file.h"

struct reader {
	struct reg_key *key; /* that the values are of; NULL: none yet */
};

static int result_of(NTSTATUS status, const char **wrong)
{
	if (NT_SUCCESS(status))
		return 0;
	*wrong = "that is not the path of a key below \\Registry";
	return status == STATUS_INSUFFICIENT_RESOURCES ? -ENOMEM : -EINVAL;
}

static int run_key(void *context, const struct word_line *line, const char **wrong)
{
	struct reader *reader = context;
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

static bool has_key(const struct reader *reader, const char **wrong)
{
	*wrong = "there is no key before it";
	return reader->key != NULL;
}

static int set_value(struct reader *reader, const struct word_line *line, ULONG type,
	const void *data, size_t size)
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
	struct reader *reader, const struct word_line *line, ULONG type, const char **wrong)
{
	WCHAR *data = NULL;
	size_t length = 0;
	int result = 0;

	if (!has_key(reader, wrong))
		return -EINVAL;
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

static int run_string(void *context, const struct word_line *line, const char **wrong)
{
	return set_strings(context, line, REG_SZ, wrong);
}

static int run_expand(void *context, const struct word_line *line, const char **wrong)
{
	return set_strings(context, line, REG_EXPAND_SZ, wrong);
}

static int run_multi(void *context, const struct word_line *line, const char **wrong)
{
	return set_strings(context, line, REG_MULTI_SZ, wrong);
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

static int run_dword(void *context, const struct word_line *line, const char **wrong)
{
	uint64_t number;
	uint32_t data;

	if (!has_key(context, wrong))
		return -EINVAL;
	*wrong = "that is not a number of 32 bits";
	if (!read_number(&number, line->arguments[1], UINT32_MAX))
		return -EINVAL;
	data = (uint32_t)number;
	return set_value(context, line, REG_DWORD, &data, sizeof(data));
}

static int run_qword(void *context, const struct word_line *line, const char **wrong)
{
	uint64_t data;

	if (!has_key(context, wrong))
		return -EINVAL;
	*wrong = "that is not a number of 64 bits";
	if (!read_number(&data, line->arguments[1], UINT64_MAX))
		return -EINVAL;
	return set_value(context, line, REG_QWORD, &data, sizeof(data));
}

static bool read_byte(unsigned char *out, const char *text)
{
	char *end;
	unsigned long number = strtoul(text, &end, 16);

	*out = (unsigned char)number;
	return strlen(text) == 2 && *end == '\0' && strspn(text, "0123456789abcdefABCDEF") == 2;
}

static int run_binary(void *context, const struct word_line *line, const char **wrong)
{
	unsigned char data[WORD_ARGUMENTS_MAX];

	if (!has_key(context, wrong))
		return -EINVAL;
	*wrong = "its bytes are written as two hexadecimal digits each";
	for (size_t i = 1; i < line->count; i++) {
		if (!read_byte(&data[i - 1], line->arguments[i]))
			return -EINVAL;
	}
	return set_value(context, line, REG_BINARY, data, line->count - 1);
}

static const struct word words[] = {
	{ "key", "key PATH", 1, 1, run_key },
	{ "string", "string NAME TEXT", 2, 2, run_string },
	{ "expand", "expand NAME TEXT", 2, 2, run_expand },
	{ "multi", "multi NAME [TEXT...]", 1, WORD_ARGUMENTS_MAX, run_multi },
	{ "dword", "dword NAME NUMBER", 2, 2, run_dword },
	{ "qword", "qword NAME NUMBER", 2, 2, run_qword },
	{ "binary", "binary NAME [BYTE...]", 1, WORD_ARGUMENTS_MAX, run_binary },
};

int registry_file_read(const char *path)
{
	struct word_file file = { .path = path };
	struct reader reader = { NULL };
	int result = word_file_read(&file, words, sizeof(words) / sizeof(words[0]), &reader);

	if (result < 0)
		fprintf(stderr, "drvhost: %s: %s\n", path, strerror(-result));
	return result < 0 ? result : file.is_wrong ? -EINVAL : 0;
}
