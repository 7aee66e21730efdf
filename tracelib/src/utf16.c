#include "tracelib/src/utf16.h"

#include <string.h>

static size_t put_utf8(char *out, uint32_t character)
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
	if (character < 0x10000) {
		out[0] = (char)(0xe0 | character >> 12);
		out[1] = (char)(0x80 | (character >> 6 & 0x3f));
		out[2] = (char)(0x80 | (character & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | character >> 18);
	out[1] = (char)(0x80 | (character >> 12 & 0x3f));
	out[2] = (char)(0x80 | (character >> 6 & 0x3f));
	out[3] = (char)(0x80 | (character & 0x3f));
	return 4;
}

static size_t size_in_utf8(uint32_t character)
{
	return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
}

static uint16_t unit_at(const void *units, size_t at)
{
	uint16_t unit;

	memcpy(&unit, (const char *)units + 2 * at, sizeof(unit));
	return unit;
}

static uint32_t next_character(const void *units, size_t count, size_t *at)
{
	uint32_t unit = unit_at(units, (*at)++);
	uint16_t next;

	if (unit < 0xd800 || unit > 0xdfff)
		return unit;
	next = *at < count ? unit_at(units, *at) : 0;
	if (unit > 0xdbff || next < 0xdc00 || next > 0xdfff)
		return 0xfffd;
	(*at)++;
	return 0x10000 + ((unit - 0xd800) << 10) + (uint32_t)(next - 0xdc00);
}

size_t utf16_to_utf8(char *out, size_t limit, const void *units, size_t count)
{
	size_t length = 0;

	for (size_t at = 0; at < count;) {
		uint32_t character = next_character(units, count, &at);

		if (length + size_in_utf8(character) > limit)
			break;
		length += put_utf8(out + length, character);
	}
	return length;
}

size_t utf16_length(const void *units, size_t limit)
{
	size_t length = 0;

	while (length < limit && unit_at(units, length))
		length++;
	return length;
}
