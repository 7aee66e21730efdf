#include "tracelib/tracewpp/format.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

/* Where in a format one is, and what is wrong there. */
struct cursor {
	const struct types *types;
	const char *text;
	size_t at;
	const char *reason;
};

static bool add(
	struct format *out, struct cursor *cursor, const char *text, const struct type *type)
{
	if (type->check == TYPE_CONSTANT)
		return true;
	if (out->count == FORMAT_ARGUMENTS_MAX) {
		cursor->reason = "a message takes at most 64 arguments";
		return false;
	}
	out->specifiers[out->count++] = (struct specifier){ text, type };
	return true;
}

/* %!name!, the ! not being skipped yet. */
static bool read_named(struct format *out, struct cursor *cursor)
{
	const char *name = cursor->text + cursor->at + 1;
	const char *end = strchr(name, '!');
	const struct type *type;
	size_t length;

	if (!end || memchr(name, ' ', (size_t)(end - name))) {
		cursor->reason = "%! without a name and a second !";
		return false;
	}
	length = (size_t)(end - name);
	type = type_named(cursor->types, name, length);
	if (!type) {
		cursor->reason = pool_print("unknown type %%!%.*s!; a driver's own types are "
					    "declared with CUSTOM_TYPE or DEFINE_CPLX_TYPE",
			(int)length, name);
		return false;
	}
	cursor->at += length + 2;
	return add(out, cursor, pool_print("!%.*s!", (int)length, name), type);
}

static bool read_plain(struct format *out, struct cursor *cursor)
{
	static const char *const prefixes[] = { "I64", "I32", "I", "ll", "l", "hh", "h", "z", "j",
		"t", "w", "" };
	const char *text = cursor->text + cursor->at;

	if (strncmp(text, "cccc", 4) == 0) {
		cursor->at += 4;
		return add(out, cursor, "cccc", type_plain("cccc", 4));
	}
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		size_t length = strlen(prefixes[i]);
		const struct type *type;

		if (strncmp(text, prefixes[i], length) != 0 || !text[length])
			continue;
		type = type_plain(text, length + 1);
		if (type) {
			cursor->at += length + 1;
			return add(out, cursor, pool_copy(text, length + 1), type);
		}
	}
	if (!*text)
		cursor->reason = "a format ends with a lone %";
	else if (!isalnum((unsigned char)*text))
		cursor->reason = "a % that begins no specifier; %% is a percent sign";
	else
		cursor->reason = pool_print("unknown specifier %%%.*s",
			isalpha((unsigned char)text[0]) && isalpha((unsigned char)text[1]) ? 2 : 1,
			text);
	return false;
}

/* Where the conversion is of the specifier whose % is before `at`. */
static size_t skip_modifiers(const char *text, size_t at)
{
	at += strspn(text + at, "-+ #0");
	at += strspn(text + at, "0123456789");
	if (text[at] == '.')
		at += 1 + strspn(text + at + 1, "0123456789");
	return at;
}

static bool read_specifier(struct format *out, struct cursor *cursor)
{
	if (cursor->text[cursor->at] == '%') {
		cursor->at++;
		return true;
	}
	cursor->at = skip_modifiers(cursor->text, cursor->at);
	if (cursor->text[cursor->at] == '*') {
		cursor->reason = "a width or precision of * is nothing that WPP supports";
		return false;
	}
	if (cursor->text[cursor->at] == '!')
		return read_named(out, cursor);
	return read_plain(out, cursor);
}

bool format_read(struct format *out, size_t *at, const char **reason, const struct types *types,
	const struct text *text)
{
	struct cursor cursor = { types, text->bytes, 0, NULL };

	while (cursor.at < text->size) {
		size_t begin = cursor.at++;

		if (cursor.text[begin] == '\0')
			cursor.reason = "a format ends where a \\0 is in it";
		else if (cursor.text[begin] != '%' || read_specifier(out, &cursor))
			continue;
		*at = begin;
		*reason = cursor.reason;
		return false;
	}
	return true;
}

static bool is_long(const char *text)
{
	return text[0] == 'l' && text[1] && strchr("diouxX", text[1]);
}

void format_widen_longs(struct text *format, struct text *offsets)
{
	struct text wide = { 0 }, places = { 0 };
	size_t conversion = SIZE_MAX, next = 0; /* where one is, where the next % counts */

	text_add(&wide, "", 0);
	for (size_t at = 0; at < format->size; at++) {
		const char *place = offsets->bytes + at * sizeof(size_t);

		if (at >= next && format->bytes[at] == '%') {
			conversion = skip_modifiers(format->bytes, at + 1);
			next = conversion + (format->bytes[conversion] == '%');
		} else if (at == conversion && is_long(format->bytes + at)) {
			text_put(&wide, 'l');
			text_add(&places, place, sizeof(size_t));
		}
		text_put(&wide, format->bytes[at]);
		text_add(&places, place, sizeof(size_t));
	}
	*format = wide;
	*offsets = places;
}
