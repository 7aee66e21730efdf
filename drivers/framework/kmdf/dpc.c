#include "drivers/framework/kmdf/dpc.h"

#include <drvtrace/lifetime.h>

#include "drivers/framework/kmdf/constraints.h"
#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/wdm/dpc.h"

struct fx_dpc *fx_dpc_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_dpc, object);
}

static void call_driver(void (*routine)(void), HANDLE object)
{
	((PFN_WDF_DPC)routine)((WDFDPC)object);
}

static void run(PKDPC kernel_dpc, PVOID context, PVOID argument1, PVOID argument2)
{
	struct fx_dpc *dpc = context;

	UNREFERENCED_PARAMETER(kernel_dpc);
	UNREFERENCED_PARAMETER(argument1);
	UNREFERENCED_PARAMETER(argument2);
	if (dpc->callback.routine)
		fx_callback_run(&dpc->callback, &dpc->object, call_driver);
}

NTSTATUS fx_dpc_init(struct fx_object *object, const void *argument)
{
	const struct fx_dpc_request *request = argument;
	struct fx_dpc *dpc = fx_dpc_of(object);
	struct fx_lock_wish wish = { .is_automatic =
					     request->config->AutomaticSerialization != FALSE };

	KeInitializeDpc(&dpc->dpc, run, dpc);
	dpc->parent = request->parent;
	dpc->callback.routine = (void (*)(void))request->config->EvtDpcFunc;
	dpc->callback.name = "EvtDpcFunc";
	if (!fx_device_above(request->parent))
		return STATUS_INVALID_DEVICE_REQUEST;
	return fx_constraints_find_lock(&dpc->callback.lock, request->parent, &wish);
}

static bool dispose(struct fx_object *object, const void *site)
{
	UNREFERENCED_PARAMETER(site);
	__atomic_store_n(&fx_dpc_of(object)->is_going, true, __ATOMIC_RELAXED);
	ke_dpc_wait(&fx_dpc_of(object)->dpc);
	return true;
}

const struct fx_class fx_dpc_class = {
	.kind = { "WDFDPC", DRVTRACE_KIND_WDFDPC, fx_object_reclaim },
	.size = sizeof(struct fx_dpc),
	.is_disposed_at_passive = true,
	.dispose = dispose,
};
