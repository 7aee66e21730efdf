/* Sequenced singly linked lists, which need no lock of the driver's. Part of wdm.h, which includes it. */
#pragma once

#include <ntdef.h>
#include <wdm/spin_lock.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct DECLSPEC_ALIGN(16) _SLIST_ENTRY {
	struct _SLIST_ENTRY *Next;
} SLIST_ENTRY, *PSLIST_ENTRY;

/* Only the routines below may look into it. */
typedef struct DECLSPEC_ALIGN(16) _SLIST_HEADER {
	PSLIST_ENTRY First;
	USHORT Depth;
	USHORT Lock;
	ULONG Sequence;
} SLIST_HEADER, *PSLIST_HEADER;

NTKERNELAPI VOID InitializeSListHead(PSLIST_HEADER SListHead);

/* The first entry before; NULL when the list was empty. */
NTKERNELAPI PSLIST_ENTRY ExpInterlockedPushEntrySList(
	PSLIST_HEADER ListHead, PSLIST_ENTRY ListEntry);
NTKERNELAPI PSLIST_ENTRY ExpInterlockedPopEntrySList(PSLIST_HEADER ListHead);
NTKERNELAPI PSLIST_ENTRY ExpInterlockedFlushSList(PSLIST_HEADER ListHead);
NTKERNELAPI USHORT ExQueryDepthSList(PSLIST_HEADER SListHead);

#define ExInitializeSListHead(Head)                    InitializeSListHead(Head)
#define ExInterlockedPushEntrySList(Head, Entry, Lock) ExpInterlockedPushEntrySList(Head, Entry)
#define ExInterlockedPopEntrySList(Head, Lock)         ExpInterlockedPopEntrySList(Head)
#define ExInterlockedFlushSList(Head)                  ExpInterlockedFlushSList(Head)
#define InterlockedPushEntrySList(Head, Entry)         ExpInterlockedPushEntrySList(Head, Entry)
#define InterlockedPopEntrySList(Head)                 ExpInterlockedPopEntrySList(Head)
#define InterlockedFlushSList(Head)                    ExpInterlockedFlushSList(Head)
#define QueryDepthSList(Head)                          ExQueryDepthSList(Head)

#ifdef __cplusplus
}
#endif
