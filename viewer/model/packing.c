#include "viewer/model/packing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/model/event.h"
#include "viewer/model/message.h"

/* Fields of known size, up to the first one that needs more than to be read. */
static bool is_fixed(const struct packing *packing, const struct packed_field *field)
{
	if (packing->count || field->length != PACKING_NOWHERE || field->is_swapped ||
		packing->fixed_bytes > UINT16_MAX)
		return false;
	if (field->type == PACKED_ARRAY)
		return field->value == PACKING_NOWHERE && field->size_bytes == 1;
	return field->type == PACKED_UNSIGNED || field->type == PACKED_SIGNED;
}

static int add_fixed(struct packing *packing, const struct packed_field *field)
{
	struct packed_number *grown;

	if (field->type == PACKED_ARRAY) {
		packing->fixed_bytes += field->count;
		return 0;
	}
	grown = realloc(packing->numbers, (packing->number_count + 1) * sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	packing->numbers = grown;
	grown[packing->number_count++] = (struct packed_number){ .offset = packing->fixed_bytes,
		.value = field->value,
		.size_bytes = field->size_bytes,
		.is_signed = field->type == PACKED_SIGNED };
	packing->fixed_bytes += field->size_bytes;
	return 0;
}

int packing_add(struct packing *packing, const struct packed_field *field)
{
	struct packed_field *last = packing->count ? &packing->fields[packing->count - 1] : NULL;
	struct packed_field *grown;

	if (is_fixed(packing, field))
		return add_fixed(packing, field);
	/* What nobody wants is walked over at once. */
	if (last && field->type == PACKED_ARRAY && field->value == PACKING_NOWHERE &&
		last->type == PACKED_ARRAY && last->value == PACKING_NOWHERE &&
		last->size_bytes == 1 && field->size_bytes == 1 &&
		last->count <= UINT32_MAX - field->count) {
		last->count += field->count;
		return 0;
	}
	grown = realloc(packing->fields, (packing->count + 1) * sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	packing->fields = grown;
	grown[packing->count++] = *field;
	return 0;
}

void packing_finish(struct packing *packing)
{
	free(packing->numbers);
	free(packing->fields);
	*packing = (struct packing){ 0 };
}

/* What is left of a message, and what of it was found out. */
struct unpacking {
	const unsigned char *at;
	const unsigned char *end;
	uint64_t lengths[PACKING_LENGTH_MAX];
	struct message_value *values;
};

/* Little-endian: the bytes that are not there are the high ones. */
static inline uint64_t load_bytes(const unsigned char *bytes, unsigned int size)
{
	uint64_t number = 0;

	switch (size) {
	case 1:
		number = bytes[0];
		break;
	case 2:
		memcpy(&number, bytes, 2);
		break;
	case 4:
		memcpy(&number, bytes, 4);
		break;
	default:
		memcpy(&number, bytes, 8);
		break;
	}
	return number;
}

static inline uint64_t extend_sign(uint64_t number, unsigned int size)
{
	unsigned int unused = 64 - 8 * size;

	return (uint64_t)((int64_t)(number << unused) >> unused);
}

static inline uint64_t load(const struct packed_field *field, const unsigned char *bytes)
{
	uint64_t number = load_bytes(bytes, field->size_bytes);

	if (field->is_swapped)
		number = __builtin_bswap64(number) >> (64 - 8u * field->size_bytes);
	return field->type == PACKED_SIGNED ? extend_sign(number, field->size_bytes) : number;
}

static inline bool take_fixed(struct unpacking *unpacking, const struct packing *packing)
{
	const unsigned char *bytes = unpacking->at;

	if ((size_t)(unpacking->end - bytes) < packing->fixed_bytes)
		return false;
	for (size_t i = 0; i < packing->number_count; i++) {
		const struct packed_number *from = &packing->numbers[i];
		uint64_t number = load_bytes(bytes + from->offset, from->size_bytes);

		unpacking->values[from->value].number =
			from->is_signed ? extend_sign(number, from->size_bytes) : number;
	}
	unpacking->at += packing->fixed_bytes;
	return true;
}

static double real_of(const struct packed_field *field, uint64_t number)
{
	uint32_t low = (uint32_t)number;
	float single;
	double real;

	if (field->size_bytes == sizeof(single)) {
		memcpy(&single, &low, sizeof(single));
		return (double)single;
	}
	memcpy(&real, &number, sizeof(real));
	return real;
}

static inline bool take_number(struct unpacking *unpacking, const struct packed_field *field)
{
	uint64_t number;

	if ((size_t)(unpacking->end - unpacking->at) < field->size_bytes)
		return false;
	number = load(field, unpacking->at);
	unpacking->at += field->size_bytes;
	if (field->length != PACKING_NOWHERE)
		unpacking->lengths[field->length] = number;
	if (field->value == PACKING_NOWHERE)
		return true;
	if (field->type == PACKED_REAL)
		unpacking->values[field->value].real = real_of(field, number);
	else
		unpacking->values[field->value].number = number;
	return true;
}

static void put_bytes(struct unpacking *unpacking, const struct packed_field *field, size_t size)
{
	if (field->value != PACKING_NOWHERE) {
		struct message_value *value = &unpacking->values[field->value];

		value->bytes = (const char *)unpacking->at;
		value->size_bytes = (uint32_t)(field->is_text ? strnlen(value->bytes, size) : size);
	}
	unpacking->at += size;
}

static bool take_string(struct unpacking *unpacking, const struct packed_field *field)
{
	const unsigned char *zero =
		memchr(unpacking->at, '\0', (size_t)(unpacking->end - unpacking->at));
	size_t size;

	if (!zero)
		return false;
	size = (size_t)(zero - unpacking->at);
	if (field->value != PACKING_NOWHERE) {
		unpacking->values[field->value].bytes = (const char *)unpacking->at;
		unpacking->values[field->value].size_bytes = (uint32_t)size;
	}
	unpacking->at = zero + 1;
	return true;
}

static bool take_elements(
	struct unpacking *unpacking, const struct packed_field *field, uint64_t count)
{
	if (count > (size_t)(unpacking->end - unpacking->at) / field->size_bytes)
		return false;
	put_bytes(unpacking, field, (size_t)count * field->size_bytes);
	return true;
}

/* `phase`: where the message begins, as far as alignments ask. */
static bool take_padding(struct unpacking *unpacking, const struct packed_field *field,
	const unsigned char *begin, unsigned int phase)
{
	size_t position = (size_t)(unpacking->at - begin) + phase;
	size_t padding = -position & (field->size_bytes - 1u);

	if ((size_t)(unpacking->end - unpacking->at) < padding)
		return false;
	unpacking->at += padding;
	return true;
}

static bool unpack(const struct packing *packing, struct unpacking *unpacking, unsigned int phase)
{
	const unsigned char *begin = unpacking->at;
	bool is_good = take_fixed(unpacking, packing);

	for (size_t i = 0; i < packing->count && is_good; i++) {
		const struct packed_field *field = &packing->fields[i];

		switch (field->type) {
		case PACKED_ALIGN:
			is_good = take_padding(unpacking, field, begin, phase);
			break;
		case PACKED_STRING:
			is_good = take_string(unpacking, field);
			break;
		case PACKED_ARRAY:
			is_good = take_elements(unpacking, field, field->count);
			break;
		case PACKED_SEQUENCE:
			is_good = take_elements(unpacking, field, unpacking->lengths[field->count]);
			break;
		default:
			is_good = take_number(unpacking, field);
		}
	}
	return is_good;
}

const struct message_value *packing_arguments(const struct event *event, struct message_value *room)
{
	const struct message_class *class = event->message.class;
	size_t size = class->parameter_count * sizeof(*room);
	struct unpacking unpacking;

	if (!event->message.is_packed)
		return event->message.arguments;
	if (class->packing.has_gaps)
		memset(room, 0, size);
	unpacking.at = event->message.packed;
	unpacking.end = unpacking.at + event->message.packed_bytes;
	unpacking.values = room;
	/* The reader has seen all of it: it is gone only if somebody writes to the file. */
	if (!unpack(&class->packing, &unpacking, event->message.phase))
		memset(room, 0, size);
	return room;
}
