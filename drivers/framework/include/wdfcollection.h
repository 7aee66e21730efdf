/* Collections: lists of objects, each of which the collection holds a reference to. */
#pragma once

#include <wdfobject.h>

#ifdef __cplusplus
extern "C" {
#endif

NTKERNELAPI NTSTATUS WdfCollectionCreate(
	PWDF_OBJECT_ATTRIBUTES CollectionAttributes, WDFCOLLECTION *Collection);
NTKERNELAPI ULONG WdfCollectionGetCount(WDFCOLLECTION Collection);

/* An object may be in it several times. */
NTKERNELAPI NTSTATUS WdfCollectionAdd(WDFCOLLECTION Collection, WDFOBJECT Object);

/* The first of that object; the item at that index. */
NTKERNELAPI VOID WdfCollectionRemove(WDFCOLLECTION Collection, WDFOBJECT Item);
NTKERNELAPI VOID WdfCollectionRemoveItem(WDFCOLLECTION Collection, ULONG Index);

/* NULL when there is none. */
NTKERNELAPI WDFOBJECT WdfCollectionGetItem(WDFCOLLECTION Collection, ULONG Index);
NTKERNELAPI WDFOBJECT WdfCollectionGetFirstItem(WDFCOLLECTION Collection);
NTKERNELAPI WDFOBJECT WdfCollectionGetLastItem(WDFCOLLECTION Collection);

#ifdef __cplusplus
}
#endif
