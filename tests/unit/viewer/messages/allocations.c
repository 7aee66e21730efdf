/* Running out of memory is an error, wherever it happens, and never a crash. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/fail_allocation.h"
#include "tests/unit/viewer/messages/message.h"
#include "viewer/messages/log.h"

static int print_log(const struct log_options *options, struct message *message)
{
	struct trace_list list;
	struct log *log = NULL;
	int ret;

	trace_list_init(&list);
	ret = log_create(&log, options, &list);
	if (ret == 0)
		ret = log_feed(log, &message->event);
	if (ret == 0)
		ret = log_end(log);
	log_destroy(log);
	return ret;
}

static void fail_each(bool is_json)
{
	struct log_options options = { .is_json = is_json };
	struct message message;
	int ret = -ENOMEM;

	options.out = fopen("/dev/null", "w");
	assert_non_null(options.out);
	message_init(&message, "%!STDPREFIX!%s\t%d %!ARSTR!\n");
	message_add_text(&message, "text");
	message_add_signed(&message, 4, 1);
	message_add_text(&message, "text ");
	for (size_t i = 1; ret != 0; i++) {
		assert_true(i < 1000);
		fail_allocation(i);
		ret = print_log(&options, &message);
		fail_allocation(0);
		assert_true(ret == 0 || ret == -ENOMEM);
	}
	fclose(options.out);
}

static void a_log_that_runs_out_of_memory_says_so(void **state)
{
	(void)state;
	fail_each(false);
	fail_each(true);
}

static void a_dictionary_that_runs_out_of_memory_says_so(void **state)
{
	int ret = -ENOMEM;

	(void)state;
	for (size_t i = 1; ret != 0; i++) {
		struct message_class *class = NULL;

		fail_allocation(i);
		ret = message_class_create(&class, "a:b", "wpp:1?m=%20&f=a&a=d;s&x=a;b");
		fail_allocation(0);
		assert_true(ret == 0 || ret == -ENOMEM);
		if (ret == 0)
			message_class_destroy(class);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_log_that_runs_out_of_memory_says_so),
		cmocka_unit_test(a_dictionary_that_runs_out_of_memory_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
