/* The messages of a source: every call of a trace function, and the function it is in. */
#pragma once

#include "tracelib/tracewpp/config.h"
#include "tracelib/tracewpp/format.h"
#include "tracelib/tracewpp/source.h"

/* An argument of a message as it is recorded. */
struct argument {
	const char *expression; /* what the call's macro evaluates */
	const char *source;     /* what the driver wrote */
	size_t offset;          /* in the source of the call */
};

struct call {
	struct call *next;
	const struct function *function;
	const char *enclosing; /* function, "" when unknown */
	size_t offset;         /* of the name */
	size_t line;
	size_t last_line;       /* of the closing parenthesis */
	struct list conditions; /* the call's own arguments in front of the message */
	size_t argument_count;  /* behind it */
	struct text text;       /* the whole format: prefix, message, suffix */
	struct format format;
	struct argument arguments[FORMAT_ARGUMENTS_MAX];
};

struct calls {
	struct call *first;
	struct call **end;
	size_t count;
	size_t failed; /* sites that could not be read; each has been reported */
};

void calls_read(struct calls *out, const struct config *config, const struct source *source);
