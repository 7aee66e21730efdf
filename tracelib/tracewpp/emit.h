/* The generated file: a macro for each message of a source, and what the macros need. */
#pragma once

#include "tracelib/tracewpp/calls.h"
#include "tracelib/tracewpp/config.h"
#include "tracelib/tracewpp/source.h"

/* One that is no file's own has no messages, only what every one has. */
void emit_empty_tmh(struct text *out, const struct config *config);
void emit_tmh(struct text *out, const struct config *config, const struct source *source,
	const struct calls *calls);
