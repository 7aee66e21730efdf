/*
 * The words of a metadata text, one after the other. The first thing that is not as expected makes
 * the scanner fail, and everything after it fail too, so that a parser need not look at every step.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tsdl_token {
	const char *text; /* of a string: what is between the quotes */
	size_t length;    /* 0, and no string: the end */
	bool is_string;
};

struct tsdl_scanner {
	const char *at;
	struct tsdl_token token; /* the one to be taken next */
	bool has_failed;
};

void tsdl_scanner_init(struct tsdl_scanner *scanner, const char *text);

/* Goes on to the next word. */
void tsdl_take(struct tsdl_scanner *scanner);
void tsdl_fail(struct tsdl_scanner *scanner);

bool tsdl_is_end(const struct tsdl_scanner *scanner);
/* Whether the next word is `word`. */
bool tsdl_is(const struct tsdl_scanner *scanner, const char *word);
/* Takes the next word if it is `word`. */
bool tsdl_try(struct tsdl_scanner *scanner, const char *word);
/* Takes all words of `text`, which must come next. */
void tsdl_expect(struct tsdl_scanner *scanner, const char *text);

/* An identifier, a string, or a number that must come next. The text is borrowed. */
struct tsdl_token tsdl_identifier(struct tsdl_scanner *scanner);
struct tsdl_token tsdl_string(struct tsdl_scanner *scanner);
uint64_t tsdl_unsigned(struct tsdl_scanner *scanner, uint64_t max);
/* As tsdl_unsigned(), with a minus perhaps. */
int64_t tsdl_signed(struct tsdl_scanner *scanner);
