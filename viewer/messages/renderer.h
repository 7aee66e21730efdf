/*
 * The pieces of messages as tracefmt shows them: the columns of the prefix, the constants and the
 * arguments. Lines are made of them by programs.
 */
#pragma once

#include "viewer/messages/format.h"
#include "viewer/messages/moment_text.h"

struct event;
struct message_value;
struct text;

/* tracefmt's own: [cpu]pid.tid::time [module] */
#define RENDERER_PREFIX "[%9!d!]%8!04X!.%3!04X!::%4!s! [%1!s!]"

struct renderer {
	struct format prefix;
	struct moment_writer moments;
};

/* `prefix` as TRACE_FORMAT_PREFIX has it; NULL: tracefmt's own. */
int renderer_init(struct renderer *renderer, const char *prefix, enum time_display display);
void renderer_finish(struct renderer *renderer);

/* A piece of a format that is no literal; `values` are the arguments of the event. */
void renderer_write_piece(struct renderer *renderer, struct text *text, const struct piece *piece,
	const struct event *event, const struct message_value *values, uint64_t sequence);
/* The whole line, without its end, of a message whose dictionary is of no use. */
void renderer_write_unknown_line(struct renderer *renderer, struct text *text,
	const struct event *event, const struct message_value *values, uint64_t sequence);
/* Its text: its name, why, and what arguments it has. */
void renderer_write_unknown(struct renderer *renderer, struct text *text, const struct event *event,
	const struct message_value *values);
