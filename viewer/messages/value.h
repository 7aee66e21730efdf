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

/*
 * How values of `parameter` are written for `specifier`. False: they are no values of that type;
 * they are written as what they are.
 */
bool value_plan(struct value_plan *out, const struct specifier *specifier,
	const struct message_parameter *parameter);
