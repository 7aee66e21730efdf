/* The boundary of tables that are balanced trees. */
#include <wdm.h>

#include "drivers/framework/wdm/balanced_tree.h"
#include "drivers/framework/wdm/irql.h"

#define SITE __builtin_return_address(0)

/* In front of each element. */
struct header {
	RTL_BALANCED_LINKS links; /* first: a node is what the driver frees */
	LONGLONG element;
};

static PVOID element_of(PRTL_BALANCED_LINKS links)
{
	return links ? &CONTAINING_RECORD(links, struct header, links)->element : NULL;
}

VOID RtlInitializeGenericTableAvl(PRTL_AVL_TABLE Table, PRTL_AVL_COMPARE_ROUTINE CompareRoutine,
	PRTL_AVL_ALLOCATE_ROUTINE AllocateRoutine, PRTL_AVL_FREE_ROUTINE FreeRoutine,
	PVOID TableContext)
{
	*Table = (RTL_AVL_TABLE){ .CompareRoutine = CompareRoutine,
		.AllocateRoutine = AllocateRoutine,
		.FreeRoutine = FreeRoutine,
		.TableContext = TableContext };
	Table->BalancedRoot.Parent = &Table->BalancedRoot;
}

static TABLE_SEARCH_RESULT find(PRTL_BALANCED_LINKS *out, PRTL_AVL_TABLE table, PVOID buffer)
{
	PRTL_BALANCED_LINKS links = table->BalancedRoot.RightChild;

	*out = NULL;
	if (!links)
		return TableEmptyTree;
	for (;;) {
		RTL_GENERIC_COMPARE_RESULTS result =
			table->CompareRoutine(table, buffer, element_of(links));
		PRTL_BALANCED_LINKS next =
			result == GenericLessThan ? links->LeftChild : links->RightChild;

		*out = links;
		if (result == GenericEqual)
			return TableFoundNode;
		if (!next)
			return result == GenericLessThan ? TableInsertAsLeft : TableInsertAsRight;
		links = next;
	}
}

static void forget_order(PRTL_AVL_TABLE table)
{
	table->OrderedPointer = NULL;
	table->WhichOrderedElement = 0;
}

static PVOID insert(PRTL_AVL_TABLE table, PVOID buffer, CLONG size, PBOOLEAN is_new,
	PRTL_BALANCED_LINKS links, TABLE_SEARCH_RESULT where)
{
	PRTL_BALANCED_LINKS parent = where == TableEmptyTree ? &table->BalancedRoot : links;

	if (is_new)
		*is_new = where != TableFoundNode;
	if (where == TableFoundNode)
		return element_of(links);
	links = table->AllocateRoutine(table, (CLONG)FIELD_OFFSET(struct header, element) + size);
	if (!links) {
		if (is_new)
			*is_new = FALSE;
		return NULL;
	}
	rtl_tree_insert(table, parent, where != TableInsertAsLeft, links);
	table->NumberGenericTableElements++;
	forget_order(table);
	memcpy(element_of(links), buffer, size);
	return element_of(links);
}

PVOID RtlInsertElementGenericTableAvl(
	PRTL_AVL_TABLE Table, PVOID Buffer, CLONG BufferSize, PBOOLEAN NewElement)
{
	PRTL_BALANCED_LINKS links;
	TABLE_SEARCH_RESULT where;

	ke_irql_check("RtlInsertElementGenericTableAvl", DISPATCH_LEVEL, SITE);
	where = find(&links, Table, Buffer);
	return insert(Table, Buffer, BufferSize, NewElement, links, where);
}

PVOID RtlInsertElementGenericTableFullAvl(PRTL_AVL_TABLE Table, PVOID Buffer, CLONG BufferSize,
	PBOOLEAN NewElement, PVOID NodeOrParent, TABLE_SEARCH_RESULT SearchResult)
{
	ke_irql_check("RtlInsertElementGenericTableFullAvl", DISPATCH_LEVEL, SITE);
	return insert(Table, Buffer, BufferSize, NewElement, NodeOrParent, SearchResult);
}

/* The enumeration that has got to it goes on with the one behind it. */
BOOLEAN RtlDeleteElementGenericTableAvl(PRTL_AVL_TABLE Table, PVOID Buffer)
{
	PRTL_BALANCED_LINKS links;

	ke_irql_check("RtlDeleteElementGenericTableAvl", DISPATCH_LEVEL, SITE);
	if (find(&links, Table, Buffer) != TableFoundNode)
		return FALSE;
	if (links == Table->RestartKey)
		Table->RestartKey = rtl_tree_previous(links);
	Table->DeleteCount++;
	rtl_tree_remove(Table, links);
	Table->NumberGenericTableElements--;
	forget_order(Table);
	Table->FreeRoutine(Table, links);
	return TRUE;
}

PVOID RtlLookupElementGenericTableFullAvl(
	PRTL_AVL_TABLE Table, PVOID Buffer, PVOID *NodeOrParent, TABLE_SEARCH_RESULT *SearchResult)
{
	PRTL_BALANCED_LINKS links;

	ke_irql_check("RtlLookupElementGenericTableAvl", DISPATCH_LEVEL, SITE);
	*SearchResult = find(&links, Table, Buffer);
	*NodeOrParent = links;
	return *SearchResult == TableFoundNode ? element_of(links) : NULL;
}

PVOID RtlLookupElementGenericTableAvl(PRTL_AVL_TABLE Table, PVOID Buffer)
{
	TABLE_SEARCH_RESULT where;
	PVOID links;

	return RtlLookupElementGenericTableFullAvl(Table, Buffer, &links, &where);
}

PVOID RtlLookupFirstMatchingElementGenericTableAvl(
	PRTL_AVL_TABLE Table, PVOID Buffer, PVOID *RestartKey)
{
	PRTL_BALANCED_LINKS links;
	PRTL_BALANCED_LINKS before;

	ke_irql_check("RtlLookupFirstMatchingElementGenericTableAvl", DISPATCH_LEVEL, SITE);
	*RestartKey = NULL;
	if (find(&links, Table, Buffer) != TableFoundNode)
		return NULL;
	while ((before = rtl_tree_previous(links)) != NULL &&
		Table->CompareRoutine(Table, Buffer, element_of(before)) == GenericEqual)
		links = before;
	*RestartKey = links;
	return element_of(links);
}

static PVOID enumerate(PRTL_AVL_TABLE table, PRTL_BALANCED_LINKS *key)
{
	PRTL_BALANCED_LINKS links = *key ? rtl_tree_next(*key) : rtl_tree_first(table);

	if (links)
		*key = links;
	return element_of(links);
}

PVOID RtlEnumerateGenericTableAvl(PRTL_AVL_TABLE Table, BOOLEAN Restart)
{
	ke_irql_check("RtlEnumerateGenericTableAvl", DISPATCH_LEVEL, SITE);
	if (Restart)
		Table->RestartKey = NULL;
	return enumerate(Table, &Table->RestartKey);
}

PVOID RtlEnumerateGenericTableWithoutSplayingAvl(PRTL_AVL_TABLE Table, PVOID *RestartKey)
{
	PRTL_BALANCED_LINKS key = *RestartKey;
	PVOID element;

	ke_irql_check("RtlEnumerateGenericTableWithoutSplayingAvl", DISPATCH_LEVEL, SITE);
	element = enumerate(Table, &key);
	*RestartKey = key;
	return element;
}

/* From the one that was asked for last, if that is before it. */
PVOID RtlGetElementGenericTableAvl(PRTL_AVL_TABLE Table, ULONG I)
{
	PRTL_BALANCED_LINKS links;

	ke_irql_check("RtlGetElementGenericTableAvl", DISPATCH_LEVEL, SITE);
	if (I >= Table->NumberGenericTableElements)
		return NULL;
	if (I + 1 < Table->WhichOrderedElement)
		forget_order(Table);
	links = Table->OrderedPointer;
	for (; Table->WhichOrderedElement < I + 1; Table->WhichOrderedElement++)
		links = links ? rtl_tree_next(links) : rtl_tree_first(Table);
	Table->OrderedPointer = links;
	return element_of(links);
}

ULONG RtlNumberGenericTableElementsAvl(PRTL_AVL_TABLE Table)
{
	return Table->NumberGenericTableElements;
}

BOOLEAN RtlIsGenericTableEmptyAvl(PRTL_AVL_TABLE Table)
{
	return Table->NumberGenericTableElements == 0;
}
