#include "tracelib/tracewpp/project.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* The entities of XML resolved. */
static char *decode(const char *text, size_t length)
{
	static const struct {
		const char *name;
		char value;
	} entities[] = { { "&lt;", '<' }, { "&gt;", '>' }, { "&amp;", '&' }, { "&quot;", '"' },
		{ "&apos;", '\'' }, { "&#xA;", '\n' }, { "&#xD;", '\n' } };
	struct text out = { 0 };

	text_add(&out, "", 0);
	for (size_t at = 0; at < length;) {
		size_t i = 0;

		while (i < sizeof(entities) / sizeof(entities[0]) &&
			strncmp(text + at, entities[i].name, strlen(entities[i].name)) != 0)
			i++;
		if (i < sizeof(entities) / sizeof(entities[0])) {
			text_put(&out, entities[i].value);
			at += strlen(entities[i].name);
		} else {
			text_put(&out, text[at++]);
		}
	}
	return out.bytes;
}

static void add_once(struct list *list, const char *item, size_t length)
{
	while (length && isspace((unsigned char)*item)) {
		item++;
		length--;
	}
	while (length && isspace((unsigned char)item[length - 1]))
		length--;
	if (length && !strchr("$%@", *item)) {
		char *copy = pool_copy(item, length);

		if (!list_has(list, copy))
			list_add(list, copy);
	}
}

/* Parts between ';' or, for options, white space; not inside parentheses or quotes. */
static void split(struct list *list, const char *text, bool is_at_blanks)
{
	size_t begin = 0, at = 0;
	int depth = 0;
	bool is_quoted = false;

	for (;; at++) {
		char c = text[at];

		if (c == '"')
			is_quoted = !is_quoted;
		else if (strchr("({", c) && c)
			depth++;
		else if (strchr(")}", c) && c)
			depth--;
		if (!c || (depth <= 0 && !is_quoted &&
				  (is_at_blanks ? isspace((unsigned char)c) : c == ';'))) {
			add_once(list, text + begin, at - begin);
			begin = at + 1;
		}
		if (!c)
			return;
	}
}

/* The contents of every <name ...>...</name>. */
static void each(struct list *list, const char *text, const char *name, bool is_at_blanks)
{
	const char *open = pool_print("<%s", name);
	const char *close = pool_print("</%s>", name);

	while ((text = strstr(text, open))) {
		const char *begin = strchr(text, '>');
		const char *end = strstr(text, close);

		if (!begin || !end)
			return;
		text += strlen(open);
		if ((*text != '>' && !isspace((unsigned char)*text)) || end < begin ||
			begin[-1] == '/')
			continue;
		split(list, decode(begin + 1, (size_t)(end - begin - 1)), is_at_blanks);
		text = end;
	}
}

/* A switch that any configuration turns on. */
static bool is_on(const char *text, const char *name)
{
	struct list values = { 0 };

	each(&values, text, name, false);
	for (size_t i = 0; i < values.count; i++)
		if (strcasecmp(values.items[i], "true") == 0)
			return true;
	return false;
}

void project_read(struct project *out, const struct source *source)
{
	*out = (struct project){ 0 };
	each(&out->functions, source->text, "WppTraceFunction", false);
	each(&out->scans, source->text, "WppScanConfigurationData", false);
	each(&out->inis, source->text, "WppAdditionalConfigurationFile", false);
	each(&out->options, source->text, "WppAdditionalOptions", true);
	each(&out->modules, source->text, "WppModuleName", false);
	each(&out->controls, source->text, "WppAddControlGuid", false);
	each(&out->defines, source->text, "WppPreprocessorDefinitions", false);
	if (is_on(source->text, "WppRecorderEnabled"))
		list_add(&out->defines, "ENABLE_WPP_RECORDER=1");
}
