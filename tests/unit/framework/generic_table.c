/* Tables that are self-adjusting trees. */
#include "tests/unit/framework/generic_tables.h"

static void check_node(PRTL_SPLAY_LINKS links)
{
	if (!links)
		return;
	if (links->LeftChild)
		assert_ptr_equal(links->LeftChild->Parent, links);
	if (links->RightChild)
		assert_ptr_equal(links->RightChild->Parent, links);
	check_node(links->LeftChild);
	check_node(links->RightChild);
}

static void check_tree(PRTL_GENERIC_TABLE table)
{
	if (table->TableRoot)
		assert_true(RtlIsRoot(table->TableRoot));
	check_node(table->TableRoot);
}

static void elements_are_numbered_as_they_were_inserted(void **state)
{
	const ULONG keys[] = { 30, 10, 20 };

	UNREFERENCED_PARAMETER(state);
	check_positions(keys);
}

static void what_was_looked_up_is_the_root(void **state)
{
	RTL_GENERIC_TABLE table;

	UNREFERENCED_PARAMETER(state);
	init(&table);
	for (ULONG i = 0; i < KEYS; i++)
		insert(&table, i);
	for (ULONG i = 0; i < KEYS; i += 7) {
		struct element *found = look_up(&table, i);

		assert_true((PCHAR)found > (PCHAR)table.TableRoot &&
			    (PCHAR)found < (PCHAR)table.TableRoot + last_size);
	}
	clear(&table);
}

/* A tree of the driver's own: 1 2 3, with 3 at the top. */
static void nodes_are_walked_and_taken_out(void **state)
{
	RTL_SPLAY_LINKS nodes[3];
	PRTL_SPLAY_LINKS root;

	UNREFERENCED_PARAMETER(state);
	for (int i = 0; i < 3; i++)
		RtlInitializeSplayLinks(&nodes[i]);
	RtlInsertAsLeftChild(&nodes[2], &nodes[0]);
	RtlInsertAsRightChild(&nodes[0], &nodes[1]);
	assert_ptr_equal(RtlRealSuccessor(&nodes[0]), &nodes[1]);
	assert_ptr_equal(RtlRealSuccessor(&nodes[1]), &nodes[2]);
	assert_null(RtlRealSuccessor(&nodes[2]));
	assert_ptr_equal(RtlRealPredecessor(&nodes[2]), &nodes[1]);
	assert_null(RtlRealPredecessor(&nodes[0]));
	assert_ptr_equal(RtlSubtreePredecessor(&nodes[2]), &nodes[1]);
	assert_null(RtlSubtreeSuccessor(&nodes[1]));
	assert_ptr_equal(RtlSplay(&nodes[1]), &nodes[1]);
	assert_ptr_equal(RtlLeftChild(&nodes[1]), &nodes[0]);
	assert_ptr_equal(RtlRightChild(&nodes[1]), &nodes[2]);
	root = &nodes[1];
	RtlDeleteNoSplay(&nodes[1], &root);
	assert_ptr_equal(root, &nodes[0]);
	assert_ptr_equal(RtlDelete(&nodes[0]), &nodes[2]);
	assert_null(RtlDelete(&nodes[2]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TABLE_TESTS,
		TEST(elements_are_numbered_as_they_were_inserted),
		TEST(what_was_looked_up_is_the_root),
		TEST(nodes_are_walked_and_taken_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
