/* The boundary of tables that are self-adjusting trees: what was looked up last is the root. */
#include <wdm.h>

#include "drivers/framework/wdm/irql.h"

#define SITE __builtin_return_address(0)

/* In front of each element. */
struct header {
	RTL_SPLAY_LINKS links; /* first: a node is what the driver frees */
	LIST_ENTRY order;      /* in which they were inserted */
	LONGLONG element;
};

static struct header *header_of(PRTL_SPLAY_LINKS links)
{
	return CONTAINING_RECORD(links, struct header, links);
}

static PVOID element_of(PRTL_SPLAY_LINKS links)
{
	return links ? &header_of(links)->element : NULL;
}

VOID RtlInitializeGenericTable(PRTL_GENERIC_TABLE Table,
	PRTL_GENERIC_COMPARE_ROUTINE CompareRoutine, PRTL_GENERIC_ALLOCATE_ROUTINE AllocateRoutine,
	PRTL_GENERIC_FREE_ROUTINE FreeRoutine, PVOID TableContext)
{
	*Table = (RTL_GENERIC_TABLE){ .CompareRoutine = CompareRoutine,
		.AllocateRoutine = AllocateRoutine,
		.FreeRoutine = FreeRoutine,
		.TableContext = TableContext };
	InitializeListHead(&Table->InsertOrderList);
	Table->OrderedPointer = &Table->InsertOrderList;
}

static TABLE_SEARCH_RESULT find(PRTL_SPLAY_LINKS *out, PRTL_GENERIC_TABLE table, PVOID buffer)
{
	PRTL_SPLAY_LINKS links = table->TableRoot;

	*out = NULL;
	if (!links)
		return TableEmptyTree;
	for (;;) {
		RTL_GENERIC_COMPARE_RESULTS result =
			table->CompareRoutine(table, buffer, element_of(links));
		PRTL_SPLAY_LINKS next =
			result == GenericLessThan ? links->LeftChild : links->RightChild;

		*out = links;
		if (result == GenericEqual)
			return TableFoundNode;
		if (!next)
			return result == GenericLessThan ? TableInsertAsLeft : TableInsertAsRight;
		links = next;
	}
}

static void forget_order(PRTL_GENERIC_TABLE table)
{
	table->OrderedPointer = &table->InsertOrderList;
	table->WhichOrderedElement = 0;
}

static PRTL_SPLAY_LINKS add(
	PRTL_GENERIC_TABLE table, CLONG size, PRTL_SPLAY_LINKS parent, TABLE_SEARCH_RESULT where)
{
	struct header *header =
		table->AllocateRoutine(table, (CLONG)FIELD_OFFSET(struct header, element) + size);

	if (!header)
		return NULL;
	RtlInitializeSplayLinks(&header->links);
	InsertTailList(&table->InsertOrderList, &header->order);
	table->NumberGenericTableElements++;
	if (where == TableInsertAsLeft)
		RtlInsertAsLeftChild(parent, &header->links);
	else if (where == TableInsertAsRight)
		RtlInsertAsRightChild(parent, &header->links);
	return &header->links;
}

static PVOID insert(PRTL_GENERIC_TABLE table, PVOID buffer, CLONG size, PBOOLEAN is_new,
	PRTL_SPLAY_LINKS links, TABLE_SEARCH_RESULT where)
{
	if (is_new)
		*is_new = FALSE;
	if (where != TableFoundNode) {
		links = add(table, size, links, where);
		if (!links)
			return NULL;
		memcpy(element_of(links), buffer, size);
		if (is_new)
			*is_new = TRUE;
	}
	table->TableRoot = RtlSplay(links);
	return element_of(links);
}

PVOID RtlInsertElementGenericTable(
	PRTL_GENERIC_TABLE Table, PVOID Buffer, CLONG BufferSize, PBOOLEAN NewElement)
{
	PRTL_SPLAY_LINKS links;
	TABLE_SEARCH_RESULT where;

	ke_irql_check("RtlInsertElementGenericTable", DISPATCH_LEVEL, SITE);
	where = find(&links, Table, Buffer);
	return insert(Table, Buffer, BufferSize, NewElement, links, where);
}

PVOID RtlInsertElementGenericTableFull(PRTL_GENERIC_TABLE Table, PVOID Buffer, CLONG BufferSize,
	PBOOLEAN NewElement, PVOID NodeOrParent, TABLE_SEARCH_RESULT SearchResult)
{
	ke_irql_check("RtlInsertElementGenericTableFull", DISPATCH_LEVEL, SITE);
	return insert(Table, Buffer, BufferSize, NewElement, NodeOrParent, SearchResult);
}

BOOLEAN RtlDeleteElementGenericTable(PRTL_GENERIC_TABLE Table, PVOID Buffer)
{
	PRTL_SPLAY_LINKS links;

	ke_irql_check("RtlDeleteElementGenericTable", DISPATCH_LEVEL, SITE);
	if (find(&links, Table, Buffer) != TableFoundNode)
		return FALSE;
	Table->TableRoot = RtlDelete(links);
	RemoveEntryList(&header_of(links)->order);
	Table->NumberGenericTableElements--;
	forget_order(Table);
	Table->FreeRoutine(Table, links);
	return TRUE;
}

PVOID RtlLookupElementGenericTableFull(PRTL_GENERIC_TABLE Table, PVOID Buffer, PVOID *NodeOrParent,
	TABLE_SEARCH_RESULT *SearchResult)
{
	PRTL_SPLAY_LINKS links;

	ke_irql_check("RtlLookupElementGenericTable", DISPATCH_LEVEL, SITE);
	*SearchResult = find(&links, Table, Buffer);
	*NodeOrParent = links;
	if (*SearchResult != TableFoundNode)
		return NULL;
	Table->TableRoot = RtlSplay(links);
	return element_of(links);
}

PVOID RtlLookupElementGenericTable(PRTL_GENERIC_TABLE Table, PVOID Buffer)
{
	TABLE_SEARCH_RESULT where;
	PVOID links;

	return RtlLookupElementGenericTableFull(Table, Buffer, &links, &where);
}

static PRTL_SPLAY_LINKS first(const RTL_GENERIC_TABLE *table)
{
	PRTL_SPLAY_LINKS links = table->TableRoot;

	while (links && links->LeftChild)
		links = links->LeftChild;
	return links;
}

/* The root is where it has got to. */
PVOID RtlEnumerateGenericTable(PRTL_GENERIC_TABLE Table, BOOLEAN Restart)
{
	PRTL_SPLAY_LINKS links;

	ke_irql_check("RtlEnumerateGenericTable", DISPATCH_LEVEL, SITE);
	if (!Table->TableRoot)
		return NULL;
	links = Restart ? first(Table) : RtlRealSuccessor(Table->TableRoot);
	if (links)
		Table->TableRoot = RtlSplay(links);
	return element_of(links);
}

PVOID RtlEnumerateGenericTableWithoutSplaying(PRTL_GENERIC_TABLE Table, PVOID *RestartKey)
{
	PRTL_SPLAY_LINKS links;

	ke_irql_check("RtlEnumerateGenericTableWithoutSplaying", DISPATCH_LEVEL, SITE);
	links = *RestartKey ? RtlRealSuccessor(*RestartKey) : first(Table);
	if (links)
		*RestartKey = links;
	return element_of(links);
}

/* From the one that was asked for last, if that is before it. */
PVOID RtlGetElementGenericTable(PRTL_GENERIC_TABLE Table, ULONG I)
{
	ke_irql_check("RtlGetElementGenericTable", DISPATCH_LEVEL, SITE);
	if (I >= Table->NumberGenericTableElements)
		return NULL;
	if (I + 1 < Table->WhichOrderedElement)
		forget_order(Table);
	for (; Table->WhichOrderedElement < I + 1; Table->WhichOrderedElement++)
		Table->OrderedPointer = Table->OrderedPointer->Flink;
	return &CONTAINING_RECORD(Table->OrderedPointer, struct header, order)->element;
}

ULONG RtlNumberGenericTableElements(PRTL_GENERIC_TABLE Table)
{
	return Table->NumberGenericTableElements;
}

BOOLEAN RtlIsGenericTableEmpty(PRTL_GENERIC_TABLE Table)
{
	return Table->TableRoot == NULL;
}
