/*
 * Which function a place of a C or C++ source is in: braces are counted, and the last name in front
 * of parentheses in front of a brace is the function's. Both branches of an #if begin at one depth.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define SCOPES_MAX 256

struct scopes {
	const char *text;
	bool is_container[SCOPES_MAX]; /* namespace, class, extern "C": not a function's */
	size_t depth;
	size_t functions; /* depth of the function's brace, from 1; 0: outside of all */
	const char *name; /* of the function one is in */

	/* The declaration so far: what a brace would open. */
	size_t parentheses;
	size_t word;      /* the last one, at depth 0 of parentheses */
	bool has_word;    /* it is the last token */
	size_t candidate; /* in front of the last parentheses */
	bool has_candidate;
	bool is_closed; /* a ':' behind it: what follows initialises members */
	bool is_initialiser;
	char last;     /* character that is no blank and of no directive; of a word, any */
	size_t braces; /* open ones of members: `: member{value}` */

	size_t saved_depth[SCOPES_MAX]; /* at each #if that is open */
	size_t conditionals;
};

void scopes_init(struct scopes *scopes, const char *text);
void scopes_word(struct scopes *scopes, size_t at);
void scopes_punctuation(struct scopes *scopes, size_t at);
void scopes_directive(struct scopes *scopes, size_t at);

bool scopes_is_in_function(const struct scopes *scopes);
/* "" outside of all. */
const char *scopes_function(const struct scopes *scopes);
