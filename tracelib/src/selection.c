#include "tracelib/src/selection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LEVEL_ALL 255

static int read_level(const char *text, size_t length)
{
	static const char prefix[] = "TRACE_LEVEL_";
	static const struct {
		const char *name;
		int level;
	} levels[] = { { "none", 0 }, { "critical", 1 }, { "fatal", 1 }, { "error", 2 },
		{ "warning", 3 }, { "information", 4 }, { "verbose", 5 } };
	long level;

	if (length > strlen(prefix) && strncasecmp(text, prefix, strlen(prefix)) == 0) {
		text += strlen(prefix);
		length -= strlen(prefix);
	}
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (length >= 4 && length <= strlen(levels[i].name) &&
			strncasecmp(text, levels[i].name, length) == 0)
			return levels[i].level;
	if (!length || *text < '0' || *text > '9')
		return LEVEL_ALL;
	level = strtol(text, NULL, 10);
	return level < LEVEL_ALL ? (int)level : LEVEL_ALL;
}

static void read_flags(struct selection *out, const char *text, size_t length)
{
	out->has_flags = length > 0;
	out->mask = 0;
	snprintf(out->flags, sizeof(out->flags), ",%.*s,", (int)length, text);
	for (const char *at = out->flags; (at = strchr(at, ',')); at++)
		if (at[1] == '0' && (at[2] | 0x20) == 'x')
			out->mask |= (uint32_t)strtoul(at + 1, NULL, 16);
}

static void read_entry(struct selection *out, const char *entry, size_t length, const char *driver)
{
	const char *end = entry + length;
	const char *level = memchr(entry, ':', length);
	size_t name_length = level ? (size_t)(level - entry) : length;
	const char *flags;

	if (!(name_length == 1 && *entry == '*') &&
		!(name_length == strlen(driver) && strncmp(entry, driver, name_length) == 0))
		return;
	level = level ? level + 1 : end;
	flags = memchr(level, ':', (size_t)(end - level));
	out->level = read_level(level, (size_t)((flags ? flags : end) - level));
	if (flags)
		read_flags(out, flags + 1, (size_t)(end - flags - 1));
	else
		out->has_flags = false;
}

void selection_of(struct selection *out, const char *driver)
{
	const char *text = getenv("DRVTRACE_WPP");

	*out = (struct selection){ .level = LEVEL_ALL, .mask = UINT32_MAX };
	while (text && *text) {
		size_t length = strcspn(text, ";");

		read_entry(out, text, length, driver);
		text += length + (text[length] == ';');
	}
}

bool selection_has_flag(const struct selection *selection, const char *flag, int number)
{
	size_t length = strlen(flag);

	if (!selection->has_flags)
		return true;
	if (number >= 0 && number < 32 && (selection->mask >> number & 1))
		return true;
	for (const char *at = selection->flags; (at = strstr(at, flag)); at++)
		if (at[-1] == ',' && at[length] == ',')
			return true;
	return false;
}
