#include "viewer/messages/program.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/messages/digits.h"
#include "viewer/model/escape.h"
#include "viewer/model/event.h"

enum {
	BLOCK_BYTES = 32, /* literals are copied in blocks, and may be read that far behind */
	STEP_ROOM = MEMO_TEXT_MAX, /* what steps write that do not make their own room */
};

_Static_assert((int)STEP_ROOM >= (int)MOMENT_ROOM && (int)STEP_ROOM >= (int)DIGITS_ROOM,
	"there is room for all that a step writes");

/* What a step writes behind its literal. */
enum step_kind {
	STEP_NOTHING,
	STEP_UNSIGNED,
	STEP_SIGNED,
	STEP_HEXADECIMAL,
	STEP_TEXT,
	STEP_TIME,
	STEP_CODED, /* looked up in the memo */
	STEP_PIECE, /* by the renderer */
};

/* Where its number comes from. */
enum step_source {
	SOURCE_ARGUMENT,
	SOURCE_THREAD,
	SOURCE_PROCESS,
	SOURCE_CPU,
	SOURCE_SEQUENCE,
};

struct program_step {
	uint8_t kind;
	uint8_t source;
	uint8_t unused_bits; /* of the number, which is as wide as the specifier says */
	uint8_t least;       /* digits of STEP_HEXADECIMAL */
	bool is_upper;
	uint16_t argument;
	uint32_t literal; /* where it begins */
	uint32_t literal_size;
	const struct piece *piece; /* borrowed */
};

static int add_step(struct program *program, const struct program_step *step)
{
	struct program_step *grown = realloc(program->steps, (program->count + 1) * sizeof(*grown));

	if (!grown)
		return -ENOMEM;
	program->steps = grown;
	grown[program->count++] = *step;
	return 0;
}

/* With the literal that was gathered since the last one. */
static int end_step(struct program *program, struct program_step *step)
{
	const struct program_step *last =
		program->count ? &program->steps[program->count - 1] : NULL;

	step->literal = last ? last->literal + last->literal_size : 0;
	step->literal_size = (uint32_t)program->literals.length - step->literal;
	return add_step(program, step);
}

static bool is_padded(const struct specifier *specifier)
{
	return specifier->width || specifier->precision != SPECIFIER_NO_PRECISION;
}

/* Digits at least, if that is all that there is to say of a hexadecimal number; 0: it is not. */
static uint8_t least_digits(const struct specifier *specifier)
{
	enum {
		DIGITS_MAX = 16
	};

	if (specifier->conversion == 'p') {
		uint8_t digits = specifier->size_bytes == 4 ? 8 : DIGITS_MAX;

		return specifier->width <= digits ? digits : 0;
	}
	if (specifier->is_alternate)
		return 0;
	if (!is_padded(specifier))
		return 1;
	if (!specifier->width && specifier->precision > 0 && specifier->precision <= DIGITS_MAX)
		return (uint8_t)specifier->precision;
	if (specifier->precision == SPECIFIER_NO_PRECISION && specifier->has_zeros &&
		!specifier->is_left && specifier->width <= DIGITS_MAX)
		return (uint8_t)specifier->width;
	return 0;
}

/* False when the specifier asks for more than the steps for numbers can do. */
static bool choose_number(struct program_step *step, const struct specifier *specifier)
{
	uint8_t size = specifier->size_bytes;

	step->unused_bits = size && size < 8 ? (uint8_t)(64 - 8 * size) : 0;
	switch (specifier->conversion) {
	case 'd':
		step->kind = STEP_SIGNED;
		return !is_padded(specifier) && !specifier->has_plus && !specifier->has_space;
	case 'u':
		step->kind = STEP_UNSIGNED;
		return !is_padded(specifier);
	case 'x':
	case 'X':
	case 'p':
		step->kind = STEP_HEXADECIMAL;
		step->is_upper = specifier->conversion != 'x';
		step->least = least_digits(specifier);
		return step->least > 0;
	default:
		return false;
	}
}

static void choose_value(struct program_step *step, const struct piece *piece)
{
	const struct value_plan *plan = &piece->value;

	step->argument = (uint16_t)piece->argument;
	step->source = SOURCE_ARGUMENT;
	switch (value_plan_way(plan)) {
	case VALUE_INTEGER:
		if (!choose_number(step, &plan->specifier))
			step->kind = STEP_CODED;
		break;
	case VALUE_TEXT:
		step->kind = is_padded(&plan->specifier) ? STEP_PIECE : STEP_TEXT;
		break;
	case VALUE_CODED:
		step->kind = STEP_CODED;
		break;
	default:
		step->kind = STEP_PIECE;
	}
}

static void choose_prefix_number(
	struct program_step *step, const struct piece *piece, enum step_source source)
{
	step->source = (uint8_t)source;
	if (!choose_number(step, &piece->value.specifier))
		step->kind = STEP_PIECE;
}

/* Where the step's kind is STEP_NOTHING, all events of the class have the same there. */
static void choose(
	struct program_step *step, const struct piece *piece, const struct message_class *class)
{
	switch (piece->kind) {
	case PIECE_VALUE:
		choose_value(step, piece);
		break;
	case PIECE_THREAD:
		choose_prefix_number(step, piece, SOURCE_THREAD);
		break;
	case PIECE_PROCESS:
		choose_prefix_number(step, piece, SOURCE_PROCESS);
		break;
	case PIECE_CPU:
		choose_prefix_number(step, piece, SOURCE_CPU);
		break;
	case PIECE_SEQUENCE:
		choose_prefix_number(step, piece, SOURCE_SEQUENCE);
		break;
	case PIECE_TIME:
		step->kind = STEP_TIME;
		break;
	case PIECE_LEVEL:
		if (class->level == MESSAGE_LEVEL_OF_EVENT || !class->level_name[0])
			step->kind = STEP_PIECE;
		break;
	default:
		break;
	}
}

static int compile_pieces(struct program *program, struct renderer *renderer,
	const struct format *format, const struct message_class *class, const struct format *prefix)
{
	const struct event common = { .type = EVENT_MESSAGE,
		.message = { .class = class, .level = class->level } };
	int ret = 0;

	for (size_t i = 0; i < format->count && ret == 0; i++) {
		const struct piece *piece = &format->pieces[i];
		struct program_step step = { .kind = STEP_NOTHING, .piece = piece };

		if (piece->kind == PIECE_LITERAL) {
			text_add(&program->literals, piece->bytes, piece->size);
		} else if (piece->kind == PIECE_PREFIX) {
			if (prefix)
				ret = compile_pieces(program, renderer, prefix, class, NULL);
		} else {
			choose(&step, piece, class);
			if (step.kind == STEP_NOTHING)
				renderer_write_piece(
					renderer, &program->literals, piece, &common, NULL, 0);
			else
				ret = end_step(program, &step);
		}
	}
	return ret;
}

int program_compile(struct program *out, struct renderer *renderer, const struct format *format,
	const struct message_class *class, enum program_scope scope)
{
	static const char behind[BLOCK_BYTES];
	struct program_step last = { .kind = STEP_NOTHING };
	int ret = 0;

	*out = (struct program){ 0 };
	text_init(&out->literals);
	if (scope == PROGRAM_LINE && !format->has_prefix)
		ret = compile_pieces(out, renderer, &renderer->prefix, class, NULL);
	if (ret == 0)
		ret = compile_pieces(out, renderer, format, class,
			scope == PROGRAM_LINE ? &renderer->prefix : NULL);
	if (ret == 0)
		ret = end_step(out, &last);
	text_add(&out->literals, behind, sizeof(behind));
	for (size_t i = 0; i < out->count; i++)
		out->room += out->steps[i].literal_size + BLOCK_BYTES + STEP_ROOM;
	if (ret == 0 && (out->literals.is_failed || out->literals.length > UINT32_MAX))
		ret = -ENOMEM;
	return ret;
}

void program_finish(struct program *program)
{
	free(program->steps);
	text_finish(&program->literals);
	*program = (struct program){ 0 };
}

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
