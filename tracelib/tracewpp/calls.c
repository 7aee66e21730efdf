#include "tracelib/tracewpp/calls.h"

#include <ctype.h>
#include <string.h>

#include "tracelib/tracewpp/literal.h"
#include "tracelib/tracewpp/scopes.h"
#include "tracelib/tracewpp/token.h"

/* A call on its way from text to messages. */
struct reading {
	const struct config *config;
	const struct source *source;
	const struct function *function;
	struct call *call;
	struct span arguments[SPANS_MAX];
	size_t count;
	size_t end; /* behind the call */
};

static bool fail(const struct reading *reading, size_t offset, const char *reason)
{
	source_error(reading->source, offset, "%s: %s", reading->function->name, reason);
	return false;
}

/* The arguments without the second parentheses of F((...)) and F(A, (MSG, ...)). */
static bool unwrap(struct reading *reading, size_t at)
{
	const char *text = reading->source->text;
	struct span inner[SPANS_MAX];
	size_t inner_count, end;
	size_t outer = reading->count;

	if (!reading->function->is_double && !reading->function->is_nested)
		return true;
	if (outer == 0 || text[reading->arguments[outer - 1].begin] != '(' ||
		(reading->function->is_double && outer != 1))
		return fail(reading, at, "its arguments belong in a second pair of parentheses");
	if (!split_arguments(
		    inner, &inner_count, &end, text, reading->arguments[outer - 1].begin) ||
		outer - 1 + inner_count > SPANS_MAX)
		return fail(reading, at, "its parentheses do not match");
	memcpy(&reading->arguments[outer - 1], inner, inner_count * sizeof(inner[0]));
	reading->count = outer - 1 + inner_count;
	return true;
}

static bool add_decoration(struct reading *reading, const struct decoration *decoration)
{
	struct call *call = reading->call;
	size_t begin = call->format.count;
	const char *reason;
	size_t at;

	if (!decoration)
		return true;
	if (!format_read(
		    &call->format, &at, &reason, &reading->config->types, &decoration->format)) {
		source_error(decoration->source, decoration->offset, "%s", reason);
		return fail(reading, call->offset, "its prefix or suffix cannot be read");
	}
	if (call->format.count - begin != decoration->arguments.count) {
		source_error(decoration->source, decoration->offset,
			"the format takes %zu arguments, %zu are given", call->format.count - begin,
			decoration->arguments.count);
		return fail(reading, call->offset, "its prefix or suffix cannot be read");
	}
	for (size_t i = 0; i < decoration->arguments.count; i++)
		call->arguments[begin + i] = (struct argument){ decoration->arguments.items[i],
			decoration->arguments.items[i], call->offset };
	text_add(&call->text, decoration->format.bytes, decoration->format.size);
	return true;
}

static size_t format_place(const struct text *offsets, size_t at)
{
	size_t place;

	memcpy(&place, offsets->bytes + at * sizeof(place), sizeof(place));
	return place;
}

static bool add_message(struct reading *reading, size_t message)
{
	struct call *call = reading->call;
	const char *text = reading->source->text;
	struct text format = { 0 }, offsets = { 0 };
	size_t begin = call->format.count;
	size_t given = reading->count - message - 1;
	const char *reason;
	size_t at;

	if (!literal_read(&format, &offsets, text, reading->arguments[message]))
		return fail(reading, reading->arguments[message].begin,
			"the format is not a string literal");
	if (reading->function->is_native)
		format_widen_longs(&format, &offsets);
	if (!format_read(&call->format, &at, &reason, &reading->config->types, &format))
		return fail(reading, format_place(&offsets, at), reason);
	if (call->format.count - begin != given)
		return fail(reading, reading->arguments[message].begin,
			pool_print("the format takes %zu argument%s, %zu %s given",
				call->format.count - begin,
				call->format.count - begin == 1 ? "" : "s", given,
				given == 1 ? "is" : "are"));
	for (size_t i = 0; i < given; i++) {
		struct span span = reading->arguments[message + 1 + i];

		if (span.begin == span.end)
			return fail(reading, span.begin, "an argument is empty");
		call->arguments[begin + i] =
			(struct argument){ i < reading->function->rest.count
						   ? reading->function->rest.items[i]
						   : pool_print("drvtrace_a%zu", i + 1),
				span_text(text, span), span.begin };
	}
	call->argument_count = given;
	text_add(&call->text, format.bytes, format.size);
	return true;
}

static bool read_conditions(struct reading *reading)
{
	size_t wanted = reading->function->parameters.count;
	bool is_exact = !reading->function->has_message && !reading->function->is_variadic;

	if (reading->count < wanted + reading->function->has_message ||
		(is_exact && reading->count != wanted))
		return fail(reading, reading->call->offset,
			pool_print("%zu argument%s given, its declaration has %s%zu",
				reading->count, reading->count == 1 ? " is" : "s are",
				is_exact ? "" : "at least ",
				wanted + reading->function->has_message));
	for (size_t i = 0; i < wanted; i++)
		list_add(&reading->call->conditions,
			span_text(reading->source->text, reading->arguments[i]));
	return true;
}

/* One newline at the end says nothing: a message is a line. */
static void trim(struct text *text)
{
	if (text->size && text->bytes[text->size - 1] == '\n')
		text->bytes[--text->size] = '\0';
	if (text->size && text->bytes[text->size - 1] == '\r')
		text->bytes[--text->size] = '\0';
}

static bool read_call(struct reading *reading, size_t at)
{
	const struct function *function = reading->function;
	struct call *call = reading->call;

	if (!split_arguments(reading->arguments, &reading->count, &reading->end,
		    reading->source->text, at)) {
		/* All that follows is inside of them where they never end. */
		if (reading->source->text[reading->end])
			reading->end = at + 1;
		return fail(reading, call->offset, "its parentheses do not match");
	}
	call->last_line = source_place(reading->source, reading->end - 1).line;
	text_add(&call->text, "", 0);
	if (!unwrap(reading, call->offset) || !read_conditions(reading) ||
		!add_decoration(
			reading, config_decoration(reading->config->prefixes, function->name)) ||
		(function->has_message && !add_message(reading, function->parameters.count)) ||
		!add_decoration(
			reading, config_decoration(reading->config->suffixes, function->name)))
		return false;
	if (!function->has_message)
		call->argument_count = reading->count - function->parameters.count;
	trim(&call->text);
	return true;
}

static void add_call(struct calls *out, const struct source *source, struct call *call)
{
	if (out->count && *out->end == NULL) {
		const struct call *before =
			(const struct call *)(const void *)((const char *)out->end -
							    offsetof(struct call, next));

		if (before->line == call->line) {
			source_error(source, call->offset,
				"%s: a second message on one line; they are told apart by their "
				"lines",
				call->function->name);
			out->failed++;
			return;
		}
	}
	*out->end = call;
	out->end = &call->next;
	out->count++;
}

/* A word that names a trace function, followed by '(': a call, unless it is declared here. */
static size_t visit_word(struct calls *out, const struct config *config,
	const struct source *source, struct scopes *scopes, size_t at)
{
	size_t end = skip_word(source->text, at);
	const struct function *function = config_function(config, source->text + at, end - at);
	size_t parenthesis = skip_space(source->text, end);
	struct reading reading = { config, source, function, NULL, { { 0 } }, 0, 0 };

	if (!function || source->text[parenthesis] != '(' || !scopes_is_in_function(scopes) ||
		(at > 0 && (source->text[at - 1] == '.' || (source->text[at - 1] == '>' && at > 1 &&
								   source->text[at - 2] == '-'))))
		return end;
	reading.call = pool_take(sizeof(*reading.call));
	reading.call->function = function;
	reading.call->offset = at;
	reading.call->line = source_place(source, at).line;
	reading.call->enclosing = scopes_function(scopes);
	if (read_call(&reading, parenthesis))
		add_call(out, source, reading.call);
	else
		out->failed++;
	return reading.end > end ? reading.end : end;
}

void calls_read(struct calls *out, const struct config *config, const struct source *source)
{
	const char *text = source->text;
	bool is_line_start = true;
	struct scopes scopes;
	size_t at = 0;

	*out = (struct calls){ .end = &out->first };
	scopes_init(&scopes, text);
	while (text[at]) {
		size_t next = skip_comment(text, at);

		if (next != at) {
			at = next;
		} else if (text[at] == '#' && is_line_start) {
			scopes_directive(&scopes, at);
			at = skip_directive(text, at);
		} else if (text[at] == '"' || text[at] == '\'') {
			at = skip_literal(text, at);
			is_line_start = false;
		} else if (is_word_start(text[at])) {
			scopes_word(&scopes, at);
			at = visit_word(out, config, source, &scopes, at);
			is_line_start = false;
		} else if (isdigit((unsigned char)text[at])) {
			at = skip_word(text, at);
			is_line_start = false;
		} else {
			is_line_start = text[at] == '\n' ||
					(is_line_start && isspace((unsigned char)text[at]));
			scopes_punctuation(&scopes, at);
			at++;
		}
	}
}
