/* The boundary of system threads and of references to them. */
#include <wdm.h>

#include "drivers/framework/wdm/device_handle.h"
#include "drivers/framework/wdm/device_reference.h"
#include "drivers/framework/wdm/dispatcher.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/event_object.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/file_object.h"
#include "drivers/framework/wdm/irp_wait.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/pointer.h"
#include "drivers/framework/wdm/process.h"
#include "drivers/framework/wdm/stop.h"
#include "drivers/framework/wdm/system_thread.h"

#define SITE __builtin_return_address(0)

/* What a type of objects is, only this library knows. */
struct _OBJECT_TYPE {
	const struct ob_type *type;
};

static struct _OBJECT_TYPE event_type = { &ex_event_type };
static POBJECT_TYPE event_type_pointer = &event_type;
POBJECT_TYPE *ExEventObjectType = &event_type_pointer;

static struct _OBJECT_TYPE process_type = { &ps_process_type };
static POBJECT_TYPE process_type_pointer = &process_type;
POBJECT_TYPE *PsProcessType = &process_type_pointer;

static struct _OBJECT_TYPE file_type = { &io_device_handle_type };
static POBJECT_TYPE file_type_pointer = &file_type;
POBJECT_TYPE *IoFileObjectType = &file_type_pointer;

static struct _OBJECT_TYPE thread_type = { &ps_thread_type };
static POBJECT_TYPE thread_type_pointer = &thread_type;
POBJECT_TYPE *PsThreadType = &thread_type_pointer;

NTSTATUS PsCreateSystemThread(PHANDLE ThreadHandle, ULONG DesiredAccess,
	POBJECT_ATTRIBUTES ObjectAttributes, HANDLE ProcessHandle, PCLIENT_ID ClientId,
	PKSTART_ROUTINE StartRoutine, PVOID StartContext)
{
	struct ob_claim claim = { io_driver_calling(SITE), NULL, 0, SITE };
	NTSTATUS status;
	HANDLE handle;

	UNREFERENCED_PARAMETER(DesiredAccess);
	UNREFERENCED_PARAMETER(ObjectAttributes);
	ke_irql_check("PsCreateSystemThread", PASSIVE_LEVEL, claim.site);
	/* There is one process, the system's. */
	if (ProcessHandle)
		return STATUS_INVALID_HANDLE;
	if (io_fault(claim.driver, "PsCreateSystemThread", claim.site))
		return STATUS_INSUFFICIENT_RESOURCES;
	status = ps_thread_create(&handle, StartRoutine, StartContext, &claim);
	if (!NT_SUCCESS(status))
		return status;
	*ThreadHandle = handle;
	if (ClientId)
		*ClientId = (CLIENT_ID){ NULL, handle };
	return STATUS_SUCCESS;
}

NTSTATUS PsTerminateSystemThread(NTSTATUS ExitStatus)
{
	ke_irql_check("PsTerminateSystemThread", APC_LEVEL, SITE);
	ps_thread_terminate(ExitStatus, SITE);
	return STATUS_INVALID_PARAMETER; /* not a system thread of a driver */
}

HANDLE PsGetCurrentThreadId(VOID)
{
	return ps_thread_id(KeGetCurrentThread());
}

/* The reference to the handle's object becomes the driver's. */
static NTSTATUS take_file(struct ob_object *object, ACCESS_MASK access, PVOID *out,
	POBJECT_HANDLE_INFORMATION information, const void *site)
{
	PFILE_OBJECT file = io_device_handle_file(object);

	if (!io_file_object_take(file, object, io_driver_calling(site), site)) {
		ob_dereference(object);
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	if (information)
		*information = (OBJECT_HANDLE_INFORMATION){ 0, access };
	*out = file;
	return STATUS_SUCCESS;
}

NTSTATUS ObReferenceObjectByHandle(HANDLE Handle, ACCESS_MASK DesiredAccess,
	POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode, PVOID *Object,
	POBJECT_HANDLE_INFORMATION HandleInformation)
{
	const void *site = SITE;
	struct ob_object *object;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(AccessMode);
	ke_irql_check("ObReferenceObjectByHandle", PASSIVE_LEVEL, site);
	if (io_fault(io_driver_calling(site), "ObReferenceObjectByHandle", site))
		return STATUS_ACCESS_DENIED;
	status = ob_handle_reference(&object, Handle, ObjectType ? ObjectType->type : NULL);
	if (!NT_SUCCESS(status))
		return status;
	if (object->type == &io_device_handle_type)
		return take_file(object, DesiredAccess, Object, HandleInformation, site);
	if (object->type != &ps_thread_type && object->type != &ex_event_type &&
		object->type != &ps_process_type) {
		ob_dereference(object);
		return STATUS_OBJECT_TYPE_MISMATCH;
	}
	if (object->type == &ps_thread_type) {
		ps_thread_reference(ps_thread_of(object), true, site);
	} else if (ob_pointer_reference(object, io_driver_calling(site), true, site) == 0) {
		ob_dereference(object);
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	if (HandleInformation)
		*HandleInformation = (OBJECT_HANDLE_INFORMATION){ 0, DesiredAccess };
	*Object = ob_body(object);
	return STATUS_SUCCESS;
}

NTSTATUS ZwWaitForSingleObject(HANDLE Handle, BOOLEAN Alertable, PLARGE_INTEGER Timeout)
{
	struct ke_wait_request request = { NULL, 1, false, Timeout };
	struct ob_object *object;
	PVOID body;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Alertable);
	ke_irql_check("ZwWaitForSingleObject", PASSIVE_LEVEL, SITE);
	status = ob_handle_reference(&object, Handle, NULL);
	if (!NT_SUCCESS(status))
		return status;
	if (object->type != &ps_thread_type && object->type != &ex_event_type) {
		ob_dereference(object);
		return STATUS_OBJECT_TYPE_MISMATCH;
	}
	body = ob_body(object);
	request.objects = &body;
	status = io_irp_wait_in_call(&request);
	ob_dereference(object);
	return status;
}

static PKTHREAD find(const char *function, const void *object, const void *site)
{
	struct io_breach breach = { NULL, "invalid-handle", function, object, site };
	PKTHREAD thread = ps_thread_find(object);

	if (thread)
		return thread;
	breach.driver = io_driver_calling(site);
	if (io_resource_was_released(object)) {
		breach.rule = "double-release";
		io_stop(&breach, "the last reference to the object at %p is given back already",
			object);
	}
	io_stop(&breach, "%p is not an object", object);
}

/* An event or a process; false when it is neither. */
static bool reference_pointer(LONG *count, PVOID body, const void *site)
{
	struct ob_object *object = ob_pointer_find(body);
	bool has_reference = false;

	if (!object && body == IoGetCurrentProcess() && ps_process_current())
		object = ps_process_object(ps_process_current());
	if (!object) {
		object = ex_event_find(body);
		has_reference = true;
	}
	if (object)
		*count = ob_pointer_reference(object, io_driver_calling(site), has_reference, site);
	return object != NULL;
}

static LONG reference(const char *function, PVOID object, const void *site)
{
	LONG count;

	ke_irql_check(function, DISPATCH_LEVEL, site);
	if (io_file_object_reference(&count, object))
		return count;
	if (io_device_is_known(object))
		return io_device_reference_take(object, io_driver_calling(site), site);
	if (reference_pointer(&count, object, site))
		return count;
	return ps_thread_reference(find(function, object, site), false, site);
}

LONG_PTR ObfReferenceObject(PVOID Object)
{
	return reference("ObReferenceObject", Object, SITE);
}

/* The type is the caller's to know. */
NTSTATUS ObReferenceObjectByPointer(PVOID Object, ACCESS_MASK DesiredAccess,
	POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode)
{
	UNREFERENCED_PARAMETER(DesiredAccess);
	UNREFERENCED_PARAMETER(ObjectType);
	UNREFERENCED_PARAMETER(AccessMode);
	reference("ObReferenceObjectByPointer", Object, SITE);
	return STATUS_SUCCESS;
}

LONG_PTR ObfDereferenceObject(PVOID Object)
{
	const void *site = SITE;
	LONG left;

	ke_irql_check("ObDereferenceObject", DISPATCH_LEVEL, site);
	if (io_file_object_dereference(&left, Object, site) ||
		ob_pointer_dereference(&left, Object, site) ||
		io_device_reference_give_back(&left, Object, io_driver_calling(site), site))
		return left;
	left = ps_thread_dereference(find("ObDereferenceObject", Object, site), site);
	if (left < 0) {
		struct io_breach breach = { io_driver_calling(site), "double-release",
			"ObDereferenceObject", Object, site };

		io_stop(&breach, "there is no reference to the object at %p left to give back",
			Object);
	}
	return left;
}
