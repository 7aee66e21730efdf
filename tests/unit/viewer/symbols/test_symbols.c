#include "viewer/symbols/symbols.h"

#include <dlfcn.h>
#include <link.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The build makes these from fixture.c. */
static const char whole[] = FIXTURE_FOLDER "/libfixture.so";
static const char stripped[] = FIXTURE_FOLDER "/stripped.so";
static const char separate[] = FIXTURE_FOLDER "/separate.so";
static const char no_index[] = FIXTURE_FOLDER "/no-index.so";

static struct symbols *symbols;
static void *library;

static int set_up(void **state)
{
	(void)state;
	library = dlopen(whole, RTLD_NOW | RTLD_LOCAL);
	return library ? symbols_create(&symbols) : -1;
}

static int tear_down(void **state)
{
	(void)state;
	symbols_destroy(symbols);
	dlclose(library);
	return 0;
}

static uint64_t to_offset(void *address)
{
	struct link_map *map;

	assert_int_equal(dlinfo(library, RTLD_DI_LINKMAP, &map), 0);
	return (uint64_t)(uintptr_t)address - (uint64_t)map->l_addr;
}

/* The return address that a function of the fixture records, relative to its base. */
static uint64_t site_of(const char *function)
{
	void *(*call)(void);

	*(void **)&call = dlsym(library, function);
	assert_non_null(call);
	return to_offset(call());
}

static struct location find(const char *path, const char *build_id, uint64_t offset, bool is_return)
{
	struct location location = { 0 };

	assert_int_equal(symbols_find(symbols, path, build_id, offset, is_return, &location), 0);
	return location;
}

static void assert_in_file(const char *path, const char *name)
{
	assert_non_null(path);
	assert_true(strlen(path) >= strlen(name));
	assert_string_equal(path + strlen(path) - strlen(name), name);
}

static void a_call_is_found_with_its_line(void **state)
{
	struct location location = find(whole, "", site_of("fixture_call"), true);

	(void)state;
	assert_null(location.missing);
	assert_string_equal(location.function, "fixture_call");
	assert_in_file(location.file, "fixture.c");
	assert_int_equal(location.line, 13);
}

static void a_call_in_an_inlined_function_is_in_that_function(void **state)
{
	struct location location = find(whole, "", site_of("fixture_call_inlined"), true);

	(void)state;
	assert_string_equal(location.function, "fixture_inlined");
	assert_int_equal(location.line, 21);
}

static void a_callback_is_found_by_its_own_address(void **state)
{
	uint64_t offset = to_offset(dlsym(library, "fixture_call"));
	struct location location = find(whole, "", offset, false);

	(void)state;
	assert_string_equal(location.function, "fixture_call");
	assert_int_equal(location.line, 11); /* of its definition */
}

static void a_place_asked_for_again_is_the_same(void **state)
{
	(void)state;
	for (uint64_t offset = 0; offset < 1000; offset++)
		find(whole, "", offset, true);
	a_call_is_found_with_its_line(NULL);
	a_call_is_found_with_its_line(NULL);
}

static void a_stripped_module_says_so(void **state)
{
	struct location location = find(stripped, "", site_of("fixture_call"), true);

	(void)state;
	assert_null(location.file);
	assert_non_null(location.missing);
	assert_string_equal(
		location.missing, "no debug information in " FIXTURE_FOLDER "/stripped.so");
}

static void a_separate_debug_file_is_used(void **state)
{
	struct location location = find(separate, "", site_of("fixture_call"), true);

	(void)state;
	assert_null(location.missing);
	assert_int_equal(location.line, 13);
}

static void an_index_of_addresses_is_not_needed(void **state)
{
	struct location location = find(no_index, "", site_of("fixture_call_inlined"), true);

	(void)state;
	assert_null(location.missing);
	assert_string_equal(location.function, "fixture_inlined");
	assert_in_file(location.file, "fixture.c");
	assert_int_equal(location.line, 21);
}

static void the_recorded_build_id_is_accepted(void **state)
{
	char id[128] = "";
	FILE *file = fopen(FIXTURE_FOLDER "/build-id", "r");
	struct location location;

	(void)state;
	assert_non_null(file);
	assert_non_null(fgets(id, sizeof(id), file));
	(void)fclose(file);
	id[strcspn(id, "\n")] = '\0';
	assert_true(strlen(id) >= 16);

	location = find(whole, id, site_of("fixture_call"), true);
	assert_null(location.missing);
	assert_int_equal(location.line, 13);
}

static void another_build_id_is_not_believed(void **state)
{
	struct location location = find(whole, "0123456789abcdef", site_of("fixture_call"), true);

	(void)state;
	assert_null(location.function);
	assert_null(location.file);
	assert_string_equal(location.missing,
		FIXTURE_FOLDER "/libfixture.so has another build id than the recorded one");
}

static void a_module_that_is_gone_cannot_be_opened(void **state)
{
	struct location location = find("/nowhere/gone.so", "", 0x1000, true);

	(void)state;
	assert_null(location.function);
	assert_string_equal(
		location.missing, "cannot open /nowhere/gone.so: No such file or directory");
	location = find("", "", 0x1000, true);
	assert_non_null(location.missing);
}

static void what_is_no_module_says_so(void **state)
{
	struct location location = find(FIXTURE_FOLDER "/build-id", "", 0x10, true);

	(void)state;
	assert_string_equal(location.missing, FIXTURE_FOLDER "/build-id is not an ELF file");
	location = find(FIXTURE_FOLDER, "", 0x10, true);
	assert_string_equal(location.missing, "cannot open " FIXTURE_FOLDER ": not a file");
}

static void an_address_outside_every_function_is_unknown(void **state)
{
	struct location location = find(whole, "", UINT64_C(0x7fffffffffff), true);

	(void)state;
	assert_null(location.function);
	assert_non_null(location.missing);
	location = find(whole, "", 0, true);
	assert_non_null(location.missing);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_call_is_found_with_its_line),
		cmocka_unit_test(a_call_in_an_inlined_function_is_in_that_function),
		cmocka_unit_test(a_callback_is_found_by_its_own_address),
		cmocka_unit_test(a_place_asked_for_again_is_the_same),
		cmocka_unit_test(a_stripped_module_says_so),
		cmocka_unit_test(a_separate_debug_file_is_used),
		cmocka_unit_test(an_index_of_addresses_is_not_needed),
		cmocka_unit_test(the_recorded_build_id_is_accepted),
		cmocka_unit_test(another_build_id_is_not_believed),
		cmocka_unit_test(a_module_that_is_gone_cannot_be_opened),
		cmocka_unit_test(what_is_no_module_says_so),
		cmocka_unit_test(an_address_outside_every_function_is_unknown),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
