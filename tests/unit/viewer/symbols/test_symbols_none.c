#include "viewer/symbols/symbols.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void every_place_says_why_it_is_unknown(void **state)
{
	struct symbols *symbols;
	struct location location;

	(void)state;
	assert_int_equal(symbols_create(&symbols), 0);
	assert_int_equal(symbols_find(symbols, "/bin/sh", "", 0x1000, true, &location), 0);
	assert_null(location.function);
	assert_null(location.file);
	assert_non_null(location.missing);
	symbols_destroy(symbols);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_place_says_why_it_is_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
