#include "viewer/messages/program.h"

#include <string.h>

#include "viewer/messages/digits.h"
#include "viewer/messages/program_step.h"
#include "viewer/model/escape.h"
#include "viewer/model/event.h"

/* What a run needs at every step. */
struct run {
	const struct program *program;
	struct renderer *renderer;
	struct memo *memo;
	struct text *text;
	const struct event *event;
	const struct message_value *values;
	uint64_t sequence;
};

static inline char *put_blocks(char *to, const char *from, size_t size)
{
	char *end = to + size;

	do {
		memcpy(to, from, BLOCK_BYTES);
		to += BLOCK_BYTES;
		from += BLOCK_BYTES;
	} while (to < end);
	return end;
}

static inline uint64_t number_of(const struct run *run, const struct program_step *step)
{
	switch (step->source) {
	case SOURCE_ARGUMENT:
		return run->values[step->argument].number;
	case SOURCE_THREAD:
		return (uint32_t)run->event->tid;
	case SOURCE_PROCESS:
		return (uint32_t)run->event->pid;
	case SOURCE_CPU:
		return (uint64_t)(int64_t)run->event->message.cpu;
	default:
		return run->sequence;
	}
}

static inline uint64_t unsigned_of(const struct run *run, const struct program_step *step)
{
	return number_of(run, step) << step->unused_bits >> step->unused_bits;
}

static inline int64_t signed_of(const struct run *run, const struct program_step *step)
{
	return (int64_t)(number_of(run, step) << step->unused_bits) >> step->unused_bits;
}

/* Others write it, and what follows needs room again. NULL: there is none. */
static char *let_write(const struct run *run, const struct program_step *step, const char *to)
{
	struct text *text = run->text;

	text_end(text, to);
	renderer_write_piece(
		run->renderer, text, step->piece, run->event, run->values, run->sequence);
	return text_reserve(text, run->program->room) ? text->bytes + text->length : NULL;
}

static char *put_text(const struct run *run, const struct program_step *step, const char *to)
{
	const struct message_value *value = &run->values[step->argument];
	struct text *text = run->text;
	size_t plain;

	text_end(text, to);
	if (!text_reserve(text, value->size_bytes + run->program->room))
		return NULL;
	plain = escape_copy_plain(text->bytes + text->length, value->bytes, value->size_bytes);
	text->length += plain;
	if (__builtin_expect(plain < value->size_bytes, 0)) {
		text_add_escaped(text, value->bytes + plain, value->size_bytes - plain);
		if (!text_reserve(text, run->program->room))
			return NULL;
	}
	return text->bytes + text->length;
}

static struct memo_entry *find_entry(struct memo *memo, const void *owner, uint64_t number)
{
	uint64_t hash = (number ^ (uint64_t)(uintptr_t)owner) * UINT64_C(0x9e3779b97f4a7c15) >> 32;

	return &memo->entries[hash % MEMO_COUNT];
}

static char *put_coded(const struct run *run, const struct program_step *step, char *to)
{
	uint64_t number = number_of(run, step);
	struct memo_entry *entry = find_entry(run->memo, step->piece, number);
	size_t begin;
	char *end;

	if (__builtin_expect(entry->owner == step->piece && entry->number == number, 1)) {
		memcpy(to, entry->text, sizeof(entry->text));
		return to + entry->length;
	}
	begin = (size_t)(to - run->text->bytes);
	end = let_write(run, step, to);
	if (end && run->text->length - begin <= sizeof(entry->text)) {
		entry->owner = step->piece;
		entry->number = number;
		entry->length = (uint32_t)(run->text->length - begin);
		memcpy(entry->text, run->text->bytes + begin, entry->length);
	}
	return end;
}

/* Behind the step's literal; NULL: no memory. */
static inline char *put_step(const struct run *run, const struct program_step *step, char *to)
{
	switch (step->kind) {
	case STEP_UNSIGNED:
		return digits_put_decimal(to, unsigned_of(run, step));
	case STEP_SIGNED:
		return digits_put_signed(to, signed_of(run, step));
	case STEP_HEXADECIMAL:
		return digits_put_hexadecimal(
			to, unsigned_of(run, step), step->least, step->is_upper);
	case STEP_TEXT:
		return put_text(run, step, to);
	case STEP_TIME:
		return moment_put(to, &run->renderer->moments, run->event->time_ns);
	case STEP_CODED:
		return put_coded(run, step, to);
	case STEP_NOTHING:
		return to;
	default:
		return let_write(run, step, to);
	}
}

void program_run(const struct program *program, struct renderer *renderer, struct memo *memo,
	struct text *text, const struct event *event, const struct message_value *values,
	uint64_t sequence)
{
	const struct run run = { program, renderer, memo, text, event, values, sequence };
	const struct program_step *end = program->steps + program->count;
	char *to;

	if (!text_reserve(text, program->room))
		return;
	to = text->bytes + text->length;
	for (const struct program_step *step = program->steps; step < end; step++) {
		to = put_blocks(to, program->literals.bytes + step->literal, step->literal_size);
		to = put_step(&run, step, to);
		if (!to)
			return;
	}
	text_end(text, to);
}
