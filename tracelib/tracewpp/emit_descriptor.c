/* The descriptor of a message: its texts, types and level. */
#include "tracelib/tracewpp/emit_internal.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "tracelib/tracewpp/literal.h"

char *emit_identifier(const char *text)
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
struct choice emit_choose(const struct emission *emission, const struct call *call)
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
	return choice->flag_text && *choice->flag_text ? emit_identifier(choice->flag_text)
						       : "NOFLAG";
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
		if (specifier->type->as)
			text_print(&item, "~%s", specifier->type->as);
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
	if (emission->config->module)
		encode(&uri, "p", emission->config->module);
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

	if (emit_has_recorder(emission, call)) {
		emit_log(emission, call, "DRVTRACE_IS_LOG");
		text_print(out, " ? ");
		emit_uri(emission, call, choice, true);
		text_print(out, " : ");
	}
	emit_uri(emission, call, choice, false);
	text_print(out, ", \\\n\t");
	if (emit_has_recorder(emission, call)) {
		emit_log(emission, call, "DRVTRACE_IS_LOG");
		text_print(out, " ? ");
		emit_types(emission, call, true);
		text_print(out, " : ");
	}
	emit_types(emission, call, false);
}

/* What may stand in the name of an event, and be asked for, as it is. */
static const char *file_name(const char *name)
{
	char *copy = pool_copy(name, strlen(name));

	for (char *at = copy; *at; at++)
		if (!isalnum((unsigned char)*at) && !strchr("_.-+", *at))
			*at = '_';
	return copy;
}

void emit_descriptor(
	const struct emission *emission, const struct call *call, const struct choice *choice)
{
	struct text *out = emission->out;
	const char *place = pool_print("%s:%zu", emission->source->name, call->line);

	emit_enumeration_list(emission, call);
	text_print(out, "\tDRVTRACE_MESSAGE(\"%s.%s(%zu)\", \"%s\", \\\n\t", flag_name(choice),
		file_name(emission->source->name), call->line, flag_name(choice));
	emit_texts(emission, call, choice);
	text_print(out, ", %s, ", emit_has_enumeration(&call->format) ? "drvtrace_e" : "0");
	literal_write(out, place, strlen(place));
	text_print(out, ", ");
	if (choice->level)
		text_print(out, "DRVTRACE_CONSTANT_LEVEL(%s)); \\\n", choice->level);
	else
		text_print(out, "DRVTRACE_LEVEL_ABSENT); \\\n");
}
