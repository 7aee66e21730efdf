/* Tables, strings, sites, kinds, the list of traces, and modules over time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "viewer/model/kind.h"
#include "viewer/model/process.h"

static bool is_number(const void *item, const void *key)
{
	return *(const int *)item == *(const int *)key;
}

static void a_table_finds_what_is_in_it_and_nothing_else(void **state)
{
	static int numbers[1000];
	struct table table;

	(void)state;
	table_init(&table);
	/* Few hashes, so that searches run into each other. */
	for (int i = 0; i < 1000; i++) {
		numbers[i] = i;
		assert_int_equal(table_add(&table, (uint64_t)i % 7, &numbers[i]), 0);
	}
	for (int i = 0; i < 1000; i += 2)
		table_remove(&table, (uint64_t)i % 7, &numbers[i]);
	assert_int_equal(table.count, 500);
	for (int i = 0; i < 1000; i++)
		assert_ptr_equal(table_find(&table, (uint64_t)i % 7, is_number, &i),
			i % 2 ? &numbers[i] : NULL);
	table_finish(&table);
}

static void a_walk_meets_every_item_once(void **state)
{
	static int numbers[100];
	struct table table;
	size_t position = 0;
	int *number;

	(void)state;
	table_init(&table);
	for (int i = 0; i < 100; i++)
		assert_int_equal(table_add(&table, hash_number(0, (uint64_t)i), &numbers[i]), 0);
	while ((number = table_next(&table, &position)))
		++*number;
	for (int i = 0; i < 100; i++)
		assert_int_equal(numbers[i], 1);
	table_finish(&table);
}

static void equal_strings_have_one_number(void **state)
{
	struct strings strings;
	uint32_t first;
	uint32_t id;
	char text[16];

	(void)state;
	strings_init(&strings);
	assert_int_equal(strings_add(&strings, &id, ""), 0);
	assert_int_equal(id, 0);
	assert_string_equal(strings_get(&strings, 0), "");
	assert_int_equal(strings_add(&strings, &first, "bth"), 0);
	for (int i = 0; i < 1000; i++) {
		snprintf(text, sizeof(text), "%d", i);
		assert_int_equal(strings_add(&strings, &id, text), 0);
		assert_string_equal(strings_get(&strings, id), text);
	}
	assert_int_equal(strings_add(&strings, &id, "bth"), 0);
	assert_int_equal(id, first);
	strings_finish(&strings);
}

static void built_in_kinds_have_names(void **state)
{
	(void)state;
	assert_string_equal(kind_name(KIND_POOL), "pool");
	assert_string_equal(kind_name(KIND_WDFMEMORY), "WDFMEMORY");
	assert_null(kind_name(KIND_FIRST_OWN));
	assert_null(kind_name(KIND_NONE));
}

static void the_list_of_traces_keeps_problems_and_counts_others(void **state)
{
	struct trace_list list;

	(void)state;
	trace_list_init(&list);
	assert_int_equal(trace_list_add_problem(&list, "/a", "no %s", "metadata"), 0);
	assert_string_equal(list.problems[0].path, "/a");
	assert_string_equal(list.problems[0].text, "no metadata");
	assert_int_equal(trace_list_count_other(&list, "a:b"), 0);
	assert_int_equal(trace_list_count_other(&list, "c:d"), 0);
	assert_int_equal(trace_list_count_other(&list, "a:b"), 0);
	assert_int_equal(list.other_count, 2);
	assert_int_equal(list.others[0].count, 2);
	trace_list_finish(&list);
	assert_null(list.problems);
}

struct world {
	struct trace_list list;
	struct strings strings;
	struct sites sites;
	struct processes processes;
	struct process *process;
	uint32_t seq;
};

static void follow(struct world *world, struct event *event)
{
	struct thread *thread;
	struct gap gap;

	event->pid = event->tid = 5;
	event->seq = ++world->seq;
	event->time_ns = world->seq;
	assert_int_equal(
		processes_follow(&world->processes, &world->process, &thread, &gap, event), 0);
}

static void load(struct world *world, uint64_t base, const char *path, const char *build_id)
{
	struct event event = { .type = EVENT_MODULE };

	event.module.base = base;
	event.module.size_bytes = 0x100;
	event.module.path = path;
	event.module.build_id = build_id;
	follow(world, &event);
}

static uint32_t site_at(struct world *world, uint64_t address)
{
	uint32_t site;

	assert_int_equal(process_site(&world->processes, &site, world->process, address), 0);
	return site;
}

static int set_up(void **state)
{
	struct world *world = calloc(1, sizeof(*world));

	*state = world;
	if (!world)
		return -1;
	processes_init(&world->processes, &world->list, &world->strings, &world->sites);
	return 0;
}

static int tear_down(void **state)
{
	struct world *world = *state;

	processes_finish(&world->processes);
	sites_finish(&world->sites);
	strings_finish(&world->strings);
	free(world);
	return 0;
}

static void the_latest_module_at_an_address_wins(void **state)
{
	struct world *world = *state;
	uint32_t first;
	uint32_t second;

	load(world, 0x1000, "/a.so", "aa");
	first = site_at(world, 0x1010);
	load(world, 0x1080, "/b.so", "bb");
	second = site_at(world, 0x1090);
	assert_int_equal(sites_get(&world->sites, first)->offset, 0x10);
	assert_int_equal(sites_get(&world->sites, second)->offset, 0x10);
	assert_int_not_equal(first, second);
	/* What the new one overlaps has been unmapped. */
	assert_int_equal(sites_get(&world->sites, site_at(world, 0x1010))->module_path, 0);
	assert_int_equal(world->process->module_count, 1);
}

static void a_module_that_is_loaded_elsewhere_has_the_same_sites(void **state)
{
	struct world *world = *state;
	uint32_t first;

	load(world, 0x1000, "/a.so", "aa");
	first = site_at(world, 0x1010);
	load(world, 0x9000, "/copy/of/a.so", "aa");
	assert_int_equal(site_at(world, 0x9010), first);
	/* Another build at the same path is another module. */
	load(world, 0x5000, "/a.so", "cc");
	assert_int_not_equal(site_at(world, 0x5010), first);
}

static void an_address_outside_of_modules_is_a_site_all_the_same(void **state)
{
	struct world *world = *state;

	load(world, 0x1000, "/a.so", "aa");
	assert_int_equal(site_at(world, 0), 0);
	assert_int_equal(sites_get(&world->sites, site_at(world, 0x1100))->offset, 0x1100);
	assert_int_equal(sites_get(&world->sites, site_at(world, 0xfff))->module_path, 0);
}

static void kinds_of_its_own_are_named_by_the_process(void **state)
{
	struct world *world = *state;
	struct event event = { .type = EVENT_KIND };
	uint32_t kind;

	event.kind_name.id = KIND_FIRST_OWN;
	event.kind_name.name = "antenna";
	follow(world, &event);
	assert_int_equal(process_kind(&world->processes, &kind, world->process, KIND_FIRST_OWN), 0);
	assert_string_equal(strings_get(&world->strings, kind), "antenna");
	assert_int_equal(
		process_kind(&world->processes, &kind, world->process, KIND_FIRST_OWN + 1), 0);
	assert_string_equal(strings_get(&world->strings, kind), "kind-1025");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_table_finds_what_is_in_it_and_nothing_else),
		cmocka_unit_test(a_walk_meets_every_item_once),
		cmocka_unit_test(equal_strings_have_one_number),
		cmocka_unit_test(built_in_kinds_have_names),
		cmocka_unit_test(the_list_of_traces_keeps_problems_and_counts_others),
		TEST(the_latest_module_at_an_address_wins),
		TEST(a_module_that_is_loaded_elsewhere_has_the_same_sites),
		TEST(an_address_outside_of_modules_is_a_site_all_the_same),
		TEST(kinds_of_its_own_are_named_by_the_process),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
