#include "viewer/cli/recording_selection.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/cli/message.h"
#include "viewer/model/message.h"

static int refuse(const char *what, const char *text, size_t length, const char *valid)
{
	message_error(
		"cannot record: DRVTRACE_WPP in the environment: '%.*s' is no %s; it takes %s",
		(int)length, text, what, valid);
	return -EINVAL;
}

static int check_level(const char *text, size_t length)
{
	char name[32];

	if (length == 0)
		return 0;
	if (length < sizeof(name)) {
		memcpy(name, text, length);
		name[length] = '\0';
		if (message_level_find(name) >= 0)
			return 0;
	}
	return refuse("level", text, length,
		"none, critical, error, warning, information, verbose, or a number");
}

static bool is_flag(const char *text, size_t length)
{
	if (length > 2 && text[0] == '0' && (text[1] | 0x20) == 'x') {
		for (size_t i = 2; i < length; i++)
			if (!isxdigit((unsigned char)text[i]))
				return false;
		return true;
	}
	for (size_t i = 0; i < length; i++)
		if (!isalnum((unsigned char)text[i]) && text[i] != '_')
			return false;
	return length > 0 && !isdigit((unsigned char)text[0]);
}

static int check_flags(const char *text, size_t length)
{
	const char *end = text + length;

	while (length > 0) {
		size_t name = 0;

		while (text + name < end && text[name] != ',')
			name++;
		if (!is_flag(text, name))
			return refuse("flag", text, name, "names, or a mask such as 0x3");
		if (text + name == end)
			break;
		text += name + 1;
	}
	return 0;
}

/* DRIVER, DRIVER:LEVEL or DRIVER:LEVEL:FLAGS. */
static int check_entry(const char *text, size_t length)
{
	const char *end = text + length;
	const char *level = memchr(text, ':', length);
	const char *flags;
	int result;

	if (length == 0 || !level)
		return 0;
	if (level == text)
		return refuse("driver", text, 0, "a driver's name or *");
	level++;
	flags = memchr(level, ':', (size_t)(end - level));
	result = check_level(level, (size_t)((flags ? flags : end) - level));
	if (result == 0 && flags)
		result = check_flags(flags + 1, (size_t)(end - flags - 1));
	return result;
}

int recording_selection_check(void)
{
	const char *text = getenv("DRVTRACE_WPP");
	int result = 0;

	while (text && *text && result == 0) {
		size_t length = strcspn(text, ";");

		result = check_entry(text, length);
		text += length + (text[length] == ';');
	}
	return result;
}
