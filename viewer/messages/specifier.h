/*
 * How one value of a format is to be written, "%-8.3I64x" or "%!STATUS!", with the meaning that
 * Windows gives to it: l is 32 bits, I64 and ll are 64, p is 16 digits.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text;

enum {
	SPECIFIER_NO_PRECISION = -1,
	SPECIFIER_MAX = 4096, /* widths and precisions beyond it are nonsense */
};

struct specifier {
	bool is_left;
	bool has_plus;
	bool has_space;
	bool is_alternate;
	bool has_zeros;
	uint8_t size_bytes; /* of a number */
	char conversion;    /* d u o x X p c e E f F g G a A s; 0: `name` says it */
	int16_t width;      /* 0: as wide as it is */
	int16_t precision;
	const char *name; /* between the exclamation marks; not ended by a zero */
	size_t name_length;
};

/* Whether it is one of a number, and of which size it then is. */
bool specifier_is_integer(const struct specifier *specifier);

/* Reads what stands behind a percent sign. Gives its length, 0: it is no specifier. */
size_t specifier_parse(struct specifier *out, const char *text);

void specifier_write_integer(struct text *text, const struct specifier *specifier, uint64_t number);
void specifier_write_real(struct text *text, const struct specifier *specifier, double number);
/* Cut and filled; escaped. Width and precision count characters. */
void specifier_write_text(
	struct text *text, const struct specifier *specifier, const char *bytes, size_t size);
/* The same for text of ours. */
void specifier_write_string(
	struct text *text, const struct specifier *specifier, const char *string);
