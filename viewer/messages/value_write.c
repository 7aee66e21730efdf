#include "viewer/messages/value_write.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/messages/moment_text.h"
#include "viewer/messages/names.h"
#include "viewer/messages/text.h"

enum {
	GUID_BYTES = 16,
	MAC_BYTES = 6,
	IPV6_BYTES = 16,
	SID_HEAD_BYTES = 8,
};

/* Numbers. */

void value_write_integer(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	(void)moments;
	specifier_write_integer(text, &plan->specifier, value->number);
}

void value_write_real(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	(void)moments;
	specifier_write_real(text, &plan->specifier, value->real);
}

static size_t encode_utf8(char *out, uint32_t character)
{
	if (character >= 0xd800 && character <= 0xdfff)
		character = 0xfffd;
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

void value_write_character(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	char bytes[4];
	uint32_t character = (uint32_t)value->number;
	size_t size;

	(void)moments;
	character &= plan->parameter->size_bytes > 1 ? 0xffff : 0xff;
	size = encode_utf8(bytes, character);
	specifier_write_text(text, &plan->specifier, bytes, size);
}

/* A pool tag: the first character is in the lowest byte. */
void value_write_four_characters(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	char bytes[4];

	(void)moments;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(value->number >> 8 * i);
	specifier_write_text(text, &plan->specifier, bytes, sizeof(bytes));
}

/* Texts and bytes. */

void value_write_text(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	(void)moments;
	specifier_write_text(text, &plan->specifier, value->bytes, value->size_bytes);
}

/* With its breaks as blanks, and none at its end. */
void value_write_trimmed(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	char *copy = malloc(value->size_bytes + 1);
	size_t size = value->size_bytes;

	(void)moments;
	if (!copy) {
		text->is_failed = true;
		return;
	}
	for (size_t i = 0; i < size; i++)
		copy[i] = memchr("\t\r\n", value->bytes[i], 3) ? ' ' : value->bytes[i];
	while (size && copy[size - 1] == ' ')
		size--;
	specifier_write_text(text, &plan->specifier, copy, size);
	free(copy);
}

void value_write_dump(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	static const char digits[] = "0123456789abcdef";
	char *to;

	(void)plan;
	(void)moments;
	if (!value->size_bytes || !text_reserve(text, (size_t)value->size_bytes * 3))
		return;
	to = text->bytes + text->length;
	for (size_t i = 0; i < value->size_bytes; i++) {
		unsigned char byte = (unsigned char)value->bytes[i];

		to[0] = digits[byte >> 4];
		to[1] = digits[byte & 15];
		to[2] = ' ';
		to += 3;
	}
	/* None behind the last one. */
	text_end(text, to - 1);
}

void value_write_guid(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	static const uint8_t order[GUID_BYTES] = { 3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14,
		15 };
	char written[2 * GUID_BYTES + 4 + 1];
	size_t at = 0;

	if (value->size_bytes != GUID_BYTES) {
		value_write_dump(text, plan, value, moments);
		return;
	}
	for (size_t i = 0; i < GUID_BYTES; i++) {
		unsigned char byte = (unsigned char)value->bytes[order[i]];

		if (i == 4 || i == 6 || i == 8 || i == 10)
			written[at++] = '-';
		written[at++] = "0123456789abcdef"[byte >> 4];
		written[at++] = "0123456789abcdef"[byte & 15];
	}
	written[at] = '\0';
	specifier_write_string(text, &plan->specifier, written);
}

void value_write_mac(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	if (value->size_bytes != MAC_BYTES) {
		value_write_dump(text, plan, value, moments);
		return;
	}
	for (size_t i = 0; i < MAC_BYTES; i++)
		text_add_format(text, "%s%02x", i ? ":" : "", (unsigned char)value->bytes[i]);
}

void value_write_ipv6(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	char written[INET6_ADDRSTRLEN];

	if (value->size_bytes != IPV6_BYTES ||
		!inet_ntop(AF_INET6, value->bytes, written, sizeof(written)))
		value_write_dump(text, plan, value, moments);
	else
		specifier_write_string(text, &plan->specifier, written);
}

/* "S-1-5-32-544" */
void value_write_sid(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	const unsigned char *bytes = (const unsigned char *)value->bytes;
	uint64_t authority = 0;

	if (value->size_bytes < SID_HEAD_BYTES ||
		value->size_bytes != SID_HEAD_BYTES + 4u * bytes[1]) {
		value_write_dump(text, plan, value, moments);
		return;
	}
	for (size_t i = 2; i < SID_HEAD_BYTES; i++)
		authority = authority << 8 | bytes[i];
	text_add_format(text, "S-%u-%" PRIu64, bytes[0], authority);
	for (size_t i = SID_HEAD_BYTES; i < value->size_bytes; i += 4)
		text_add_format(text, "-%" PRIu32,
			(uint32_t)bytes[i] | (uint32_t)bytes[i + 1] << 8 |
				(uint32_t)bytes[i + 2] << 16 | (uint32_t)bytes[i + 3] << 24);
}

/* Statuses: tracefmt's own words for those that it does not know. */

static void write_code(struct text *text, const char *name, const char *kind, uint32_t code)
{
	if (!name) {
		text_add_format(text, "%s=%8X", kind, code);
		return;
	}
	text_add(text, "0x", 2);
	text_add_hexadecimal(text, code, 8);
	text_add(text, "(", 1);
	text_add_string(text, name);
	text_add(text, ")", 1);
}

void value_write_ntstatus(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	uint32_t code = (uint32_t)value->number;

	(void)plan;
	(void)moments;
	if (code == 0)
		text_add_string(text, "STATUS_SUCCESS");
	else
		write_code(text, names_find_ntstatus(code), "NTSTATUS", code);
}

void value_write_hresult(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	uint32_t code = (uint32_t)value->number;

	(void)plan;
	(void)moments;
	if (code == 0)
		text_add_string(text, "S_OK");
	else
		write_code(text, names_find_hresult(code), "HRESULT", code);
}

void value_write_win32(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	uint32_t code = (uint32_t)value->number;
	const char *name = names_find_win32(code);

	(void)plan;
	(void)moments;
	if (!name) {
		write_code(text, NULL, "WINERROR", code);
		return;
	}
	text_add_decimal(text, code);
	text_add(text, "(", 1);
	text_add_string(text, name);
	text_add(text, ")", 1);
}

/* Addresses are in memory as they go over the network. */

void value_write_ipv4(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	struct in_addr address = { (in_addr_t)value->number };
	char written[INET_ADDRSTRLEN];

	(void)moments;
	if (inet_ntop(AF_INET, &address, written, sizeof(written)))
		specifier_write_string(text, &plan->specifier, written);
}

void value_write_port(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	(void)plan;
	(void)moments;
	text_add_decimal(text, ntohs((uint16_t)value->number));
}

/* Times. */

void value_write_timestamp(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	(void)plan;
	moment_write_filetime(text, moments, value->number);
}

void value_write_delta(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	(void)plan;
	(void)moments;
	moment_write_delta(text, value->number);
}

/* A negative due time is a distance from now. */
void value_write_due_time(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	if ((int64_t)value->number > 0) {
		value_write_timestamp(text, plan, value, moments);
		return;
	}
	text_add_string(text, "+");
	moment_write_delta(text, -value->number);
}
