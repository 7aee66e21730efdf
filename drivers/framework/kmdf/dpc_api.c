/* The boundary of DPCs. */
#include <wdf.h>

#include "drivers/framework/kmdf/dpc.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/dpc.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

NTSTATUS WdfDpcCreate(PWDF_DPC_CONFIG Config, PWDF_OBJECT_ATTRIBUTES Attributes, WDFDPC *Dpc)
{
	struct fx_call call = FX_CALL("WdfDpcCreate");
	struct fx_driver *driver = fx_handle_calling_driver(&call);
	struct fx_dpc_request request = { .config = Config };
	struct fx_child child = { .init = fx_dpc_init, .argument = &request };
	struct fx_object *object;
	NTSTATUS status;

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	status = fx_validate_parent(Attributes);
	if (!NT_SUCCESS(status))
		return status;
	request.parent = fx_handle_get(Attributes->ParentObject, NULL, &call);
	if (Config->Size != sizeof(WDF_DPC_CONFIG))
		return STATUS_INFO_LENGTH_MISMATCH;
	status = fx_validate_attributes(Attributes, 0);
	if (!NT_SUCCESS(status))
		return status;
	status = fx_driver_create_child(&object, driver, &fx_dpc_class, Attributes, &child, &call);
	if (NT_SUCCESS(status))
		*Dpc = (WDFDPC)fx_object_handle(object);
	return status;
}

static struct fx_dpc *get(WDFDPC handle, const struct fx_call *call)
{
	return fx_dpc_of(fx_handle_get(handle, &fx_dpc_class, call));
}

BOOLEAN WdfDpcEnqueue(WDFDPC Dpc)
{
	struct fx_call call = FX_CALL("WdfDpcEnqueue");
	struct fx_dpc *dpc = get(Dpc, &call);
	struct io_breach breach = { fx_globals_io_driver(dpc->object.globals),
		"started-while-deleted", call.function, Dpc, call.site };

	if (!__atomic_load_n(&dpc->is_going, __ATOMIC_RELAXED))
		return ke_dpc_insert(&dpc->dpc, NULL, NULL, call.site);
	io_violation(&breach, "the WDFDPC is being deleted, and is not queued");
	return FALSE;
}

BOOLEAN WdfDpcCancel(WDFDPC Dpc, BOOLEAN Wait)
{
	struct fx_call call = FX_CALL("WdfDpcCancel");
	struct fx_dpc *dpc = get(Dpc, &call);
	bool was_queued;

	if (Wait)
		ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	was_queued = ke_dpc_remove(&dpc->dpc);
	if (Wait && !was_queued)
		ke_dpc_wait(&dpc->dpc);
	return was_queued;
}

WDFOBJECT WdfDpcGetParentObject(WDFDPC Dpc)
{
	struct fx_call call = FX_CALL("WdfDpcGetParentObject");

	return fx_object_handle(get(Dpc, &call)->parent);
}

PKDPC WdfDpcWdmGetDpc(WDFDPC Dpc)
{
	struct fx_call call = FX_CALL("WdfDpcWdmGetDpc");

	return &get(Dpc, &call)->dpc;
}
