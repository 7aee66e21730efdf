#include "tracelib/tracewpp/literal.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

static int digit_of(char c, int base)
{
	int value = c >= '0' && c <= '9'   ? c - '0'
		    : c >= 'a' && c <= 'f' ? c - 'a' + 10
		    : c >= 'A' && c <= 'F' ? c - 'A' + 10
					   : 99;

	return value < base ? value : -1;
}

static char read_number(const char *text, size_t *at, int base, size_t digits)
{
	int value = 0;

	for (size_t i = 0; i < digits && digit_of(text[*at], base) >= 0; i++)
		value = value * base + digit_of(text[(*at)++], base);
	return (char)value;
}

/* The escape at the backslash before `at`; false: a splice, which is nothing. */
static bool read_escape(char *out, const char *text, size_t *at)
{
	static const char names[] = "ntrabfv0";
	static const char values[] = "\n\t\r\a\b\f\v";
	const char *found;
	char c = text[*at];

	if (c == '\n' || c == '\r') {
		*at += c == '\r' && text[*at + 1] == '\n' ? 2 : 1;
		return false;
	}
	if (c == 'x') {
		(*at)++;
		*out = read_number(text, at, 16, 8);
		return true;
	}
	if (digit_of(c, 8) >= 0) {
		*out = read_number(text, at, 8, 3);
		return true;
	}
	(*at)++;
	found = strchr(names, c);
	*out = found && c && c != '0' ? values[found - names] : c;
	return true;
}

static void add_byte(struct text *out, struct text *offsets, char byte, size_t at)
{
	text_put(out, byte);
	if (offsets)
		text_add(offsets, (const char *)&at, sizeof(at));
}

bool literal_read(struct text *out, struct text *offsets, const char *text, struct span span)
{
	size_t at = skip_space(text, span.begin);

	text_add(out, "", 0);
	if (at >= span.end)
		return false;
	while (at < span.end) {
		/* L"..." is taken as "...": the format is not UTF-16 in the trace. */
		if (text[at] == 'L' && text[at + 1] == '"')
			at++;
		if (text[at] != '"')
			return false;
		for (at++; at < span.end && text[at] != '"';) {
			size_t begin = at;
			char byte = text[at++];

			if (byte == '\\' && !read_escape(&byte, text, &at))
				continue;
			add_byte(out, offsets, byte, begin);
		}
		at = skip_space(text, at + 1);
	}
	return true;
}

void literal_write(struct text *out, const char *bytes, size_t size)
{
	text_put(out, '"');
	for (size_t i = 0; i < size; i++) {
		unsigned char byte = (unsigned char)bytes[i];

		if (byte == '"' || byte == '\\')
			text_print(out, "\\%c", byte);
		else if (byte < 0x20 || byte > 0x7e || byte == '?')
			text_print(out, "\\%03o", byte);
		else
			text_put(out, (char)byte);
	}
	text_put(out, '"');
}
