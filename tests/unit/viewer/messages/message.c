#include "tests/unit/viewer/messages/message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "viewer/messages/program.h"
#include "viewer/messages/renderer.h"
#include "viewer/messages/text.h"

static char rendered[1 << 19];

void message_init(struct message *message, const char *text)
{
	*message = (struct message){
		.class = {
			.name = "nonpnp:INIT.nonpnp.c(97)",
			.driver = "nonpnp",
			.text = (char *)(uintptr_t)text,
			.flag = "INIT",
			.level_name = "TRACE_LEVEL_ERROR",
			.function = "DriverEntry",
			.file = "nonpnp.c",
			.control_guid = "",
			.line = 97,
			.level = 2,
		},
		.event = {
			.type = EVENT_MESSAGE,
			.pid = 0xa3c,
			.tid = 0xa3d,
			.time_ns = 1763717659123456789,
			.message = { .cpu = 3, .level = 2 },
		},
	};
	message->class.parameters = message->parameters;
	message->event.message.class = &message->class;
	message->event.message.arguments = message->values;
}

static struct message_value *add(
	struct message *message, enum message_type type, uint8_t size_bytes)
{
	size_t i = message->class.parameter_count++;

	assert_true(i < ARGUMENT_MAX);
	message->parameters[i] = (struct message_parameter){
		.type = type,
		.size_bytes = size_bytes,
		.specifier = "",
		.expression = "",
	};
	return &message->values[i];
}

void message_add_signed(struct message *message, uint8_t size_bytes, int64_t number)
{
	add(message, MESSAGE_SIGNED, size_bytes)->number = (uint64_t)number;
}

void message_add_unsigned(struct message *message, uint8_t size_bytes, uint64_t number)
{
	add(message, MESSAGE_UNSIGNED, size_bytes)->number = number;
}

void message_add_real(struct message *message, double number)
{
	add(message, MESSAGE_REAL, sizeof(double))->real = number;
}

void message_add_text(struct message *message, const char *text)
{
	*add(message, MESSAGE_TEXT, 0) =
		(struct message_value){ .bytes = text, .size_bytes = (uint32_t)strlen(text) };
}

void message_add_bytes(struct message *message, const void *bytes, size_t size)
{
	*add(message, MESSAGE_BYTES, 0) =
		(struct message_value){ .bytes = bytes, .size_bytes = (uint32_t)size };
}

/* Twice, as what was written before is remembered. */
static void run(struct text *text, struct renderer *renderer, const struct program *program,
	const struct message *message)
{
	static struct memo memo;
	struct text first;

	memset(&memo, 0, sizeof(memo));
	text_init(&first);
	program_run(program, renderer, &memo, &first, &message->event, message->values, 5);
	program_run(program, renderer, &memo, text, &message->event, message->values, 5);
	assert_int_equal(first.length, text->length);
	assert_memory_equal(first.bytes, text->bytes, text->length);
	text_finish(&first);
}

static const char *render(struct message *message, const char *prefix, enum program_scope scope)
{
	struct renderer renderer;
	struct program program;
	struct format format;
	struct text text;

	text_init(&text);
	assert_int_equal(renderer_init(&renderer, prefix, TIME_DISPLAY_UTC), 0);
	assert_int_equal(format_compile_message(&format, &message->class), 0);
	assert_int_equal(program_compile(&program, &renderer, &format, &message->class, scope), 0);
	run(&text, &renderer, &program, message);
	assert_true(text.length < sizeof(rendered));
	(void)snprintf(
		rendered, sizeof(rendered), "%.*s", (int)text.length, text.bytes ? text.bytes : "");
	program_finish(&program);
	format_finish(&format);
	renderer_finish(&renderer);
	text_finish(&text);
	return rendered;
}

const char *message_text(struct message *message)
{
	return render(message, NULL, PROGRAM_TEXT);
}

const char *message_line(struct message *message, const char *prefix)
{
	return render(message, prefix, PROGRAM_LINE);
}
