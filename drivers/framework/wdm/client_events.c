/* The events of clients. */
#include <drvtrace/client.h>
#include <wdm.h>

#include "drivers/framework/wdm/client_private.h"
#include "drivers/framework/wdm/clock.h"
#include "drivers/framework/wdm/dispatcher.h"
#include "drivers/framework/wdm/event_object.h"
#include "drivers/framework/wdm/process.h"

enum {
	UNITS_PER_MS = 10000,
};

NTSTATUS drvtrace_client_create_event(
	struct drvtrace_client *client, HANDLE *out, BOOLEAN is_manual, BOOLEAN is_set)
{
	EVENT_TYPE type = is_manual ? NotificationEvent : SynchronizationEvent;
	struct ob_object *object;
	bool is_new;
	NTSTATUS status = ex_event_create(&object, type, is_set, NULL, &is_new);

	if (!NT_SUCCESS(status))
		return status;
	status = ps_process_open(out, client->process, object);
	ob_dereference(object);
	return status;
}

static NTSTATUS find(struct ob_object **out, struct drvtrace_client *client, HANDLE handle)
{
	NTSTATUS status = ps_process_reference(out, client->process, handle);

	if (NT_SUCCESS(status) && (*out)->type != &ex_event_type) {
		ob_dereference(*out);
		status = STATUS_OBJECT_TYPE_MISMATCH;
	}
	return status;
}

NTSTATUS drvtrace_client_set_event(struct drvtrace_client *client, HANDLE event)
{
	struct ob_object *object;
	NTSTATUS status = find(&object, client, event);

	if (!NT_SUCCESS(status))
		return status;
	KeSetEvent(ex_event_body(object), IO_NO_INCREMENT, FALSE);
	ob_dereference(object);
	return status;
}

NTSTATUS drvtrace_client_reset_event(struct drvtrace_client *client, HANDLE event)
{
	struct ob_object *object;
	NTSTATUS status = find(&object, client, event);

	if (!NT_SUCCESS(status))
		return status;
	KeClearEvent(ex_event_body(object));
	ob_dereference(object);
	return status;
}

NTSTATUS drvtrace_client_wait(struct drvtrace_client *client, HANDLE event, ULONG milliseconds)
{
	LARGE_INTEGER timeout = { .QuadPart = -ke_clock_of_real(
					  (LONGLONG)milliseconds * UNITS_PER_MS) };
	struct ob_object *object;
	NTSTATUS status = find(&object, client, event);
	PVOID body;

	if (!NT_SUCCESS(status))
		return status;
	body = ex_event_body(object);
	status = ke_wait(&(struct ke_wait_request){ &body, 1, false, &timeout });
	ob_dereference(object);
	return status;
}
