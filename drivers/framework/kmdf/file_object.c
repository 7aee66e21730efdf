#include "drivers/framework/kmdf/file_object.h"

#include <drvtrace/lifetime.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/io.h"
#include "drivers/framework/kmdf/io_callback.h"
#include "drivers/framework/kmdf/queue.h"
#include "drivers/framework/kmdf/queue_private.h"
#include "drivers/framework/kmdf/request.h"
#include "drivers/framework/wdm/irp.h"

const struct fx_class fx_file_object_class = {
	.kind = { "WDFFILEOBJECT", DRVTRACE_KIND_WDFFILEOBJECT, fx_object_reclaim },
	.size = sizeof(struct fx_file_object),
};

static struct fx_file_object *file_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_file_object, object);
}

struct fx_file_object *fx_file_object_get(WDFFILEOBJECT handle, const struct fx_call *call)
{
	return file_of(fx_handle_get(handle, &fx_file_object_class, call));
}

WDFFILEOBJECT fx_file_object_handle(const struct fx_file_object *file)
{
	return file ? (WDFFILEOBJECT)fx_object_handle(&file->object) : NULL;
}

struct fx_file_object *fx_file_object_find(struct fx_io *io, const FILE_OBJECT *wdm)
{
	struct fx_file_object *found = NULL;

	pthread_mutex_lock(&io->lock);
	for (LIST_ENTRY *link = io->files.Flink; link != &io->files && !found; link = link->Flink) {
		struct fx_file_object *file = CONTAINING_RECORD(link, struct fx_file_object, link);

		if (file->wdm == wdm)
			found = file;
	}
	pthread_mutex_unlock(&io->lock);
	return found;
}

static ULONG class_of(const WDF_FILEOBJECT_CONFIG *config)
{
	if (config->Size == 0)
		return WdfFileObjectNotRequired;
	return (ULONG)config->FileObjectClass & ~(ULONG)WdfFileObjectCanBeOptional;
}

/* The callback that is nearest to the file's beginning. */
static const void *site_of(const WDF_FILEOBJECT_CONFIG *config)
{
	if (config->EvtDeviceFileCreate)
		return FX_SITE_IN(config->EvtDeviceFileCreate);
	if (config->EvtFileCleanup)
		return FX_SITE_IN(config->EvtFileCleanup);
	return config->EvtFileClose ? FX_SITE_IN(config->EvtFileClose) : NULL;
}

/* The driver's own pointers in the WDM object are left alone, unless the driver has lent them. */
static void mark(struct fx_file_object *file, ULONG class)
{
	if (class == WdfFileObjectWdfCanUseFsContext)
		file->wdm->FsContext = file;
	if (class == WdfFileObjectWdfCanUseFsContext2)
		file->wdm->FsContext2 = file;
}

/* NULL in *out when the device wants no file objects. */
static NTSTATUS create(struct fx_file_object **out, struct fx_io *io, PFILE_OBJECT wdm)
{
	const WDF_FILEOBJECT_CONFIG *config = &io->setup.files;
	const WDF_OBJECT_ATTRIBUTES *attributes = &io->setup.file_attributes;
	struct fx_commit commit = { .parent = &io->device->object, .site = site_of(config) };
	struct fx_object *object;
	NTSTATUS status;

	*out = NULL;
	if (class_of(config) == WdfFileObjectNotRequired)
		return STATUS_SUCCESS;
	if (!wdm)
		return STATUS_DEVICE_CONFIGURATION_ERROR;
	if (attributes->Size > 0)
		commit.attributes = attributes;
	status = fx_object_create(
		&object, &fx_file_object_class, io->device->object.globals, commit.attributes);
	if (!NT_SUCCESS(status))
		return status;
	object->is_no_delete = true;
	file_of(object)->device = io->device;
	file_of(object)->wdm = wdm;
	status = fx_object_commit(object, &commit);
	if (!NT_SUCCESS(status)) {
		fx_object_discard(object);
		return status;
	}
	*out = file_of(object);
	mark(*out, class_of(config));
	pthread_mutex_lock(&io->lock);
	InsertHeadList(&io->files, &(*out)->link);
	pthread_mutex_unlock(&io->lock);
	return STATUS_SUCCESS;
}

static void delete_file(struct fx_io *io, struct fx_file_object *file)
{
	if (!file)
		return;
	pthread_mutex_lock(&io->lock);
	RemoveEntryList(&file->link);
	pthread_mutex_unlock(&io->lock);
	fx_object_delete(&file->object, NULL);
}

static void count_open(struct fx_io *io, int change)
{
	pthread_mutex_lock(&io->lock);
	io->open_count += (unsigned int)change;
	pthread_mutex_unlock(&io->lock);
}

void fx_file_object_create_completed(struct fx_io *io, PIRP irp)
{
	if (NT_SUCCESS(irp->IoStatus.Status))
		return;
	delete_file(io, fx_file_object_find(io, IoGetCurrentIrpStackLocation(irp)->FileObject));
	count_open(io, -1);
}

static NTSTATUS complete(PIRP irp, NTSTATUS status)
{
	irp->IoStatus.Status = status;
	irp->IoStatus.Information = 0;
	io_irp_complete(irp);
	return status;
}

/* By default a filter lets the devices below know, and no other does. */
static bool forwards(const struct fx_io *io)
{
	WDF_TRI_STATE wish =
		io->setup.files.Size > 0 ? io->setup.files.AutoForwardCleanupClose : WdfUseDefault;

	if (!io->device->pnp.lower)
		return false;
	return wish == WdfTrue || (wish == WdfUseDefault && io->device->is_filter);
}

/* Nobody here has anything against it: it is for the devices below to say, if they are asked. */
static NTSTATUS end_open(struct fx_io *io, PIRP irp)
{
	NTSTATUS status;

	if (!io->device->is_filter || !io->device->pnp.lower)
		return complete(irp, STATUS_SUCCESS);
	io_irp_forward(io->device->pnp.lower, irp);
	status = irp->IoStatus.Status;
	fx_file_object_create_completed(io, irp);
	io_irp_complete(irp);
	return status;
}

static NTSTATUS end_close(struct fx_io *io, PIRP irp)
{
	if (!forwards(io))
		return complete(irp, STATUS_SUCCESS);
	IoSkipCurrentIrpStackLocation(irp);
	return io_irp_call(io->device->pnp.lower, irp);
}

static NTSTATUS call_create(
	struct fx_io *io, struct fx_request *request, struct fx_file_object *file)
{
	PFN_WDF_DEVICE_FILE_CREATE routine = io->setup.files.EvtDeviceFileCreate;
	WDFREQUEST handle = fx_request_handle(request);
	struct fx_io_callback callback;

	fx_io_give_unqueued(io, request);
	fx_io_callback_begin(&callback, io->device->object.globals, io->file_constraints.automatic,
		"EvtDeviceFileCreate", FX_SITE_IN(routine));
	routine(fx_device_handle(io->device), handle, fx_file_object_handle(file));
	fx_io_callback_end(&callback);
	return STATUS_PENDING;
}

NTSTATUS fx_file_object_open(struct fx_io *io, PIRP irp)
{
	struct fx_queue *queue = io->by_type[IRP_MJ_CREATE];
	const void *site = site_of(&io->setup.files);
	struct fx_file_object *file;
	struct fx_request *request;
	NTSTATUS status;

	count_open(io, 1);
	status = create(&file, io, IoGetCurrentIrpStackLocation(irp)->FileObject);
	if (NT_SUCCESS(status) && !queue && !io->setup.files.EvtDeviceFileCreate)
		return end_open(io, irp);
	if (queue)
		site = fx_queue_site(queue, IRP_MJ_CREATE);
	if (NT_SUCCESS(status))
		status = fx_request_create(&request, io->device, irp, site);
	if (!NT_SUCCESS(status)) {
		irp->IoStatus.Status = status;
		fx_file_object_create_completed(io, irp);
		return complete(irp, status);
	}
	return queue ? fx_queue_add(queue, request) : call_create(io, request, file);
}

NTSTATUS fx_file_object_clean_up(struct fx_io *io, PIRP irp)
{
	PFILE_OBJECT wdm = IoGetCurrentIrpStackLocation(irp)->FileObject;
	PFN_WDF_FILE_CLEANUP routine = io->setup.files.EvtFileCleanup;
	struct fx_io_callback callback;

	if (routine) {
		fx_io_callback_begin(&callback, io->device->object.globals,
			io->file_constraints.automatic, "EvtFileCleanup", FX_SITE_IN(routine));
		routine(fx_file_object_handle(fx_file_object_find(io, wdm)));
		fx_io_callback_end(&callback);
	}
	fx_io_flush_file(io, wdm);
	return end_close(io, irp);
}

NTSTATUS fx_file_object_close(struct fx_io *io, PIRP irp, bool *is_last)
{
	PFILE_OBJECT wdm = IoGetCurrentIrpStackLocation(irp)->FileObject;
	PFN_WDF_FILE_CLOSE routine = io->setup.files.EvtFileClose;
	struct fx_file_object *file = fx_file_object_find(io, wdm);
	struct fx_io_callback callback;
	NTSTATUS status;

	if (routine) {
		fx_io_callback_begin(&callback, io->device->object.globals,
			io->file_constraints.automatic, "EvtFileClose", FX_SITE_IN(routine));
		routine(fx_file_object_handle(file));
		fx_io_callback_end(&callback);
	}
	delete_file(io, file);
	status = end_close(io, irp);

	pthread_mutex_lock(&io->lock);
	io->open_count--;
	*is_last = io->open_count == 0 && io->is_deleting;
	pthread_mutex_unlock(&io->lock);
	return status;
}
