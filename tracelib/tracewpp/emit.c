#include "tracelib/tracewpp/emit.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "tracelib/tracewpp/literal.h"
#include "tracelib/tracewpp/token.h"

/* A generated file under way. */
struct emission {
	struct text *out;
	const struct config *config;
	const struct source *source;
	const char *file;         /* the source's name as an identifier */
	struct list enumerations; /* those that are written already */
};

/* What a message's level and flag are: C expressions, NULL when the function has none. */
struct choice {
	const char *level;      /* as the macro names it */
	const char *level_text; /* as the driver wrote it */
	const char *flag_text;
};

static char *identifier(const char *text)
{
	char *copy = pool_copy(text, strlen(text));

	for (char *at = copy; *at; at++)
		if (!isalnum((unsigned char)*at))
			*at = '_';
	return copy;
}

static void look_at_condition(
	struct choice *choice, const char *name, const char *expression, const char *text)
{
	if (strcasecmp(name, "LEVEL") == 0 || strcasecmp(name, "TRACELEVEL") == 0 ||
		strcasecmp(name, "LVL") == 0) {
		choice->level = expression;
		choice->level_text = text;
	} else if (strcasecmp(name, "FLAGS") == 0 || strcasecmp(name, "FLAG") == 0) {
		choice->flag_text = text;
	}
}

/*
 * LEVEL alone is a flag, for historical reasons, unless the driver says otherwise or what is passed
 * is none of its flags.
 */
static struct choice choose(const struct emission *emission, const struct call *call)
{
	const struct function *function = call->function;
	struct choice choice = { 0 };

	for (size_t i = 0; i < function->fixed_names.count; i++)
		look_at_condition(&choice, function->fixed_names.items[i],
			function->fixed_values.items[i], function->fixed_values.items[i]);
	for (size_t i = 0; i < function->parameters.count; i++)
		look_at_condition(&choice, function->parameters.items[i],
			function->parameters.items[i], call->conditions.items[i]);
	if (choice.level && !choice.flag_text && !emission->config->levels_are_levels &&
		list_has(&emission->config->flags, choice.level_text)) {
		choice.flag_text = choice.level_text;
		choice.level = NULL;
		choice.level_text = NULL;
	}
	return choice;
}

static const char *flag_name(const struct choice *choice)
{
	return choice->flag_text && *choice->flag_text ? identifier(choice->flag_text) : "NOFLAG";
}

static void put_parameter(struct text *out, bool *is_first, const char *name)
{
	text_print(out, "%s%s", *is_first ? "" : ", ", name);
	*is_first = false;
}

static void emit_parameters(struct text *out, const struct call *call)
{
	const struct function *function = call->function;
	bool is_first = true;

	text_put(out, '(');
	for (size_t i = 0; i < function->parameters.count; i++)
		put_parameter(out, &is_first, function->parameters.items[i]);
	if (function->has_message)
		put_parameter(out, &is_first, "MSG");
	for (size_t i = 0; i < call->argument_count; i++)
		put_parameter(out, &is_first,
			i < function->rest.count ? function->rest.items[i]
						 : pool_print("drvtrace_a%zu", i + 1));
	text_put(out, ')');
}

/* What the driver's condition macros are given: the fixed values, then the call's own. */
static void emit_conditions(struct text *out, const struct function *function)
{
	bool is_first = true;

	text_put(out, '(');
	for (size_t i = 0; i < function->fixed_values.count; i++)
		put_parameter(out, &is_first, function->fixed_values.items[i]);
	for (size_t i = 0; i < function->parameters.count; i++)
		put_parameter(out, &is_first, function->parameters.items[i]);
	text_put(out, ')');
}

/* WPP_LEVEL_FLAGS_ENABLED and its like. */
static void emit_hook(struct text *out, const struct function *function, const char *what)
{
	text_print(out, "WPP_%s%s%s", function->condition, *function->condition ? "_" : "", what);
	emit_conditions(out, function);
}

/* Of the in-flight recorder: WPP_RECORDER_LEVEL_FLAGS_ARGS and its like. */
static void emit_recorder_hook(struct text *out, const struct function *function, const char *what)
{
	text_print(out, "WPP_RECORDER_%s%s%s", function->condition, *function->condition ? "_" : "",
		what);
	emit_conditions(out, function);
}

static bool has_recorder(const struct emission *emission, const struct call *call)
{
	return emission->config->has_recorder && !call->function->is_native;
}

/* The log that the message goes to, as the driver's own macro says. */
static void emit_log(const struct emission *emission, const struct call *call, const char *macro)
{
	text_print(emission->out, "%s(DRVTRACE_FIRST(", macro);
	emit_recorder_hook(emission->out, call->function, "ARGS");
	text_print(emission->out, "))");
}

static const char *log_source(const struct call *call)
{
	const struct function *function = call->function;

	for (size_t i = 0; i < function->parameters.count; i++)
		if (strcmp(function->parameters.items[i], "IFRLOG") == 0)
			return call->conditions.items[i];
	for (size_t i = 0; i < function->fixed_names.count; i++)
		if (strcmp(function->fixed_names.items[i], "IFRLOG") == 0)
			return function->fixed_values.items[i];
	return "";
}

static void encode(struct text *out, const char *key, const char *value)
{
	text_print(out, "&%s=", key);
	text_encode(out, value, strlen(value));
}

static void encode_specifiers(struct text *out, const struct format *format, bool has_log)
{
	text_add(out, "&a=", 3);
	for (size_t i = 0; i < format->count; i++) {
		const struct specifier *specifier = &format->specifiers[i];
		struct text item = { 0 };

		text_print(&item, "%s", specifier->text);
		for (size_t label = 0; specifier->type->is_set && specifier->type->labels &&
				       label < specifier->type->labels->names.count;
			label++)
			text_print(&item, "%c%s", label ? ',' : ':',
				specifier->type->labels->names.items[label]);
		if (i)
			text_put(out, ';');
		text_encode(out, item.bytes, item.size);
	}
	if (has_log)
		text_print(out, "%s%%21IFRLOG%%21", format->count ? ";" : "");
}

/*
 * Everything but the level's number and the GUID, which the compiler and the driver know. The name
 * of a recorder's log is an argument behind those of the format.
 */
static void emit_uri(const struct emission *emission, const struct call *call,
	const struct choice *choice, bool has_log)
{
	struct text uri = { 0 };

	text_print(&uri, "wpp:1?m=");
	text_encode(&uri, call->text.bytes, call->text.size);
	encode(&uri, "f", choice->flag_text ? choice->flag_text : "");
	encode(&uri, "l", choice->level_text ? choice->level_text : "");
	encode(&uri, "fn", call->enclosing);
	encode(&uri, "s", emission->source->name);
	text_print(&uri, "&n=%zu", call->line);
	encode_specifiers(&uri, &call->format, has_log);
	text_add(&uri, "&x=", 3);
	for (size_t i = 0; i < call->format.count; i++) {
		if (i)
			text_put(&uri, ';');
		text_encode(&uri, call->arguments[i].source, strlen(call->arguments[i].source));
	}
	if (has_log) {
		if (call->format.count)
			text_put(&uri, ';');
		text_encode(&uri, log_source(call), strlen(log_source(call)));
	}
	literal_write(emission->out, uri.bytes, uri.size);
}

static const char *enumeration_symbol(const struct emission *emission, const struct type *type)
{
	return pool_print("drvtrace_enum_%s_%s", emission->file, identifier(type->name));
}

static bool is_enumeration(const struct type *type)
{
	return type->labels && !type->is_set;
}

/* The labels of an enum of the driver's; NULL: no source has it. */
static const struct labels *labels_of(const struct emission *emission, const struct type *type)
{
	const struct enumeration *found;
	struct labels *labels;

	if (!type->labels->tag)
		return type->labels;
	found = enums_find(&emission->config->enums, type->labels->tag);
	if (!found)
		return NULL;
	labels = pool_take(sizeof(*labels));
	labels->names = found->names;
	labels->values = found->values;
	return labels;
}

static void emit_labels(const struct emission *emission, const char *symbol,
	const struct type *type, const struct labels *labels)
{
	struct text *out = emission->out;

	text_print(out, "static const struct drvtrace_label %s_labels[] = {\n", symbol);
	for (size_t i = 0; i < labels->names.count; i++) {
		text_print(out, "\t{ ");
		literal_write(out, labels->names.items[i], strlen(labels->names.items[i]));
		if (type->labels->tag)
			text_print(out, ", (long long)(%s) },\n", labels->values.items[i]);
		else
			text_print(out, ", %zu },\n", i);
	}
	text_print(out,
		"};\nstatic const struct drvtrace_enumeration %s __attribute__((unused)) = {\n"
		"\t\"%s\", %s_labels, %zu\n};\n\n",
		symbol, identifier(type->name), symbol, labels->names.count);
}

static void emit_enumerations(struct emission *emission, const struct call *call)
{
	for (size_t i = 0; i < call->format.count; i++) {
		const struct type *type = call->format.specifiers[i].type;
		const char *symbol;
		const struct labels *labels;

		if (!is_enumeration(type))
			continue;
		symbol = enumeration_symbol(emission, type);
		if (list_has(&emission->enumerations, symbol))
			continue;
		list_add(&emission->enumerations, pool_copy(symbol, strlen(symbol)));
		labels = labels_of(emission, type);
		if (labels && labels->names.count)
			emit_labels(emission, symbol, type, labels);
		else
			source_error(emission->source, call->arguments[i].offset,
				"%%!%s!: enum %s is in none of the sources and scanned headers",
				type->name, type->labels->tag ? type->labels->tag : "");
	}
}

static bool has_enumeration(const struct format *format)
{
	for (size_t i = 0; i < format->count; i++)
		if (is_enumeration(format->specifiers[i].type))
			return true;
	return false;
}

static void emit_enumeration_list(const struct emission *emission, const struct call *call)
{
	if (!has_enumeration(&call->format))
		return;
	text_print(emission->out,
		"\tstatic const struct drvtrace_enumeration *const drvtrace_e[] = {");
	for (size_t i = 0; i < call->format.count; i++)
		if (is_enumeration(call->format.specifiers[i].type))
			text_print(emission->out, " &%s,",
				enumeration_symbol(emission, call->format.specifiers[i].type));
	text_print(emission->out, " }; \\\n");
}

/* `condition` must hold, or the build ends with the call's place and the reason. */
static void emit_check(const struct emission *emission, const struct call *call, size_t i,
	const char *condition, const char *reason)
{
	const struct argument *argument = &call->arguments[i];
	struct place place = source_place(emission->source, argument->offset);
	struct text text = { 0 };

	text_print(&text, "%s:%zu:%zu: %%%s takes %s: %s", emission->source->path, place.line,
		place.column, call->format.specifiers[i].text, reason, argument->source);
	text_print(emission->out, "\t_Static_assert(%s, ", condition);
	literal_write(emission->out, text.bytes, text.size);
	text_print(emission->out, "); \\\n");
}

static void emit_integer(
	const struct emission *emission, const struct call *call, size_t i, size_t slot)
{
	const struct type *type = call->format.specifiers[i].type;
	/* Expressions of bytes and shorts are ints in C. */
	size_t size = type->size < 4 ? 4 : type->size;

	emit_check(emission, call, i, pool_print("DRVTRACE_IS_INTEGER(drvtrace_v%zu)", i + 1),
		"an integer");
	emit_check(emission, call, i,
		pool_print("DRVTRACE_FITS(drvtrace_v%zu, %s, %zu)", i + 1,
			call->arguments[i].expression, size),
		pool_print("an integer of at most %zu bytes", size));
	text_print(emission->out,
		"\tdrvtrace_v[%zu].integer = (unsigned long long)(long long)drvtrace_v%zu; \\\n",
		slot, i + 1);
}

static void emit_pointer(
	const struct emission *emission, const struct call *call, size_t i, size_t slot)
{
	emit_check(emission, call, i,
		pool_print(
			"DRVTRACE_IS_POINTER(drvtrace_v%zu) || (DRVTRACE_IS_INTEGER(drvtrace_v%zu) "
			"&& sizeof(drvtrace_v%zu) == sizeof(void *))",
			i + 1, i + 1, i + 1),
		"a pointer");
	text_print(emission->out,
		"\tdrvtrace_v[%zu].integer = (unsigned long long)(__UINTPTR_TYPE__)drvtrace_v%zu; "
		"\\\n",
		slot, i + 1);
}

static void emit_real(
	const struct emission *emission, const struct call *call, size_t i, size_t slot)
{
	emit_check(emission, call, i,
		pool_print("DRVTRACE_IS_REAL(drvtrace_v%zu) || DRVTRACE_IS_INTEGER(drvtrace_v%zu)",
			i + 1, i + 1),
		"a floating point number");
	text_print(
		emission->out, "\tdrvtrace_v[%zu].real = (double)drvtrace_v%zu; \\\n", slot, i + 1);
}

static void emit_address(
	const struct emission *emission, const struct call *call, size_t i, size_t slot)
{
	const struct type *type = call->format.specifiers[i].type;
	const char *what = type->letters[0] == 's'   ? "a string of char"
			   : type->letters[0] == 'w' ? "a string of 16 bit characters"
			   : type->letters[0] == 'g' ? "the address of a GUID"
			   : type->letters[0] == 'u' ? "the address of a UNICODE_STRING"
						     : "the address of an ANSI_STRING";

	emit_check(
		emission, call, i, pool_print("DRVTRACE_IS_POINTER(drvtrace_v%zu)", i + 1), what);
	emit_check(emission, call, i,
		pool_print("DRVTRACE_IS_OF(drvtrace_v%zu, %zu)", i + 1, type->size), what);
	text_print(emission->out, "\tdrvtrace_v[%zu].pointer = (const void *)drvtrace_v%zu; \\\n",
		slot, i + 1);
}

static void emit_pieces(
	const struct emission *emission, const struct call *call, size_t i, size_t slot)
{
	const struct type *type = call->format.specifiers[i].type;

	text_print(emission->out,
		"\tconst struct drvtrace_piece drvtrace_q%zu[] = { %s(drvtrace_v%zu) }; \\\n"
		"\tdrvtrace_v[%zu].pointer = drvtrace_q%zu + %d; \\\n"
		"\tdrvtrace_v[%zu].integer = sizeof(drvtrace_q%zu) / sizeof(drvtrace_q%zu[0]) - "
		"%d; \\\n",
		i + 1, type->macro, i + 1, slot, i + 1, type->is_counted, slot + 1, i + 1, i + 1,
		type->is_counted);
}

/* Each argument is evaluated once, in order, whatever its type. */
static void emit_argument(
	const struct emission *emission, const struct call *call, size_t i, size_t slot)
{
	const struct type *type = call->format.specifiers[i].type;

	if (type->c_type)
		text_print(emission->out, "\t%s drvtrace_v%zu = (%s); \\\n", type->c_type, i + 1,
			call->arguments[i].expression);
	else
		text_print(emission->out, "\tDRVTRACE_ARGUMENT(drvtrace_v%zu, %s); \\\n", i + 1,
			call->arguments[i].expression);
	if (type->check == TYPE_INTEGER)
		emit_integer(emission, call, i, slot);
	else if (type->check == TYPE_POINTER)
		emit_pointer(emission, call, i, slot);
	else if (type->check == TYPE_REAL)
		emit_real(emission, call, i, slot);
	else if (type->check == TYPE_PIECES)
		emit_pieces(emission, call, i, slot);
	else
		emit_address(emission, call, i, slot);
}

static void emit_arguments(const struct emission *emission, const struct call *call)
{
	size_t slots = 0;

	for (size_t i = 0; i < call->format.count; i++)
		slots += call->format.specifiers[i].type->check == TYPE_PIECES ? 2 : 1;
	slots += has_recorder(emission, call);
	if (slots)
		text_print(emission->out, "\tunion drvtrace_value drvtrace_v[%zu]; \\\n", slots);
	slots = 0;
	for (size_t i = 0; i < call->format.count; i++) {
		emit_argument(emission, call, i, slots);
		slots += call->format.specifiers[i].type->check == TYPE_PIECES ? 2 : 1;
	}
	if (has_recorder(emission, call)) {
		text_print(emission->out, "\tdrvtrace_v[%zu].pointer = ", slots);
		emit_log(emission, call, "DRVTRACE_LOG_NAME");
		text_print(emission->out, "; \\\n");
	}
}

static void emit_types(const struct emission *emission, const struct call *call, bool has_log)
{
	text_put(emission->out, '"');
	for (size_t i = 0; i < call->format.count; i++)
		text_print(emission->out, "%s", call->format.specifiers[i].type->letters);
	text_print(emission->out, "%s\"", has_log ? "s" : "");
}

/* Where the compiler chooses, there is one text with the name of a log, and one without. */
static void emit_texts(
	const struct emission *emission, const struct call *call, const struct choice *choice)
{
	struct text *out = emission->out;

	if (has_recorder(emission, call)) {
		emit_log(emission, call, "DRVTRACE_IS_LOG");
		text_print(out, " ? ");
		emit_uri(emission, call, choice, true);
		text_print(out, " : ");
	}
	emit_uri(emission, call, choice, false);
	text_print(out, ", \\\n\t");
	if (has_recorder(emission, call)) {
		emit_log(emission, call, "DRVTRACE_IS_LOG");
		text_print(out, " ? ");
		emit_types(emission, call, true);
		text_print(out, " : ");
	}
	emit_types(emission, call, false);
}

static void emit_descriptor(
	const struct emission *emission, const struct call *call, const struct choice *choice)
{
	struct text *out = emission->out;

	emit_enumeration_list(emission, call);
	text_print(out, "\tDRVTRACE_MESSAGE(\"%s.%s(%zu)\", \"%s\", \\\n\t", flag_name(choice),
		emission->source->name, call->line, flag_name(choice));
	emit_texts(emission, call, choice);
	text_print(out, ", %s, \"%s:%zu\", ", has_enumeration(&call->format) ? "drvtrace_e" : "0",
		emission->source->name, call->line);
	if (choice->level)
		text_print(out, "DRVTRACE_CONSTANT_LEVEL(%s)); \\\n", choice->level);
	else
		text_print(out, "DRVTRACE_LEVEL_ABSENT); \\\n");
}

/* The session's condition of the driver's, and that of its in-flight recorder. */
static void emit_condition(const struct emission *emission, const struct call *call)
{
	struct text *out = emission->out;

	if (call->function->is_native) {
		text_print(out, "1");
		return;
	}
	emit_hook(out, call->function, "ENABLED");
	if (has_recorder(emission, call)) {
		text_print(out, " || ");
		emit_recorder_hook(out, call->function, "FILTER");
	}
}

static void emit_body(const struct emission *emission, const struct call *call)
{
	struct choice choice = choose(emission, call);
	struct text *out = emission->out;

	text_print(out, "__extension__({ \\\n");
	emit_descriptor(emission, call, &choice);
	text_print(out, "\tint drvtrace_r = 0; \\\n"
			"\tif (DRVTRACE_MESSAGE_ON) { \\\n"
			"\tif (!DRVTRACE_MESSAGE_IS_REGISTERED) \\\n"
			"\tdrvtrace_message_lost(&drvtrace_m); \\\n"
			"\telse if (");
	emit_condition(emission, call);
	text_print(out, ") { \\\n");
	emit_arguments(emission, call);
	text_print(out,
		"\tdrvtrace_message_emit(&drvtrace_m, (int)(%s), %s); \\\n"
		"\tdrvtrace_r = 1; \\\n"
		"\t} } \\\n"
		"\tdrvtrace_r; })",
		choice.level ? choice.level : "0",
		call->format.count || has_recorder(emission, call) ? "drvtrace_v" : "0");
}

/*
 * The macro of the call's line. F((...)) and F(A, (MSG, ...)) reach it through another one, so that
 * the function's own name stays without parameters: then its line is the name's for every compiler.
 */
static void emit_call(const struct emission *emission, const struct call *call)
{
	const struct function *function = call->function;
	struct text *out = emission->out;
	const char *name = pool_print("WPP_CALL_%s%zu", emission->file, call->line);
	bool is_wrapped = function->is_double || function->is_nested;

	if (function->is_double)
		text_print(out, "#define %s(ARGUMENTS) %s_ ARGUMENTS\n", name, name);
	if (function->is_nested) {
		text_print(out, "#define %s(", name);
		for (size_t i = 0; i < function->parameters.count; i++)
			text_print(out, "%s, ", function->parameters.items[i]);
		text_print(out, "ARGUMENTS) DRVTRACE_APPLY(%s_, (", name);
		for (size_t i = 0; i < function->parameters.count; i++)
			text_print(out, "%s, ", function->parameters.items[i]);
		text_print(out, "DRVTRACE_UNWRAP ARGUMENTS))\n");
	}
	text_print(out, "#define %s%s", name, is_wrapped ? "_" : "");
	emit_parameters(out, call);
	text_print(out, " \\\n\t");
	if (!function->is_native)
		emit_hook(out, function, "PRE");
	text_print(out, " ");
	emit_body(emission, call);
	text_print(out, " ");
	if (!function->is_native)
		emit_hook(out, function, "POST");
	text_print(out, "\n");
	/* Inside the arguments of a macro of the driver's, some take the last line. */
	if (call->last_line != call->line && (!call->next || call->next->line > call->last_line))
		text_print(
			out, "#define WPP_CALL_%s%zu %s\n", emission->file, call->last_line, name);
	text_print(out, "\n");
}

static void put_default(struct text *out, const char *macro, const char *what, const char *text)
{
	text_print(out, "#ifndef %s%s\n#define %s%s(...) %s\n#endif\n", macro, what, macro, what,
		text);
}

/* The parameters of the hooks' own, without IFRLOG: what the sessions' condition is about. */
static char *without_log(const struct function *function, const char *separator)
{
	const struct list *lists[] = { &function->fixed_names, &function->parameters };
	struct text text = { 0 };

	text_add(&text, "", 0);
	for (size_t i = 0; i < 2; i++)
		for (size_t j = 0; j < lists[i]->count; j++)
			if (strcmp(lists[i]->items[j], "IFRLOG") != 0)
				text_print(&text, "%s%s", text.size ? separator : "",
					lists[i]->items[j]);
	return text.bytes;
}

static char *with_log(const struct function *function)
{
	const struct list *lists[] = { &function->fixed_names, &function->parameters };
	struct text text = { 0 };

	text_add(&text, "", 0);
	for (size_t i = 0; i < 2; i++)
		for (size_t j = 0; j < lists[i]->count; j++)
			text_print(&text, "%s%s", text.size ? ", " : "", lists[i]->items[j]);
	return text.bytes;
}

/* A log among the conditions: drivers need not write the same conditions anew for it. */
static void emit_log_defaults(struct text *out, const struct function *function)
{
	static const char *const hooks[] = { "ENABLED", "LOGGER" };

	for (size_t i = 0; i < 2; i++)
		text_print(out, "#ifndef WPP_%s_%s\n#define WPP_%s_%s(%s) WPP_%s_%s(%s)\n#endif\n",
			function->condition, hooks[i], function->condition, hooks[i],
			with_log(function), without_log(function, "_"), hooks[i],
			without_log(function, ", "));
	text_print(out,
		"#ifndef WPP_RECORDER_%s_ARGS\n#define WPP_RECORDER_%s_ARGS(%s) IFRLOG, 0, "
		"0\n#endif\n",
		function->condition, function->condition, with_log(function));
}

static bool has_log_condition(const struct function *function)
{
	return list_has(&function->fixed_names, "IFRLOG") ||
	       list_has(&function->parameters, "IFRLOG");
}

static void emit_hook_defaults(struct text *out, struct list *done, const struct function *function)
{
	const char *condition = function->condition;
	const char *macro = pool_print("WPP_%s%s", condition, *condition ? "_" : "");
	const char *recorder = pool_print("WPP_RECORDER_%s%s", condition, *condition ? "_" : "");

	if (function->is_native || list_has(done, condition))
		return;
	list_add(done, pool_copy(condition, strlen(condition)));
	put_default(out, macro, "PRE", "");
	put_default(out, macro, "POST", "");
	if (has_log_condition(function))
		emit_log_defaults(out, function);
	put_default(out, recorder, "ARGS", "WPP_CB[0].Control.AutoLogContext, 0, 0");
	put_default(out, recorder, "FILTER", "0");
}

static void emit_functions(const struct emission *emission)
{
	struct text *out = emission->out;
	struct list done = { 0 };

	for (const struct function *function = emission->config->functions; function;
		function = function->next) {
		if (list_has(&done, function->name))
			continue;
		list_add(&done, pool_copy(function->name, strlen(function->name)));
		text_print(out, "#undef %s\n#define %s DRVTRACE_CALL(WPP_CALL_%s, __LINE__)\n",
			function->name, function->name, emission->file);
	}
}

/* NAME(parameters)=text; the driver's own definition, if there is one, stays. */
static void emit_define(struct text *out, const char *define)
{
	size_t name = skip_word(define, 0);
	size_t equals = strcspn(define, "=");

	text_print(out, "#ifndef %.*s\n#define %.*s %s\n#endif\n", (int)name, define, (int)equals,
		define, define + equals + 1);
}

void emit_tmh(struct text *out, const struct config *config, const struct source *source,
	const struct calls *calls)
{
	struct emission emission = { out, config, source, identifier(source->name), { 0 } };
	struct list done = { 0 };

	text_print(out,
		"/* Written by tracewpp from %s: changes are lost. No `#pragma once`: macros are\n"
		" * defined for whoever includes it last. */\n"
		"#include <drvtrace/message.h>\n"
		"#include <drvtrace/wpp.h>\n\n"
		"#undef DRVTRACE_CALL\n#undef DRVTRACE_CALL_\n"
		"#define DRVTRACE_CALL_(file, line) file##line\n"
		"#define DRVTRACE_CALL(file, line) DRVTRACE_CALL_(file, line)\n"
		"#define DRVTRACE_UNWRAP(...) __VA_ARGS__\n"
		"#define DRVTRACE_APPLY(macro, arguments) macro arguments\n\n",
		source->name);
	for (size_t i = 0; i < config->defines.count; i++)
		emit_define(out, config->defines.items[i]);
	for (const struct call *call = calls->first; call; call = call->next)
		emit_hook_defaults(out, &done, call->function);
	text_print(out, "\n");
	for (const struct call *call = calls->first; call; call = call->next)
		emit_enumerations(&emission, call);
	for (const struct call *call = calls->first; call; call = call->next)
		emit_call(&emission, call);
	emit_functions(&emission);
}
