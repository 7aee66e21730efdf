#include "drivers/framework/wdm/format_wide.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/framework/wdm/format.h"
#include "drivers/framework/wdm/string.h"

/* In UTF-8, a character of 16 bit has at most so many bytes. */
enum {
	BYTES_MAX = 3,
};

static size_t encode(char *out, WCHAR character)
{
	if (character < 0x80) {
		out[0] = (char)character;
		return 1;
	}
	if (character < 0x800) {
		out[0] = (char)(0xc0 | character >> 6);
		out[1] = (char)(0x80 | (character & 0x3f));
		return 2;
	}
	out[0] = (char)(0xe0 | character >> 12);
	out[1] = (char)(0x80 | (character >> 6 & 0x3f));
	out[2] = (char)(0x80 | (character & 0x3f));
	return 3;
}

static bool is_within_conversion(WCHAR character)
{
	return character && character < 0x80 && strchr("0123456789-+ #.*I", character) != NULL;
}

/* %s, %S, %c and %C change places; with a prefix of their own (%hs, %ws) they mean the same. */
static WCHAR swapped(WCHAR character)
{
	switch (character) {
	case 's':
		return 'S';
	case 'S':
		return 's';
	case 'c':
		return 'C';
	case 'C':
		return 'c';
	default:
		return character;
	}
}

/* Owned by the caller; NULL when there is no memory. */
static char *narrow_format(const WCHAR *format)
{
	char *narrow = malloc(io_string_length(format) * BYTES_MAX + 1);
	size_t length = 0;

	while (narrow && *format) {
		if (*format != '%') {
			length += encode(narrow + length, *format++);
			continue;
		}
		length += encode(narrow + length, *format++);
		while (is_within_conversion(*format))
			length += encode(narrow + length, *format++);
		if (*format)
			length += encode(narrow + length, swapped(*format++));
	}
	if (narrow)
		narrow[length] = '\0';
	return narrow;
}

/* What is not UTF-8 came from a string of the ANSI code page. */
static WCHAR decode(const char **text)
{
	const unsigned char *at = (const unsigned char *)*text;

	if ((at[0] & 0xe0) == 0xc0 && (at[1] & 0xc0) == 0x80) {
		*text += 2;
		return (WCHAR)((at[0] & 0x1f) << 6 | (at[1] & 0x3f));
	}
	if ((at[0] & 0xf0) == 0xe0 && (at[1] & 0xc0) == 0x80 && (at[2] & 0xc0) == 0x80) {
		*text += 3;
		return (WCHAR)((at[0] & 0x0f) << 12 | (at[1] & 0x3f) << 6 | (at[2] & 0x3f));
	}
	*text += 1;
	return at[0];
}

bool io_format_wide(
	WCHAR *out, size_t count, size_t *length, const WCHAR *format, va_list arguments)
{
	size_t size = (count + 1) * BYTES_MAX + 1;
	char *narrow = narrow_format(format);
	char *text = malloc(size);
	const char *at = text;

	*length = 0;
	if (narrow && text) {
		io_format(text, size, narrow, arguments);
		while (*at && *length < count)
			out[(*length)++] = decode(&at);
	}
	bool is_whole = narrow && text && !*at;

	free(narrow);
	free(text);
	return is_whole;
}
