/*
 * Tests of tables, by the names that a driver uses for either kind: each kind is a program, which has defined
 * RTL_USE_AVL_TABLES or not.
 */
#pragma once

#include "tests/unit/framework/support.h"

#include <stdbool.h>
#include <stdlib.h>
#include <wdm.h>

enum {
	KEYS = 200,
	STEPS = 20000,
};

struct element {
	ULONG key;
	ULONG value;
};

static int allocated;
static int allocations_left = -1; /* less than 0: any number */
static CLONG last_size;

static RTL_GENERIC_COMPARE_RESULTS compare(PRTL_GENERIC_TABLE table, PVOID first, PVOID second)
{
	ULONG one = ((const struct element *)first)->key;
	ULONG other = ((const struct element *)second)->key;

	UNREFERENCED_PARAMETER(table);
	return one < other ? GenericLessThan : one > other ? GenericGreaterThan : GenericEqual;
}

static PVOID allocate(PRTL_GENERIC_TABLE table, CLONG size)
{
	assert_ptr_equal(table->TableContext, &allocated);
	if (allocations_left == 0)
		return NULL;
	allocations_left--;
	allocated++;
	last_size = size;
	return malloc(size);
}

static VOID release(PRTL_GENERIC_TABLE table, PVOID memory)
{
	UNREFERENCED_PARAMETER(table);
	allocated--;
	free(memory);
}

static void init(PRTL_GENERIC_TABLE table)
{
	allocated = 0;
	allocations_left = -1;
	RtlInitializeGenericTable(table, compare, allocate, release, &allocated);
}

static BOOLEAN insert(PRTL_GENERIC_TABLE table, ULONG key)
{
	struct element element = { key, key + 1 };
	BOOLEAN is_new = FALSE;
	struct element *found =
		RtlInsertElementGenericTable(table, &element, sizeof(element), &is_new);

	assert_non_null(found);
	assert_int_equal(found->key, key);
	assert_int_equal(found->value, key + 1);
	return is_new;
}

static BOOLEAN delete_key(PRTL_GENERIC_TABLE table, ULONG key)
{
	struct element element = { key, 0 };

	return RtlDeleteElementGenericTable(table, &element);
}

static struct element *look_up(PRTL_GENERIC_TABLE table, ULONG key)
{
	struct element element = { key, 0 };

	return RtlLookupElementGenericTable(table, &element);
}

static void clear(PRTL_GENERIC_TABLE table)
{
	while (!RtlIsGenericTableEmpty(table))
		assert_true(
			RtlDeleteElementGenericTable(table, RtlGetElementGenericTable(table, 0)));
	assert_int_equal(RtlNumberGenericTableElements(table), 0);
	assert_int_equal(allocated, 0);
}

/* Both enumerations have just those elements, in their order. */
static void check_elements(PRTL_GENERIC_TABLE table, const bool *is_in)
{
	struct element *element = RtlEnumerateGenericTable(table, TRUE);
	ULONG count = 0;
	PVOID key = NULL;

	for (ULONG i = 0; i < KEYS; i++) {
		if (!is_in[i])
			continue;
		assert_non_null(element);
		assert_int_equal(element->key, i);
		assert_ptr_equal(RtlEnumerateGenericTableWithoutSplaying(table, &key), element);
		element = RtlEnumerateGenericTable(table, FALSE);
		count++;
	}
	assert_null(element);
	assert_null(RtlEnumerateGenericTableWithoutSplaying(table, &key));
	assert_int_equal(RtlNumberGenericTableElements(table), count);
	assert_int_equal(allocated, count);
}

/* What is special to one kind. */
static void check_tree(PRTL_GENERIC_TABLE table);

static void a_table_has_what_is_inserted_until_it_is_deleted(void **state)
{
	bool is_in[KEYS] = { false };
	RTL_GENERIC_TABLE table;
	ULONG random = 1;

	UNREFERENCED_PARAMETER(state);
	init(&table);
	assert_true(RtlIsGenericTableEmpty(&table));
	for (int i = 0; i < STEPS; i++) {
		ULONG key;

		random = random * 1664525 + 1013904223;
		key = (random >> 8) % KEYS;
		assert_int_equal(look_up(&table, key) != NULL, is_in[key]);
		if (random >> 31)
			assert_int_equal(insert(&table, key), !is_in[key]);
		else
			assert_int_equal(delete_key(&table, key), is_in[key]);
		is_in[key] = random >> 31;
		check_tree(&table);
		if (i % 100 == 0)
			check_elements(&table, is_in);
	}
	check_elements(&table, is_in);
	clear(&table);
}

static void elements_that_come_in_order_are_found(void **state)
{
	bool is_in[KEYS] = { false };
	RTL_GENERIC_TABLE table;

	UNREFERENCED_PARAMETER(state);
	init(&table);
	for (ULONG i = 0; i < KEYS; i++) {
		assert_true(insert(&table, i));
		is_in[i] = true;
		check_tree(&table);
	}
	check_elements(&table, is_in);
	for (ULONG i = 0; i < KEYS; i += 2) {
		assert_true(delete_key(&table, i));
		is_in[i] = false;
		check_tree(&table);
	}
	check_elements(&table, is_in);
	clear(&table);
}

static void an_element_that_there_is_no_memory_for_is_not_inserted(void **state)
{
	struct element element = { 1, 2 };
	RTL_GENERIC_TABLE table;
	BOOLEAN is_new = TRUE;

	UNREFERENCED_PARAMETER(state);
	init(&table);
	assert_true(insert(&table, 3));
	assert_true(last_size > sizeof(element));
	allocations_left = 0;
	assert_null(RtlInsertElementGenericTable(&table, &element, sizeof(element), &is_new));
	assert_false(is_new);
	assert_int_equal(RtlNumberGenericTableElements(&table), 1);
	assert_false(insert(&table, 3));
	clear(&table);
}

static void what_a_search_has_said_saves_another_one(void **state)
{
	struct element element = { 5, 6 };
	TABLE_SEARCH_RESULT where;
	RTL_GENERIC_TABLE table;
	struct element *found;
	BOOLEAN is_new;
	PVOID node;

	UNREFERENCED_PARAMETER(state);
	init(&table);
	for (int i = 0; i < 3; i++) {
		static const TABLE_SEARCH_RESULT wanted[] = { TableEmptyTree, TableInsertAsLeft,
			TableInsertAsRight };

		element.key = i == 0 ? 5 : i == 1 ? 4 : 6;
		if (i > 0)
			look_up(&table, 5);
		assert_null(RtlLookupElementGenericTableFull(&table, &element, &node, &where));
		assert_int_equal(where, wanted[i]);
		found = RtlInsertElementGenericTableFull(
			&table, &element, sizeof(element), &is_new, node, where);
		assert_true(is_new);
		assert_ptr_equal(look_up(&table, element.key), found);
	}
	assert_ptr_equal(RtlLookupElementGenericTableFull(&table, &element, &node, &where), found);
	assert_int_equal(where, TableFoundNode);
	assert_ptr_equal(RtlInsertElementGenericTableFull(
				 &table, &element, sizeof(element), &is_new, node, where),
		found);
	assert_false(is_new);
	clear(&table);
}

/* Keys 30, 10 and 20, and where each of them is. */
static void check_positions(const ULONG *keys)
{
	RTL_GENERIC_TABLE table;

	init(&table);
	insert(&table, 30);
	insert(&table, 10);
	insert(&table, 20);
	for (ULONG i = 0; i < 3; i++)
		assert_int_equal(
			((struct element *)RtlGetElementGenericTable(&table, i))->key, keys[i]);
	for (ULONG i = 3; i > 0; i--)
		assert_int_equal(((struct element *)RtlGetElementGenericTable(&table, i - 1))->key,
			keys[i - 1]);
	assert_null(RtlGetElementGenericTable(&table, 3));
	delete_key(&table, keys[0]);
	assert_int_equal(((struct element *)RtlGetElementGenericTable(&table, 0))->key, keys[1]);
	assert_int_equal(((struct element *)RtlGetElementGenericTable(&table, 1))->key, keys[2]);
	clear(&table);
}

#define TABLE_TESTS                                                                                \
	TEST(a_table_has_what_is_inserted_until_it_is_deleted),                                    \
		TEST(elements_that_come_in_order_are_found),                                       \
		TEST(an_element_that_there_is_no_memory_for_is_not_inserted),                      \
		TEST(what_a_search_has_said_saves_another_one)
