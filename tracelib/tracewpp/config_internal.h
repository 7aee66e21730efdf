/* What the files that read a driver's settings share. */
#pragma once

#include "tracelib/tracewpp/config.h"
#include "tracelib/tracewpp/token.h"

/* Where a statement came from. */
struct origin {
	struct config *config;
	const struct source *source;
	size_t offset;
	const char *text;
};

char *config_copy(const char *text, struct span span);

/* The word in front of a statement; 0: it is none. */
size_t config_directive_length(const char *text);

/* The statements that declare types, each from its parenthesis on. */
void config_read_custom_type(const struct origin *origin, size_t at);
void config_read_complex_type(const struct origin *origin, size_t at);
void config_read_simple_type(const struct origin *origin, size_t at);
void config_read_flavor(const struct origin *origin, size_t at);
