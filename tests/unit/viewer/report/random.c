/* Whatever is in a trace, reports are printable text and valid JSON. */
#include <json-c/json.h>

#include "tests/support/random_script.h"
#include "tests/unit/viewer/report/report.h"

static struct script script;
static const char *const reports[] = { "leaks", "objects", "init" };

static void expect_printable(const char *text)
{
	for (; *text; text++)
		assert_true(*text == '\n' || (*text >= ' ' && *text != 0x7f));
}

static void text_is_printable(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 60; seed++) {
		for (size_t i = 0; i < 3; i++) {
			const struct report_options options = { .tree = seed % 2,
				.blame = seed % 2 };
			enum verdict_status status;
			char *text;

			random_script(&script, seed, 400);
			text = render(&script, reports[i], &options, &status);
			expect_printable(text);
			assert_non_null(strstr(text, "\nSUMMARY: "));
			free(text);
		}
	}
}

static void json_is_valid(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 60; seed++) {
		for (size_t i = 0; i < 3; i++) {
			const struct report_options options = { .format = REPORT_JSON };
			enum verdict_status status;
			struct json_object *object;
			char *text;

			random_script(&script, seed, 400);
			text = render(&script, reports[i], &options, &status);
			object = json_tokener_parse(text);
			assert_non_null(object);
			json_object_put(object);
			free(text);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_printable),
		cmocka_unit_test(json_is_valid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
