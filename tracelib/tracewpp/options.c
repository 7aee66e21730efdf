#include "tracelib/tracewpp/options.h"

#include <string.h>

/* What follows `name` and a ':', '=' or nothing; NULL: `argument` is another option. */
static const char *value_of(const char *argument, const char *name)
{
	size_t length = strlen(name);

	if (strncmp(argument, name, length) != 0)
		return NULL;
	argument += length;
	return argument + (*argument == ':' || *argument == '=');
}

/* Those that change nothing here: what they choose is either always so or Windows' business. */
static bool is_without_effect(const char *option)
{
	static const char *const names[] = { "km", "dll", "um", "argbase", "defwpp", "ext", "gen",
		"lookfor", "nologo", "noshrieks", "preserveext", "public", "q", "scan2", "v", "w",
		"WX", "recorder" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t length = strlen(names[i]);

		if (strncmp(option, names[i], length) == 0 &&
			(option[length] == '\0' || strchr(":={0123456789", option[length])))
			return true;
	}
	return false;
}

static const char *without_quotes(const char *value)
{
	size_t length = strlen(value);

	if (length > 1 && *value == '"' && value[length - 1] == '"')
		return pool_copy(value + 1, length - 2);
	return value;
}

const char *options_read_one(struct options *out, const char *argument)
{
	struct {
		const char *name;
		struct list *list;
	} lists[] = { { "func", &out->functions }, { "scan", &out->scans }, { "ini", &out->inis },
		{ "vcxproj", &out->projects }, { "cfgdir", &out->folders }, { "I", &out->folders },
		{ "D", &out->defines }, { "ctl", &out->controls } };
	const char *value;

	if (*argument != '-' && *argument != '/') {
		list_add(&out->sources, argument);
		return NULL;
	}
	if (*argument == '/' && strchr(argument + 1, '/')) {
		list_add(&out->sources, argument);
		return NULL;
	}
	argument++;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		value = value_of(argument, lists[i].name);
		if (value) {
			value = without_quotes(value);
			if (!*value)
				return pool_print("-%s names nothing", lists[i].name);
			list_add(lists[i].list, value);
			return NULL;
		}
	}
	if (strncmp(argument, "p:", 2) == 0 || strncmp(argument, "p=", 2) == 0) {
		out->module = without_quotes(argument + 2);
	} else if ((value = value_of(argument, "odir"))) {
		out->output = value;
	} else if ((value = value_of(argument, "depfile"))) {
		out->depfile = value;
	} else if (strcmp(argument, "count") == 0) {
		out->is_counting = true;
	} else if (!is_without_effect(argument)) {
		return pool_print("unknown option -%s", argument);
	}
	return NULL;
}

const char *options_read(struct options *out, int count, char **arguments)
{
	*out = (struct options){ .output = "." };
	for (int i = 1; i < count; i++) {
		const char *wrong = options_read_one(out, arguments[i]);

		if (wrong)
			return wrong;
	}
	return out->sources.count ? NULL : "no sources are given";
}
