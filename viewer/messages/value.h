/*
 * The values of messages, written as their types want it: numbers, texts, statuses by name, GUIDs,
 * addresses, times, lists and sets. Which way a value goes is decided once per parameter.
 */
#pragma once

#include <stdbool.h>

#include "viewer/messages/specifier.h"
#include "viewer/model/message.h"

struct moment_writer;
struct text;

struct value_plan;

typedef void value_write(struct text *text, const struct value_plan *plan,
	const struct message_value *value, struct moment_writer *moments);

struct value_plan {
	value_write *write;
	struct specifier specifier;
	const struct message_parameter *parameter; /* borrowed */
	const char *labels; /* borrowed; of a list or set, separated by commas */
};

/* Which of the usual ways it is. */
enum value_way {
	VALUE_INTEGER, /* specifier_write_integer() */
	VALUE_TEXT,    /* specifier_write_text() */
	VALUE_CODED,   /* always the same text for the same number */
	VALUE_OTHER,
};

enum value_way value_plan_way(const struct value_plan *plan);

/*
 * How values of `parameter` are written for `specifier`. False: they are no values of that type;
 * they are written as what they are.
 */
bool value_plan(struct value_plan *out, const struct specifier *specifier,
	const struct message_parameter *parameter);
