/* Messages of a recording: their classes and their typed arguments. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/viewer/reader/fixture.h"
#include "viewer/reader/reader.h"

enum {
	EVENT_COUNT = 20,
	ARGUMENT_COUNT = 8,
};

static struct trace_list list;
static struct reader *reader;
static struct event events[EVENT_COUNT + 1];
static struct message_value values[EVENT_COUNT][ARGUMENT_COUNT];

/* Arguments are gone with their batch. */
static void keep_arguments(size_t i)
{
	const struct message_class *class = events[i].message.class;
	struct message_value room[ARGUMENT_COUNT];
	const struct message_value *arguments;

	assert_true(class->parameter_count <= ARGUMENT_COUNT);
	arguments = packing_arguments(&events[i], room);
	for (size_t k = 0; k < class->parameter_count; k++) {
		values[i][k] = arguments[k];
		if (class->parameters[k].type == MESSAGE_TEXT ||
			class->parameters[k].type == MESSAGE_BYTES) {
			char *copy = malloc(values[i][k].size_bytes + 1);

			assert_non_null(copy);
			memcpy(copy, values[i][k].bytes, values[i][k].size_bytes);
			values[i][k].bytes = copy;
		}
	}
	events[i].message.arguments = values[i];
}

static int open_recording(void **state, enum reader_choice choice)
{
	const char *path = TRACE("messages");
	const struct event *batch;
	size_t count, at = 0;

	(void)state;
	trace_list_init(&list);
	assert_int_equal(reader_create_chosen(&reader, choice, &path, 1, &list), 0);
	while (reader_next(reader, &batch, &count) == 0) {
		for (size_t i = 0; i < count && at < EVENT_COUNT; i++) {
			events[at] = batch[i];
			if (events[at].type == EVENT_MESSAGE)
				keep_arguments(at);
			at++;
		}
	}
	assert_int_equal(at, EVENT_COUNT);
	return 0;
}

static int open_natively(void **state)
{
	return open_recording(state, READER_NATIVE);
}

static int open_with_babeltrace(void **state)
{
	return open_recording(state, READER_BABELTRACE);
}

static int close_recording(void **state)
{
	(void)state;
	for (size_t i = 0; i < EVENT_COUNT; i++) {
		const struct message_class *class = events[i].message.class;

		for (size_t k = 0; events[i].type == EVENT_MESSAGE && k < class->parameter_count;
			k++)
			if (class->parameters[k].type == MESSAGE_TEXT ||
				class->parameters[k].type == MESSAGE_BYTES)
				free((char *)(uintptr_t)values[i][k].bytes);
	}
	reader_destroy(reader);
	trace_list_finish(&list);
	return 0;
}

static void expect_text(const struct message_value *value, const char *text)
{
	assert_int_equal(value->size_bytes, strlen(text));
	assert_memory_equal(value->bytes, text, value->size_bytes);
}

static void a_message_has_class_and_arguments(void **state)
{
	const struct event *event = &events[1];
	const struct message_class *class = event->message.class;

	(void)state;
	assert_int_equal(event->type, EVENT_MESSAGE);
	assert_int_equal(event->pid, 11);
	assert_int_equal(event->tid, 22);
	assert_true(event->message.cpu >= 0);
	assert_int_equal(event->message.level, 2);
	assert_string_equal(class->driver, "station");
	assert_string_equal(class->flag, "INIT");
	assert_int_equal(class->parameter_count, 2);
	assert_int_equal(class->parameters[0].type, MESSAGE_SIGNED);
	assert_int_equal(class->parameters[0].size_bytes, 4);
	assert_true(class->parameters[0].is_hexadecimal);
	assert_int_equal((int32_t)event->message.arguments[0].number, (int32_t)0xc000009a);
	assert_int_equal(class->parameters[1].type, MESSAGE_UNSIGNED);
	assert_true(event->message.arguments[1].number == 0xffffe18072c39b10);
}

static void texts_may_be_empty_or_counted(void **state)
{
	(void)state;
	expect_text(&events[2].message.arguments[0], "plain");
	expect_text(&events[2].message.arguments[1], "pla");
	expect_text(&events[3].message.arguments[0], "");
	expect_text(&events[3].message.arguments[1], "");
	assert_true(events[4].message.arguments[0].size_bytes > 20);
}

static void arguments_are_of_every_type(void **state)
{
	const struct message_class *class = events[5].message.class;
	const struct message_value *arguments = events[5].message.arguments;

	(void)state;
	assert_int_equal(class->parameter_count, 7);
	assert_int_equal(class->parameters[0].type, MESSAGE_BYTES);
	assert_int_equal(arguments[0].size_bytes, 16);
	assert_memory_equal(arguments[0].bytes, "\x5a\x0c\x3a\xd2", 4);
	assert_int_equal(arguments[1].size_bytes, 4);
	assert_memory_equal(arguments[1].bytes, "\x00\x01\x7f\xff", 4);
	assert_int_equal(events[6].message.arguments[1].size_bytes, 0);
	assert_int_equal(class->parameters[3].size_bytes, 2);
	assert_int_equal(class->parameters[4].label_count, 3);
	assert_string_equal(class->parameters[4].labels[1].text, "Green");
	assert_int_equal(class->parameters[4].labels[1].first, 2);
	assert_int_equal(arguments[4].number, 2);
	assert_int_equal(class->parameters[6].type, MESSAGE_REAL);
	assert_true(arguments[6].real == 0.5);
}

static void levels_of_run_time_are_the_events(void **state)
{
	(void)state;
	assert_int_equal(events[7].message.class->level, MESSAGE_LEVEL_OF_EVENT);
	assert_int_equal(events[7].message.level, 3);
	assert_int_equal(events[8].message.level, 4);
}

static void what_the_trace_does_not_have_is_no_value(void **state)
{
	const struct message_class *class = events[9].message.class;

	(void)state;
	assert_int_equal(class->parameter_count, 2);
	assert_int_equal(class->parameters[0].type, MESSAGE_TEXT);
	assert_int_equal(class->parameters[1].type, MESSAGE_NONE);
}

static void nonsense_is_a_message_with_a_problem(void **state)
{
	(void)state;
	for (size_t i = 10; i < 19; i++) {
		assert_int_equal(events[i].type, EVENT_MESSAGE);
		assert_non_null(events[i].message.class->problem);
		assert_int_equal(events[i].message.arguments[0].number, i - 9);
	}
}

static void an_event_of_others_is_no_message(void **state)
{
	(void)state;
	assert_int_equal(events[19].type, EVENT_OTHER);
	assert_string_equal(events[19].other.name, "station:foreign");
	assert_int_equal(list.message_count, 19);
	assert_int_equal(list.own_event_count, 0);
	assert_int_equal(list.other_count, 1);
}

static void classes_are_numbered_in_order(void **state)
{
	(void)state;
	assert_int_equal(events[0].message.class->id, 0);
	assert_int_equal(events[2].message.class->id, 2);
	assert_ptr_equal(events[2].message.class, events[3].message.class);
	assert_int_equal(list.message_class_count, 15);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_has_class_and_arguments),
		cmocka_unit_test(texts_may_be_empty_or_counted),
		cmocka_unit_test(arguments_are_of_every_type),
		cmocka_unit_test(levels_of_run_time_are_the_events),
		cmocka_unit_test(what_the_trace_does_not_have_is_no_value),
		cmocka_unit_test(nonsense_is_a_message_with_a_problem),
		cmocka_unit_test(an_event_of_others_is_no_message),
		cmocka_unit_test(classes_are_numbered_in_order),
	};

	return cmocka_run_group_tests(tests, open_natively, close_recording) +
	       cmocka_run_group_tests(tests, open_with_babeltrace, close_recording);
}
