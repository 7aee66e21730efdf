/* What generated traces declare. Used by the generator only. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	FIELD_MAX = 12,
	LABELS_MAX = 512,
	URI_MAX = 2048,
};

enum kind {
	INTEGER,
	ENUMERATION,
	FLOAT,
	STRING,
	ARRAY,
	SEQUENCE,
	KIND_COUNT
};

struct field {
	enum kind kind;
	char name[64];
	unsigned int bytes;
	unsigned int align; /* bytes */
	bool is_signed;
	bool is_swapped;
	bool is_text;
	bool is_hexadecimal;
	unsigned int count; /* of an array */
	bool has_padding;   /* an empty, aligned structure in front, as LTTng writes it */
	unsigned int length_bytes;
	char labels[LABELS_MAX]; /* of an enumeration, as they are declared; "": the usual two */
};

struct structure {
	struct field fields[FIELD_MAX];
	size_t count;
};

struct event_class {
	uint32_t id;
	char name[96];
	char uri[URI_MAX]; /* "": it has none */
	struct structure payload;
};

/* Labels for an enumeration whose type is known. */
void generate_labels(uint64_t *state, struct field *field);
/* Name and URI of a message whose payload is known; some of them make no sense. */
void generate_dictionary(uint64_t *state, struct event_class *event);
