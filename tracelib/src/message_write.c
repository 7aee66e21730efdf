/* A message on its way into the trace: its arguments packed, one after the other. */
#include "tracelib/src/message.h"

#include <stdlib.h>
#include <string.h>

#include "tracelib/src/probe.h"
#include "tracelib/src/probe_stack.h"
#include "tracelib/src/text.h"
#include "tracelib/src/utf16.h"

/* Longer texts and byte strings are cut. */
#define TEXT_MAX (64u * 1024 + 1)
/* What is packed on the stack; more than that is rare enough for the heap. */
#define STACK_MAX 4096u

/* The arguments are measured first, then packed, in step with the letters of their types. */
struct packing {
	const union drvtrace_value *values;
	struct payload payload; /* without bytes: only its size counts */
};

#define IS_LITTLE_ENDIAN (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)

/* The bytes of a widened integer that its type has. */
static const unsigned char *integer_bytes(const union drvtrace_value *value, size_t size)
{
	return (const unsigned char *)value + (IS_LITTLE_ENDIAN ? 0 : sizeof(*value) - size);
}

static const void *or_null(const void *text)
{
	return text ? text : "NULL";
}

static void add(struct packing *packing, const void *data, size_t size)
{
	if (packing->payload.bytes && size)
		memcpy(packing->payload.bytes + packing->payload.size, data, size);
	packing->payload.size += size;
}

/* What was measured may have changed under our feet: nothing is written beyond it. */
static size_t room(const struct packing *packing)
{
	return packing->payload.bytes ? packing->payload.capacity - packing->payload.size
				      : TEXT_MAX;
}

static size_t at_most(size_t size, size_t limit)
{
	return size < limit ? size : limit;
}

static void add_string(struct packing *packing, const char *text)
{
	size_t limit = at_most(room(packing), TEXT_MAX);
	size_t length = limit ? text_fitting(text, limit) : 0;

	add(packing, text, length);
	if (limit)
		add(packing, "", 1);
}

static void add_utf16(struct packing *packing, const void *units, size_t count)
{
	size_t limit = at_most(room(packing), TEXT_MAX - 1);

	if (packing->payload.bytes)
		packing->payload.size +=
			utf16_to_utf8((char *)packing->payload.bytes + packing->payload.size, limit,
				units, count);
	else
		packing->payload.size += at_most(3 * count, TEXT_MAX - 1);
}

static void add_wide_string(struct packing *packing, const void *text)
{
	if (!text) {
		add_string(packing, "NULL");
		return;
	}
	packing->payload.capacity--; /* for its end */
	add_utf16(packing, text, utf16_length(text, TEXT_MAX));
	packing->payload.capacity++;
	add(packing, "", 1);
}

/* A sequence's length is known when its elements are packed. */
static size_t begin_sequence(struct packing *packing)
{
	size_t at = packing->payload.size;

	add(packing, "\0\0\0", sizeof(uint32_t));
	return at;
}

static void end_sequence(struct packing *packing, size_t at)
{
	uint32_t length = (uint32_t)(packing->payload.size - at - sizeof(length));

	if (packing->payload.bytes)
		memcpy(packing->payload.bytes + at, &length, sizeof(length));
}

static void add_counted(struct packing *packing, char letter, const void *string)
{
	size_t at = begin_sequence(packing);
	const struct ansi_string *ansi = string;
	const struct unicode_string *unicode = string;

	if (!string || !ansi->buffer)
		add(packing, "NULL", at_most(room(packing), 4));
	else if (letter == 'a')
		add(packing, ansi->buffer, at_most(ansi->length, room(packing)));
	else
		add_utf16(packing, unicode->buffer, unicode->length / 2);
	end_sequence(packing, at);
}

/* Text ends at its 0, if it has one. */
static size_t piece_size(const struct drvtrace_piece *piece, char letter)
{
	if (!piece->data)
		return 0;
	if (letter == 't')
		return strnlen(piece->data, piece->size);
	if (letter == 'v')
		return 2 * utf16_length(piece->data, piece->size / 2);
	return piece->size;
}

static void add_pieces(
	struct packing *packing, char letter, const struct drvtrace_piece *pieces, size_t count)
{
	size_t at = begin_sequence(packing);

	for (size_t i = 0; i < count; i++) {
		size_t size = at_most(piece_size(&pieces[i], letter), TEXT_MAX);

		if (letter == 'v')
			add_utf16(packing, pieces[i].data, size / 2);
		else
			add(packing, pieces[i].data, at_most(size, room(packing)));
	}
	end_sequence(packing, at);
}

static void add_guid(struct packing *packing, const void *guid)
{
	static const unsigned char none[16];

	add(packing, guid ? guid : none, sizeof(none));
}

static void add_value(struct packing *packing, char letter)
{
	const union drvtrace_value *value = packing->values++;

	switch (letter) {
	case 'b':
	case 'B':
	case 'y':
		add(packing, integer_bytes(value, 1), 1);
		break;
	case 'h':
	case 'H':
		add(packing, integer_bytes(value, 2), 2);
		break;
	case 'l':
	case 'L':
	case 'e':
	case 'E':
		add(packing, integer_bytes(value, 4), 4);
		break;
	case 'q':
	case 'Q':
	case 'd':
		add(packing, value, 8);
		break;
	case 's':
		add_string(packing, or_null(value->pointer));
		break;
	case 'w':
		add_wide_string(packing, value->pointer);
		break;
	case 'a':
	case 'u':
		add_counted(packing, letter, value->pointer);
		break;
	case 'g':
		add_guid(packing, value->pointer);
		break;
	default:
		add_pieces(packing, letter, value->pointer, (size_t)value[1].integer);
		packing->values++;
	}
}

static void add_all(struct packing *packing, const struct message *copy, int level)
{
	uint8_t short_level = (uint8_t)level;

	packing->payload.size = PAYLOAD_MESSAGE_PREFIX;
	if (copy->has_level)
		add(packing, &short_level, 1);
	for (const char *letter = copy->types; *letter; letter++)
		if (*letter != 'x' && *letter != 'o')
			add_value(packing, *letter);
}

static void emit_packed(const struct message *copy, int level, const union drvtrace_value *values,
	unsigned char *bytes, size_t size, const void *site)
{
	struct packing packing = { values, { bytes, 0, size } };

	add_all(&packing, copy, level);
	probe_emit_message(&copy->point, &copy->class, &packing.payload, site);
}

/* Its own frame: the common message must not pay for the room. */
__attribute__((noinline)) static void emit_long(const struct message *copy, int level,
	const union drvtrace_value *values, size_t size, const void *site)
{
	unsigned char *bytes = malloc(size);

	if (bytes)
		emit_packed(copy, level, values, bytes, size, site);
	free(bytes);
}

__attribute__((noinline)) static void emit_short(const struct message *copy, int level,
	const union drvtrace_value *values, size_t size, const void *site)
{
	unsigned char bytes[STACK_MAX];

	emit_packed(copy, level, values, bytes, size, site);
}

/* The common case: 8 bytes are written each time, and as many kept as the argument has. */
static void emit_flat(
	const struct message *copy, int level, const union drvtrace_value *values, const void *site)
{
	unsigned char bytes[PAYLOAD_MESSAGE_PREFIX + 1 + 8 * PROBE_ARGUMENTS_MAX + 8];
	struct payload payload = { bytes, PAYLOAD_MESSAGE_PREFIX, sizeof(bytes) };

	if (copy->has_level)
		payload_u8(&payload, (uint8_t)level);
	for (size_t i = 0; i < copy->argument_count; i++) {
		memcpy(bytes + payload.size, integer_bytes(&values[i], copy->sizes[i]),
			IS_LITTLE_ENDIAN ? 8 : copy->sizes[i]);
		payload.size += copy->sizes[i];
	}
	probe_emit_message(&copy->point, &copy->class, &payload, site);
}

void drvtrace_message_emit(
	const struct drvtrace_message *message, int level, const union drvtrace_value *values)
{
	const struct message *copy = __atomic_load_n(&message->copy, __ATOMIC_ACQUIRE);
	const void *site = __builtin_return_address(0);
	struct packing measure = { values, { NULL, 0, 0 } };

	if (!copy || (copy->has_level && level > message->limit))
		return;
	if (copy->sizes) {
		emit_flat(copy, level, values, site);
		return;
	}
	add_all(&measure, copy, level);
	if (measure.payload.size <= STACK_MAX)
		emit_short(copy, level, values, measure.payload.size, site);
	else
		emit_long(copy, level, values, measure.payload.size, site);
}
