/*
 * What a driver configures: its trace functions, their prefixes and suffixes, its types and enums.
 * Read from config blocks (`begin_wpp config` ... `end_wpp`) of sources and headers, from ini files
 * and from options.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "tracelib/tracewpp/enums.h"
#include "tracelib/tracewpp/pool.h"
#include "tracelib/tracewpp/source.h"
#include "tracelib/tracewpp/types.h"

/* USEPREFIX, USESUFFIX: text around a function's messages, with arguments of its own. */
struct decoration {
	struct decoration *next;
	const char *function; /* "*": all that have none of their own */
	struct text format;   /* C escapes resolved */
	struct list arguments;
	const struct source *source;
	size_t offset;
};

struct function {
	struct function *next;
	const char *name;
	struct list fixed_names; /* {NAME=value,...} */
	struct list fixed_values;
	struct list parameters; /* in front of MSG */
	struct list rest;       /* named ones behind it */
	const char *condition;  /* LEVEL_FLAGS; "" when it has none */
	bool has_message;
	bool is_variadic;
	bool is_double; /* F((...)) */
	bool is_nested; /* F(A, (MSG, ...)) */
	bool is_native; /* DRVTRACE_LOG: no macros of the driver's decide */
};

struct config {
	struct function *functions; /* newest first */
	struct decoration *prefixes;
	struct decoration *suffixes;
	struct types types;
	struct enums enums;
	struct list flags;      /* the names that WPP_DEFINE_BIT() declares */
	struct list defines;    /* NAME(parameters)=text of -D */
	const char *module;     /* of the prefix of messages; NULL: the driver's name */
	const char *control;    /* "a,b,c,d,e", a GUID for drivers that declare none; or NULL */
	bool levels_are_levels; /* WPP_USE_TRACE_LEVELS */
	bool has_recorder;      /* ENABLE_WPP_RECORDER */
};

void config_init(struct config *config);

/* One statement without its ';', as options give it. */
void config_read_statement(
	struct config *config, const char *statement, const struct source *source, size_t offset);

/* What -D gives: a macro for the generated files when it has a text. */
void config_define(struct config *config, const char *definition);

/*
 * What -ctl gives: a driver that declares no WPP_CONTROL_GUIDS has this one then, with the flags
 * Error, Unusual and Noise. False: it is no GUID.
 */
bool config_control(struct config *config, const char *guid);

/* The blocks of a source or header, and its enums and flags. */
void config_read_source(struct config *config, const struct source *source);
/* A whole file is one block. */
void config_read_ini(struct config *config, const struct source *source);

const struct function *config_function(
	const struct config *config, const char *name, size_t length);
const struct decoration *config_decoration(const struct decoration *list, const char *function);
