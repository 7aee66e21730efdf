/* The reports as JSON. */
#include <json-c/json.h>

#include "tests/unit/viewer/report/report.h"

static struct script script;

static struct json_object *parse(const char *report, const struct report_options *options)
{
	enum verdict_status status;
	char *text = render(&script, report, options, &status);
	struct json_tokener *tokener = json_tokener_new();
	struct json_object *object;

	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	object = json_tokener_parse_ex(tokener, text, (int)strlen(text) + 1);
	assert_int_equal(json_tokener_get_error(tokener), json_tokener_success);
	assert_non_null(object);
	json_tokener_free(tokener);
	free(text);
	return object;
}

static struct json_object *get(struct json_object *object, const char *key)
{
	struct json_object *value = json_object_object_get(object, key);

	if (!value)
		fail_msg("no \"%s\" in %s", key, json_object_to_json_string(object));
	return value;
}

static const char *text_of(struct json_object *object, const char *key)
{
	return json_object_get_string(get(object, key));
}

static int64_t number_of(struct json_object *object, const char *key)
{
	return json_object_get_int64(get(object, key));
}

static void leaks_have_the_documented_shape(void **state)
{
	struct report_options options = { .format = REPORT_JSON };
	struct json_object *report;
	struct json_object *entry;
	struct json_object *finding;

	(void)state;
	write_seed(&script);
	assert_int_equal(symbols_create(&options.symbols), 0);
	report = parse("leaks", &options);
	assert_string_equal(text_of(report, "schema"), "drvtrace.leaks/1");
	assert_int_equal(number_of(get(report, "trace"), "events"), 22);
	assert_int_equal(number_of(get(report, "trace"), "discarded_events"), 0);
	assert_true(json_object_get_boolean(get(get(report, "trace"), "complete")));
	assert_int_equal(json_object_array_length(get(report, "unreleased")), 1);
	entry = json_object_array_get_idx(get(report, "unreleased"), 0);
	assert_string_equal(text_of(entry, "verdict"), "leaked");
	assert_string_equal(text_of(entry, "kind"), "pool");
	assert_string_equal(text_of(entry, "handle"), "0xa0");
	assert_string_equal(text_of(entry, "tag"), "btRP");
	assert_int_equal(number_of(entry, "size_bytes"), 64);
	assert_int_equal(number_of(entry, "count"), 1);
	assert_string_equal(text_of(entry, "driver"), "bth");
	assert_int_equal(number_of(get(entry, "process"), "pid"), 100);
	assert_string_equal(text_of(get(entry, "process"), "name"), "drvhost");
	assert_string_equal(text_of(get(entry, "process"), "host"), "host");
	assert_int_equal(number_of(entry, "acquired_ns"), SCRIPT_SECOND + 14000);
	assert_string_equal(text_of(get(entry, "site"), "module"), "/lib/bth.so");
	assert_string_equal(text_of(get(entry, "site"), "function"), "DriverEntry");
	assert_string_equal(text_of(get(entry, "site"), "file"), "/src/drivers/bth.c");
	assert_int_equal(number_of(get(entry, "site"), "line"), 16);
	assert_string_equal(text_of(get(entry, "owner"), "handle"), "0x0");
	assert_int_equal(strlen(text_of(entry, "fingerprint")), 16);
	assert_int_equal(number_of(get(entry, "held"), "objects"), 0);
	assert_string_equal(text_of(get(entry, "released_elsewhere"), "function"), "DriverUnload");
	assert_int_equal(number_of(get(entry, "released_elsewhere"), "line"), 41);
	finding = json_object_array_get_idx(get(report, "findings"), 0);
	assert_string_equal(text_of(finding, "rule"), "leaked-by-failed-entry");
	assert_string_equal(text_of(finding, "severity"), "error");
	assert_string_equal(text_of(get(finding, "site"), "function"), "DriverEntry");
	assert_int_equal(json_object_array_length(get(report, "failed_entries")), 1);
	json_object_put(report);
}

static char *fingerprint(uint64_t site)
{
	struct report_options options = { .format = REPORT_JSON };
	struct json_object *report;
	char *copy;

	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, site);
	script_fail_entry(&script, -5);
	script_unload(&script);
	assert_int_equal(symbols_create(&options.symbols), 0);
	report = parse("leaks", &options);
	copy = strdup(
		text_of(json_object_array_get_idx(get(report, "unreleased"), 0), "fingerprint"));
	json_object_put(report);
	return copy;
}

static void a_fingerprint_is_stable_when_lines_move(void **state)
{
	char *here = fingerprint(0x10);
	char *lower = fingerprint(0x18);
	char *other = fingerprint(0x30);

	(void)state;
	assert_string_equal(here, lower);
	assert_string_not_equal(here, other);
	free(here);
	free(lower);
	free(other);
}

static void objects_name_their_parents(void **state)
{
	const struct report_options options = { .format = REPORT_JSON };
	struct json_object *report;
	struct json_object *objects;

	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_WDFDRIVER, 0xd0, 0, 0, 0x10);
	script_acquire(&script, KIND_WDFMEMORY, 0xd2, 5, 0xd0, 0x10);
	script_release(&script, KIND_WDFMEMORY, 0xd2, 0x30);
	report = parse("objects", &options);
	objects = get(report, "objects");
	assert_string_equal(text_of(report, "schema"), "drvtrace.objects/1");
	assert_int_equal(json_object_array_length(objects), 2);
	assert_int_equal(number_of(json_object_array_get_idx(objects, 1), "parent"), 1);
	assert_string_equal(text_of(json_object_array_get_idx(objects, 1), "verdict"), "released");
	assert_int_equal(number_of(json_object_array_get_idx(objects, 1), "released_ns"),
		SCRIPT_SECOND + 6000);
	json_object_put(report);
}

static void phases_name_their_parents(void **state)
{
	const struct report_options options = { .format = REPORT_JSON };
	struct json_object *report;
	struct json_object *inner;

	(void)state;
	write_seed(&script);
	report = parse("init", &options);
	assert_string_equal(text_of(report, "schema"), "drvtrace.init/1");
	inner = json_object_array_get_idx(get(report, "phases"), 1);
	assert_string_equal(text_of(inner, "name"), "RegisterWithPortDriver");
	assert_int_equal(number_of(inner, "parent"), 1);
	assert_int_equal(number_of(inner, "failed_here"), 1);
	assert_int_equal(number_of(inner, "total_ns"), 2000);
	json_object_put(report);
}

static void hostile_text_makes_valid_json(void **state)
{
	const struct report_options options = { .format = REPORT_JSON };
	struct json_object *report;

	(void)state;
	script_begin(&script);
	script.events[0].process_start.name = "a\"b\\\xff\033";
	script_load(&script, 1);
	script_violation(&script, "rule\x80", "\xed\xa0\x80 \"quoted\"", 0x10);
	script_acquire(&script, KIND_POOL, 0xa0, UINT64_MAX, 0, 0x10);
	script_fail_entry(&script, INT32_MIN);
	report = parse("leaks", &options);
	assert_string_equal(
		text_of(get(json_object_array_get_idx(get(report, "unreleased"), 0), "process"),
			"name"),
		"a\"b\\\\xff\\x1b");
	json_object_put(report);
	json_object_put(parse("objects", &options));
	json_object_put(parse("init", &options));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(leaks_have_the_documented_shape),
		cmocka_unit_test(a_fingerprint_is_stable_when_lines_move),
		cmocka_unit_test(objects_name_their_parents),
		cmocka_unit_test(phases_name_their_parents),
		cmocka_unit_test(hostile_text_makes_valid_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
