/*
 * Balanced trees, as tables have them: the root is the right child of a node that is no element, and is its
 * own parent. Knows no elements.
 */
#pragma once

#include <stdbool.h>
#include <wdm.h>

/* As a child of `parent`, where it has none yet; `is_right` tells on which side. */
void rtl_tree_insert(
	PRTL_AVL_TABLE table, PRTL_BALANCED_LINKS parent, bool is_right, PRTL_BALANCED_LINKS links);
void rtl_tree_remove(PRTL_AVL_TABLE table, PRTL_BALANCED_LINKS links);

/* In their order; NULL at the end. */
PRTL_BALANCED_LINKS rtl_tree_first(const RTL_AVL_TABLE *table);
PRTL_BALANCED_LINKS rtl_tree_next(PRTL_BALANCED_LINKS links);
PRTL_BALANCED_LINKS rtl_tree_previous(PRTL_BALANCED_LINKS links);
