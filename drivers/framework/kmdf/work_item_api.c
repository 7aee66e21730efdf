/* Work items that are objects, and their boundary. Disposal waits until a queued one has run. */
#include <wdf.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/kmdf/callback.h"
#include "drivers/framework/kmdf/constraints.h"
#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/kmdf/worker.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

struct fx_work_item {
	struct fx_object object;
	struct fx_object *parent; /* borrowed: it outlives this one's callbacks */
	struct fx_callback callback;
	struct fx_worker worker;
	bool is_going; /* it is disposed of */
};

struct request {
	const WDF_WORKITEM_CONFIG *config;
	struct fx_object *parent;
};

static struct fx_work_item *work_item_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_work_item, object);
}

static void call_driver(void (*routine)(void), HANDLE object)
{
	((PFN_WDF_WORKITEM)routine)((WDFWORKITEM)object);
}

static void run(struct fx_object *object)
{
	fx_callback_run(&work_item_of(object)->callback, object, call_driver);
}

static NTSTATUS init(struct fx_object *object, const void *argument)
{
	const struct request *request = argument;
	struct fx_work_item *item = work_item_of(object);
	struct fx_lock_wish wish = {
		.is_automatic = request->config->AutomaticSerialization != FALSE, .is_passive = true
	};

	fx_worker_init(&item->worker, object, run, "WdfWorkItemEnqueue");
	object->has_passive_callbacks = true;
	item->parent = request->parent;
	item->callback.routine = (void (*)(void))request->config->EvtWorkItemFunc;
	item->callback.name = "EvtWorkItem";
	if (!fx_device_above(request->parent))
		return STATUS_INVALID_DEVICE_REQUEST;
	return fx_constraints_find_lock(&item->callback.lock, request->parent, &wish);
}

static bool dispose(struct fx_object *object, const void *site)
{
	UNREFERENCED_PARAMETER(site);
	__atomic_store_n(&work_item_of(object)->is_going, true, __ATOMIC_RELAXED);
	fx_worker_end(&work_item_of(object)->worker);
	return true;
}

static void destroy(struct fx_object *object)
{
	fx_worker_finish(&work_item_of(object)->worker);
}

static const struct fx_class work_item_class = {
	.kind = { "WDFWORKITEM", DRVTRACE_KIND_WDFWORKITEM, fx_object_reclaim },
	.size = sizeof(struct fx_work_item),
	.is_disposed_at_passive = true,
	.dispose = dispose,
	.destroy = destroy,
};

NTSTATUS WdfWorkItemCreate(
	PWDF_WORKITEM_CONFIG Config, PWDF_OBJECT_ATTRIBUTES Attributes, WDFWORKITEM *WorkItem)
{
	struct fx_call call = FX_CALL("WdfWorkItemCreate");
	struct fx_driver *driver = fx_handle_calling_driver(&call);
	struct request request = { .config = Config };
	struct fx_child child = { .init = init, .argument = &request };
	struct fx_object *object;
	NTSTATUS status;

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	status = fx_validate_parent(Attributes);
	if (!NT_SUCCESS(status))
		return status;
	request.parent = fx_handle_get(Attributes->ParentObject, NULL, &call);
	if (Config->Size != sizeof(WDF_WORKITEM_CONFIG))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (!Config->EvtWorkItemFunc)
		return STATUS_INVALID_PARAMETER;
	status = fx_validate_attributes(Attributes, 0);
	if (!NT_SUCCESS(status))
		return status;
	status = fx_driver_create_child(
		&object, driver, &work_item_class, Attributes, &child, &call);
	if (NT_SUCCESS(status))
		*WorkItem = (WDFWORKITEM)fx_object_handle(object);
	return status;
}

static struct fx_work_item *get(WDFWORKITEM handle, const struct fx_call *call)
{
	return work_item_of(fx_handle_get(handle, &work_item_class, call));
}

VOID WdfWorkItemEnqueue(WDFWORKITEM WorkItem)
{
	struct fx_call call = FX_CALL("WdfWorkItemEnqueue");
	struct fx_work_item *item = get(WorkItem, &call);
	struct io_breach breach = { fx_globals_io_driver(item->object.globals),
		"started-while-deleted", call.function, WorkItem, call.site };

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	if (__atomic_load_n(&item->is_going, __ATOMIC_RELAXED))
		io_violation(&breach, "the WDFWORKITEM is being deleted, and is not queued");
	else
		fx_worker_queue(&item->worker, call.site);
}

VOID WdfWorkItemFlush(WDFWORKITEM WorkItem)
{
	struct fx_call call = FX_CALL("WdfWorkItemFlush");
	struct fx_work_item *item = get(WorkItem, &call);
	struct io_breach breach = { fx_globals_io_driver(item->object.globals), "waits-for-itself",
		call.function, WorkItem, call.site };

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	if (fx_worker_is_mine(&item->worker)) {
		io_violation(&breach, "the callback of the WDFWORKITEM does not wait for itself");
		return;
	}
	if (fx_callback_lock_is_mine(item->callback.lock) && fx_worker_is_busy(&item->worker))
		io_stop(&breach, "the callback of the WDFWORKITEM waits for a lock that its "
				 "waiter holds");
	fx_worker_wait(&item->worker);
}

WDFOBJECT WdfWorkItemGetParentObject(WDFWORKITEM WorkItem)
{
	struct fx_call call = FX_CALL("WdfWorkItemGetParentObject");

	return fx_object_handle(get(WorkItem, &call)->parent);
}
