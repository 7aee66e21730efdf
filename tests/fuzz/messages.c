/*
 * Logs messages whose dictionaries are damaged and whose arguments are anything: whatever it prints
 * must be one clean line per message, and JSON that others can read. A seed always gives the same.
 *
 *   fuzz_messages FIRST_SEED COUNT
 */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/differential/generate.h"
#include "tests/differential/generate_class.h"
#include "viewer/messages/log.h"
#include "viewer/model/escape.h"
#include "viewer/model/event.h"

enum {
	PARAMETER_MAX = 8,
	MESSAGE_COUNT = 4,
	TEXT_MAX = 64 << 10,
	PREFIX_MAX = 64,
};

static char bytes[TEXT_MAX];

static void fail(const char *what, uint64_t seed, const char *text)
{
	printf("seed %llu: %s: %s\n", (unsigned long long)seed, what, text);
	exit(1);
}

static void damage(char *text, uint64_t *state)
{
	static const char liked[] = "%&=;!:?,0aAfF \xff\n\"\\";
	size_t length = strlen(text);

	for (uint64_t i = generate_below(state, 6); i > 0 && length > 0; i--) {
		size_t at = generate_below(state, length);

		switch (generate_below(state, 3)) {
		case 0:
			text[at] = liked[generate_below(state, sizeof(liked) - 1)];
			break;
		case 1:
			text[at] = (char)(1 + generate_below(state, 255));
			break;
		default:
			memmove(text + at, text + at + 1, length - at);
			length--;
		}
	}
}

/* Of characters that are sometimes text, and sometimes anything. */
static size_t choose_bytes(uint64_t *state)
{
	size_t size = generate_below(state, 100) == 0 ? generate_below(state, TEXT_MAX)
						      : generate_below(state, 40);
	bool is_plain = generate_below(state, 2);

	for (size_t i = 0; i < size; i++)
		bytes[i] = (char)(is_plain ? 0x20 + generate_below(state, 0x5f)
					   : generate_random(state));
	return size;
}

static void choose_parameter(struct message_parameter *parameter, uint64_t *state)
{
	parameter->type = (enum message_type)generate_below(state, MESSAGE_NONE + 1);
	parameter->size_bytes = (uint8_t)(1 << generate_below(state, 4));
	parameter->is_hexadecimal = generate_below(state, 2);
	for (uint64_t i = generate_below(state, 3) ? 0 : generate_below(state, 5); i > 0; i--) {
		uint64_t first = generate_below(state, 10);
		size_t size = choose_bytes(state) % 60;

		bytes[size] = '\0';
		if (message_parameter_add_label(
			    parameter, bytes, first, first + generate_below(state, 3)) < 0)
			exit(2);
	}
}

static struct message_class *choose_class(uint64_t *state)
{
	static struct event_class declared;
	struct message_class *class;

	memset(&declared, 0, sizeof(declared));
	generate_dictionary(state, &declared);
	damage(declared.uri, state);
	if (generate_below(state, 4) == 0)
		damage(declared.name, state);
	if (message_class_create(&class, declared.name, declared.uri) < 0)
		exit(2);
	for (size_t i = 0; i < PARAMETER_MAX; i++) {
		struct message_parameter *parameter;

		if (generate_below(state, 6) == 0)
			break;
		parameter = message_class_parameter(class, i);
		if (!parameter)
			exit(2);
		choose_parameter(parameter, state);
	}
	return class;
}

static void choose_value(
	struct message_value *value, const struct message_parameter *parameter, uint64_t *state)
{
	if (parameter->type == MESSAGE_TEXT || parameter->type == MESSAGE_BYTES) {
		size_t size = choose_bytes(state);
		char *copy = malloc(size ? size : 1);

		if (!copy)
			exit(2);
		memcpy(copy, bytes, size);
		*value = (struct message_value){ .bytes = copy, .size_bytes = (uint32_t)size };
		return;
	}
	value->number =
		generate_below(state, 2) ? generate_random(state) : generate_below(state, 20);
	value->size_bytes = 0;
}

static int64_t choose_time(uint64_t *state)
{
	return generate_below(state, 3) ? 1795252482100701351 + (int64_t)generate_below(state, 1000)
					: (int64_t)generate_random(state);
}

static struct event choose_event(const struct message_class *class, uint64_t *state)
{
	struct message_value *values = malloc((class->parameter_count + 1) * sizeof(*values));
	struct event event = { .type = EVENT_MESSAGE, .time_ns = choose_time(state) };

	if (!values)
		exit(2);
	for (size_t i = 0; i < class->parameter_count; i++)
		choose_value(&values[i], &class->parameters[i], state);
	event.pid = (int32_t)generate_random(state);
	event.tid = (int32_t)generate_random(state);
	event.message.class = class;
	event.message.arguments = values;
	event.message.cpu = (int32_t)generate_below(state, 10) - 1;
	event.message.level = (uint8_t)generate_below(state, 256);
	return event;
}

static void drop_event(struct event *event)
{
	const struct message_class *class = event->message.class;
	struct message_value *values = (struct message_value *)(uintptr_t)event->message.arguments;

	for (size_t i = 0; i < class->parameter_count; i++)
		if (class->parameters[i].type == MESSAGE_TEXT ||
			class->parameters[i].type == MESSAGE_BYTES)
			free((char *)(uintptr_t)values[i].bytes);
	free(values);
}

static char *print(const struct log_options *form, const struct event *events)
{
	struct log_options options = *form;
	struct trace_list list;
	struct log *log;
	char *text = NULL;
	size_t size;

	trace_list_init(&list);
	options.out = open_memstream(&text, &size);
	if (!options.out || log_create(&log, &options, &list) < 0)
		exit(2);
	log_begin(log, 0, INT64_MIN, INT64_MAX);
	for (size_t i = 0; i < MESSAGE_COUNT; i++)
		if (log_feed(log, &events[i]) < 0)
			exit(2);
	if (log_end(log) < 0 || fclose(options.out) != 0)
		exit(2);
	log_destroy(log);
	trace_list_finish(&list);
	return text;
}

/* Nothing but what can be printed, and tabs that the author of the format set. */
static size_t check_lines(char *text, uint64_t seed)
{
	size_t count = 0;

	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		count++;
		for (char *tab = strchr(line, '\t'); tab; tab = strchr(tab, '\t'))
			*tab = ' ';
		if (!escape_is_clean(line))
			fail("not clean", seed, line);
	}
	return count;
}

static void check_json(const char *text, uint64_t seed)
{
	const char *end;

	for (; *text; text = end + 1) {
		struct json_tokener *tokener = json_tokener_new();
		struct json_object *object;

		end = strchr(text, '\n');
		if (!tokener || !end)
			fail("no line", seed, text);
		json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
		object = json_tokener_parse_ex(tokener, text, (int)(end - text));
		if (!object)
			fail(json_tokener_error_desc(json_tokener_get_error(tokener)), seed, text);
		json_object_put(object);
		json_tokener_free(tokener);
	}
}

static void run(uint64_t seed)
{
	uint64_t state = generate_state(seed);
	struct message_class *class = choose_class(&state);
	char prefix[PREFIX_MAX] = "%7!u!%1!-9s!%2!s!%3!04X!%4!s!%5!x!%8!p!%9!d!%!LEVEL!%!FUNC!";
	struct log_options forms[] = {
		{ .display = TIME_DISPLAY_UTC },
		{ .display = TIME_DISPLAY_RELATIVE, .prefix = prefix, .grep = "%" },
		{ .display = TIME_DISPLAY_UTC, .is_json = true },
	};
	struct event events[MESSAGE_COUNT];

	damage(prefix, &state);
	for (size_t i = 0; i < MESSAGE_COUNT; i++)
		events[i] = choose_event(class, &state);
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		char *text = print(&forms[i], events);

		if (forms[i].is_json)
			check_json(text, seed);
		else if (check_lines(text, seed) > MESSAGE_COUNT + 1)
			fail("too many lines", seed, text);
		free(text);
	}
	for (size_t i = 0; i < MESSAGE_COUNT; i++)
		drop_event(&events[i]);
	message_class_destroy(class);
}

int main(int argc, char **argv)
{
	uint64_t first;
	uint64_t count;

	if (argc != 3) {
		fprintf(stderr, "usage: fuzz_messages FIRST_SEED COUNT\n");
		return 2;
	}
	first = strtoull(argv[1], NULL, 10);
	count = strtoull(argv[2], NULL, 10);
	for (uint64_t seed = first; seed < first + count; seed++)
		run(seed);
	return 0;
}
