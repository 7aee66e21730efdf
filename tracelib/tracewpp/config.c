#include "tracelib/tracewpp/config.h"

#include <string.h>

#include "tracelib/tracewpp/config_internal.h"
#include "tracelib/tracewpp/literal.h"
#include "tracelib/tracewpp/token.h"

char *config_copy(const char *text, struct span span)
{
	return pool_copy(text + span.begin, span.end - span.begin);
}

static void read_fixed(
	struct function *function, const char *text, const struct span *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *item = config_copy(text, items[i]);
		size_t name_end = skip_word(item, 0);
		size_t value = skip_space(item, name_end);

		list_add(&function->fixed_names, pool_copy(item, name_end));
		value = item[value] == '=' ? skip_space(item, value + 1) : value;
		list_add(&function->fixed_values, pool_copy(item + value, strlen(item + value)));
	}
}

/* Those in a second pair of parentheses, of F((LEVEL, MSG, ...)) and F(LEVEL, (MSG, ...)), too. */
static void read_parameters(struct function *function, const char *text, const struct span *items,
	size_t count, bool is_inner)
{
	for (size_t i = 0; i < count; i++) {
		if (span_is(text, items[i], "MSG")) {
			function->has_message = true;
		} else if (span_is(text, items[i], "...")) {
			function->is_variadic = true;
		} else if (text[items[i].begin] == '(' && !is_inner) {
			struct span inner[SPANS_MAX];
			size_t inner_count, end;

			function->is_nested = true;
			if (split_arguments(inner, &inner_count, &end, text, items[i].begin))
				read_parameters(function, text, inner, inner_count, true);
		} else {
			list_add(function->has_message ? &function->rest : &function->parameters,
				config_copy(text, items[i]));
		}
	}
}

static const char *condition_of(const struct function *function)
{
	struct text text = { 0 };

	text_add(&text, "", 0);
	for (size_t i = 0; i < function->fixed_names.count; i++)
		text_print(&text, "%s%s", text.size ? "_" : "", function->fixed_names.items[i]);
	for (size_t i = 0; i < function->parameters.count; i++)
		text_print(&text, "%s%s", text.size ? "_" : "", function->parameters.items[i]);
	return text.bytes;
}

static void read_function(const struct origin *origin, size_t at)
{
	struct function *function = pool_take(sizeof(*function));
	const char *text = origin->text;
	struct span items[SPANS_MAX];
	size_t count, end, name_end;

	at = skip_space(text, at);
	name_end = skip_word(text, at);
	function->name = pool_copy(text + at, name_end - at);
	at = skip_space(text, name_end);
	if (text[at] == '{' && split_arguments(items, &count, &end, text, at)) {
		read_fixed(function, text, items, count);
		at = skip_space(text, end);
	}
	if (!*function->name || text[at] != '(' ||
		!split_arguments(items, &count, &end, text, at)) {
		source_error(origin->source, origin->offset,
			"a trace function is declared as NAME{CONDITION=value,...}(PARAMETER,...), "
			"not as '%.100s'",
			text);
		return;
	}
	function->is_double = count == 1 && text[items[0].begin] == '(' &&
			      skip_space(text, at + 1) == items[0].begin;
	read_parameters(function, text, items, count, false);
	if (function->is_double)
		function->is_nested = false;
	function->condition = condition_of(function);
	function->next = origin->config->functions;
	origin->config->functions = function;
}

static void read_decoration(
	const struct origin *origin, size_t at, struct decoration **list, const char *directive)
{
	struct decoration *decoration = pool_take(sizeof(*decoration));
	const char *text = origin->text;
	struct span items[SPANS_MAX];
	size_t count = 0, end;

	at = skip_space(text, at);
	if (text[at] != '(' || !split_arguments(items, &count, &end, text, at) || count < 2 ||
		!literal_read(&decoration->format, NULL, text, items[1])) {
		source_error(origin->source, origin->offset,
			"%s takes a function's name or * and a format in quotes", directive);
		return;
	}
	decoration->function = config_copy(text, items[0]);
	decoration->source = origin->source;
	decoration->offset = origin->offset;
	for (size_t i = 2; i < count; i++)
		list_add(&decoration->arguments, span_text(text, items[i]));
	decoration->next = *list;
	*list = decoration;
}

void config_define(struct config *config, const char *definition)
{
	static const char recorder[] = "ENABLE_WPP_RECORDER=";

	if (strncmp(definition, recorder, strlen(recorder)) == 0)
		config->has_recorder = strcmp(definition + strlen(recorder), "0") != 0;
	if (strncmp(definition, "WPP_USE_TRACE_LEVELS", strlen("WPP_USE_TRACE_LEVELS")) == 0)
		config->levels_are_levels = true;
	else if (strchr(definition, '='))
		list_add(&config->defines, definition);
}

bool config_control(struct config *config, const char *guid)
{
	static const size_t lengths[] = { 8, 4, 4, 4, 12 };
	static const char *const flags[] = { "Error", "Unusual", "Noise" };
	struct text text = { 0 };

	guid += *guid == '{';
	for (size_t i = 0; i < 5; i++) {
		if (strspn(guid, "0123456789abcdefABCDEF") != lengths[i] ||
			(i < 4 && guid[lengths[i]] != '-'))
			return false;
		text_print(&text, "%s%.*s", i ? "," : "", (int)lengths[i], guid);
		guid += lengths[i] + (i < 4);
	}
	if (*guid && strcmp(guid, "}") != 0)
		return false;
	config->control = text.bytes;
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		list_add(&config->flags, flags[i]);
	return true;
}

/* WPP_FLAGS(-Dx=y): the one option that says something of the generated text. */
static void read_options(const struct origin *origin, size_t at)
{
	const char *text = origin->text;
	size_t begin = skip_space(text, at);
	const char *end = strrchr(text, ')');

	if (text[begin] != '(' || !end)
		return;
	begin = skip_space(text, begin + 1);
	if (text[begin] == '-' && text[begin + 1] == 'D')
		config_define(origin->config,
			pool_copy(text + begin + 2, (size_t)(end - text) - begin - 2));
}

static bool begins_with(const char *text, const char *word)
{
	return strncmp(text, word, strlen(word)) == 0 && !is_word(text[strlen(word)]);
}

size_t config_directive_length(const char *text)
{
	static const char *const directives[] = { "FUNC", "USEPREFIX", "USESUFFIX", "CUSTOM_TYPE",
		"TYPEMACRO", "DEFINE_CPLX_TYPE", "DEFINE_SIMPLE_TYPE", "DEFINE_SIMPLE_TYPE_PTR",
		"DEFINE_FLAVOR", "WPP_FLAGS" };

	for (size_t i = 0; i < sizeof(directives) / sizeof(directives[0]); i++)
		if (begins_with(text, directives[i]))
			return strlen(directives[i]);
	return 0;
}

void config_read_statement(
	struct config *config, const char *statement, const struct source *source, size_t offset)
{
	size_t begin = skip_space(statement, 0);
	struct origin origin = { config, source, offset, statement + begin };
	const char *text = origin.text;
	size_t at = config_directive_length(text);

	if (begins_with(text, "FUNC"))
		read_function(&origin, at);
	else if (begins_with(text, "USEPREFIX"))
		read_decoration(&origin, at, &config->prefixes, "USEPREFIX");
	else if (begins_with(text, "USESUFFIX"))
		read_decoration(&origin, at, &config->suffixes, "USESUFFIX");
	else if (begins_with(text, "CUSTOM_TYPE"))
		config_read_custom_type(&origin, at);
	else if (begins_with(text, "DEFINE_CPLX_TYPE"))
		config_read_complex_type(&origin, at);
	else if (begins_with(text, "DEFINE_SIMPLE_TYPE") ||
		 begins_with(text, "DEFINE_SIMPLE_TYPE_PTR"))
		config_read_simple_type(&origin, at);
	else if (begins_with(text, "DEFINE_FLAVOR"))
		config_read_flavor(&origin, at);
	else if (begins_with(text, "WPP_FLAGS"))
		read_options(&origin, at);
	else if (at == 0 && *text)
		read_function(&origin, 0);
}

void config_init(struct config *config)
{
	const struct source *source = source_of("built-in", "");

	*config = (struct config){ 0 };
	config_read_statement(config, "FUNC DoTraceMessage(LEVEL, MSG, ...)", source, 0);
	config_read_statement(config, "FUNC DoDebugTrace(TRACELEVEL, MSG, ...)", source, 0);
	config_read_statement(config, "FUNC DRVTRACE_LOG(LEVEL, FLAGS, MSG, ...)", source, 0);
	config->functions->is_native = true;
}

const struct function *config_function(const struct config *config, const char *name, size_t length)
{
	const struct function *function = config->functions;

	while (function &&
		(strlen(function->name) != length || memcmp(function->name, name, length) != 0))
		function = function->next;
	return function;
}

const struct decoration *config_decoration(const struct decoration *list, const char *function)
{
	const struct decoration *general = NULL;

	for (; list; list = list->next) {
		if (strcmp(list->function, function) == 0)
			return list;
		if (!general && strcmp(list->function, "*") == 0)
			general = list;
	}
	return general;
}
