#include "tracelib/tracewpp/enums.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tracelib/tracewpp/token.h"

/* A constant expression of numbers and earlier enumerators: | + - << and parentheses. */
struct expression {
	const char *text;
	size_t at;
	const struct enums *enums;
	const struct enumeration *own;
	size_t depth;
	bool has_failed;
};

enum {
	DEPTH_MAX = 64, /* of parentheses and signs: what is deeper is left to the compiler */
};

static unsigned long long read_primary(struct expression *expression);
static unsigned long long read_sum(struct expression *expression);

static bool value_in(long long *out, const struct enumeration *in, const char *name)
{
	for (size_t i = 0; i < in->names.count; i++) {
		char *end;

		if (strcmp(in->names.items[i], name) != 0)
			continue;
		*out = strtoll(in->values.items[i], &end, 10);
		return *end == '\0';
	}
	return false;
}

static unsigned long long read_name(struct expression *expression)
{
	size_t end = skip_word(expression->text, expression->at);
	const char *name = pool_copy(expression->text + expression->at, end - expression->at);
	long long value = 0;

	expression->at = end;
	if (value_in(&value, expression->own, name))
		return (unsigned long long)value;
	for (const struct enumeration *other = expression->enums->newest; other;
		other = other->next)
		if (value_in(&value, other, name))
			return (unsigned long long)value;
	expression->has_failed = true;
	return 0;
}

static unsigned long long read_negative(struct expression *expression)
{
	expression->at++;
	return -read_primary(expression);
}

static unsigned long long read_parenthesis(struct expression *expression)
{
	unsigned long long value;

	expression->at++;
	value = read_sum(expression);
	expression->at = skip_space(expression->text, expression->at);
	expression->has_failed |= expression->text[expression->at] != ')';
	expression->at += expression->text[expression->at] == ')';
	return value;
}

static unsigned long long read_primary(struct expression *expression)
{
	const char *text = expression->text;
	unsigned long long value;
	char *end;

	expression->at = skip_space(text, expression->at);
	if (text[expression->at] == '-' || text[expression->at] == '(') {
		if (expression->depth == DEPTH_MAX) {
			expression->has_failed = true;
			return 0;
		}
		expression->depth++;
		value = text[expression->at] == '-' ? read_negative(expression)
						    : read_parenthesis(expression);
		expression->depth--;
		return value;
	}
	if (is_word_start(text[expression->at]))
		return read_name(expression);
	value = strtoull(text + expression->at, &end, 0);
	expression->has_failed |= end == text + expression->at;
	while (*end && strchr("uUlL", *end))
		end++;
	expression->at = (size_t)(end - text);
	return value;
}

static unsigned long long read_shift(struct expression *expression)
{
	unsigned long long value = read_primary(expression);

	for (;;) {
		expression->at = skip_space(expression->text, expression->at);
		if (strncmp(expression->text + expression->at, "<<", 2) != 0)
			return value;
		expression->at += 2;
		value <<= read_primary(expression) & 63;
	}
}

static unsigned long long read_sum(struct expression *expression)
{
	unsigned long long value = read_shift(expression);

	for (;;) {
		char operator;

		expression->at = skip_space(expression->text, expression->at);
		operator= expression->text[expression->at];
		if (!operator|| !strchr("|+-", operator))
			return value;
		expression->at++;
		if (operator== '|')
			value |= read_shift(expression);
		else if (operator== '+')
			value += read_shift(expression);
		else
			value -= read_shift(expression);
	}
}

static bool evaluate(
	long long *out, const char *text, const struct enums *enums, const struct enumeration *own)
{
	struct expression expression = { text, 0, enums, own, 0, false };

	*out = (long long)read_sum(&expression);
	return !expression.has_failed && text[skip_space(text, expression.at)] == '\0';
}

static void read_enumerators(struct enumeration *enumeration, const struct enums *enums,
	const char *text, const struct span *items, size_t count)
{
	long long next = 0;
	bool is_known = true;

	for (size_t i = 0; i < count; i++) {
		size_t end = skip_word(text, items[i].begin);
		char *name = pool_copy(text + items[i].begin, end - items[i].begin);
		size_t at = skip_space(text, end);

		if (!*name)
			continue;
		if (at < items[i].end && text[at] == '=')
			is_known = evaluate(&next,
				span_text(text, (struct span){ at + 1, items[i].end }), enums,
				enumeration);
		list_add(&enumeration->names, name);
		list_add(&enumeration->values, is_known ? pool_print("%lld", next) : name);
		next = (long long)((unsigned long long)next + 1);
	}
}

/* At the word behind `enum`: [class] [tag] [: type] { ... } [alias]. */
static size_t read_enum(struct enums *enums, const char *text, size_t at)
{
	struct enumeration *enumeration = pool_take(sizeof(*enumeration));
	static struct span items[4096];
	size_t count, end, tag_end;

	at = skip_space(text, at);
	if (strncmp(text + at, "class", 5) == 0 && !is_word(text[at + 5]))
		at = skip_space(text, at + 5);
	tag_end = skip_word(text, at);
	enumeration->tag = pool_copy(text + at, tag_end - at);
	at = skip_space(text, tag_end);
	if (text[at] == ':' && text[at + 1] != ':')
		at = skip_space(text, skip_word(text, skip_space(text, at + 1)));
	if (text[at] != '{' || !split_enumerators(items, 4096, &count, &end, text, at))
		return tag_end;
	read_enumerators(enumeration, enums, text, items, count);
	at = skip_space(text, end);
	enumeration->alias = pool_copy(text + at, skip_word(text, at) - at);
	enumeration->next = enums->newest;
	enums->newest = enumeration;
	return end;
}

void enums_read(struct enums *enums, const struct source *source)
{
	const char *text = source->text;
	size_t at = 0;

	if (!strstr(text, "enum"))
		return;
	while (text[at]) {
		size_t next = skip_comment(text, at);

		if (next != at) {
			at = next;
		} else if (text[at] == '"' || text[at] == '\'') {
			at = skip_literal(text, at);
		} else if (is_word_start(text[at])) {
			next = skip_word(text, at);
			if (next - at == 4 && memcmp(text + at, "enum", 4) == 0)
				next = read_enum(enums, text, next);
			at = next;
		} else if (isdigit((unsigned char)text[at])) {
			at = skip_word(text, at);
		} else {
			at++;
		}
	}
}

const struct enumeration *enums_find(const struct enums *enums, const char *tag)
{
	const char *last = strrchr(tag, ':');
	const struct enumeration *found = enums->newest;

	tag = last ? last + 1 : tag;
	while (found && strcmp(found->tag, tag) != 0 && strcmp(found->alias, tag) != 0)
		found = found->next;
	return found;
}
