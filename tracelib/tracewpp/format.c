#include "tracelib/tracewpp/format.h"

#include <ctype.h>
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
	static const char *const prefixes[] = { "I64", "I32", "I", "ll", "l", "hh", "h", "w", "" };
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
	cursor->reason =
		*text ? pool_print("unknown specifier %%%.*s",
				isalpha((unsigned char)text[0]) && isalpha((unsigned char)text[1])
					? 2
					: 1,
				text)
		      : "a format ends with a lone %";
	return false;
}

static bool read_specifier(struct format *out, struct cursor *cursor)
{
	if (cursor->text[cursor->at] == '%') {
		cursor->at++;
		return true;
	}
	cursor->at += strspn(cursor->text + cursor->at, "-+ #0");
	cursor->at += strspn(cursor->text + cursor->at, "0123456789");
	if (cursor->text[cursor->at] == '.')
		cursor->at += 1 + strspn(cursor->text + cursor->at + 1, "0123456789");
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

		if (cursor.text[begin] == '%' && !read_specifier(out, &cursor)) {
			*at = begin;
			*reason = cursor.reason;
			return false;
		}
	}
	return true;
}
