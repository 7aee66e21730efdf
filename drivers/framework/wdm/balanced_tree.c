#include "drivers/framework/wdm/balanced_tree.h"

/* Sides, and what a node's balance is when that side is higher. */
enum {
	LEFT = -1,
	RIGHT = 1,
};

static PRTL_BALANCED_LINKS *child_of(PRTL_BALANCED_LINKS links, int side)
{
	return side == RIGHT ? &links->RightChild : &links->LeftChild;
}

static int side_of(const RTL_BALANCED_LINKS *links)
{
	return links->Parent->RightChild == links ? RIGHT : LEFT;
}

static bool is_top(const RTL_BALANCED_LINKS *links)
{
	return links->Parent == links;
}

static void put(PRTL_BALANCED_LINKS parent, int side, PRTL_BALANCED_LINKS links)
{
	*child_of(parent, side) = links;
	if (links)
		links->Parent = parent;
}

/* It goes down on that side, and its child on the other one comes up. */
static PRTL_BALANCED_LINKS rotate(PRTL_BALANCED_LINKS links, int side)
{
	PRTL_BALANCED_LINKS up = *child_of(links, -side);

	put(links->Parent, side_of(links), up);
	put(links, -side, *child_of(up, side));
	put(up, side, links);
	return up;
}

/* One side is higher by two. The new top of this part, which is as high as before when its balance is not 0. */
static PRTL_BALANCED_LINKS rebalance(PRTL_BALANCED_LINKS links, int side)
{
	PRTL_BALANCED_LINKS child = *child_of(links, side);
	PRTL_BALANCED_LINKS top;

	if (child->Balance != -side) {
		top = rotate(links, -side);
		links->Balance = (signed char)(child->Balance == 0 ? side : 0);
		child->Balance = (signed char)(child->Balance == 0 ? -side : 0);
		return top;
	}
	rotate(child, side);
	top = rotate(links, -side);
	links->Balance = (signed char)(top->Balance == side ? -side : 0);
	child->Balance = (signed char)(top->Balance == -side ? side : 0);
	top->Balance = 0;
	return top;
}

void rtl_tree_insert(
	PRTL_AVL_TABLE table, PRTL_BALANCED_LINKS parent, bool is_right, PRTL_BALANCED_LINKS links)
{
	*links = (RTL_BALANCED_LINKS){ .Parent = parent };
	put(parent, is_right ? RIGHT : LEFT, links);
	while (links->Parent != &table->BalancedRoot) {
		int side = side_of(links);

		links = links->Parent;
		if (links->Balance == side) {
			rebalance(links, side);
			return;
		}
		links->Balance = (signed char)(links->Balance + side);
		if (links->Balance == 0)
			return;
	}
	table->DepthOfTree++;
}

/* The part on that side of it has become lower by one. */
static void shrink(PRTL_AVL_TABLE table, PRTL_BALANCED_LINKS links, int side)
{
	while (links != &table->BalancedRoot) {
		if (links->Balance == 0) {
			links->Balance = (signed char)-side;
			return;
		}
		if (links->Balance == side) {
			links->Balance = 0;
		} else {
			links = rebalance(links, -side);
			if (links->Balance != 0)
				return;
		}
		side = side_of(links);
		links = links->Parent;
	}
	table->DepthOfTree--;
}

/* One with two children gets the place of the next one, which has one at most. */
static void give_place(PRTL_BALANCED_LINKS links)
{
	PRTL_BALANCED_LINKS other = rtl_tree_next(links);
	RTL_BALANCED_LINKS old = *other;
	bool is_child = other->Parent == links;

	put(links->Parent, side_of(links), other);
	put(other, LEFT, links->LeftChild);
	put(other, RIGHT, is_child ? links : links->RightChild);
	if (!is_child)
		put(old.Parent, LEFT, links);
	other->Balance = links->Balance;
	links->Balance = old.Balance;
	put(links, LEFT, NULL);
	put(links, RIGHT, old.RightChild);
}

void rtl_tree_remove(PRTL_AVL_TABLE table, PRTL_BALANCED_LINKS links)
{
	int side;

	if (links->LeftChild && links->RightChild)
		give_place(links);
	side = side_of(links);
	put(links->Parent, side, links->LeftChild ? links->LeftChild : links->RightChild);
	shrink(table, links->Parent, side);
}

static PRTL_BALANCED_LINKS step(PRTL_BALANCED_LINKS links, int side)
{
	PRTL_BALANCED_LINKS next = *child_of(links, side);

	if (next) {
		while (*child_of(next, -side))
			next = *child_of(next, -side);
		return next;
	}
	while (!is_top(links->Parent) && side_of(links) == side)
		links = links->Parent;
	return is_top(links->Parent) ? NULL : links->Parent;
}

PRTL_BALANCED_LINKS rtl_tree_first(const RTL_AVL_TABLE *table)
{
	PRTL_BALANCED_LINKS links = table->BalancedRoot.RightChild;

	while (links && links->LeftChild)
		links = links->LeftChild;
	return links;
}

PRTL_BALANCED_LINKS rtl_tree_next(PRTL_BALANCED_LINKS links)
{
	return step(links, RIGHT);
}

PRTL_BALANCED_LINKS rtl_tree_previous(PRTL_BALANCED_LINKS links)
{
	return step(links, LEFT);
}
