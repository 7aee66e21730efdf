/*
 * The types of message arguments: how a specifier's value is checked and recorded. The built-in
 * ones are WPP's; drivers add theirs (CUSTOM_TYPE, DEFINE_SIMPLE_TYPE, ...).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "tracelib/tracewpp/pool.h"

enum type_check {
	TYPE_INTEGER, /* of at most `size` bytes */
	TYPE_POINTER, /* or an integer as wide as one */
	TYPE_REAL,
	TYPE_TEXT,     /* pointer to elements of `size` bytes */
	TYPE_ADDRESS,  /* pointer to something of `size` bytes */
	TYPE_PIECES,   /* taken apart by the driver's macro */
	TYPE_CONSTANT, /* takes no argument */
};

struct labels {
	struct list names;
	struct list values; /* of the same count: C expressions */
	const char *tag;    /* of the enum they are read from, NULL: they are listed */
};

struct type {
	struct type *next;
	const char *name;    /* as in %!name!, or the plain specifier */
	const char *letters; /* as in drvtrace_message.types */
	enum type_check check;
	size_t size;
	const char *c_type; /* of the driver's own types, otherwise NULL */
	const char *macro;  /* that takes its value apart */
	bool is_counted;    /* its first piece is a length */
	bool is_set;
	struct labels *labels; /* of enumerations and sets */
	const char *as;        /* a specifier that looks the same, for who knows it; or NULL */
};

struct types {
	struct type *own; /* the driver's, newest first */
};

/* The type of %!name!, NULL: there is none. */
const struct type *type_named(const struct types *types, const char *name, size_t length);
/* The type of a plain specifier such as `d` or `I64x`, without its modifiers. */
const struct type *type_plain(const char *name, size_t length);

void type_add(struct types *types, struct type *type);
/* What an Item... of WPP's definitions is recorded as; false: not known. */
bool type_of_item(struct type *out, const char *item);
