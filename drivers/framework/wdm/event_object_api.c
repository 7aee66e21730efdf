/* The boundary of events that have handles. */
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/event_object.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"

#define SITE __builtin_return_address(0)

/* The handle keeps the event; the pointer is good for as long as that is open. */
static PKEVENT create_named(const char *function, EVENT_TYPE type, PUNICODE_STRING name,
	PHANDLE handle, const void *site)
{
	struct ob_claim claim = { io_driver_calling(site), NULL, 0, site };
	struct ob_object *object;
	PKEVENT event = NULL;
	bool is_new;

	ke_irql_check(function, PASSIVE_LEVEL, site);
	if (io_fault(claim.driver, function, site) ||
		!NT_SUCCESS(ex_event_create(&object, type, TRUE, name, &is_new)))
		return NULL;
	if (NT_SUCCESS(ob_handle_create(handle, object, &claim)))
		event = ex_event_body(object);
	ob_dereference(object);
	return event;
}

PKEVENT IoCreateNotificationEvent(PUNICODE_STRING EventName, PHANDLE EventHandle)
{
	return create_named(
		"IoCreateNotificationEvent", NotificationEvent, EventName, EventHandle, SITE);
}

PKEVENT IoCreateSynchronizationEvent(PUNICODE_STRING EventName, PHANDLE EventHandle)
{
	return create_named(
		"IoCreateSynchronizationEvent", SynchronizationEvent, EventName, EventHandle, SITE);
}

NTSTATUS ZwCreateEvent(PHANDLE EventHandle, ACCESS_MASK DesiredAccess,
	POBJECT_ATTRIBUTES ObjectAttributes, EVENT_TYPE EventType, BOOLEAN InitialState)
{
	const void *site = SITE;
	struct ob_claim claim = { io_driver_calling(site), NULL, 0, site };
	PCUNICODE_STRING name = ObjectAttributes ? ObjectAttributes->ObjectName : NULL;
	struct ob_object *object;
	bool is_new;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(DesiredAccess);
	ke_irql_check("ZwCreateEvent", PASSIVE_LEVEL, site);
	if (io_fault(claim.driver, "ZwCreateEvent", site))
		return STATUS_INSUFFICIENT_RESOURCES;
	status = ex_event_create(&object, EventType, InitialState, name, &is_new);
	if (!NT_SUCCESS(status))
		return status;
	if (!is_new && !(ObjectAttributes->Attributes & OBJ_OPENIF))
		status = STATUS_OBJECT_NAME_COLLISION;
	else
		status = ob_handle_create(EventHandle, object, &claim);
	if (NT_SUCCESS(status) && !is_new)
		status = STATUS_OBJECT_NAME_EXISTS;
	ob_dereference(object);
	return status;
}

NTSTATUS ZwOpenEvent(
	PHANDLE EventHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes)
{
	const void *site = SITE;
	struct ob_claim claim = { io_driver_calling(site), NULL, 0, site };
	struct ob_object *object;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(DesiredAccess);
	ke_irql_check("ZwOpenEvent", PASSIVE_LEVEL, site);
	if (io_fault(claim.driver, "ZwOpenEvent", site))
		return STATUS_INSUFFICIENT_RESOURCES;
	status = ex_event_open(&object, ObjectAttributes->ObjectName);
	if (!NT_SUCCESS(status))
		return status;
	status = ob_handle_create(EventHandle, object, &claim);
	ob_dereference(object);
	return status;
}

static NTSTATUS change(
	const char *function, HANDLE handle, PLONG before, BOOLEAN state, const void *site)
{
	struct ob_object *object;
	LONG previous;
	NTSTATUS status;

	ke_irql_check(function, PASSIVE_LEVEL, site);
	status = ob_handle_reference(&object, handle, &ex_event_type);
	if (!NT_SUCCESS(status))
		return status;
	previous = state ? KeSetEvent(ex_event_body(object), IO_NO_INCREMENT, FALSE)
			 : KeResetEvent(ex_event_body(object));
	if (before)
		*before = previous;
	ob_dereference(object);
	return STATUS_SUCCESS;
}

NTSTATUS ZwSetEvent(HANDLE EventHandle, PLONG PreviousState)
{
	return change("ZwSetEvent", EventHandle, PreviousState, TRUE, SITE);
}

NTSTATUS ZwResetEvent(HANDLE EventHandle, PLONG PreviousState)
{
	return change("ZwResetEvent", EventHandle, PreviousState, FALSE, SITE);
}

NTSTATUS ZwClearEvent(HANDLE EventHandle)
{
	return change("ZwClearEvent", EventHandle, NULL, FALSE, SITE);
}
