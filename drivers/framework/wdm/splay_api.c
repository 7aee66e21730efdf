/* The boundary of self-adjusting trees, whose nodes are in the memory of drivers. */
#include <stdbool.h>
#include <wdm.h>

static void replace(PRTL_SPLAY_LINKS old, PRTL_SPLAY_LINKS links)
{
	if (RtlIsRoot(old))
		links->Parent = links;
	else if (RtlIsLeftChild(old))
		RtlInsertAsLeftChild(old->Parent, links);
	else
		RtlInsertAsRightChild(old->Parent, links);
}

/* A child and its parent change places; what is between them changes sides. */
static void rotate(PRTL_SPLAY_LINKS links)
{
	PRTL_SPLAY_LINKS parent = links->Parent;
	PRTL_SPLAY_LINKS between;

	if (RtlIsLeftChild(links)) {
		between = links->RightChild;
		replace(parent, links);
		RtlInsertAsRightChild(links, parent);
		parent->LeftChild = between;
	} else {
		between = links->LeftChild;
		replace(parent, links);
		RtlInsertAsLeftChild(links, parent);
		parent->RightChild = between;
	}
	if (between)
		between->Parent = parent;
}

PRTL_SPLAY_LINKS RtlSplay(PRTL_SPLAY_LINKS Links)
{
	while (!RtlIsRoot(Links)) {
		PRTL_SPLAY_LINKS parent = Links->Parent;

		if (RtlIsRoot(parent)) {
			rotate(Links);
		} else if (RtlIsLeftChild(Links) == RtlIsLeftChild(parent)) {
			rotate(parent);
			rotate(Links);
		} else {
			rotate(Links);
			rotate(Links);
		}
	}
	return Links;
}

PRTL_SPLAY_LINKS RtlSubtreeSuccessor(PRTL_SPLAY_LINKS Links)
{
	PRTL_SPLAY_LINKS next = Links->RightChild;

	while (next && next->LeftChild)
		next = next->LeftChild;
	return next;
}

PRTL_SPLAY_LINKS RtlSubtreePredecessor(PRTL_SPLAY_LINKS Links)
{
	PRTL_SPLAY_LINKS next = Links->LeftChild;

	while (next && next->RightChild)
		next = next->RightChild;
	return next;
}

PRTL_SPLAY_LINKS RtlRealSuccessor(PRTL_SPLAY_LINKS Links)
{
	if (Links->RightChild)
		return RtlSubtreeSuccessor(Links);
	while (!RtlIsRoot(Links) && RtlIsRightChild(Links))
		Links = Links->Parent;
	return RtlIsRoot(Links) ? NULL : Links->Parent;
}

PRTL_SPLAY_LINKS RtlRealPredecessor(PRTL_SPLAY_LINKS Links)
{
	if (Links->LeftChild)
		return RtlSubtreePredecessor(Links);
	while (!RtlIsRoot(Links) && RtlIsLeftChild(Links))
		Links = Links->Parent;
	return RtlIsRoot(Links) ? NULL : Links->Parent;
}

/* One with two children gets the place of its predecessor, which has one at most. */
static void give_place(PRTL_SPLAY_LINKS links)
{
	PRTL_SPLAY_LINKS other = RtlSubtreePredecessor(links);
	RTL_SPLAY_LINKS old = *other;
	bool is_child = other->Parent == links;

	replace(links, other);
	RtlInsertAsRightChild(other, links->RightChild);
	if (is_child) {
		RtlInsertAsLeftChild(other, links);
	} else {
		RtlInsertAsLeftChild(other, links->LeftChild);
		RtlInsertAsRightChild(old.Parent, links);
	}
	links->RightChild = NULL;
	links->LeftChild = old.LeftChild;
	if (old.LeftChild)
		old.LeftChild->Parent = links;
}

/* The parent of what was taken out; the new root when it was the root; NULL: the tree is empty. */
static PRTL_SPLAY_LINKS take_out(PRTL_SPLAY_LINKS links)
{
	PRTL_SPLAY_LINKS child;

	if (links->LeftChild && links->RightChild)
		give_place(links);
	child = links->LeftChild ? links->LeftChild : links->RightChild;
	if (child)
		replace(links, child);
	if (RtlIsRoot(links))
		return child;
	if (!child && RtlIsLeftChild(links))
		links->Parent->LeftChild = NULL;
	else if (!child)
		links->Parent->RightChild = NULL;
	return links->Parent;
}

PRTL_SPLAY_LINKS RtlDelete(PRTL_SPLAY_LINKS Links)
{
	PRTL_SPLAY_LINKS near = take_out(Links);

	return near ? RtlSplay(near) : NULL;
}

VOID RtlDeleteNoSplay(PRTL_SPLAY_LINKS Links, PRTL_SPLAY_LINKS *Root)
{
	PRTL_SPLAY_LINKS near = take_out(Links);

	while (near && !RtlIsRoot(near))
		near = near->Parent;
	*Root = near;
}
