/* The boundary of collections. */
#include <wdf.h>

#include "drivers/framework/kmdf/collection.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/hold.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

static struct fx_collection *get(WDFCOLLECTION handle, const struct fx_call *call)
{
	ke_irql_check(call->function, DISPATCH_LEVEL, call->site);
	return fx_collection_of(fx_handle_get(handle, &fx_collection_class, call));
}

NTSTATUS WdfCollectionCreate(PWDF_OBJECT_ATTRIBUTES CollectionAttributes, WDFCOLLECTION *Collection)
{
	struct fx_call call = FX_CALL("WdfCollectionCreate");
	struct fx_driver *driver = fx_handle_calling_driver(&call);
	struct fx_child child = { .init = fx_collection_init };
	struct fx_object *object;
	NTSTATUS status;

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	*Collection = NULL;
	status = fx_validate_attributes(CollectionAttributes, 0);
	if (!NT_SUCCESS(status))
		return status;
	status = fx_driver_create_child(
		&object, driver, &fx_collection_class, CollectionAttributes, &child, &call);
	if (NT_SUCCESS(status))
		*Collection = (WDFCOLLECTION)fx_object_handle(object);
	return status;
}

ULONG WdfCollectionGetCount(WDFCOLLECTION Collection)
{
	struct fx_call call = FX_CALL("WdfCollectionGetCount");

	return fx_collection_count(get(Collection, &call));
}

NTSTATUS WdfCollectionAdd(WDFCOLLECTION Collection, WDFOBJECT Object)
{
	struct fx_call call = FX_CALL("WdfCollectionAdd");
	struct fx_collection *collection = get(Collection, &call);
	struct fx_object *item = fx_handle_get(Object, NULL, &call);

	if (io_fault(fx_globals_io_driver(collection->object.globals), call.function, call.site))
		return STATUS_UNSUCCESSFUL;
	return fx_collection_add(collection, item, call.site);
}

/* Windows drops these; only the verifier breaks into the debugger. */
static struct io_breach breach_of(struct fx_collection *collection, const struct fx_call *call)
{
	return (struct io_breach){ fx_globals_io_driver(collection->object.globals),
		"not-in-collection", call->function, fx_object_handle(&collection->object),
		call->site };
}

VOID WdfCollectionRemove(WDFCOLLECTION Collection, WDFOBJECT Item)
{
	struct fx_call call = FX_CALL("WdfCollectionRemove");
	struct fx_collection *collection = get(Collection, &call);
	struct fx_object *item = fx_collection_remove(collection, fx_handle_get(Item, NULL, &call));
	struct io_breach breach = breach_of(collection, &call);

	if (item)
		fx_let_go(item, &collection->object, call.site);
	else
		io_violation(
			&breach, "the object with the handle %p is not in the WDFCOLLECTION", Item);
}

VOID WdfCollectionRemoveItem(WDFCOLLECTION Collection, ULONG Index)
{
	struct fx_call call = FX_CALL("WdfCollectionRemoveItem");
	struct fx_collection *collection = get(Collection, &call);
	struct fx_object *item = fx_collection_remove_at(collection, Index);
	struct io_breach breach = breach_of(collection, &call);

	if (item)
		fx_let_go(item, &collection->object, call.site);
	else
		io_violation(&breach, "the WDFCOLLECTION has no item %u, but %u items", Index,
			fx_collection_count(collection));
}

static WDFOBJECT handle_of(const struct fx_object *item)
{
	return item ? fx_object_handle(item) : NULL;
}

WDFOBJECT WdfCollectionGetItem(WDFCOLLECTION Collection, ULONG Index)
{
	struct fx_call call = FX_CALL("WdfCollectionGetItem");

	return handle_of(fx_collection_item(get(Collection, &call), Index));
}

WDFOBJECT WdfCollectionGetFirstItem(WDFCOLLECTION Collection)
{
	struct fx_call call = FX_CALL("WdfCollectionGetFirstItem");

	return handle_of(fx_collection_item(get(Collection, &call), 0));
}

WDFOBJECT WdfCollectionGetLastItem(WDFCOLLECTION Collection)
{
	struct fx_call call = FX_CALL("WdfCollectionGetLastItem");

	return handle_of(fx_collection_last(get(Collection, &call)));
}
