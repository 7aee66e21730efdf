/* The steps of a program, between the one who makes and the one who runs it. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "viewer/messages/program.h"

enum {
	BLOCK_BYTES = 32, /* literals are copied in blocks, and may be read that far behind */
	STEP_ROOM = MEMO_TEXT_MAX, /* what steps write that do not make their own room */
};

/* What a step writes behind its literal. */
enum step_kind {
	STEP_NOTHING,
	STEP_UNSIGNED,
	STEP_SIGNED,
	STEP_HEXADECIMAL,
	STEP_TEXT,
	STEP_TIME,
	STEP_CODED, /* looked up in the memo */
	STEP_PIECE, /* by the renderer */
};

/* Where its number comes from. */
enum step_source {
	SOURCE_ARGUMENT,
	SOURCE_THREAD,
	SOURCE_PROCESS,
	SOURCE_CPU,
	SOURCE_SEQUENCE,
};

struct program_step {
	uint8_t kind;
	uint8_t source;
	uint8_t unused_bits; /* of the number, which is as wide as the specifier says */
	uint8_t least;       /* digits of STEP_HEXADECIMAL */
	bool is_upper;
	uint16_t argument;
	uint32_t literal; /* where it begins */
	uint32_t literal_size;
	const struct piece *piece; /* borrowed */
};
