/* Tables that are balanced trees. */
#define RTL_USE_AVL_TABLES

#include "tests/unit/framework/generic_tables.h"

/* The height. */
static int check_node(PRTL_BALANCED_LINKS links)
{
	int left;
	int right;

	if (!links)
		return 0;
	if (links->LeftChild)
		assert_ptr_equal(links->LeftChild->Parent, links);
	if (links->RightChild)
		assert_ptr_equal(links->RightChild->Parent, links);
	left = check_node(links->LeftChild);
	right = check_node(links->RightChild);
	assert_int_equal(links->Balance, right - left);
	assert_in_range(links->Balance + 1, 0, 2);
	return 1 + (left > right ? left : right);
}

static void check_tree(PRTL_GENERIC_TABLE table)
{
	assert_int_equal(check_node(table->BalancedRoot.RightChild), table->DepthOfTree);
}

static void elements_are_numbered_in_their_order(void **state)
{
	const ULONG keys[] = { 10, 20, 30 };

	UNREFERENCED_PARAMETER(state);
	check_positions(keys);
}

static void what_is_deleted_meanwhile_is_not_enumerated(void **state)
{
	RTL_GENERIC_TABLE table;
	struct element *element;

	UNREFERENCED_PARAMETER(state);
	init(&table);
	for (ULONG i = 0; i < 10; i++)
		insert(&table, i);
	element = RtlEnumerateGenericTable(&table, TRUE);
	delete_key(&table, element->key);
	element = RtlEnumerateGenericTable(&table, FALSE);
	assert_int_equal(element->key, 1);
	element = RtlEnumerateGenericTable(&table, FALSE);
	delete_key(&table, 2);
	delete_key(&table, 3);
	element = RtlEnumerateGenericTable(&table, FALSE);
	assert_int_equal(element->key, 4);
	assert_int_equal(table.DeleteCount, 3);
	clear(&table);
}

/* Equal are those of the same ten. */
static RTL_GENERIC_COMPARE_RESULTS compare_tens(PRTL_GENERIC_TABLE table, PVOID first, PVOID second)
{
	struct element one = *(struct element *)first;
	struct element other = *(struct element *)second;

	one.key /= 10;
	other.key /= 10;
	return compare(table, &one, &other);
}

static void the_first_of_those_that_are_equal_is_found(void **state)
{
	struct element wanted = { 35, 0 };
	RTL_GENERIC_TABLE table;
	struct element *element;
	PVOID key;

	UNREFERENCED_PARAMETER(state);
	init(&table);
	for (ULONG i = 0; i < 100; i++)
		insert(&table, i);
	table.CompareRoutine = compare_tens;
	element = RtlLookupFirstMatchingElementGenericTableAvl(&table, &wanted, &key);
	assert_int_equal(element->key, 30);
	element = RtlEnumerateGenericTableWithoutSplaying(&table, &key);
	assert_int_equal(element->key, 31);
	wanted.key = 100;
	assert_null(RtlLookupFirstMatchingElementGenericTableAvl(&table, &wanted, &key));
	table.CompareRoutine = compare;
	clear(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TABLE_TESTS,
		TEST(elements_are_numbered_in_their_order),
		TEST(what_is_deleted_meanwhile_is_not_enumerated),
		TEST(the_first_of_those_that_are_equal_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
