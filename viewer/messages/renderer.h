/*
 * Messages as tracefmt shows them: a prefix of columns and the text, with the constants and the
 * arguments filled in.
 */
#pragma once

#include "viewer/messages/format.h"
#include "viewer/messages/moment_text.h"

struct event;
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

/* The message's text alone, without a prefix. `format` is that of the event's class. */
void renderer_write_text(struct renderer *renderer, struct text *text, const struct format *format,
	const struct event *event, uint64_t sequence);
/* The whole line, without its end. A format that does not place the prefix has it first. */
void renderer_write_line(struct renderer *renderer, struct text *text, const struct format *format,
	const struct event *event, uint64_t sequence);
/* A message whose dictionary is of no use: its name, why, and what arguments it has. */
void renderer_write_unknown(
	struct renderer *renderer, struct text *text, const struct event *event);
void renderer_write_prefix(
	struct renderer *renderer, struct text *text, const struct event *event, uint64_t sequence);
