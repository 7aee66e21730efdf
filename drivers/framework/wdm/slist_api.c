/*
 * The boundary of S-lists. A bit in the head is held for the few steps that a change takes, so that an
 * entry which another thread takes and frees meanwhile is never read.
 */
#include <sched.h>
#include <wdm.h>

#include "drivers/framework/wdm/irql.h"

#define SITE __builtin_return_address(0)

static void lock(PSLIST_HEADER head)
{
	while (__atomic_exchange_n(&head->Lock, 1, __ATOMIC_ACQUIRE))
		sched_yield();
}

static void unlock(PSLIST_HEADER head)
{
	head->Sequence++;
	__atomic_store_n(&head->Lock, 0, __ATOMIC_RELEASE);
}

VOID InitializeSListHead(PSLIST_HEADER SListHead)
{
	*SListHead = (SLIST_HEADER){ 0 };
}

PSLIST_ENTRY ExpInterlockedPushEntrySList(PSLIST_HEADER ListHead, PSLIST_ENTRY ListEntry)
{
	PSLIST_ENTRY before;

	ke_irql_check("ExInterlockedPushEntrySList", DISPATCH_LEVEL, SITE);
	lock(ListHead);
	before = ListHead->First;
	ListEntry->Next = before;
	ListHead->First = ListEntry;
	ListHead->Depth++;
	unlock(ListHead);
	return before;
}

PSLIST_ENTRY ExpInterlockedPopEntrySList(PSLIST_HEADER ListHead)
{
	PSLIST_ENTRY first;

	ke_irql_check("ExInterlockedPopEntrySList", DISPATCH_LEVEL, SITE);
	lock(ListHead);
	first = ListHead->First;
	if (first) {
		ListHead->First = first->Next;
		ListHead->Depth--;
	}
	unlock(ListHead);
	return first;
}

PSLIST_ENTRY ExpInterlockedFlushSList(PSLIST_HEADER ListHead)
{
	PSLIST_ENTRY first;

	ke_irql_check("ExInterlockedFlushSList", DISPATCH_LEVEL, SITE);
	lock(ListHead);
	first = ListHead->First;
	ListHead->First = NULL;
	ListHead->Depth = 0;
	unlock(ListHead);
	return first;
}

USHORT ExQueryDepthSList(PSLIST_HEADER SListHead)
{
	USHORT depth;

	lock(SListHead);
	depth = SListHead->Depth;
	unlock(SListHead);
	return depth;
}
