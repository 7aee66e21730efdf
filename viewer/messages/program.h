/*
 * Lines of messages, written by a program that was made once per class: everything that all lines
 * of the class have in common is one text already, and what differs has its way chosen. Writes
 * exactly what the renderer does, whose formats it is made of.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "viewer/messages/renderer.h"
#include "viewer/messages/text.h"
#include "viewer/model/message.h"

struct event;
struct message_class;
struct program_step;

struct program {
	struct program_step *steps; /* owned */
	size_t count;
	struct text literals; /* what stands between them, one behind the other */
	size_t room;          /* what all steps write together, at most, but for texts */
};

/* Texts of numbers that were written before; any number of programs share it. */
enum {
	MEMO_TEXT_MAX = 96,
	MEMO_COUNT = 128,
};

struct memo_entry {
	const void *owner; /* whose number it is; NULL: nobody's */
	uint64_t number;
	uint32_t length;
	char text[MEMO_TEXT_MAX];
};

struct memo {
	struct memo_entry entries[MEMO_COUNT];
};

enum program_scope {
	PROGRAM_LINE, /* with its prefix, without its end */
	PROGRAM_TEXT, /* the message's text alone */
};

/* `format` and `class` are borrowed. `out` is to be finished, whatever this returns. */
int program_compile(struct program *out, struct renderer *renderer, const struct format *format,
	const struct message_class *class, enum program_scope scope);
void program_finish(struct program *program);

/* `values` are the arguments of the event, whatever it has itself. */
void program_run(const struct program *program, struct renderer *renderer, struct memo *memo,
	struct text *text, const struct event *event, const struct message_value *values,
	uint64_t sequence);
