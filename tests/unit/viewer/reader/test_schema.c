#include "viewer/reader/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "viewer/reader/metadata.h"

/* What the tracer wrote when it was recorded, so that neither side goes its own way. */
static const char recorded[] = DRVTRACE_TRACES "/leaky/ust/uid/0/64-bit/metadata";

/* Checks the fields of one "event { name = ...; fields := struct { ... }; };". */
static size_t check_fields(enum event_type type, const char *name, const char *at, const char *end)
{
	size_t count = 0;

	at = strstr(at, "fields := struct {");
	assert_non_null(at);
	/* Fields are named with an underscore in front, before the semicolon that ends them. */
	for (at = strstr(at, " _"); at && at < end; at = strstr(at + 1, " _")) {
		char field[64];

		if (sscanf(at, " _%63[a-z_];", field) != 1)
			continue;
		if (!schema_find_field(type, field))
			fail_msg("%s.%s is recorded but not read", name, field);
		count++;
	}
	return count;
}

static void every_recorded_field_is_read(void **state)
{
	bool seen[EVENT_TYPE_COUNT] = {
		[EVENT_OTHER] = true, [EVENT_LOST] = true, [EVENT_MESSAGE] = true
	};
	struct metadata metadata;
	const char *at;

	(void)state;
	assert_int_equal(metadata_read(&metadata, recorded), 0);
	for (at = strstr(metadata.text, "event {\n"); at; at = strstr(at + 1, "event {\n")) {
		const char *next = strstr(at + 1, "event {\n");
		enum event_type type;
		char name[64];

		assert_int_equal(sscanf(strstr(at, "name = "), "name = \"%63[a-z_:]\"", name), 1);
		type = schema_event_type(name);
		if (type == EVENT_OTHER)
			fail_msg("%s is recorded but not known", name);
		seen[type] = true;
		assert_true(check_fields(type, name, at, next ? next : at + strlen(at)) >= 4);
	}
	for (size_t i = 0; i < EVENT_TYPE_COUNT; i++)
		assert_true(seen[i]);
	metadata_finish(&metadata);
}

static void events_of_others_are_not_ours(void **state)
{
	(void)state;
	assert_int_equal(schema_event_type("drvtrace:acquire"), EVENT_ACQUIRE);
	assert_int_equal(schema_event_type("drvtrace:acquire2"), EVENT_OTHER);
	assert_int_equal(schema_event_type("drvtrace:"), EVENT_OTHER);
	assert_int_equal(schema_event_type("drvtrace"), EVENT_OTHER);
	assert_int_equal(schema_event_type("other:acquire"), EVENT_OTHER);
	assert_int_equal(schema_event_type(""), EVENT_OTHER);
	assert_null(schema_find_field(EVENT_OTHER, "pid"));
	assert_null(schema_find_field(EVENT_RELEASE, "size"));
}

static void strings_that_are_not_there_are_empty(void **state)
{
	struct event event = schema_default_event(EVENT_DRIVER_INIT);

	(void)state;
	assert_int_equal(event.type, EVENT_DRIVER_INIT);
	assert_string_equal(event.driver_init.name, "");
	assert_string_equal(event.driver_init.path, "");
	assert_string_equal(event.driver_init.control_guid, "");
	assert_string_equal(event.driver_init.flag_names, "");
	assert_string_equal(schema_default_event(EVENT_VIOLATION).violation.text, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_recorded_field_is_read),
		cmocka_unit_test(events_of_others_are_not_ours),
		cmocka_unit_test(strings_that_are_not_there_are_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
