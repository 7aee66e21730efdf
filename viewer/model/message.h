/*
 * WPP messages: what the trace tells of each beside its arguments. The dictionary travels in the
 * URI of the message's event class, "wpp:1?m=TEXT&f=FLAG&...", and is taken apart once per class.
 * Knows nothing of how a message is written out.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "viewer/model/packing.h"

enum message_type {
	MESSAGE_UNSIGNED,
	MESSAGE_SIGNED,
	MESSAGE_REAL,
	MESSAGE_TEXT,  /* UTF-8, if the trace is honest */
	MESSAGE_BYTES, /* a GUID, a dump */
	MESSAGE_NONE,  /* the trace has no value, or one of a type that no message has */
};

/* A name that the trace gives to numbers, compared as int64_t or uint64_t as the type says. */
struct message_label {
	uint64_t first;
	uint64_t last;
	char *text; /* owned */
};

struct message_parameter {
	enum message_type type;
	uint8_t size_bytes;  /* of a number */
	bool is_hexadecimal; /* as the trace's author wants the number shown */
	char *specifier;     /* owned; "d", "I64x", "!STATUS!", "!set!:label0,label1"; or "" */
	char *expression;    /* owned; source text, or "" */
	struct message_label *labels; /* owned */
	size_t label_count;
};

enum {
	MESSAGE_LEVEL_OF_EVENT = 0xff, /* each event has its own, or there is none */
	MESSAGE_LEVEL_WITHOUT = 4,     /* what a message without a level counts as: INFORMATION */
	MESSAGE_PARAMETER_MAX = 256,
};

/* One call site. Strings are owned, and never NULL but where it says so; anything can be in them. */
struct message_class {
	uint32_t id; /* from 0, each another in the whole reading */
	char *name;  /* of the event: "driver:FLAG.file(line)" */
	char *driver;
	char *module; /* what the prefix of lines calls the driver; NULL: as `driver` */
	char *text;   /* the format, with prefix and suffix */
	char *flag;
	char *level_name;
	char *function;
	char *file;
	char *control_guid;
	uint32_t line;
	uint8_t level;
	const char *problem; /* why the dictionary is of no use; NULL: it can be used */
	struct message_parameter *parameters; /* owned */
	size_t parameter_count;
	struct packing packing; /* of messages that a reader leaves packed */
};

/* An argument, of its parameter's type. */
struct message_value {
	union {
		uint64_t number; /* sign-extended when the type is signed */
		double real;
		const char *bytes; /* texts are not ended by a zero */
	};
	uint32_t size_bytes; /* of `bytes` */
};

bool message_is_uri(const char *uri);

/*
 * From the event's name and the URI of its class. A URI that makes no sense gives a class with a
 * problem. `specifiers` of the URI become the first parameters, of type MESSAGE_NONE.
 */
int message_class_create(struct message_class **out, const char *name, const char *uri);
void message_class_destroy(struct message_class *class);

/* The number of an argument's field in the trace, "a1" is 1; 0: it is none. */
size_t message_argument_number(const char *name);

/* Parameter `index`, which is there from now on; NULL when memory ran out. */
struct message_parameter *message_class_parameter(struct message_class *class, size_t index);
int message_parameter_add_label(
	struct message_parameter *parameter, const char *text, uint64_t first, uint64_t last);
/* Labels of one text stand together, where the first of them stood. */
void message_parameter_group_labels(struct message_parameter *parameter);

/* "VERBOSE" for 5; NULL for a level without a name. */
const char *message_level_name(uint8_t level);
/*
 * The level of a name or its first letters, four at least, in any case, with or without
 * TRACE_LEVEL_, or a number; -1: it is none.
 */
int message_level_find(const char *name);
