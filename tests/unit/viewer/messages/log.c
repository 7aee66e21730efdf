/* Filters, losses, JSON and the line that counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/viewer/messages/message.h"
#include "viewer/messages/log.h"

enum {
	S = 1000000000
};

static char *printed;
static size_t printed_size;
static FILE *out;

static struct log *begin(struct log_options options, const struct trace_list *list)
{
	struct log *log;

	out = open_memstream(&printed, &printed_size);
	assert_non_null(out);
	options.out = out;
	options.display = TIME_DISPLAY_RELATIVE;
	if (!options.prefix)
		options.prefix = "%4 ";
	assert_int_equal(log_create(&log, &options, list), 0);
	log_begin(log, 0, INT64_MIN, INT64_MAX);
	return log;
}

/* Four messages of two classes, two of them one second after the others. */
static void feed(struct log *log)
{
	static struct message messages[3];

	for (uint32_t i = 0; i < 3; i++) {
		struct message *message = &messages[i];

		message_init(message, i == 1 ? "second %d\t\"quoted\"" : "first %d");
		message_add_signed(message, 4, (int64_t)i);
		message->class.id = i * 40;
		message->event.time_ns = i < 2 ? 0 : S;
	}
	messages[1].class.driver = "other";
	messages[1].class.flag = "IO";
	messages[1].class.function = "OnRead";
	messages[1].class.level = MESSAGE_LEVEL_OF_EVENT;
	messages[1].event.message.level = 4;
	messages[2].class.problem = "its dictionary makes no sense";
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(log_feed(log, &messages[i].event), 0);
	messages[1].event.time_ns = S;
	messages[1].event.message.level = 2;
	assert_int_equal(log_feed(log, &messages[1].event), 0);
}

static void end(struct log *log)
{
	assert_int_equal(log_end(log), 0);
	log_destroy(log);
	fclose(out);
}

static void expect(struct log_options options, const char *text)
{
	struct trace_list list;
	struct log *log;

	trace_list_init(&list);
	log = begin(options, &list);
	feed(log);
	end(log);
	assert_string_equal(printed, text);
	free(printed);
	trace_list_finish(&list);
}

#define COUNTS " lost_events=0 lost_packets=0 unknown_formats=1 format_errors=0 complete=yes\n"

static void all_are_shown_without_filters(void **state)
{
	(void)state;
	expect((struct log_options){ 0 }, "+0.000000000s first 0\n"
					  "+0.000000000s second 1\t\"quoted\"\n"
					  "+1.000000000s nonpnp:INIT.nonpnp.c(97): No Format "
					  "Information found: its dictionary "
					  "makes no sense; a1=2\n"
					  "+1.000000000s second 1\t\"quoted\"\n"
					  "\nSUMMARY: log shown=4 messages=4" COUNTS);
}

static void filters_let_through_what_fits_all_of_them(void **state)
{
	(void)state;
	expect((struct log_options){ .driver = "other", .level = 3 },
		"+1.000000000s second 1\t\"quoted\"\n\nSUMMARY: log shown=1 messages=4" COUNTS);
	expect((struct log_options){ .flag = "INIT", .grep = "first" },
		"+0.000000000s first 0\n\nSUMMARY: log shown=1 messages=4" COUNTS);
	expect((struct log_options){ .function = "OnRead", .driver = "nonpnp" },
		"\nSUMMARY: log shown=0 messages=4" COUNTS);
	expect((struct log_options){ .level = 1 }, "\nSUMMARY: log shown=0 messages=4" COUNTS);
	/* The prefix is no part of the text. */
	expect((struct log_options){ .grep = "+0.0" }, "\nSUMMARY: log shown=0 messages=4" COUNTS);
}

static void only_the_wanted_time_is_shown(void **state)
{
	struct trace_list list;
	struct log *log;

	(void)state;
	trace_list_init(&list);
	log = begin((struct log_options){ .flag = "IO" }, &list);
	log_begin(log, 0, 1, S);
	feed(log);
	end(log);
	assert_string_equal(printed,
		"+1.000000000s second 1\t\"quoted\"\n\nSUMMARY: log shown=1 messages=2" COUNTS);
	free(printed);
	trace_list_finish(&list);
}

static const struct event losses[] = {
	{ .type = EVENT_LOST, .lost = { .count = 12, .begin_ns = 1, .end_ns = S } },
	{ .type = EVENT_LOST,
		.lost = { .count = 2, .begin_ns = S, .end_ns = S, .is_packets = true } },
	{ .type = EVENT_LOST,
		.lost = { .count = -1, .begin_ns = 2 * (int64_t)S, .end_ns = INT64_MAX } },
};

static void print_losses(struct log_options options)
{
	struct trace_list list;
	struct log *log;

	trace_list_init(&list);
	list.discarded_events = 12;
	list.discarded_packets = 2;
	log = begin(options, &list);
	for (size_t i = 0; i < sizeof(losses) / sizeof(losses[0]); i++)
		assert_int_equal(log_feed(log, &losses[i]), 0);
	end(log);
	trace_list_finish(&list);
}

static void losses_are_shown_where_they_happened(void **state)
{
	(void)state;
	print_losses((struct log_options){ .driver = "nobody" });
	assert_string_equal(printed,
		"*** 12 events were lost here: +0.000000001s to +1.000000000s ***\n"
		"*** 2 packets of events were lost here: +1.000000000s to +1.000000000s ***\n"
		"*** events were lost here: +2.000000000s to the end of a damaged file ***\n"
		"\nSUMMARY: log shown=0 messages=0 lost_events=12 lost_packets=2 unknown_formats=0 "
		"format_errors=0 complete=no\n");
	free(printed);
	print_losses((struct log_options){ .is_json = true });
	assert_string_equal(printed,
		"{\"type\":\"begin\",\"schema\":\"drvtrace.log/1\"}\n"
		"{\"type\":\"loss\",\"unit\":\"events\",\"count\":12,\"begin_ns\":1,"
		"\"end_ns\":1000000000}\n"
		"{\"type\":\"loss\",\"unit\":\"packets\",\"count\":2,\"begin_ns\":1000000000,"
		"\"end_ns\":1000000000}\n"
		"{\"type\":\"loss\",\"unit\":\"events\",\"begin_ns\":2000000000}\n"
		"{\"type\":\"end\",\"shown\":0,\"messages\":0,\"lost_events\":12,\"lost_packets\":"
		"2,"
		"\"unknown_formats\":0,\"format_errors\":0,\"complete\":false}\n");
	free(printed);
}

static void json_is_an_object_per_line(void **state)
{
	(void)state;
	expect((struct log_options){ .is_json = true, .driver = "other", .level = 2 },
		"{\"type\":\"begin\",\"schema\":\"drvtrace.log/1\"}\n"
		"{\"type\":\"message\",\"number\":4,\"time_ns\":1000000000,\"pid\":2620,\"tid\":"
		"2621,"
		"\"cpu\":3,\"level\":2,\"level_name\":\"ERROR\",\"driver\":\"other\","
		"\"event\":\"nonpnp:INIT.nonpnp.c(97)\",\"flag\":\"IO\",\"function\":\"OnRead\","
		"\"file\":\"nonpnp.c\",\"line\":97,\"text\":\"second 1\\t\\\"quoted\\\"\","
		"\"arguments\":[{\"specifier\":\"\",\"expression\":\"\",\"value\":1}]}\n"
		"{\"type\":\"end\",\"shown\":1,\"messages\":4,\"lost_events\":0,\"lost_packets\":0,"
		"\"unknown_formats\":1,\"format_errors\":0,\"complete\":true}\n");
}

static void values_of_json_have_their_types(void **state)
{
	struct trace_list list;
	struct message message;
	struct log *log;

	(void)state;
	trace_list_init(&list);
	log = begin((struct log_options){ .is_json = true }, &list);
	message_init(&message, "x");
	message_add_signed(&message, 4, -1);
	message_add_signed(&message, 4, -1);
	message.parameters[1].is_hexadecimal = true;
	message_add_unsigned(&message, 8, UINT64_MAX);
	message_add_real(&message, 0.1);
	message_add_real(&message, 1.0 / 0.0);
	message_add_text(&message, "\\\"\n\xff");
	message_add_bytes(&message, "\x01\xff", 2);
	message.class.parameters[7].type = MESSAGE_NONE;
	message.class.parameters[7].specifier = message.class.parameters[7].expression = "";
	message.class.parameter_count++;
	assert_int_equal(log_feed(log, &message.event), 0);
	end(log);
	for (const char *at = printed; (at = strstr(at, "\"value\":"));)
		memset((char *)(uintptr_t)at++, '#', 1);
	assert_non_null(strstr(printed, "value\":-1}"));
	assert_non_null(strstr(printed, "value\":\"0xffffffff\"}"));
	assert_non_null(strstr(printed, "value\":18446744073709551615}"));
	assert_non_null(strstr(printed, "value\":0.10000000000000001}"));
	assert_non_null(strstr(printed, "value\":null}"));
	assert_non_null(strstr(printed, "value\":\"\\\\\\\"\\\\x0a\\\\xff\"}"));
	assert_non_null(strstr(printed, "value\":\"01ff\"}"));
	free(printed);
	trace_list_finish(&list);
}

/* Overlapping snapshots: the copy is in another trace of the same host. */
static void a_message_that_comes_twice_is_shown_once(void **state)
{
	struct trace traces[] = { { .host = "one" }, { .host = "one" }, { .host = "two" } };
	struct trace_list list;
	struct message message;
	struct log *log;

	(void)state;
	trace_list_init(&list);
	list.traces = traces;
	list.trace_count = 3;
	log = begin((struct log_options){ .prefix = "%7 " }, &list);
	message_init(&message, "x");
	for (uint32_t i = 0; i < 3; i++) {
		message.event.trace = i;
		assert_int_equal(log_feed(log, &message.event), 0);
	}
	/* Another thread, and another time, are no copies. */
	message.event.trace = 1;
	message.event.tid++;
	assert_int_equal(log_feed(log, &message.event), 0);
	message.event.time_ns++;
	message.event.trace = 0;
	assert_int_equal(log_feed(log, &message.event), 0);
	end(log);
	assert_string_equal(printed, "1 x\n2 x\n3 x\n4 x\n\nSUMMARY: log shown=4 messages=4 "
				     "lost_events=0 lost_packets=0 "
				     "unknown_formats=0 format_errors=0 complete=yes\n");
	free(printed);
	list.traces = NULL;
	list.trace_count = 0;
	trace_list_finish(&list);
}

static void without_a_dictionary_values_are_shown_as_what_they_are(void **state)
{
	struct trace_list list;
	struct message message;
	struct log *log;

	(void)state;
	trace_list_init(&list);
	log = begin((struct log_options){ 0 }, &list);
	message_init(&message, "");
	message_add_signed(&message, 4, -3);
	message_add_unsigned(&message, 1, 200);
	message_add_real(&message, 0.5);
	message_add_text(&message, "a\tb");
	message_add_bytes(&message, "\x01\xff", 2);
	message.class.name = "x:y";
	message.class.problem = "none";
	assert_int_equal(log_feed(log, &message.event), 0);
	end(log);
	assert_non_null(strstr(printed, " x:y: No Format Information found: none; a1=-3, a2=200, "
					"a3=0.5, a4=a\\x09b, a5=01 ff\n"));
	free(printed);
	trace_list_finish(&list);
}

static void a_full_disk_is_an_error(void **state)
{
	struct trace_list list;
	struct log_options options = { 0 };
	struct log *log;

	(void)state;
	options.out = fopen("/dev/full", "w");
	if (!options.out)
		skip();
	trace_list_init(&list);
	assert_int_equal(log_create(&log, &options, &list), 0);
	feed(log);
	assert_true(log_end(log) < 0);
	log_destroy(log);
	fclose(options.out);
	trace_list_finish(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_are_shown_without_filters),
		cmocka_unit_test(filters_let_through_what_fits_all_of_them),
		cmocka_unit_test(only_the_wanted_time_is_shown),
		cmocka_unit_test(losses_are_shown_where_they_happened),
		cmocka_unit_test(json_is_an_object_per_line),
		cmocka_unit_test(values_of_json_have_their_types),
		cmocka_unit_test(a_message_that_comes_twice_is_shown_once),
		cmocka_unit_test(without_a_dictionary_values_are_shown_as_what_they_are),
		cmocka_unit_test(a_full_disk_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
