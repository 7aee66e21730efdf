#include "viewer/plugin/parameters.h"

#include <stddef.h>
#include <string.h>

#include "viewer/report/analysis.h"
#include "viewer/report/moment.h"

enum type {
	TYPE_STRING,
	TYPE_BOOL,
	TYPE_MOMENT,
	TYPE_FORMAT,
	TYPE_LEVEL,
	TYPE_TIME
};

static const struct {
	const char *name;
	enum type type;
	size_t offset;
} parameters[] = {
	{ "format", TYPE_FORMAT, offsetof(struct report_options, format) },
	{ "driver", TYPE_STRING, offsetof(struct report_options, driver) },
	{ "module", TYPE_STRING, offsetof(struct report_options, module) },
	{ "kind", TYPE_STRING, offsetof(struct report_options, kind) },
	{ "tag", TYPE_STRING, offsetof(struct report_options, tag) },
	{ "site", TYPE_STRING, offsetof(struct report_options, site) },
	{ "since", TYPE_MOMENT, offsetof(struct report_options, since) },
	{ "until", TYPE_MOMENT, offsetof(struct report_options, until) },
	{ "at", TYPE_MOMENT, offsetof(struct report_options, at) },
	{ "tree", TYPE_BOOL, offsetof(struct report_options, tree) },
	{ "blame", TYPE_BOOL, offsetof(struct report_options, blame) },
	{ "time", TYPE_TIME, offsetof(struct report_options, time) },
	{ "level", TYPE_LEVEL, offsetof(struct report_options, level) },
	{ "flag", TYPE_STRING, offsetof(struct report_options, flag) },
	{ "function", TYPE_STRING, offsetof(struct report_options, function) },
	{ "recorder", TYPE_STRING, offsetof(struct report_options, recorder) },
	{ "grep", TYPE_STRING, offsetof(struct report_options, grep) },
};

struct reading {
	struct report_options *out;
	const char **culprit;
};

static bool set_format(enum report_format *out, const char *text)
{
	*out = strcmp(text, "json") == 0 ? REPORT_JSON : REPORT_TEXT;
	return *out == REPORT_JSON || strcmp(text, "text") == 0;
}

static bool set_time(enum time_display *out, const char *text)
{
	*out = strcmp(text, "utc") == 0        ? TIME_DISPLAY_UTC
	       : strcmp(text, "relative") == 0 ? TIME_DISPLAY_RELATIVE
					       : TIME_DISPLAY_LOCAL;
	return *out != TIME_DISPLAY_LOCAL || strcmp(text, "local") == 0;
}

static bool set_level(uint8_t *out, const char *text)
{
	int level = message_level_find(text);

	*out = level > 0 ? (uint8_t)level : 0;
	return level > 0;
}

static bool set(void *target, enum type type, const bt_value *value)
{
	const char *text;

	if (type == TYPE_BOOL) {
		if (!bt_value_is_bool(value))
			return false;
		*(bool *)target = bt_value_bool_get(value);
		return true;
	}

	if (!bt_value_is_string(value))
		return false;
	text = bt_value_string_get(value);
	if (type == TYPE_FORMAT)
		return set_format(target, text);
	if (type == TYPE_TIME)
		return set_time(target, text);
	if (type == TYPE_LEVEL)
		return set_level(target, text);
	if (type == TYPE_MOMENT)
		return moment_parse(target, text) == 0;
	*(const char **)target = text;
	return true;
}

static bt_value_map_foreach_entry_const_func_status read_entry(
	const char *name, const bt_value *value, void *data)
{
	struct reading *reading = data;

	for (size_t i = 0; i < sizeof(parameters) / sizeof(parameters[0]); i++)
		if (strcmp(parameters[i].name, name) == 0 &&
			set((char *)reading->out + parameters[i].offset, parameters[i].type, value))
			return BT_VALUE_MAP_FOREACH_ENTRY_CONST_FUNC_STATUS_OK;

	*reading->culprit = name;
	return BT_VALUE_MAP_FOREACH_ENTRY_CONST_FUNC_STATUS_INTERRUPT;
}

int parameters_read(struct report_options *out, const bt_value *params, const char **culprit)
{
	struct report_options options = { 0 };
	struct reading reading = { &options, culprit };

	if (bt_value_map_foreach_entry_const(params, read_entry, &reading) !=
		BT_VALUE_MAP_FOREACH_ENTRY_CONST_STATUS_OK)
		return PARAMETERS_WRONG;
	*out = options;
	return 0;
}
