#include "tracelib/src/probe_stack.h"

#include <string.h>

/* An integer of the payload as the filter interpreter wants it: 64 bits, signed or not. */
static uint64_t widen(const unsigned char *from, const struct lttng_ust_type_integer *type)
{
	uint64_t value = 0;
	unsigned int unused_bits = 64 - type->size;

	/* Little and big endian alike: read as what it is. */
	switch (type->size) {
	case 8:
		value = *from;
		break;
	case 16: {
		uint16_t half;

		memcpy(&half, from, sizeof(half));
		value = half;
		break;
	}
	case 32: {
		uint32_t word;

		memcpy(&word, from, sizeof(word));
		value = word;
		break;
	}
	default:
		memcpy(&value, from, sizeof(value));
	}
	if (!type->signedness)
		return value;
	return (uint64_t)((int64_t)(value << unused_bits) >> unused_bits);
}

/* Bytes of a field, by its address and how many there are: two words of the stack. */
static size_t push_bytes(uint64_t *stack, const unsigned char *at, size_t count)
{
	stack[0] = count;
	stack[1] = (uintptr_t)at;
	return count;
}

void probe_fill_stack(uint64_t *stack, const struct lttng_ust_tracepoint_class *class,
	const unsigned char *payload)
{
	const unsigned char *at = payload;
	uint32_t length = 0;

	for (size_t i = 0; i < class->nr_fields; i++) {
		const struct lttng_ust_type_common *type = class->fields[i]->type;

		switch (type->type) {
		case lttng_ust_type_string:
			*stack++ = (uintptr_t)at;
			at += strlen((const char *)at) + 1;
			continue;
		case lttng_ust_type_float:
			memcpy(stack++, at, sizeof(double));
			at += sizeof(double);
			continue;
		case lttng_ust_type_array:
			at += push_bytes(
				stack, at, ((const struct lttng_ust_type_array *)type)->length);
			stack += 2;
			continue;
		case lttng_ust_type_sequence:
			at += push_bytes(stack, at, length);
			stack += 2;
			continue;
		case lttng_ust_type_enum:
			type = ((const struct lttng_ust_type_enum *)type)->container_type;
			break;
		default:
			break;
		}
		if (class->fields[i]->nofilter)
			memcpy(&length, at, sizeof(length));
		else
			*stack++ = widen(at, (const struct lttng_ust_type_integer *)type);
		at += ((const struct lttng_ust_type_integer *)type)->size / 8;
	}
}
