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

static unsigned int read_number(const char *text, size_t *at, int base, size_t digits)
{
	unsigned int value = 0;

	for (size_t i = 0; i < digits && digit_of(text[*at], base) >= 0; i++)
		value = value * (unsigned int)base + (unsigned int)digit_of(text[(*at)++], base);
	return value;
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
		*out = (char)read_number(text, at, 16, 8);
		return true;
	}
	if (digit_of(c, 8) >= 0) {
		*out = (char)read_number(text, at, 8, 3);
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

/* \u20ac and \U0001F600, at the letter, as UTF-8. */
static void read_universal(
	struct text *out, struct text *offsets, const char *text, size_t *at, size_t begin)
{
	size_t digits = text[*at] == 'u' ? 4 : 8;
	unsigned int character;
	int shift;

	(*at)++;
	character = read_number(text, at, 16, digits);
	if (character < 0x80) {
		add_byte(out, offsets, (char)character, begin);
		return;
	}
	shift = character < 0x800 ? 6 : character < 0x10000 ? 12 : 18;
	add_byte(out, offsets, (char)(0x780 >> (shift / 6) | character >> shift), begin);
	while (shift > 0) {
		shift -= 6;
		add_byte(out, offsets, (char)(0x80 | (character >> shift & 0x3f)), begin);
	}
}

/* What the compiler makes a literal of, when it runs. */
static const struct {
	const char *name;
	char mark; /* behind a byte of 1 in the text that is read */
} stamps[] = { { "__DATE__", 'D' }, { "__TIME__", 'T' } };

/* Behind the stamp that begins here; `at` itself when none does. */
static size_t read_stamp(struct text *out, struct text *offsets, const char *text, size_t at)
{
	size_t end = skip_word(text, at);

	for (size_t i = 0; i < sizeof(stamps) / sizeof(stamps[0]); i++) {
		if (!span_is(text, (struct span){ at, end }, stamps[i].name))
			continue;
		add_byte(out, offsets, '\001', at);
		add_byte(out, offsets, stamps[i].mark, at);
		return end;
	}
	return at;
}

/* Behind the macro of inttypes.h that begins here, such as PRIx64; `at` itself when none does. */
static size_t read_print_macro(struct text *out, struct text *offsets, const char *text, size_t at)
{
	static const struct {
		const char *width;
		const char *prefix;
	} widths[] = { { "8", "hh" }, { "16", "h" }, { "32", "" }, { "64", "ll" }, { "MAX", "ll" },
		{ "PTR", "ll" } };
	size_t end = skip_word(text, at);

	if (end - at < 5 || strncmp(text + at, "PRI", 3) != 0 || !strchr("diouxX", text[at + 3]))
		return at;
	for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++) {
		if (!span_is(text, (struct span){ at + 4, end }, widths[i].width))
			continue;
		for (const char *prefix = widths[i].prefix; *prefix; prefix++)
			add_byte(out, offsets, *prefix, at);
		add_byte(out, offsets, text[at + 3], at);
		return end;
	}
	return at;
}

/* As percents, where the text has become part of a URI. */
static size_t write_stamp(struct text *out, const char *bytes, size_t size)
{
	static const char mark[] = "%01";
	size_t length = strlen(mark);

	for (size_t i = 0; i < sizeof(stamps) / sizeof(stamps[0]); i++) {
		if (size <= length || memcmp(bytes, mark, length) != 0 ||
			bytes[length] != stamps[i].mark)
			continue;
		text_print(out, "\" %s \"", stamps[i].name);
		return length + 1;
	}
	return 0;
}

bool literal_read(struct text *out, struct text *offsets, const char *text, struct span span)
{
	size_t at = skip_space(text, span.begin);

	text_add(out, "", 0);
	if (at >= span.end)
		return false;
	while (at < span.end) {
		size_t end = read_stamp(out, offsets, text, at);

		if (end == at)
			end = read_print_macro(out, offsets, text, at);
		if (end != at) {
			at = skip_space(text, end);
			continue;
		}
		/* L"..." is taken as "...": the format is not UTF-16 in the trace. */
		if (text[at] == 'L' && text[at + 1] == '"')
			at++;
		if (text[at] != '"')
			return false;
		for (at++; at < span.end && text[at] != '"';) {
			size_t begin = at;
			char byte = text[at++];

			if (byte == '\\' && (text[at] == 'u' || text[at] == 'U'))
				read_universal(out, offsets, text, &at, begin);
			else if (byte != '\\' || read_escape(&byte, text, &at))
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
		size_t stamp = write_stamp(out, bytes + i, size - i);

		if (stamp)
			i += stamp - 1;
		else if (byte == '"' || byte == '\\')
			text_print(out, "\\%c", byte);
		else if (byte < 0x20 || byte > 0x7e || byte == '?')
			text_print(out, "\\%03o", byte);
		else
			text_put(out, (char)byte);
	}
	text_put(out, '"');
}
