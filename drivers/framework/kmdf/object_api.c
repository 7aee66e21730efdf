/* The boundary of general objects: references, contexts, creation and deletion. */
#include <wdf.h>

#include <drvtrace/drvtrace.h>

#include "drivers/framework/kmdf/constraints.h"
#include "drivers/framework/kmdf/context.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/object.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/stop.h"

static const struct fx_class object_class = {
	.kind = { "WDFOBJECT", DRVTRACE_KIND_WDFOBJECT, fx_object_reclaim },
	.size = sizeof(struct fx_object),
};

PVOID WdfObjectGetTypedContextWorker(WDFOBJECT Handle, PCWDF_OBJECT_CONTEXT_TYPE_INFO TypeInfo)
{
	struct fx_call call = FX_CALL("WdfObjectGetTypedContext");
	struct fx_object *object = fx_handle_get_destroyed_too(Handle, &call);
	struct fx_context *context = fx_context_find(object->contexts, TypeInfo);

	return context ? context->memory : NULL;
}

WDFOBJECT WdfObjectContextGetObject(PVOID ContextPointer)
{
	struct fx_call call = FX_CALL("WdfObjectContextGetObject");
	struct fx_object *object = fx_context_owner(ContextPointer);
	struct io_breach breach = { io_driver_calling(call.site), "invalid-handle", call.function,
		ContextPointer, call.site };

	if (!object)
		io_stop(&breach, "%p is not the context of an object", ContextPointer);
	return fx_object_handle(object);
}

static NTSTATUS validate_context_attributes(const WDF_OBJECT_ATTRIBUTES *attributes)
{
	if (!attributes)
		return STATUS_INVALID_PARAMETER;
	if (!attributes->ContextTypeInfo)
		return STATUS_OBJECT_NAME_INVALID;
	return fx_validate_attributes(attributes, FX_PARENT_NOT_ALLOWED);
}

/* Attaches `context`, unless the object has one of its type or is on its way out. */
static NTSTATUS attach_context(
	struct fx_object *object, struct fx_context *context, struct fx_context **attached)
{
	NTSTATUS status = STATUS_SUCCESS;

	fx_globals_lock(object->globals);
	*attached = fx_context_find(object->contexts, context->type);
	if (*attached) {
		status = STATUS_OBJECT_NAME_EXISTS;
	} else if (object->state != FX_CREATED) {
		status = STATUS_DELETE_PENDING;
	} else {
		fx_context_append(object->contexts, context);
		*attached = context;
	}
	fx_globals_unlock(object->globals);
	return status;
}

NTSTATUS WdfObjectAllocateContext(
	WDFOBJECT Handle, PWDF_OBJECT_ATTRIBUTES ContextAttributes, PVOID *Context)
{
	struct fx_call call = FX_CALL("WdfObjectAllocateContext");
	struct fx_object *object = fx_handle_get(Handle, NULL, &call);
	NTSTATUS status = validate_context_attributes(ContextAttributes);
	struct fx_context *context;
	struct fx_context *attached;

	if (!NT_SUCCESS(status))
		return status;
	if (io_fault(fx_globals_io_driver(object->globals), call.function, call.site))
		return STATUS_INSUFFICIENT_RESOURCES;
	context = fx_context_create(object, ContextAttributes);
	if (!context)
		return STATUS_INSUFFICIENT_RESOURCES;
	fx_context_set_callbacks(context, ContextAttributes);

	status = attach_context(object, context, &attached);
	if (attached != context)
		fx_context_destroy_all(context);
	if (attached && Context)
		*Context = attached->memory;
	return status;
}

NTSTATUS WdfObjectCreate(PWDF_OBJECT_ATTRIBUTES Attributes, WDFOBJECT *Object)
{
	struct fx_call call = FX_CALL("WdfObjectCreate");
	struct fx_driver *driver = fx_handle_calling_driver(&call);
	struct fx_object *object;
	NTSTATUS status = fx_validate_attributes(
		Attributes, FX_EXECUTION_LEVEL_ALLOWED | FX_SYNCHRONIZATION_SCOPE_ALLOWED);

	if (!NT_SUCCESS(status))
		return status;
	status = fx_driver_create_child(
		&object, driver, &object_class, Attributes, &(struct fx_child){ 0 }, &call);
	if (NT_SUCCESS(status))
		*Object = fx_object_handle(object);
	return status;
}

static struct fx_callback_lock *lock_of(WDFOBJECT handle, const struct fx_call *call)
{
	struct fx_object *object = fx_handle_get(handle, NULL, call);
	struct io_breach breach = { fx_globals_io_driver(object->globals), "callback-lock-misused",
		call->function, handle, call->site };

	if (!object->constraints || !object->constraints->presentation)
		io_stop(&breach, "a %s has no callback lock", object->class->kind.name);
	return object->constraints->presentation;
}

VOID WdfObjectAcquireLock(WDFOBJECT Object)
{
	struct fx_call call = FX_CALL("WdfObjectAcquireLock");

	fx_callback_lock_acquire(lock_of(Object, &call), &call);
}

VOID WdfObjectReleaseLock(WDFOBJECT Object)
{
	struct fx_call call = FX_CALL("WdfObjectReleaseLock");

	fx_callback_lock_release(lock_of(Object, &call), &call);
}

VOID WdfObjectDelete(WDFOBJECT Object)
{
	struct fx_call call = FX_CALL("WdfObjectDelete");
	struct fx_object *object = fx_handle_get_to_release(Object, &call);
	struct io_breach breach = { fx_globals_io_driver(object->globals), "double-release",
		call.function, Object, call.site };

	if (fx_object_mark_deleted(object)) {
		if (!object->class->deleting || object->class->deleting(object, call.site))
			fx_object_delete_for_driver(object, call.site);
		return;
	}
	/* Windows drops these; only the verifier breaks into the debugger. */
	if (object->is_no_delete) {
		breach.rule = "delete-not-allowed";
		io_violation(&breach, "a %s is deleted by the framework, not by the driver",
			object->class->kind.name);
		return;
	}
	io_violation(&breach, "the %s with the handle %p is deleted already",
		object->class->kind.name, Object);
}

/* For test hooks, which are not in a release of WDF either (fxobjectkm.cpp:39-125). */
NTSTATUS WdfObjectQuery(
	WDFOBJECT Object, CONST GUID *Guid, ULONG QueryBufferLength, PVOID QueryBuffer)
{
	struct fx_call call = FX_CALL("WdfObjectQuery");

	UNREFERENCED_PARAMETER(Guid);
	UNREFERENCED_PARAMETER(QueryBufferLength);
	UNREFERENCED_PARAMETER(QueryBuffer);
	fx_handle_get(Object, NULL, &call);
	return STATUS_NOT_FOUND;
}

VOID WdfObjectReferenceActual(WDFOBJECT Handle, PVOID Tag, LONG Line, PCSTR File)
{
	struct fx_call call = FX_CALL("WdfObjectReference");
	struct fx_object *object = fx_handle_get(Handle, NULL, &call);
	int count = fx_object_reference(object);

	drvtrace_reference(io_driver_trace(fx_globals_io_driver(object->globals)),
		object->class->kind.id, Handle, Tag, count, (uint32_t)Line, File, call.site);
}

VOID WdfObjectDereferenceActual(WDFOBJECT Handle, PVOID Tag, LONG Line, PCSTR File)
{
	struct fx_call call = FX_CALL("WdfObjectDereference");
	struct fx_object *object = fx_handle_get_to_release(Handle, &call);
	struct io_driver *driver = fx_globals_io_driver(object->globals);

	if (fx_object_is_last_reference_of_living(object)) {
		struct io_breach breach = { driver, "dereference-to-zero", call.function, Handle,
			call.site };

		io_stop(&breach,
			"the %s with the handle %p would end by WdfObjectDereference, not "
			"by WdfObjectDelete",
			object->class->kind.name, Handle);
	}
	drvtrace_dereference(io_driver_trace(driver), object->class->kind.id, Handle, Tag,
		__atomic_load_n(&object->references, __ATOMIC_RELAXED) - 1, (uint32_t)Line, File,
		call.site);
	fx_object_dereference(object, call.site);
}
