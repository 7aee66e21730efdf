/*
 * The arguments of messages as they lie in a stream's bytes, one behind the other. They are taken
 * out when somebody looks at them: most reports do not, and a log shows only some. Which field is
 * where was found out once per class, by the reader; knows nothing of how.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct event;
struct message_value;

enum packed_type {
	PACKED_ALIGN,    /* to a multiple of `size_bytes` */
	PACKED_UNSIGNED, /* of `size_bytes`, which are 1, 2, 4 or 8 */
	PACKED_SIGNED,
	PACKED_REAL,     /* 4 or 8 */
	PACKED_STRING,   /* up to its NUL */
	PACKED_ARRAY,    /* `count` elements of `size_bytes` */
	PACKED_SEQUENCE, /* as many as length `count` says */
};

enum {
	PACKING_LENGTH_MAX = 32,
	PACKING_NOWHERE = UINT16_MAX,
};

struct packed_field {
	enum packed_type type;
	uint8_t size_bytes;
	bool is_swapped; /* big-endian */
	bool is_text;    /* elements are characters, up to the first zero */
	uint16_t value;  /* which argument it is, or PACKING_NOWHERE */
	uint16_t length; /* which length of a sequence it is, or PACKING_NOWHERE */
	uint32_t count;
};

/* A number whose place is the same in all messages. */
struct packed_number {
	uint32_t offset;
	uint16_t value;
	uint8_t size_bytes;
	bool is_signed;
};

struct packing {
	struct packed_number *numbers; /* owned; read at once, and before the fields */
	size_t number_count;
	uint32_t fixed_bytes;        /* where those end */
	struct packed_field *fields; /* owned; behind them */
	size_t count;
	bool has_gaps; /* some arguments have no field */
};

/* In the order in which they lie. */
int packing_add(struct packing *packing, const struct packed_field *field);
void packing_finish(struct packing *packing);

/*
 * The arguments of a message, one for each of its parameters: in `room`, which has place for as
 * many, or where the reader has put them. Valid as long as the event's strings are.
 */
const struct message_value *packing_arguments(
	const struct event *event, struct message_value *room);
