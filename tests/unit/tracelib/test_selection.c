/* What drivers make of DRVTRACE_WPP, and that the viewer calls levels the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tracelib/src/selection.h"
#include "viewer/model/message.h"

#define LEVEL_ALL 255

static struct selection select_by(const char *text)
{
	struct selection selection;

	setenv("DRVTRACE_WPP", text, 1);
	selection_of(&selection, "ring");
	return selection;
}

static void nothing_said_is_everything(void **state)
{
	static const char *const texts[] = { "", ";", "ring", "ring:", "ring::", "other:1:A" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct selection selection = select_by(texts[i]);

		assert_int_equal(selection.level, LEVEL_ALL);
		assert_true(selection_has_flag(&selection, "ANY", -1));
	}
}

static void the_last_entry_that_fits_counts(void **state)
{
	(void)state;
	assert_int_equal(select_by("*:1;ring:2;other:3").level, 2);
	assert_int_equal(select_by("ring:2;*:1").level, 1);
	assert_true(select_by("ring:2:A;ring").level == LEVEL_ALL);
	assert_false(select_by("ring:2:A;ring").has_flags);
}

static void levels_are_those_of_the_viewer(void **state)
{
	static const char *const words[] = { "none", "critical", "FATAL", "Error", "err", "erro",
		"warning", "warn", "info", "informations", "information", "verb", "verbose",
		"TRACE_LEVEL_WARNING", "trace_level_verb", "0", "4", "7", "200" };

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		char text[64] = "ring:";
		int level = message_level_find(words[i]);

		assert_int_equal(
			select_by(strcat(text, words[i])).level, level < 0 ? LEVEL_ALL : level);
	}
}

static void names_and_masks_stand_in_one_list(void **state)
{
	struct selection selection = select_by("ring::A,0x4,LONG,0X10");

	(void)state;
	assert_true(selection_has_flag(&selection, "A", 0));
	assert_true(selection_has_flag(&selection, "LONG", -1));
	assert_true(selection_has_flag(&selection, "THIRD", 2));
	assert_true(selection_has_flag(&selection, "FIFTH", 4));
	assert_false(selection_has_flag(&selection, "LON", 1));
	assert_false(selection_has_flag(&selection, "ONG", -1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_said_is_everything),
		cmocka_unit_test(the_last_entry_that_fits_counts),
		cmocka_unit_test(levels_are_those_of_the_viewer),
		cmocka_unit_test(names_and_masks_stand_in_one_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
