#include "drivers/framework/wdm/file_object.h"

#include <stdlib.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/wdm/attachment.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/file_private.h"
#include "drivers/framework/wdm/handle.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/resource.h"

#define SITE __builtin_return_address(0)

struct pointer {
	struct io_resource resource;
	struct io_file *file;     /* owned, when there is no handle */
	struct ob_object *handle; /* one reference is owned: the driver has it by a handle */
	LONG references;
};

static void reclaim(struct io_resource *resource)
{
	struct pointer *pointer = CONTAINING_RECORD(resource, struct pointer, resource);

	if (pointer->handle)
		ob_dereference(pointer->handle);
	else
		io_file_forget(pointer->file);
	free(pointer);
}

static const struct io_kind pointer_kind = { "file-object", DRVTRACE_KIND_FILE_OBJECT, reclaim };

static struct pointer *find(const void *object)
{
	struct io_resource *resource = io_resource_find(object);

	if (!resource || resource->kind != &pointer_kind)
		return NULL;
	return CONTAINING_RECORD(resource, struct pointer, resource);
}

bool io_file_object_reference(LONG *count, const void *object)
{
	struct pointer *pointer = find(object);

	if (pointer)
		*count = __atomic_add_fetch(&pointer->references, 1, __ATOMIC_SEQ_CST);
	return pointer != NULL;
}

bool io_file_object_dereference(LONG *count, const void *object, const void *site)
{
	struct pointer *pointer = find(object);

	if (!pointer)
		return false;
	*count = __atomic_sub_fetch(&pointer->references, 1, __ATOMIC_SEQ_CST);
	if (*count == 0) {
		io_resource_release(&pointer->resource, site);
		if (pointer->handle)
			ob_dereference(pointer->handle);
		else
			io_file_close_object(pointer->file);
		free(pointer);
	}
	return true;
}

bool io_file_object_take(
	PFILE_OBJECT object, struct ob_object *handle, struct io_driver *driver, const void *site)
{
	struct pointer *pointer;
	LONG count;

	if (io_file_object_reference(&count, object)) {
		ob_dereference(handle);
		return true;
	}
	pointer = calloc(1, sizeof(*pointer));
	if (!pointer)
		return false;
	pointer->handle = handle;
	pointer->references = 1;
	io_resource_acquire(&pointer->resource, driver,
		&(struct io_claim){ .kind = &pointer_kind, .handle = object, .site = site });
	return true;
}

/* Opens the device, and keeps what the handle led to when that is closed at once. */
static NTSTATUS open_device(struct pointer **out, const char *function, PCUNICODE_STRING name,
	struct io_driver *driver, const void *site)
{
	struct pointer *pointer;
	NTSTATUS status;

	ke_irql_check(function, PASSIVE_LEVEL, site);
	if (io_fault(driver, function, site))
		return STATUS_INSUFFICIENT_RESOURCES;
	pointer = calloc(1, sizeof(*pointer));
	if (!pointer)
		return STATUS_INSUFFICIENT_RESOURCES;
	status =
		io_file_open_wide(&pointer->file, name->Buffer, name->Length / sizeof(WCHAR), NULL);
	if (!NT_SUCCESS(status)) {
		free(pointer);
		return status;
	}
	pointer->references = 1;
	io_resource_acquire(&pointer->resource, driver,
		&(struct io_claim){
			.kind = &pointer_kind, .handle = &pointer->file->object, .site = site });
	io_file_close_handle(pointer->file);
	*out = pointer;
	return STATUS_SUCCESS;
}

NTSTATUS IoGetDeviceObjectPointer(PUNICODE_STRING ObjectName, ULONG DesiredAccess,
	PFILE_OBJECT *FileObject, PDEVICE_OBJECT *DeviceObject)
{
	const void *site = SITE;
	struct pointer *pointer;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(DesiredAccess);
	status = open_device(
		&pointer, "IoGetDeviceObjectPointer", ObjectName, io_driver_calling(site), site);
	if (!NT_SUCCESS(status))
		return status;
	*FileObject = &pointer->file->object;
	*DeviceObject = io_attachment_top(pointer->file->object.DeviceObject);
	return STATUS_SUCCESS;
}

PDEVICE_OBJECT IoGetRelatedDeviceObject(PFILE_OBJECT FileObject)
{
	ke_irql_check("IoGetRelatedDeviceObject", DISPATCH_LEVEL, SITE);
	return io_attachment_top(FileObject->DeviceObject);
}

/* The device is open until there is an attachment to keep it. */
NTSTATUS IoAttachDevice(
	PDEVICE_OBJECT SourceDevice, PUNICODE_STRING TargetDevice, PDEVICE_OBJECT *AttachedDevice)
{
	const void *site = SITE;
	PDEVICE_OBJECT lower;
	struct pointer *pointer;
	NTSTATUS status;
	LONG count;

	status = open_device(&pointer, "IoAttachDevice", TargetDevice,
		io_driver_of(SourceDevice->DriverObject), site);
	if (!NT_SUCCESS(status))
		return status;
	lower = io_attachment_create(SourceDevice, pointer->file->object.DeviceObject, site);
	io_file_object_dereference(&count, &pointer->file->object, site);
	if (!lower)
		return STATUS_INSUFFICIENT_RESOURCES;
	*AttachedDevice = lower;
	return STATUS_SUCCESS;
}

struct io_opened {
	struct io_resource resource;
	struct io_file *file; /* owned */
	PDEVICE_OBJECT device;
	HANDLE handle; /* owned; NULL: nobody has asked for it */
};

static void destroy_handle_object(struct ob_object *object)
{
	free(object);
}

static const struct io_kind handle_kind = { "file-handle", 0, ob_handle_reclaim };
static const struct ob_type handle_type = { "File", &handle_kind, destroy_handle_object, 0, NULL };

static void reclaim_opened(struct io_resource *resource)
{
	struct io_opened *opened = CONTAINING_RECORD(resource, struct io_opened, resource);

	io_file_forget(opened->file);
	free(opened);
}

static const struct io_kind opened_kind = { "file-object", DRVTRACE_KIND_FILE_OBJECT,
	reclaim_opened };

NTSTATUS io_opened_open(
	struct io_opened **out, PCUNICODE_STRING name, const struct io_opening *opening)
{
	struct io_opened *opened = calloc(1, sizeof(*opened));
	NTSTATUS status;

	if (!opened)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = io_file_open_wide(&opened->file, name->Buffer, name->Length / sizeof(WCHAR), NULL);
	if (!NT_SUCCESS(status)) {
		free(opened);
		return status;
	}
	opened->device = io_attachment_top(opened->file->object.DeviceObject);
	io_resource_acquire(&opened->resource, opening->driver,
		&(struct io_claim){ .kind = &opened_kind,
			.handle = &opened->file->object,
			.owner = opening->owner,
			.site = opening->site });
	*out = opened;
	return STATUS_SUCCESS;
}

void io_opened_close(struct io_opened *opened, const void *site)
{
	if (opened->handle)
		ob_handle_close(opened->handle, site);
	io_resource_release(&opened->resource, site);
	io_file_close(opened->file);
	free(opened);
}

HANDLE io_opened_handle(struct io_opened *opened, const struct io_opening *opening)
{
	struct ob_claim claim = {
		.driver = opening->driver, .owner = opening->owner, .site = opening->site
	};
	struct ob_object *object;

	if (opened->handle)
		return opened->handle;
	object = calloc(1, sizeof(*object));
	if (!object)
		return NULL;
	ob_init(object, &handle_type);
	if (!NT_SUCCESS(ob_handle_create(&opened->handle, object, &claim)))
		opened->handle = NULL;
	ob_dereference(object);
	return opened->handle;
}

PFILE_OBJECT io_opened_file(const struct io_opened *opened)
{
	return &opened->file->object;
}

PDEVICE_OBJECT io_opened_device(const struct io_opened *opened)
{
	return opened->device;
}
