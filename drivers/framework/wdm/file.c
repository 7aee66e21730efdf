#include "drivers/framework/wdm/file.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/framework/wdm/attachment.h"
#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/device_interface.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/file_private.h"
#include "drivers/framework/wdm/name.h"
#include "drivers/framework/wdm/string.h"

#define WIN32_PREFIX "\\\\.\\"
#define LINK_PREFIX  "\\??\\"

enum {
	PATH_LENGTH_MAX = 512,
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY files = { &files, &files }; /* io_file.link */

static size_t widen(WCHAR *out, const char *path)
{
	size_t length = 0;

	if (strncmp(path, WIN32_PREFIX, strlen(WIN32_PREFIX)) == 0) {
		for (const char *text = LINK_PREFIX; *text; text++)
			out[length++] = (unsigned char)*text;
		path += strlen(WIN32_PREFIX);
	}
	while (*path && length < PATH_LENGTH_MAX)
		out[length++] = (unsigned char)*path++;
	return length;
}

/* The characters of the name itself: "\Directory\Name", without what follows in the device. */
static size_t name_length(const WCHAR *path, size_t length)
{
	unsigned int separators = 0;

	for (size_t i = 0; i < length; i++) {
		if (path[i] == L'\\' && ++separators == 3)
			return i;
	}
	return length;
}

static NTSTATUS find_device(PDEVICE_OBJECT *out, WCHAR *path, size_t length)
{
	UNICODE_STRING name = { (USHORT)(length * sizeof(WCHAR)), (USHORT)(length * sizeof(WCHAR)),
		path };
	struct io_symbolic_link *link = io_symbolic_link_find(&name);

	*out = io_interface_find(&name);
	if (link)
		name = *io_symbolic_link_target(link);
	if (!*out)
		*out = io_device_find_name(&name);
	if (!*out)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	if ((*out)->Flags & DO_DEVICE_INITIALIZING)
		return STATUS_NO_SUCH_DEVICE;
	if (((*out)->Flags & DO_EXCLUSIVE) && (*out)->ReferenceCount > 0)
		return STATUS_ACCESS_DENIED;
	return STATUS_SUCCESS;
}

static void destroy(struct io_file *file)
{
	if (file->object.DeviceObject)
		io_device_dereference(file->object.DeviceObject);
	free(file->object.FileName.Buffer);
	free(file->output);
	free(file);
}

static NTSTATUS create(struct io_file **out, PDEVICE_OBJECT device, const WCHAR *rest, size_t count)
{
	struct io_file *file = calloc(1, sizeof(*file));

	if (!file)
		return STATUS_INSUFFICIENT_RESOURCES;
	InitializeListHead(&file->requests);
	file->object.Type = 5; /* IO_TYPE_FILE */
	file->object.Size = sizeof(file->object);
	file->object.FileName.Length = (USHORT)(count * sizeof(WCHAR));
	file->object.FileName.MaximumLength = file->object.FileName.Length;
	if (count > 0) {
		file->object.FileName.Buffer = malloc(count * sizeof(WCHAR));
		if (!file->object.FileName.Buffer) {
			free(file);
			return STATUS_INSUFFICIENT_RESOURCES;
		}
		memcpy(file->object.FileName.Buffer, rest, count * sizeof(WCHAR));
	}
	file->object.DeviceObject = device;
	file->driver = io_driver_of(io_attachment_top(device)->DriverObject);
	io_device_reference(device);
	*out = file;
	return STATUS_SUCCESS;
}

NTSTATUS io_file_open_wide(
	struct io_file **out, WCHAR *wide, size_t length, struct ps_process *process)
{
	size_t own = name_length(wide, length);
	struct io_file *file;
	PDEVICE_OBJECT device;
	NTSTATUS status = find_device(&device, wide, own);

	if (NT_SUCCESS(status))
		status = create(&file, device, wide + own, length - own);
	if (!NT_SUCCESS(status))
		return status;

	file->process = process;
	pthread_mutex_lock(&lock);
	InsertTailList(&files, &file->link);
	pthread_mutex_unlock(&lock);

	status = io_file_send_plain(file, IRP_MJ_CREATE);
	if (NT_SUCCESS(status) && status != STATUS_PENDING) {
		*out = file;
		return status;
	}
	/* Whoever opens it does not wait for ever. */
	if (status == STATUS_PENDING)
		status = STATUS_CANCELLED;
	io_file_end_requests(file);
	pthread_mutex_lock(&lock);
	RemoveEntryList(&file->link);
	pthread_mutex_unlock(&lock);
	destroy(file);
	return status;
}

NTSTATUS io_file_open(struct io_file **out, const char *path)
{
	return io_file_open_in(out, path, NULL);
}

PEPROCESS io_file_process(const FILE_OBJECT *object)
{
	const struct io_file *file = (const struct io_file *)object;

	_Static_assert(offsetof(struct io_file, object) == 0, "the object begins the file");
	return file && file->process ? (PEPROCESS)file->process : PsInitialSystemProcess;
}

NTSTATUS io_file_open_in(struct io_file **out, const char *path, struct ps_process *process)
{
	WCHAR wide[PATH_LENGTH_MAX + sizeof(LINK_PREFIX)];

	return io_file_open_wide(out, wide, widen(wide, path), process);
}

void io_file_close_handle(struct io_file *file)
{
	io_file_send_plain(file, IRP_MJ_CLEANUP);
	io_file_end_requests(file);
}

void io_file_close(struct io_file *file)
{
	io_file_close_handle(file);
	io_file_close_object(file);
}

void io_file_close_object(struct io_file *file)
{
	io_file_send_plain(file, IRP_MJ_CLOSE);
	io_file_end_requests(file);
	io_file_forget(file);
}

/* No driver is told. */
void io_file_forget(struct io_file *file)
{
	pthread_mutex_lock(&lock);
	RemoveEntryList(&file->link);
	pthread_mutex_unlock(&lock);
	destroy(file);
}

void io_file_leave_driver(const struct io_driver *driver)
{
	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = files.Flink; link != &files; link = link->Flink) {
		struct io_file *file = CONTAINING_RECORD(link, struct io_file, link);

		if (file->driver == driver)
			file->driver = NULL;
	}
	pthread_mutex_unlock(&lock);
}

const void *io_file_output(const struct io_file *file, size_t *length)
{
	*length = file->output_length;
	return file->output;
}

/* A handle to the bottom of a stack leads to all drivers in it. */
static bool leads_to(const struct io_file *file, const struct io_driver *driver)
{
	PDEVICE_OBJECT device = file->object.DeviceObject;

	for (; device && file->driver; device = device->AttachedDevice) {
		if (io_driver_of(device->DriverObject) == driver)
			return true;
	}
	return false;
}

bool io_file_is_open(const struct io_driver *driver)
{
	bool is_open = false;

	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = files.Flink; link != &files; link = link->Flink)
		is_open |= leads_to(CONTAINING_RECORD(link, struct io_file, link), driver);
	pthread_mutex_unlock(&lock);
	return is_open;
}
