#include "tracelib/tracewpp/config.h"

#include <ctype.h>
#include <string.h>

#include "tracelib/tracewpp/literal.h"
#include "tracelib/tracewpp/token.h"

/* Where a statement came from. */
struct origin {
	struct config *config;
	const struct source *source;
	size_t offset;
	const char *text;
};

static char *copy_span(const char *text, struct span span)
{
	return pool_copy(text + span.begin, span.end - span.begin);
}

static void read_fixed(
	struct function *function, const char *text, const struct span *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *item = copy_span(text, items[i]);
		size_t name_end = skip_word(item, 0);
		size_t value = skip_space(item, name_end);

		list_add(&function->fixed_names, pool_copy(item, name_end));
		value = item[value] == '=' ? skip_space(item, value + 1) : value;
		list_add(&function->fixed_values, pool_copy(item + value, strlen(item + value)));
	}
}

static void read_parameters(
	struct function *function, const char *text, const struct span *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (span_is(text, items[i], "MSG")) {
			function->has_message = true;
		} else if (span_is(text, items[i], "...")) {
			function->is_variadic = true;
		} else if (text[items[i].begin] == '(') {
			struct span inner[SPANS_MAX];
			size_t inner_count, end;

			function->is_nested = true;
			if (split_arguments(inner, &inner_count, &end, text, items[i].begin))
				read_parameters(function, text, inner, inner_count);
		} else {
			list_add(function->has_message ? &function->rest : &function->parameters,
				copy_span(text, items[i]));
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
			"not as '%s'",
			text);
		return;
	}
	function->is_double = count == 1 && text[items[0].begin] == '(' &&
			      skip_space(text, at + 1) == items[0].begin;
	read_parameters(function, text, items, count);
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
	decoration->function = copy_span(text, items[0]);
	decoration->source = origin->source;
	decoration->offset = origin->offset;
	for (size_t i = 2; i < count; i++)
		list_add(&decoration->arguments, span_text(text, items[i]));
	decoration->next = *list;
	*list = decoration;
}

/* ItemListLong(a,b), ItemSetByte(a,b), ItemEnum(tag), ItemFlagsEnum(tag). */
static bool read_labelled(struct type *type, const char *item)
{
	struct span items[SPANS_MAX];
	size_t name_end = skip_word(item, 0);
	size_t at = skip_space(item, name_end);
	size_t count = 0, end;

	if (item[at] != '(' || !split_arguments(items, &count, &end, item, at))
		return false;
	type->check = TYPE_INTEGER;
	type->size = 4;
	type->letters = "E";
	type->labels = pool_take(sizeof(*type->labels));
	if (strncmp(item, "ItemEnum", name_end) == 0 ||
		strncmp(item, "ItemFlagsEnum", name_end) == 0) {
		type->letters = item[4] == 'E' ? "e" : "xL";
		type->is_set = item[4] == 'F';
		type->labels->tag = count ? span_text(item, items[0]) : "";
		return true;
	}
	if (strncmp(item, "ItemList", 8) != 0 && strncmp(item, "ItemSet", 7) != 0)
		return false;
	type->is_set = item[4] == 'S';
	if (type->is_set)
		type->letters = "xL";
	for (size_t i = 0; i < count; i++) {
		char *label = span_text(item, items[i]);
		size_t length = strlen(label);

		if (length > 1 && *label == '"')
			label = pool_copy(label + 1, length - 2);
		list_add(&type->labels->names, label);
		list_add(&type->labels->values, pool_print("%zu", i));
	}
	return true;
}

static void read_custom_type(const struct origin *origin, size_t at)
{
	struct type *type = pool_take(sizeof(*type));
	const char *text = origin->text;
	struct span items[SPANS_MAX];
	size_t count = 0, end;
	const char *item;

	at = skip_space(text, at);
	if (text[at] != '(' || !split_arguments(items, &count, &end, text, at) || count < 2) {
		source_error(
			origin->source, origin->offset, "CUSTOM_TYPE takes a name and an item");
		return;
	}
	type->name = copy_span(text, items[0]);
	item = copy_span(text, items[1]);
	if (!read_labelled(type, item) && !type_of_item(type, item)) {
		source_error(origin->source, origin->offset + items[1].begin,
			"CUSTOM_TYPE(%s): unknown item '%s'", type->name, item);
		return;
	}
	type_add(&origin->config->types, type);
}

/* The format of a definition: what values look like, where it is not that of a text. */
static void set_format(struct type *type, const char *text, struct span span)
{
	struct text format = { 0 };

	if (!literal_read(&format, NULL, text, span) || !format.size ||
		strcmp(format.bytes, "s") == 0)
		return;
	type->as = format.bytes;
}

/* How the bytes that a driver's macro yields are recorded. */
static void set_pieces(struct type *type, const char *item)
{
	static const struct {
		const char *item;
		const char *as;
	} looks[] = { { "ItemMACAddr", "!MACADDR!" }, { "ItemIPV6Addr", "!IPV6ADDR!" },
		{ "ItemSid", "!sid!" }, { "ItemHEXDump", "!HEXDUMP!" },
		{ "ItemHexDump", "!HEXDUMP!" } };

	static const char *const counted[] = { "ItemHEXDump", "ItemHexDump", "ItemPString",
		"ItemPWString", "ItemMLString" };

	type->check = TYPE_PIECES;
	type->letters = "n";
	if (strstr(item, "WString"))
		type->letters = "v";
	else if (strstr(item, "String"))
		type->letters = "t";
	for (size_t i = 0; i < sizeof(counted) / sizeof(counted[0]); i++)
		type->is_counted |= strcmp(item, counted[i]) == 0;
	for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]); i++)
		if (strcmp(item, looks[i].item) == 0)
			type->as = looks[i].as;
}

/* DEFINE_CPLX_TYPE(name, MACRO, ctype, Item, "format", sig, priority [, slots]). */
static void read_complex_type(const struct origin *origin, size_t at)
{
	struct type *type = pool_take(sizeof(*type));
	const char *text = origin->text;
	struct span items[SPANS_MAX];
	size_t count = 0, end;

	at = skip_space(text, at);
	if (text[at] != '(' || !split_arguments(items, &count, &end, text, at) || count < 4) {
		source_error(origin->source, origin->offset,
			"DEFINE_CPLX_TYPE takes a name, a macro, a C type and an item");
		return;
	}
	type->name = copy_span(text, items[0]);
	type->macro = copy_span(text, items[1]);
	type->c_type = copy_span(text, items[2]);
	set_pieces(type, copy_span(text, items[3]));
	type_add(&origin->config->types, type);
}

/* DEFINE_SIMPLE_TYPE(name, ctype, Item, "format", sig, priority). */
static void read_simple_type(const struct origin *origin, size_t at)
{
	struct type *type = pool_take(sizeof(*type));
	const char *text = origin->text;
	struct span items[SPANS_MAX];
	size_t count = 0, end;
	const char *item;

	at = skip_space(text, at);
	if (text[at] != '(' || !split_arguments(items, &count, &end, text, at) || count < 3) {
		source_error(origin->source, origin->offset,
			"DEFINE_SIMPLE_TYPE takes a name, a C type and an item");
		return;
	}
	type->name = copy_span(text, items[0]);
	type->c_type = copy_span(text, items[1]);
	item = copy_span(text, items[2]);
	if (!read_labelled(type, item) && !type_of_item(type, item)) {
		source_error(origin->source, origin->offset,
			"DEFINE_SIMPLE_TYPE(%s): unknown item '%s'", type->name, item);
		return;
	}
	if (count > 3 && !type->labels)
		set_format(type, text, items[3]);
	type_add(&origin->config->types, type);
}

/* DEFINE_FLAVOR(name, base, Item, "format"): another look for a known type. */
static void read_flavor(const struct origin *origin, size_t at)
{
	struct type *type = pool_take(sizeof(*type));
	const char *text = origin->text;
	struct span items[SPANS_MAX];
	size_t count = 0, end;
	const struct type *base = NULL;

	at = skip_space(text, at);
	if (text[at] == '(' && split_arguments(items, &count, &end, text, at) && count >= 2)
		base = type_named(&origin->config->types, text + items[1].begin,
			items[1].end - items[1].begin);
	if (!base) {
		source_error(origin->source, origin->offset,
			"DEFINE_FLAVOR takes a name and a type that is known");
		return;
	}
	*type = *base;
	type->name = copy_span(text, items[0]);
	if (!type->as && !type_plain(type->name, strlen(type->name)))
		type->as = pool_print("!%s!", base->name);
	if (count > 2 && *copy_span(text, items[2]))
		read_labelled(type, copy_span(text, items[2]));
	if (count > 3 && !type->labels)
		set_format(type, text, items[3]);
	type_add(&origin->config->types, type);
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

/* The word in front of a statement; 0: it is none. */
static size_t directive_length(const char *text)
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
	size_t at = directive_length(text);

	if (begins_with(text, "FUNC"))
		read_function(&origin, at);
	else if (begins_with(text, "USEPREFIX"))
		read_decoration(&origin, at, &config->prefixes, "USEPREFIX");
	else if (begins_with(text, "USESUFFIX"))
		read_decoration(&origin, at, &config->suffixes, "USESUFFIX");
	else if (begins_with(text, "CUSTOM_TYPE"))
		read_custom_type(&origin, at);
	else if (begins_with(text, "DEFINE_CPLX_TYPE"))
		read_complex_type(&origin, at);
	else if (begins_with(text, "DEFINE_SIMPLE_TYPE") ||
		 begins_with(text, "DEFINE_SIMPLE_TYPE_PTR"))
		read_simple_type(&origin, at);
	else if (begins_with(text, "DEFINE_FLAVOR"))
		read_flavor(&origin, at);
	else if (begins_with(text, "WPP_FLAGS"))
		read_options(&origin, at);
	else if (at == 0 && *text)
		read_function(&origin, 0);
}

/* A function declared without the word FUNC, told from prose. */
static bool is_bare_function(const char *text)
{
	size_t at = skip_space(text, skip_word(text, 0));

	if (at == 0 || !is_word_start(*text) || (text[at] != '(' && text[at] != '{'))
		return false;
	return strchr(text, ';') && (strstr(text, "MSG") || strstr(text, "...") || text[at] == '{');
}

/* Behind the comment marks in front of a line of a block. */
static size_t skip_marks(const char *line)
{
	size_t at = 0;

	while (isspace((unsigned char)line[at]))
		at++;
	while (line[at] == '/' || line[at] == '*')
		at++;
	while (isspace((unsigned char)line[at]))
		at++;
	return at;
}

/* Appends a line to the statement; true when it has come to its end. */
static bool add_to_statement(struct text *statement, const char *line)
{
	bool is_quoted = false;

	for (; *line; line++) {
		if (!is_quoted && *line == ';')
			return true;
		if (!is_quoted && line[0] == '/' && line[1] == '/')
			break;
		if (*line == '"' && (statement->size == 0 || line[-1] != '\\'))
			is_quoted = !is_quoted;
		text_put(statement, *line);
	}
	text_put(statement, ' ');
	return false;
}

/* In an ini file the marks in front of a line make it a comment. */
static void read_block(
	struct config *config, const struct source *source, size_t line, size_t last, bool is_ini)
{
	struct text statement = { 0 };
	size_t offset = 0;

	for (; line < last; line++) {
		size_t begin = source->lines[line];
		size_t end = line + 1 < source->line_count ? source->lines[line + 1] : source->size;
		const char *text = pool_copy(source->text + begin, end - begin);
		size_t at = is_ini ? strspn(text, " \t") : skip_marks(text);

		if (statement.size == 0) {
			if (!directive_length(text + at) && !is_bare_function(text + at))
				continue;
			offset = begin + at;
		}
		if (add_to_statement(&statement, text + at)) {
			config_read_statement(config, statement.bytes, source, offset);
			statement = (struct text){ 0 };
		}
	}
	if (statement.size)
		source_error(source, offset, "this statement of a WPP block has no ';'");
}

static bool line_has(const struct source *source, size_t line, const char *word)
{
	size_t begin = source->lines[line];
	size_t end = line + 1 < source->line_count ? source->lines[line + 1] : source->size;

	return memmem(source->text + begin, end - begin, word, strlen(word)) != NULL;
}

static void read_blocks(struct config *config, const struct source *source)
{
	for (size_t line = 0; line < source->line_count; line++) {
		size_t last = line + 1;

		if (!line_has(source, line, "begin_wpp") || !line_has(source, line, "config"))
			continue;
		while (last < source->line_count && !line_has(source, last, "end_wpp"))
			last++;
		read_block(config, source, line + 1, last, false);
		line = last;
	}
}

static void read_flags(struct config *config, const struct source *source)
{
	static const char word[] = "WPP_DEFINE_BIT";
	const char *at = source->text;

	while ((at = strstr(at, word))) {
		size_t begin;

		at += strlen(word);
		begin = skip_space(at, 0);
		if (at[begin] != '(')
			continue;
		begin = skip_space(at, begin + 1);
		list_add(&config->flags, pool_copy(at + begin, skip_word(at, begin) - begin));
	}
}

void config_read_source(struct config *config, const struct source *source)
{
	if (strstr(source->text, "begin_wpp"))
		read_blocks(config, source);
	if (strstr(source->text, "WPP_DEFINE_BIT"))
		read_flags(config, source);
	if (strstr(source->text, "define WPP_USE_TRACE_LEVELS"))
		config->levels_are_levels = true;
	enums_read(&config->enums, source);
}

void config_read_ini(struct config *config, const struct source *source)
{
	read_block(config, source, 0, source->line_count, true);
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
