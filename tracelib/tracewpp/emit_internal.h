/* What the parts of the generated file's writer share. */
#pragma once

#include "tracelib/tracewpp/calls.h"
#include "tracelib/tracewpp/config.h"
#include "tracelib/tracewpp/source.h"

/* A generated file under way. */
struct emission {
	struct text *out;
	const struct config *config;
	const struct source *source;
	const char *file;         /* the source's name as an identifier */
	struct list enumerations; /* those that are written already */
};

/* What a message's level and flag are: C expressions, NULL when the function has none. */
struct choice {
	const char *level;      /* as the macro names it */
	const char *level_text; /* as the driver wrote it */
	const char *flag_text;
};

/* `text` with all that no identifier has made '_'. */
char *emit_identifier(const char *text);
struct choice emit_choose(const struct emission *emission, const struct call *call);

/* emit_hooks.c: the driver's own macros, which decide and surround. */
/* One of a list, with a comma in front but for the first. */
void emit_put_parameter(struct text *out, bool *is_first, const char *name);
void emit_hook(struct text *out, const struct function *function, const char *what);
void emit_exception(struct text *out, const struct function *function);
void emit_recorder_hook(struct text *out, const struct function *function, const char *what);
bool emit_has_recorder(const struct emission *emission, const struct call *call);
void emit_log(const struct emission *emission, const struct call *call, const char *macro);
void emit_hook_defaults(struct text *out, struct list *done, const struct function *function);

/* emit_enumeration.c: the labels of the enums that messages have. */
bool emit_has_enumeration(const struct format *format);
void emit_enumerations(struct emission *emission, const struct call *call);
void emit_enumeration_list(const struct emission *emission, const struct call *call);

/* emit_argument.c: they are evaluated, checked and widened. */
void emit_arguments(const struct emission *emission, const struct call *call);

/* emit_descriptor.c: what is known of a message before it is called. */
void emit_descriptor(
	const struct emission *emission, const struct call *call, const struct choice *choice);
