/*
 * Formats taken apart once, into pieces that are then written one after the other: the text of a
 * message class, and the prefix of each line as TRACE_FORMAT_PREFIX spells it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "viewer/messages/value.h"

struct message_class;

enum piece_kind {
	PIECE_LITERAL,
	PIECE_VALUE,    /* an argument */
	PIECE_NO_VALUE, /* there are fewer arguments than the format asks for */
	PIECE_PREFIX,   /* the prefix of lines, within a text */
	PIECE_MODULE,
	PIECE_PLACE, /* "file_c12" */
	PIECE_THREAD,
	PIECE_TIME,
	PIECE_NOT_RECORDED, /* kernel and user time */
	PIECE_SEQUENCE,
	PIECE_PROCESS,
	PIECE_CPU,
	PIECE_FUNCTION,
	PIECE_FLAG,
	PIECE_LEVEL,
	PIECE_FILE,
	PIECE_LINE,
};

struct piece {
	enum piece_kind kind;
	size_t argument;
	char *bytes; /* owned; of a literal */
	size_t size;
	struct value_plan value; /* only its specifier, but for PIECE_VALUE */
};

struct format {
	struct piece *pieces; /* owned */
	size_t count;
	bool has_prefix;
	bool is_faulty; /* arguments are missing, or not of the type asked for */
};

/* Both leave a format that can be finished, whatever they return. */
int format_compile_message(struct format *out, const struct message_class *class);
int format_compile_prefix(struct format *out, const char *prefix);
void format_finish(struct format *format);
