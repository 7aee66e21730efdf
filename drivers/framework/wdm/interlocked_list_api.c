/*
 * The boundary of interlocked lists. They may be called at any IRQL: what a spin lock would do to
 * the IRQL is done for the length of the call only.
 */
#include <wdm.h>

#include "drivers/framework/wdm/spin_lock.h"

#define SITE __builtin_return_address(0)

PLIST_ENTRY ExInterlockedInsertHeadList(
	PLIST_ENTRY ListHead, PLIST_ENTRY ListEntry, PKSPIN_LOCK Lock)
{
	PLIST_ENTRY first;

	ke_spin_lock_acquire("ExInterlockedInsertHeadList", Lock, SITE);
	first = IsListEmpty(ListHead) ? NULL : ListHead->Flink;
	InsertHeadList(ListHead, ListEntry);
	ke_spin_lock_release("ExInterlockedInsertHeadList", Lock, SITE);
	return first;
}

PLIST_ENTRY ExInterlockedInsertTailList(
	PLIST_ENTRY ListHead, PLIST_ENTRY ListEntry, PKSPIN_LOCK Lock)
{
	PLIST_ENTRY last;

	ke_spin_lock_acquire("ExInterlockedInsertTailList", Lock, SITE);
	last = IsListEmpty(ListHead) ? NULL : ListHead->Blink;
	InsertTailList(ListHead, ListEntry);
	ke_spin_lock_release("ExInterlockedInsertTailList", Lock, SITE);
	return last;
}

PLIST_ENTRY ExInterlockedRemoveHeadList(PLIST_ENTRY ListHead, PKSPIN_LOCK Lock)
{
	PLIST_ENTRY entry;

	ke_spin_lock_acquire("ExInterlockedRemoveHeadList", Lock, SITE);
	entry = IsListEmpty(ListHead) ? NULL : RemoveHeadList(ListHead);
	ke_spin_lock_release("ExInterlockedRemoveHeadList", Lock, SITE);
	return entry;
}

PSINGLE_LIST_ENTRY ExInterlockedPushEntryList(
	PSINGLE_LIST_ENTRY ListHead, PSINGLE_LIST_ENTRY ListEntry, PKSPIN_LOCK Lock)
{
	PSINGLE_LIST_ENTRY first;

	ke_spin_lock_acquire("ExInterlockedPushEntryList", Lock, SITE);
	first = ListHead->Next;
	ListEntry->Next = first;
	ListHead->Next = ListEntry;
	ke_spin_lock_release("ExInterlockedPushEntryList", Lock, SITE);
	return first;
}

PSINGLE_LIST_ENTRY ExInterlockedPopEntryList(PSINGLE_LIST_ENTRY ListHead, PKSPIN_LOCK Lock)
{
	PSINGLE_LIST_ENTRY first;

	ke_spin_lock_acquire("ExInterlockedPopEntryList", Lock, SITE);
	first = ListHead->Next;
	if (first)
		ListHead->Next = first->Next;
	ke_spin_lock_release("ExInterlockedPopEntryList", Lock, SITE);
	return first;
}

ULONG ExInterlockedAddUlong(PULONG Addend, ULONG Increment, PKSPIN_LOCK Lock)
{
	ULONG before;

	ke_spin_lock_acquire("ExInterlockedAddUlong", Lock, SITE);
	before = *Addend;
	*Addend = before + Increment;
	ke_spin_lock_release("ExInterlockedAddUlong", Lock, SITE);
	return before;
}
