#include "viewer/model/escape.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Length of the UTF-8 character at `bytes`, 0 when there is none; the shortest form only. */
static size_t decode(const unsigned char *bytes, size_t size, uint32_t *out)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t length = bytes[0] < 0x80             ? 1
			: (bytes[0] & 0xe0) == 0xc0 ? 2
			: (bytes[0] & 0xf0) == 0xe0 ? 3
			: (bytes[0] & 0xf8) == 0xf0 ? 4
						    : 0;
	uint32_t character = length < 2 ? bytes[0] : bytes[0] & (0x7fu >> length);

	if (length > size)
		return 0;
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

/* Whether these eight bytes are all of ASCII, and no controls. */
static bool are_plain(uint64_t bytes)
{
	static const uint64_t each = 0x0101010101010101;

	return !((bytes | (bytes - each * 0x20) | (bytes + each)) & each * 0x80);
}

size_t escape_copy_plain(char *to, const char *bytes, size_t size)
{
	uint64_t eight;
	size_t at = 0;

	for (; size - at >= sizeof(eight); at += sizeof(eight)) {
		memcpy(&eight, bytes + at, sizeof(eight));
		if (!are_plain(eight))
			break;
		memcpy(to + at, &eight, sizeof(eight));
	}
	/* The last eight, some of them once more. */
	if (at && size - at < sizeof(eight)) {
		memcpy(&eight, bytes + size - sizeof(eight), sizeof(eight));
		if (are_plain(eight)) {
			memcpy(to + size - sizeof(eight), &eight, sizeof(eight));
			return size;
		}
	}
	for (; at < size && bytes[at] >= 0x20 && bytes[at] < 0x7f; at++)
		to[at] = bytes[at];
	return at;
}

size_t escape_clean_length(const char *bytes, size_t size)
{
	const unsigned char *byte = (const unsigned char *)bytes;
	size_t at = 0;

	while (at < size) {
		uint32_t character;
		uint64_t eight;
		size_t length;

		/* Nearly everything is. */
		while (size - at >= sizeof(eight)) {
			memcpy(&eight, byte + at, sizeof(eight));
			if (!are_plain(eight))
				break;
			at += sizeof(eight);
		}
		if (at == size)
			break;
		if (byte[at] >= 0x20 && byte[at] < 0x7f) {
			at++;
			continue;
		}
		length = decode(byte + at, size - at, &character);
		if (!length || is_control(character) || is_tricky(character))
			break;
		at += length;
	}
	return at;
}

size_t escape_character(char *out, size_t *length, const char *bytes, size_t size)
{
	const unsigned char *byte = (const unsigned char *)bytes;
	uint32_t character;
	size_t taken = decode(byte, size, &character);

	*length = 0;
	if (!taken || is_control(character)) {
		taken += !taken;
		for (size_t i = 0; i < taken; i++)
			*length += (size_t)snprintf(
				out + *length, ESCAPE_MAX_BYTES - *length, "\\x%02x", byte[i]);
	} else if (is_tricky(character)) {
		*length = (size_t)snprintf(out, ESCAPE_MAX_BYTES, "\\u{%04x}", character);
	} else {
		memcpy(out, bytes, taken);
		*length = taken;
	}
	return taken;
}

size_t escape_character_length(const char *bytes, size_t size)
{
	uint32_t character;
	size_t length = decode((const unsigned char *)bytes, size, &character);

	return length ? length : 1;
}

bool escape_is_clean(const char *text)
{
	size_t size = strlen(text);

	return escape_clean_length(text, size) == size;
}

static void write_escaped(FILE *out, const char *text, size_t size)
{
	while (size) {
		char escaped[ESCAPE_MAX_BYTES];
		size_t length = escape_clean_length(text, size);
		size_t taken = length;

		if (length) {
			fwrite(text, 1, length, out);
		} else {
			taken = escape_character(escaped, &length, text, size);
			fwrite(escaped, 1, length, out);
		}
		text += taken;
		size -= taken;
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
	write_escaped(out, text, strlen(text));
	is_bad = ferror(out);
	if (fclose(out) != 0 || is_bad) {
		free(copy);
		return NULL;
	}
	return copy;
}
