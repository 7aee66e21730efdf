#include "drivers/framework/kmdf/outgoing.h"

#include <stdlib.h>

#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/io_callback.h"
#include "drivers/framework/kmdf/request.h"
#include "drivers/framework/kmdf/target.h"
#include "drivers/framework/wdm/irp.h"

/* The driver has it again, and is told. */
static void completed(struct fx_send *send)
{
	struct fx_outgoing *outgoing = CONTAINING_RECORD(send, struct fx_outgoing, send);
	struct fx_request *request = outgoing->request;
	WDFIOTARGET target = (WDFIOTARGET)fx_object_handle(&outgoing->target->object);
	PFN_WDF_REQUEST_COMPLETION_ROUTINE routine = outgoing->routine;
	WDFCONTEXT context = outgoing->context;
	WDFREQUEST handle = fx_request_handle(request);
	struct fx_io_callback callback;

	fx_send_format_describe(&outgoing->params, &send->format, send->irp);
	outgoing->routine = NULL;
	outgoing->is_formatted = false;
	__atomic_store_n(&outgoing->is_sent, false, __ATOMIC_RELEASE);
	if (routine) {
		fx_io_callback_begin(&callback, request->object.globals, NULL,
			"EvtRequestCompletion", FX_SITE_IN(routine));
		routine(handle, target, &outgoing->params, context);
		fx_io_callback_end(&callback);
	}
	fx_object_dereference(&request->object, NULL);
}

struct fx_outgoing *fx_outgoing_of(struct fx_request *request)
{
	struct fx_outgoing *outgoing = request->outgoing;

	if (outgoing)
		return outgoing;
	outgoing = calloc(1, sizeof(*outgoing));
	if (!outgoing)
		return NULL;
	outgoing->request = request;
	fx_send_init(&outgoing->send, request->irp, completed);
	request->outgoing = outgoing;
	return outgoing;
}

bool fx_outgoing_is_sent(const struct fx_request *request)
{
	return request->outgoing && __atomic_load_n(&request->outgoing->is_sent, __ATOMIC_ACQUIRE);
}

bool fx_outgoing_is_created(const struct fx_request *request)
{
	return request->outgoing && request->outgoing->is_created;
}

/*
 * One location more than the target needs is the request's own current one: so there is something to
 * copy from, and to ask for.
 */
static PIRP create_irp(const struct fx_target *target)
{
	CCHAR size = target && target->wdm ? target->wdm->StackSize : 1;
	PIRP irp = io_irp_create((CCHAR)(size + 1), NULL);

	if (irp)
		IoSetNextIrpStackLocation(irp);
	return irp;
}

static NTSTATUS init(struct fx_object *object, const void *argument)
{
	const struct fx_outgoing_wish *wish = argument;
	struct fx_request *request = fx_request_of(object);
	struct fx_outgoing *outgoing;

	InitializeListHead(&request->link);
	InitializeListHead(&request->cancel_link);
	request->state = FX_REQUEST_DRIVERS;
	request->is_presented = true;
	request->irp = wish->irp;
	outgoing = fx_outgoing_of(request);
	if (!outgoing)
		return STATUS_INSUFFICIENT_RESOURCES;
	outgoing->is_created = true;
	outgoing->owns_irp = wish->owns_irp;
	if (wish->irp)
		return STATUS_SUCCESS;
	outgoing->owns_irp = true;
	request->irp = outgoing->send.irp = create_irp(wish->target);
	return request->irp ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}

NTSTATUS fx_outgoing_create_request(WDFREQUEST *out, struct fx_driver *driver,
	const WDF_OBJECT_ATTRIBUTES *attributes, const struct fx_outgoing_wish *wish,
	const struct fx_call *call)
{
	struct fx_child child = { .init = init, .argument = wish };
	struct fx_object *object;
	NTSTATUS status = fx_driver_create_child(
		&object, driver, &fx_request_class, attributes, &child, call);

	if (NT_SUCCESS(status))
		*out = fx_request_handle(fx_request_of(object));
	return status;
}

/* One that the driver has allocated leaves the books. */
void fx_outgoing_let_go(struct fx_request *request, const void *site)
{
	struct fx_outgoing *outgoing = request->outgoing;

	if (outgoing && outgoing->is_created && outgoing->owns_irp && request->irp)
		io_irp_unpublish(request->irp, site);
}

void fx_outgoing_end(struct fx_request *request)
{
	if (request->outgoing)
		fx_send_finish(&request->outgoing->send);
}

void fx_outgoing_destroy(struct fx_request *request)
{
	struct fx_outgoing *outgoing = request->outgoing;

	if (!outgoing)
		return;
	fx_send_finish(&outgoing->send);
	if (outgoing->is_created && outgoing->owns_irp && request->irp)
		io_irp_destroy(request->irp);
	free(outgoing);
	request->outgoing = NULL;
}

/* One that the framework, or the driver for the framework, had allocated is freed. */
static void take_irp(struct fx_request *request, PIRP irp, bool is_owned)
{
	struct fx_outgoing *outgoing = request->outgoing;

	fx_send_finish(&outgoing->send);
	if (outgoing->owns_irp && request->irp) {
		io_irp_unpublish(request->irp, NULL);
		io_irp_destroy(request->irp);
	}
	outgoing->owns_irp = is_owned;
	request->irp = outgoing->send.irp = irp;
}

/* A request that the driver has left without an IRP gets one, as WDF has it (fxrequestbase.cpp:299-350). */
NTSTATUS fx_outgoing_make_room(struct fx_request *request, const struct fx_target *target)
{
	struct fx_outgoing *outgoing = request->outgoing;
	PIRP irp = request->irp;

	if (!target->wdm)
		return STATUS_INVALID_DEVICE_STATE;
	if (irp && irp->CurrentLocation > target->wdm->StackSize)
		return STATUS_SUCCESS;
	if (irp && (!outgoing || !outgoing->is_created || !outgoing->owns_irp))
		return STATUS_REQUEST_NOT_ACCEPTED;
	irp = create_irp(target);
	if (!irp)
		return STATUS_INSUFFICIENT_RESOURCES;
	take_irp(request, irp, true);
	return STATUS_SUCCESS;
}

NTSTATUS fx_outgoing_format(
	struct fx_request *request, struct fx_target *target, const struct fx_send_request *wanted)
{
	struct fx_outgoing *outgoing = fx_outgoing_of(request);
	NTSTATUS status;

	if (!outgoing)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = fx_outgoing_make_room(request, target);
	if (!NT_SUCCESS(status))
		return status;
	status = fx_send_format_set(
		&outgoing->send.format, request->irp, target->wdm->Flags, wanted);
	if (NT_SUCCESS(status) && target->file)
		IoGetNextIrpStackLocation(request->irp)->FileObject = target->file;
	outgoing->is_formatted = NT_SUCCESS(status);
	return status;
}

/* Its buffers, its routine, its target: all that was said of it is forgotten. */
NTSTATUS fx_outgoing_reuse(struct fx_request *request, const WDF_REQUEST_REUSE_PARAMS *params)
{
	struct fx_outgoing *outgoing = fx_outgoing_of(request);
	bool is_new = (params->Flags & WDF_REQUEST_REUSE_SET_NEW_IRP) != 0;

	if (!outgoing)
		return STATUS_INSUFFICIENT_RESOURCES;
	if (is_new && !outgoing->is_created)
		return STATUS_WDF_REQUEST_INVALID_STATE;
	if (is_new)
		take_irp(request, params->NewIrp, false);
	else
		fx_send_finish(&outgoing->send);
	fx_send_init(&outgoing->send, request->irp, completed);
	outgoing->routine = NULL;
	outgoing->is_formatted = false;
	if (outgoing->is_created && outgoing->owns_irp) {
		io_irp_reuse(request->irp);
		IoSetNextIrpStackLocation(request->irp);
	}
	if (request->irp)
		request->irp->IoStatus.Status = params->Status;
	return STATUS_SUCCESS;
}

static void begin(struct fx_outgoing *outgoing, struct fx_target *target)
{
	outgoing->target = target;
	fx_object_reference(&outgoing->request->object);
	__atomic_store_n(&outgoing->is_sent, true, __ATOMIC_RELEASE);
}

static void give_back(struct fx_outgoing *outgoing)
{
	__atomic_store_n(&outgoing->is_sent, false, __ATOMIC_RELEASE);
	fx_object_dereference(&outgoing->request->object, NULL);
}

NTSTATUS fx_outgoing_send(
	struct fx_request *request, struct fx_target *target, const struct fx_send_options *options)
{
	struct fx_outgoing *outgoing = request->outgoing;
	NTSTATUS status;

	begin(outgoing, target);
	status = fx_send_submit(&outgoing->send, target, options);
	if (status != STATUS_PENDING)
		give_back(outgoing);
	return status;
}

/* The routine is called here, where the driver waits, and not by who has completed the IRP. */
bool fx_outgoing_send_and_wait(IO_STATUS_BLOCK *out, struct fx_request *request,
	struct fx_target *target, const struct fx_send_options *options)
{
	struct fx_outgoing *outgoing = request->outgoing;
	bool was_sent;

	begin(outgoing, target);
	out->Status = fx_send_and_wait(&outgoing->send, target, options);
	out->Information = request->irp->IoStatus.Information;
	was_sent = outgoing->send.is_over;
	if (was_sent)
		completed(&outgoing->send);
	else
		give_back(outgoing);
	return was_sent;
}
