#include "viewer/report/escape.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Length of the UTF-8 character at `bytes`, 0 when there is none; the shortest form only. */
static size_t decode(const unsigned char *bytes, uint32_t *out)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t length = bytes[0] < 0x80             ? 1
			: (bytes[0] & 0xe0) == 0xc0 ? 2
			: (bytes[0] & 0xf0) == 0xe0 ? 3
			: (bytes[0] & 0xf8) == 0xf0 ? 4
						    : 0;
	uint32_t character = length < 2 ? bytes[0] : bytes[0] & (0x7fu >> length);

	for (size_t i = 1; i < length; i++) {
		if ((bytes[i] & 0xc0) != 0x80)
			return 0;
		character = character << 6 | (bytes[i] & 0x3fu);
	}
	if (!length || character < smallest[length] || character > 0x10ffff ||
		(character >= 0xd800 && character <= 0xdfff))
		return 0;
	*out = character;
	return length;
}

static bool is_control(uint32_t character)
{
	return character < 0x20 || (character >= 0x7f && character < 0xa0);
}

static bool is_tricky(uint32_t character)
{
	return character == 0x61c || (character >= 0x200b && character <= 0x200f) ||
	       (character >= 0x2028 && character <= 0x202e) ||
	       (character >= 0x2060 && character <= 0x206f) || character == 0xfeff;
}

bool escape_is_clean(const char *text)
{
	const unsigned char *byte = (const unsigned char *)text;

	while (*byte) {
		uint32_t character;
		size_t length = decode(byte, &character);

		if (!length || is_control(character) || is_tricky(character))
			return false;
		byte += length;
	}
	return true;
}

static void write_escaped(FILE *out, const unsigned char *byte)
{
	while (*byte) {
		uint32_t character;
		size_t length = decode(byte, &character);

		if (!length || is_control(character)) {
			length += !length;
			for (size_t i = 0; i < length; i++)
				fprintf(out, "\\x%02x", byte[i]);
		} else if (is_tricky(character)) {
			fprintf(out, "\\u{%04x}", character);
		} else {
			fwrite(byte, 1, length, out);
		}
		byte += length;
	}
}

char *escape_text(const char *text)
{
	char *copy = NULL;
	size_t size;
	FILE *out = open_memstream(&copy, &size);
	bool is_bad;

	if (!out)
		return NULL;
	write_escaped(out, (const unsigned char *)text);
	is_bad = ferror(out);
	if (fclose(out) != 0 || is_bad) {
		free(copy);
		return NULL;
	}
	return copy;
}
