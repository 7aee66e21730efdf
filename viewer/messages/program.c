#include "viewer/messages/program.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/messages/digits.h"
#include "viewer/messages/program_step.h"
#include "viewer/model/event.h"

_Static_assert((int)STEP_ROOM >= (int)MOMENT_ROOM && (int)STEP_ROOM >= (int)DIGITS_ROOM,
	"there is room for all that a step writes");

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
