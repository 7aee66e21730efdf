#include "viewer/messages/renderer.h"

#include <string.h>

#include "viewer/messages/text.h"
#include "viewer/model/event.h"

int renderer_init(struct renderer *renderer, const char *prefix, enum time_display display)
{
	*renderer = (struct renderer){ 0 };
	moment_writer_init(&renderer->moments, display);
	return format_compile_prefix(&renderer->prefix, prefix ? prefix : RENDERER_PREFIX);
}

void renderer_finish(struct renderer *renderer)
{
	format_finish(&renderer->prefix);
}

static void write_number(struct text *text, const struct piece *piece, uint64_t number)
{
	specifier_write_integer(text, &piece->value.specifier, number);
}

static void write_string(struct text *text, const struct piece *piece, const char *string)
{
	specifier_write_string(text, &piece->value.specifier, string);
}

/* "nonpnp.c", 97 is nonpnp_c97. */
static void write_place(
	struct text *text, const struct piece *piece, const struct message_class *class)
{
	const char *slash = strrchr(class->file, '/');
	const char *file = slash ? slash + 1 : class->file;
	struct text place;

	text_init(&place);
	text_add_string(&place, file);
	for (size_t i = 0; i < place.length; i++)
		if (place.bytes[i] == '.')
			place.bytes[i] = '_';
	text_add_decimal(&place, class->line);
	if (!place.is_failed)
		specifier_write_text(text, &piece->value.specifier, place.bytes, place.length);
	text->is_failed |= place.is_failed;
	text_finish(&place);
}

static void write_level(struct text *text, const struct piece *piece, const struct event *event)
{
	const struct message_class *class = event->message.class;
	const char *name = message_level_name(event->message.level);

	/* Some functions for messages have no level at all. */
	if ((class->level != MESSAGE_LEVEL_OF_EVENT && class->level_name[0]) ||
		event->message.level == MESSAGE_LEVEL_OF_EVENT) {
		write_string(text, piece, class->level_name);
	} else if (name) {
		text_add_string(text, "TRACE_LEVEL_");
		text_add_string(text, name);
	} else {
		text_add_decimal(text, event->message.level);
	}
}

void renderer_write_piece(struct renderer *renderer, struct text *text, const struct piece *piece,
	const struct event *event, const struct message_value *values, uint64_t sequence)
{
	const struct message_class *class = event->message.class;

	switch (piece->kind) {
	case PIECE_VALUE:
		piece->value.write(
			text, &piece->value, &values[piece->argument], &renderer->moments);
		break;
	case PIECE_MODULE:
		write_string(text, piece, class->module ? class->module : class->driver);
		break;
	case PIECE_PLACE:
		write_place(text, piece, class);
		break;
	case PIECE_THREAD:
		write_number(text, piece, (uint32_t)event->tid);
		break;
	case PIECE_TIME:
		moment_write(text, &renderer->moments, event->time_ns);
		break;
	case PIECE_NOT_RECORDED:
		write_number(text, piece, 0);
		break;
	case PIECE_SEQUENCE:
		write_number(text, piece, sequence);
		break;
	case PIECE_PROCESS:
		write_number(text, piece, (uint32_t)event->pid);
		break;
	case PIECE_CPU:
		write_number(text, piece, (uint64_t)(int64_t)event->message.cpu);
		break;
	case PIECE_FUNCTION:
		write_string(text, piece, class->function);
		break;
	case PIECE_FLAG:
		write_string(text, piece, class->flag);
		break;
	case PIECE_LEVEL:
		write_level(text, piece, event);
		break;
	case PIECE_FILE:
		write_string(text, piece, class->file);
		break;
	case PIECE_LINE:
		write_number(text, piece, class->line);
		break;
	default:
		text_add_string(text, "<no value>");
	}
}

static void write_prefix(
	struct renderer *renderer, struct text *text, const struct event *event, uint64_t sequence)
{
	for (size_t i = 0; i < renderer->prefix.count; i++) {
		const struct piece *piece = &renderer->prefix.pieces[i];

		if (piece->kind == PIECE_LITERAL)
			text_add(text, piece->bytes, piece->size);
		else if (piece->kind != PIECE_PREFIX)
			renderer_write_piece(renderer, text, piece, event, NULL, sequence);
	}
}

void renderer_write_unknown_line(struct renderer *renderer, struct text *text,
	const struct event *event, const struct message_value *values, uint64_t sequence)
{
	write_prefix(renderer, text, event, sequence);
	renderer_write_unknown(renderer, text, event, values);
}

void renderer_write_unknown(struct renderer *renderer, struct text *text, const struct event *event,
	const struct message_value *values)
{
	static const struct specifier as_it_is = {
		.precision = SPECIFIER_NO_PRECISION, .name = "", .name_length = 0
	};
	const struct message_class *class = event->message.class;

	text_add_escaped(text, class->name, strlen(class->name));
	text_add_string(text, ": No Format Information found: ");
	text_add_string(text, class->problem);
	for (size_t i = 0; i < class->parameter_count; i++) {
		struct value_plan plan;

		value_plan(&plan, &as_it_is, &class->parameters[i]);
		text_add_format(text, "%sa%zu=", i ? ", " : "; ", i + 1);
		plan.write(text, &plan, &values[i], &renderer->moments);
	}
}
