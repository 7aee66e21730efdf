#include "viewer/messages/value.h"

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

static bool is_number(const struct message_parameter *parameter)
{
	return parameter->type == MESSAGE_UNSIGNED || parameter->type == MESSAGE_SIGNED;
}

/* Numbers. */

static void write_integer(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	(void)moments;
	specifier_write_integer(text, &plan->specifier, value->number);
}

static void write_real(struct text *text, const struct value_plan *plan,
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

static void write_character(struct text *text, const struct value_plan *plan,
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
static void write_four_characters(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	char bytes[4];

	(void)moments;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(value->number >> 8 * i);
	specifier_write_text(text, &plan->specifier, bytes, sizeof(bytes));
}

/* Texts and bytes. */

static void write_text(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	(void)moments;
	specifier_write_text(text, &plan->specifier, value->bytes, value->size_bytes);
}

/* With its breaks as blanks, and none at its end. */
static void write_trimmed(struct text *text, const struct value_plan *plan,
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

static void write_dump(struct text *text, const struct value_plan *plan,
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

static void write_guid(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	static const uint8_t order[GUID_BYTES] = { 3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14,
		15 };
	char written[2 * GUID_BYTES + 4 + 1];
	size_t at = 0;

	if (value->size_bytes != GUID_BYTES) {
		write_dump(text, plan, value, moments);
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

static void write_mac(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	if (value->size_bytes != MAC_BYTES) {
		write_dump(text, plan, value, moments);
		return;
	}
	for (size_t i = 0; i < MAC_BYTES; i++)
		text_add_format(text, "%s%02x", i ? ":" : "", (unsigned char)value->bytes[i]);
}

static void write_ipv6(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	char written[INET6_ADDRSTRLEN];

	if (value->size_bytes != IPV6_BYTES ||
		!inet_ntop(AF_INET6, value->bytes, written, sizeof(written)))
		write_dump(text, plan, value, moments);
	else
		specifier_write_string(text, &plan->specifier, written);
}

/* "S-1-5-32-544" */
static void write_sid(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	const unsigned char *bytes = (const unsigned char *)value->bytes;
	uint64_t authority = 0;

	if (value->size_bytes < SID_HEAD_BYTES ||
		value->size_bytes != SID_HEAD_BYTES + 4u * bytes[1]) {
		write_dump(text, plan, value, moments);
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

static void write_ntstatus(struct text *text, const struct value_plan *plan,
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

static void write_hresult(struct text *text, const struct value_plan *plan,
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

static void write_win32(struct text *text, const struct value_plan *plan,
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

static void write_ipv4(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	struct in_addr address = { (in_addr_t)value->number };
	char written[INET_ADDRSTRLEN];

	(void)moments;
	if (inet_ntop(AF_INET, &address, written, sizeof(written)))
		specifier_write_string(text, &plan->specifier, written);
}

static void write_port(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	(void)plan;
	(void)moments;
	text_add_decimal(text, ntohs((uint16_t)value->number));
}

/* Times. */

static void write_timestamp(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	(void)plan;
	moment_write_filetime(text, moments, value->number);
}

static void write_delta(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	(void)plan;
	(void)moments;
	moment_write_delta(text, value->number);
}

/* A negative due time is a distance from now. */
static void write_due_time(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	if ((int64_t)value->number > 0) {
		write_timestamp(text, plan, value, moments);
		return;
	}
	text_add_string(text, "+");
	moment_write_delta(text, -value->number);
}

/* Lists, sets and enumerations. */

/* Item `index` of words separated by commas; NULL when there are fewer. */
static const char *find_item(const char *labels, uint64_t index, size_t *length)
{
	while (index) {
		labels += strcspn(labels, ",");
		if (!*labels)
			return NULL;
		labels++;
		index--;
	}
	*length = strcspn(labels, ",");
	return labels;
}

static uint64_t unsigned_of(const struct value_plan *plan, const struct message_value *value)
{
	unsigned int bits = plan->parameter->size_bytes * 8u;

	return bits && bits < 64 ? value->number & ((UINT64_C(1) << bits) - 1) : value->number;
}

static void write_unlisted(struct text *text, uint64_t number)
{
	text_add_format(text, "!%" PRIX64 "!", number);
}

static void write_list(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	uint64_t number = unsigned_of(plan, value);
	size_t length;
	const char *item = find_item(plan->labels, number, &length);

	(void)moments;
	if (item)
		specifier_write_text(text, &plan->specifier, item, length);
	else
		write_unlisted(text, number);
}

static void write_set(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	uint64_t number = unsigned_of(plan, value);
	bool is_first = true;

	(void)moments;
	text_add_string(text, "[");
	for (unsigned int bit = 0; bit < 64; bit++) {
		size_t length = 0;
		const char *item = find_item(plan->labels, bit, &length);

		if (!(number >> bit & 1))
			continue;
		text_add_string(text, is_first ? "" : ",");
		is_first = false;
		if (item)
			text_add_escaped(text, item, length);
		else
			text_add_decimal(text, bit);
	}
	text_add_string(text, "]");
}

static bool holds(const struct message_parameter *parameter, const struct message_label *label,
	uint64_t number)
{
	if (parameter->type == MESSAGE_SIGNED)
		return (int64_t)number >= (int64_t)label->first &&
		       (int64_t)number <= (int64_t)label->last;
	return number >= label->first && number <= label->last;
}

static bool has_flags_only(const struct message_parameter *parameter)
{
	for (size_t i = 0; i < parameter->label_count; i++) {
		uint64_t flag = parameter->labels[i].first;

		if (flag != parameter->labels[i].last || (flag & (flag - 1)))
			return false;
	}
	return true;
}

/* A number without a name may be the sum of flags that have one. */
static bool write_flags(
	struct text *text, const struct message_parameter *parameter, uint64_t number)
{
	size_t begin = text->length;
	uint64_t rest = number;

	for (size_t i = 0; i < parameter->label_count; i++) {
		const struct message_label *label = &parameter->labels[i];
		uint64_t flag = label->first;

		if (!(rest & flag))
			continue;
		if (text->length > begin)
			text_add_string(text, "|");
		text_add_escaped(text, label->text, strlen(label->text));
		rest &= ~flag;
	}
	if (rest == 0)
		return true;
	text->length = begin;
	return false;
}

static void write_label(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	const struct message_parameter *parameter = plan->parameter;
	uint64_t number = unsigned_of(plan, value);

	(void)moments;
	for (size_t i = 0; i < parameter->label_count; i++) {
		if (holds(parameter, &parameter->labels[i], value->number)) {
			specifier_write_string(text, &plan->specifier, parameter->labels[i].text);
			return;
		}
	}
	if (!number || !has_flags_only(parameter) || !write_flags(text, parameter, number))
		write_unlisted(text, number);
}

static void write_nothing(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments)
{
	(void)plan;
	(void)value;
	(void)moments;
	text_add_string(text, "<no value>");
}

/* What a name between exclamation marks means. */
struct type {
	const char *name;
	value_write *write;
	const char *plain;  /* NULL: as write says; else it stands for this specifier */
	const char *labels; /* of a list or a set */
};

#define MAJOR_FUNCTIONS                                                                            \
	"IRP_MJ_CREATE,IRP_MJ_CREATE_NAMED_PIPE,IRP_MJ_CLOSE,IRP_MJ_READ,IRP_MJ_WRITE,"            \
	"IRP_MJ_QUERY_INFORMATION,IRP_MJ_SET_INFORMATION,IRP_MJ_QUERY_EA,IRP_MJ_SET_EA,"           \
	"IRP_MJ_FLUSH_BUFFERS,IRP_MJ_QUERY_VOLUME_INFORMATION,IRP_MJ_SET_VOLUME_INFORMATION,"      \
	"IRP_MJ_DIRECTORY_CONTROL,IRP_MJ_FILE_SYSTEM_CONTROL,IRP_MJ_DEVICE_CONTROL,"               \
	"IRP_MJ_INTERNAL_DEVICE_CONTROL,IRP_MJ_SHUTDOWN,IRP_MJ_LOCK_CONTROL,IRP_MJ_CLEANUP,"       \
	"IRP_MJ_CREATE_MAILSLOT,IRP_MJ_QUERY_SECURITY,IRP_MJ_SET_SECURITY,IRP_MJ_POWER,"           \
	"IRP_MJ_SYSTEM_CONTROL,IRP_MJ_DEVICE_CHANGE,IRP_MJ_QUERY_QUOTA,IRP_MJ_SET_QUOTA,"          \
	"IRP_MJ_PNP"
#define PNP_FUNCTIONS                                                                              \
	"IRP_MN_START_DEVICE,IRP_MN_QUERY_REMOVE_DEVICE,IRP_MN_REMOVE_DEVICE,"                     \
	"IRP_MN_CANCEL_REMOVE_DEVICE,IRP_MN_STOP_DEVICE,IRP_MN_QUERY_STOP_DEVICE,"                 \
	"IRP_MN_CANCEL_STOP_DEVICE,IRP_MN_QUERY_DEVICE_RELATIONS,IRP_MN_QUERY_INTERFACE,"          \
	"IRP_MN_QUERY_CAPABILITIES,IRP_MN_QUERY_RESOURCES,"                                        \
	"IRP_MN_QUERY_RESOURCE_REQUIREMENTS,IRP_MN_QUERY_DEVICE_TEXT,"                             \
	"IRP_MN_FILTER_RESOURCE_REQUIREMENTS,IRP_MN_PNP_14,IRP_MN_READ_CONFIG,"                    \
	"IRP_MN_WRITE_CONFIG,IRP_MN_EJECT,IRP_MN_SET_LOCK,IRP_MN_QUERY_ID,"                        \
	"IRP_MN_QUERY_PNP_DEVICE_STATE,IRP_MN_QUERY_BUS_INFORMATION,"                              \
	"IRP_MN_DEVICE_USAGE_NOTIFICATION,IRP_MN_SURPRISE_REMOVAL"
#define SYSTEM_CONTROL_FUNCTIONS                                                                   \
	"IRP_MN_QUERY_ALL_DATA,IRP_MN_QUERY_SINGLE_INSTANCE,IRP_MN_CHANGE_SINGLE_INSTANCE,"        \
	"IRP_MN_CHANGE_SINGLE_ITEM,IRP_MN_ENABLE_EVENTS,IRP_MN_DISABLE_EVENTS,"                    \
	"IRP_MN_ENABLE_COLLECTION,IRP_MN_DISABLE_COLLECTION,IRP_MN_REGINFO,"                       \
	"IRP_MN_EXECUTE_METHOD,IRP_MN_Reserved_0a,IRP_MN_REGINFO_EX"

static const struct type types[] = {
	{ "STATUS", write_ntstatus, NULL, NULL },
	{ "status", write_ntstatus, NULL, NULL },
	{ "NTSTATUS", write_ntstatus, NULL, NULL },
	{ "HRESULT", write_hresult, NULL, NULL },
	{ "hresult", write_hresult, NULL, NULL },
	{ "WINERROR", write_win32, NULL, NULL },
	{ "winerr", write_win32, NULL, NULL },
	{ "GUID", write_guid, NULL, NULL },
	{ "guid", write_guid, NULL, NULL },
	{ "CLSID", write_guid, NULL, NULL },
	{ "clsid", write_guid, NULL, NULL },
	{ "LIBID", write_guid, NULL, NULL },
	{ "libid", write_guid, NULL, NULL },
	{ "IID", write_guid, NULL, NULL },
	{ "iid", write_guid, NULL, NULL },
	{ "IPADDR", write_ipv4, NULL, NULL },
	{ "ipaddr", write_ipv4, NULL, NULL },
	{ "IPV6ADDR", write_ipv6, NULL, NULL },
	{ "MACADDR", write_mac, NULL, NULL },
	{ "PORT", write_port, NULL, NULL },
	{ "port", write_port, NULL, NULL },
	{ "TIMESTAMP", write_timestamp, NULL, NULL },
	{ "TIME", write_timestamp, NULL, NULL },
	{ "DATE", write_timestamp, NULL, NULL },
	{ "timestamp", write_timestamp, NULL, NULL },
	{ "time", write_timestamp, NULL, NULL },
	{ "date", write_timestamp, NULL, NULL },
	{ "datetime", write_timestamp, NULL, NULL },
	{ "DATETIME", write_timestamp, NULL, NULL },
	{ "WAITTIME", write_due_time, NULL, NULL },
	{ "waittime", write_due_time, NULL, NULL },
	{ "due", write_due_time, NULL, NULL },
	{ "delta", write_delta, NULL, NULL },
	{ "HEXDUMP", write_dump, NULL, NULL },
	{ "sid", write_sid, NULL, NULL },
	{ "SID", write_sid, NULL, NULL },
	{ "cccc", write_four_characters, NULL, NULL },
	{ "ARSTR", write_trimmed, NULL, NULL },
	{ "ARWSTR", write_trimmed, NULL, NULL },
	{ "ASTR", NULL, "s", NULL },
	{ "WSTR", NULL, "s", NULL },
	{ "ANSTR", NULL, "s", NULL },
	{ "CSTR", NULL, "s", NULL },
	{ "USTR", NULL, "s", NULL },
	{ "str", NULL, "s", NULL },
	{ "wstr", NULL, "s", NULL },
	{ "sv", NULL, "s", NULL },
	{ "wsv", NULL, "s", NULL },
	{ "SCHAR", NULL, "c", NULL },
	{ "UCHAR", NULL, "c", NULL },
	{ "SBYTE", NULL, "hhd", NULL },
	{ "UBYTE", NULL, "hhu", NULL },
	{ "OBYTE", NULL, "hho", NULL },
	{ "XBYTE", NULL, "02hhx", NULL },
	{ "SSHORT", NULL, "hd", NULL },
	{ "USHORT", NULL, "hu", NULL },
	{ "OSHORT", NULL, "ho", NULL },
	{ "XSHORT", NULL, "04hX", NULL },
	{ "SINT", NULL, "d", NULL },
	{ "UINT", NULL, "u", NULL },
	{ "OINT", NULL, "o", NULL },
	{ "XINT", NULL, "08x", NULL },
	{ "SLONG", NULL, "ld", NULL },
	{ "ULONG", NULL, "lu", NULL },
	{ "OLONG", NULL, "lo", NULL },
	{ "XLONG", NULL, "08lX", NULL },
	{ "SINT64", NULL, "I64d", NULL },
	{ "UINT64", NULL, "I64u", NULL },
	{ "OINT64", NULL, "I64o", NULL },
	{ "XINT64", NULL, "I64x", NULL },
	{ "XXINT64", NULL, "I64X", NULL },
	{ "SLONGPTR", NULL, "Id", NULL },
	{ "ULONGPTR", NULL, "Iu", NULL },
	{ "OLONGPTR", NULL, "Io", NULL },
	{ "XLONGPTR", NULL, "Ix", NULL },
	{ "PTR", NULL, "p", NULL },
	{ "HANDLE", NULL, "p", NULL },
	{ "DOUBLE", NULL, "g", NULL },
	{ "bool", write_list, NULL, "false,true" },
	{ "bool8", write_list, NULL, "false,true" },
	{ "bool16", write_list, NULL, "false,true" },
	{ "BOOLEAN", write_list, NULL, "FALSE,TRUE" },
	{ "irql", write_list, NULL, "Low,APC,DPC" },
	{ "pnpmj", write_list, NULL, MAJOR_FUNCTIONS },
	{ "IRPMJ", write_list, NULL, MAJOR_FUNCTIONS },
	{ "pnpmn", write_list, NULL, PNP_FUNCTIONS },
	{ "sysctrl", write_list, NULL, SYSTEM_CONTROL_FUNCTIONS },
	{ "b1", write_set, NULL, "1,2,3,4,5,6,7,8" },
	{ "b2", write_set, NULL, "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16" },
	{ "b4", write_set, NULL,
		"1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,"
		"31,32" },
};

static const struct type *find_type(const struct specifier *specifier)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strlen(types[i].name) == specifier->name_length &&
			strncmp(types[i].name, specifier->name, specifier->name_length) == 0)
			return &types[i];

	return NULL;
}

/* The labels that travel with a set: "!name!:a,b". */
static const char *labels_of(const struct message_parameter *parameter)
{
	const char *colon = strstr(parameter->specifier, "!:");

	return colon ? colon + 2 : NULL;
}

/* What the value is, whatever the format takes it for. */
static void plan_as_it_is(struct value_plan *plan)
{
	const struct message_parameter *parameter = plan->parameter;

	plan->specifier.size_bytes = 8;
	switch (parameter->type) {
	case MESSAGE_UNSIGNED:
	case MESSAGE_SIGNED:
		plan->write = parameter->label_count ? write_label : write_integer;
		plan->specifier.conversion = parameter->is_hexadecimal           ? 'x'
					     : parameter->type == MESSAGE_SIGNED ? 'd'
										 : 'u';
		plan->specifier.size_bytes = parameter->size_bytes;
		break;
	case MESSAGE_REAL:
		plan->write = write_real;
		plan->specifier.conversion = 'g';
		break;
	case MESSAGE_TEXT:
		plan->write = write_text;
		break;
	case MESSAGE_BYTES:
		plan->write = write_dump;
		break;
	default:
		plan->write = write_nothing;
	}
}

static bool plan_plain(struct value_plan *plan)
{
	const struct message_parameter *parameter = plan->parameter;
	char conversion = plan->specifier.conversion;

	if (conversion == 's') {
		plan->write = write_text;
		if (parameter->type == MESSAGE_BYTES)
			plan->write = write_dump;
		return parameter->type == MESSAGE_TEXT || parameter->type == MESSAGE_BYTES;
	}
	if (strchr("eEfFgGaA", conversion)) {
		plan->write = write_real;
		return parameter->type == MESSAGE_REAL;
	}
	plan->write = conversion == 'c' ? write_character : write_integer;
	/* A pointer of a 32-bit process has 8 digits. */
	if (conversion == 'p' && parameter->size_bytes == 4)
		plan->specifier.size_bytes = 4;
	return is_number(parameter);
}

static bool fits(const struct message_parameter *parameter, value_write *write)
{
	if (write == write_guid || write == write_dump || write == write_mac ||
		write == write_ipv6 || write == write_sid)
		return parameter->type == MESSAGE_BYTES;
	if (write == write_trimmed)
		return parameter->type == MESSAGE_TEXT;
	return is_number(parameter);
}

/* Flags and width of `%-8!ULONG!` stay. */
static void replace(struct specifier *specifier, const char *plain)
{
	struct specifier other;

	if (!specifier_parse(&other, plain))
		return;
	other.is_left = specifier->is_left;
	if (specifier->width) {
		other.width = specifier->width;
		other.has_zeros = specifier->has_zeros;
	}
	if (specifier->precision != SPECIFIER_NO_PRECISION)
		other.precision = specifier->precision;
	*specifier = other;
}

/* A type of the driver's own may say what its values look like: "!name!~08x", "!name!~!GUID!". */
static void look_like(struct value_plan *plan)
{
	const char *tilde = strstr(plan->parameter->specifier, "!~");
	struct specifier other;

	if (!tilde || !specifier_parse(&other, tilde + 2))
		return;
	if (other.name) {
		plan->specifier.name = other.name;
		plan->specifier.name_length = other.name_length;
	} else {
		replace(&plan->specifier, tilde + 2);
	}
}

static bool plan_named(struct value_plan *plan)
{
	const struct message_parameter *parameter = plan->parameter;
	const struct type *type;
	char plain[16];

	look_like(plan);
	if (!plan->specifier.name)
		return plan_plain(plan);
	type = find_type(&plan->specifier);
	/* What the driver declares itself goes before what the name usually means. */
	plan->labels = labels_of(parameter);
	if (parameter->label_count || plan->labels) {
		plan->write = parameter->label_count ? write_label : write_set;
		return is_number(parameter);
	}
	if (type && type->write) {
		plan->write = type->write;
		plan->labels = type->labels;
		return fits(parameter, type->write);
	}
	if (type) {
		replace(&plan->specifier, type->plain);
		return plan_plain(plan);
	}
	/* "%!s!" is "%s". */
	if (plan->specifier.name_length && plan->specifier.name_length < sizeof(plain)) {
		struct specifier other;
		size_t length = plan->specifier.name_length;

		memcpy(plain, plan->specifier.name, length);
		plain[length] = '\0';
		if (specifier_parse(&other, plain) == length && !other.name) {
			replace(&plan->specifier, plain);
			return plan_plain(plan);
		}
	}
	plan_as_it_is(plan);
	return parameter->type != MESSAGE_NONE;
}

bool value_plan(struct value_plan *out, const struct specifier *specifier,
	const struct message_parameter *parameter)
{
	*out = (struct value_plan){ .specifier = *specifier, .parameter = parameter };
	if (specifier->name ? plan_named(out) : plan_plain(out))
		return true;
	plan_as_it_is(out);
	return false;
}

enum value_way value_plan_way(const struct value_plan *plan)
{
	if (plan->write == write_text)
		return VALUE_TEXT;
	if (plan->write == write_integer && is_number(plan->parameter))
		return VALUE_INTEGER;
	if (is_number(plan->parameter) || plan->parameter->type == MESSAGE_REAL)
		return VALUE_CODED;
	return VALUE_OTHER;
}
