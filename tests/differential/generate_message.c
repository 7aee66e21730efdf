#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "tests/differential/generate.h"
#include "tests/differential/generate_class.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool one_in(uint64_t *state, uint64_t count)
{
	return generate_below(state, count) == 0;
}

/* Numbers of an enumeration: small ones, mostly, and those at the ends of its type. */
static int64_t choose_label_number(uint64_t *state, const struct field *field)
{
	unsigned int bits = field->bytes * 8 - (field->is_signed ? 1 : 0);

	if (one_in(state, 6))
		return field->bytes < 8 ? (INT64_C(1) << bits) - 1 : INT64_MAX;
	if (field->is_signed && one_in(state, 6))
		return field->bytes < 8 ? -(INT64_C(1) << bits) : -INT64_MAX;
	if (field->is_signed && one_in(state, 4))
		return -(int64_t)generate_below(state, 100);
	return (int64_t)generate_below(state, one_in(state, 2) ? 4 : 100);
}

void generate_labels(uint64_t *state, struct field *field)
{
	uint64_t count = 1 + generate_below(state, 8);
	/* Behind the last number of the type is no other one. */
	bool was_last = false;
	size_t length = 0;

	for (uint64_t i = 0; i < count; i++) {
		int64_t first = choose_label_number(state, field);
		int64_t last = choose_label_number(state, field);

		was_last = was_last || first >= 100 || last >= 100;

		/* The same name may be there again, and so may the same number. */
		length += (size_t)snprintf(field->labels + length, LABELS_MAX - length,
			"\t\t\t\"Label%" PRIu64 "\"", generate_below(state, 6));
		if (!was_last && one_in(state, 8)) {
			length += (size_t)snprintf(
				field->labels + length, LABELS_MAX - length, ",\n");
			continue;
		}
		length += (size_t)snprintf(field->labels + length, LABELS_MAX - length, " = ");
		if (one_in(state, 3) && first < last)
			length += (size_t)snprintf(field->labels + length, LABELS_MAX - length,
				"%" PRId64 " ... %" PRId64 ",\n", first, last);
		else if (field->bytes == 8 && !field->is_signed && one_in(state, 4))
			length += (size_t)snprintf(field->labels + length, LABELS_MAX - length,
				"%" PRIu64 ",\n", UINT64_MAX - generate_below(state, 3));
		else
			length += (size_t)snprintf(field->labels + length, LABELS_MAX - length,
				"%" PRId64 ",\n", first);
	}
}

/* Any of them may meet any argument. */
static const char *const specifiers[] = { "%d", "%u", "%x", "%X", "%p", "%s", "%c", "%08X", "%-6d|",
	"%5u", "%+d", "% d", "%#x", "%o", "%I64d", "%I64x", "%I64u", "%lld", "%hd", "%hhx", "%.3x",
	"%04d", "%12s|", "%-12.3s|", "%.2s", "%f", "%.3e", "%10.2f", "%g", "%S", "%wZ", "%!s!",
	"%!STATUS!", "%!HRESULT!", "%!WINERROR!", "%!GUID!", "%!IPADDR!", "%!PORT!", "%!HEXDUMP!",
	"%!TIMESTAMP!", "%!delta!", "%!due!", "%!MACADDR!", "%!IPV6ADDR!", "%!sid!", "%!cccc!",
	"%!bool!", "%!irql!", "%!pnpmj!", "%!b2!", "%!ARSTR!", "%!XINT!", "%-8!ULONG!|", "%!COLOR!",
	"%20!COLOR!", "%!SETTING!" };

/* What needs no argument. */
static const char *const constants[] = { "text", " ", "%%", "%!FUNC!", "%!LEVEL!", "%!FLAGS!",
	"%!FILE!", "%!LINE!", "%-20!FUNC!", "%!STDPREFIX!", "%!SPACE!", "%!TID!", "%!PID!",
	"%!CPU!", "%!SEQ!", "%!NOW!", "%!MOD!", "%!TYP!", "%", "%!", "\t", "\n", "\"quoted\\\"",
	"\033[31m", "\xff\xfe", "\xe2\x80\xae", "gr\xc3\xbcn" };

static size_t add(char *to, size_t at, const char *text)
{
	size_t length = strlen(text);

	if (at + length >= URI_MAX)
		return at;
	memcpy(to + at, text, length + 1);
	return at + length;
}

/* Percent-encoded, as tracewpp does it. */
static size_t add_encoded(char *to, size_t at, const char *text)
{
	for (; *text; text++) {
		char part[8];
		bool is_plain = (*text >= '0' && *text <= '9') || (*text >= 'a' && *text <= 'z') ||
				(*text >= 'A' && *text <= 'Z') || *text == '_' || *text == '.';

		(void)snprintf(
			part, sizeof(part), is_plain ? "%c" : "%%%02x", (unsigned char)*text);
		at = add(to, at, part);
	}
	return at;
}

static size_t add_format(uint64_t *state, char *uri, size_t at, const char **used, size_t *count)
{
	uint64_t parts = generate_below(state, 12);

	at = add(uri, at, "wpp:1?m=");
	*count = 0;
	for (uint64_t i = 0; i < parts; i++) {
		if (*count < FIELD_MAX && one_in(state, 2)) {
			used[*count] = specifiers[generate_below(state, COUNT(specifiers))];
			at = add_encoded(uri, at, used[(*count)++]);
			at = add_encoded(uri, at, ", ");
		} else {
			at = add_encoded(
				uri, at, constants[generate_below(state, COUNT(constants))]);
		}
	}
	return at;
}

/* Sets bring their labels. */
static size_t add_specifiers(
	uint64_t *state, char *uri, size_t at, const char *const *used, size_t count)
{
	at = add(uri, at, "&a=");
	for (size_t i = 0; i < count; i++) {
		at = add(uri, at, i ? ";" : "");
		at = add_encoded(uri, at, used[i] + 1);
		if (one_in(state, 6))
			at = add_encoded(uri, at, ":red,green,,blue");
	}
	at = add(uri, at, "&x=");
	for (size_t i = 0; i < count; i++) {
		at = add(uri, at, i ? ";" : "");
		at = add_encoded(uri, at, one_in(state, 2) ? "a[0], \"b\"" : "status");
	}
	return at;
}

static void break_uri(uint64_t *state, char *uri)
{
	static const char *const nonsense[] = { "wpp:", "wpp:2?m=later", "wpp:1?", "wpp:1?m",
		"other", "wpp:1?m=%zz", "wpp:1?m=a&v=x" };

	(void)strcpy(uri, nonsense[generate_below(state, COUNT(nonsense))]);
}

void generate_dictionary(uint64_t *state, struct event_class *event)
{
	static const char *const levels[] = { "&l=TRACE_LEVEL_ERROR&v=2", "&l=x%20%3f%201&v=5",
		"&l=level", "&v=4", "&l=CRITICAL&v=1", "" };
	const char *used[FIELD_MAX];
	size_t count;
	size_t at;

	(void)snprintf(event->name, sizeof(event->name), "drv%u:FLAG%u.file.c(%u)",
		(unsigned int)generate_below(state, 3), (unsigned int)generate_below(state, 3),
		(unsigned int)generate_below(state, 1000));
	at = add_format(state, event->uri, 0, used, &count);
	at = add(event->uri, at, "&f=FLAG&fn=OnRead&s=src%2ffile.c&n=42&g=");
	at = add(event->uri, at, levels[generate_below(state, COUNT(levels))]);
	(void)add_specifiers(state, event->uri, at, used, count);
	if (one_in(state, 15))
		break_uri(state, event->uri);
}
