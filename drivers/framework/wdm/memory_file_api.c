/* The boundary of files. */
#include <stdlib.h>
#include <string.h>
#include <wdm.h>

#include "drivers/framework/wdm/device_handle.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/file.h"
#include "drivers/framework/wdm/handle.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/memory_file.h"

#define SITE __builtin_return_address(0)

/* What a handle leads to: a file, and where its user is in it. */
struct opened {
	struct ob_object object;
	struct fs_file *file;
	struct fs_open how; /* without a path */
	bool is_synchronous;
	LONGLONG position;
};

static void destroy(struct ob_object *object)
{
	struct opened *opened = CONTAINING_RECORD(object, struct opened, object);

	fs_file_close(opened->file, &opened->how);
	free(opened);
}

static const struct io_kind handle_kind = { "file-handle", 0, ob_handle_reclaim };
static const struct ob_type file_type = { "File", &handle_kind, destroy, 0, NULL };

static unsigned int access_of(ACCESS_MASK mask)
{
	unsigned int access = 0;

	if (mask & (GENERIC_READ | GENERIC_ALL | FILE_READ_DATA))
		access |= FS_READ;
	if (mask & (GENERIC_WRITE | GENERIC_ALL | FILE_WRITE_DATA | FILE_APPEND_DATA))
		access |= FS_WRITE;
	if (mask & (DELETE | GENERIC_ALL))
		access |= FS_DELETE;
	return access;
}

static NTSTATUS open_handle(
	HANDLE *out, ULONG *done, const struct fs_open *how, ULONG options, const void *site)
{
	struct opened *opened = calloc(1, sizeof(*opened));
	struct ob_claim claim = { .driver = io_driver_calling(site), .site = site };
	NTSTATUS status;

	if (!opened)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = fs_file_open(&opened->file, done, how);
	if (!NT_SUCCESS(status)) {
		free(opened);
		return status;
	}
	opened->how = *how;
	opened->how.path = NULL;
	opened->is_synchronous =
		(options & (FILE_SYNCHRONOUS_IO_ALERT | FILE_SYNCHRONOUS_IO_NONALERT)) != 0;
	ob_init(&opened->object, &file_type);
	status = ob_handle_create(out, &opened->object, &claim);
	ob_dereference(&opened->object);
	return status;
}

/* A device of that name, or else a file. */
static NTSTATUS open_path(
	HANDLE *out, ULONG *done, const struct fs_open *how, ULONG options, const void *site)
{
	struct ob_claim claim = { .driver = io_driver_calling(site), .site = site };
	NTSTATUS status = io_device_handle_open(out, how->path, options, &claim);

	if (NT_SUCCESS(status))
		*done = FILE_OPENED;
	if (status != STATUS_OBJECT_NAME_NOT_FOUND || io_device_handle_is_path(how->path))
		return status;
	return open_handle(out, done, how, options, site);
}

static NTSTATUS check_options(const OBJECT_ATTRIBUTES *attributes, ULONG disposition, ULONG options)
{
	if (attributes->Length != sizeof(*attributes) || !attributes->ObjectName ||
		disposition > FILE_OVERWRITE_IF)
		return STATUS_INVALID_PARAMETER;
	/* Neither directories nor what is relative to one is there. */
	if (attributes->RootDirectory || (options & FILE_DIRECTORY_FILE))
		return STATUS_NOT_SUPPORTED;
	return STATUS_SUCCESS;
}

NTSTATUS ZwCreateFile(PHANDLE FileHandle, ACCESS_MASK DesiredAccess,
	POBJECT_ATTRIBUTES ObjectAttributes, PIO_STATUS_BLOCK IoStatusBlock,
	PLARGE_INTEGER AllocationSize, ULONG FileAttributes, ULONG ShareAccess,
	ULONG CreateDisposition, ULONG CreateOptions, PVOID EaBuffer, ULONG EaLength)
{
	const void *site = SITE;
	struct fs_open how = { ObjectAttributes->ObjectName, CreateDisposition,
		access_of(DesiredAccess), ShareAccess };
	ULONG done = FILE_DOES_NOT_EXIST;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(AllocationSize);
	UNREFERENCED_PARAMETER(FileAttributes);
	UNREFERENCED_PARAMETER(EaBuffer);
	UNREFERENCED_PARAMETER(EaLength);
	ke_irql_check("ZwCreateFile", PASSIVE_LEVEL, site);
	status = check_options(ObjectAttributes, CreateDisposition, CreateOptions);
	if (NT_SUCCESS(status) && io_fault(io_driver_calling(site), "ZwCreateFile", site))
		status = STATUS_INSUFFICIENT_RESOURCES;
	if (NT_SUCCESS(status))
		status = open_path(FileHandle, &done, &how, CreateOptions, site);
	IoStatusBlock->Status = status;
	IoStatusBlock->Information = done;
	return status;
}

NTSTATUS ZwOpenFile(PHANDLE FileHandle, ACCESS_MASK DesiredAccess,
	POBJECT_ATTRIBUTES ObjectAttributes, PIO_STATUS_BLOCK IoStatusBlock, ULONG ShareAccess,
	ULONG OpenOptions)
{
	const void *site = SITE;
	struct fs_open how = { ObjectAttributes->ObjectName, FILE_OPEN, access_of(DesiredAccess),
		ShareAccess };
	ULONG done = FILE_DOES_NOT_EXIST;
	NTSTATUS status;

	ke_irql_check("ZwOpenFile", PASSIVE_LEVEL, site);
	status = check_options(ObjectAttributes, FILE_OPEN, OpenOptions);
	if (NT_SUCCESS(status) && io_fault(io_driver_calling(site), "ZwOpenFile", site))
		status = STATUS_INSUFFICIENT_RESOURCES;
	if (NT_SUCCESS(status))
		status = open_path(FileHandle, &done, &how, OpenOptions, site);
	IoStatusBlock->Status = status;
	IoStatusBlock->Information = done;
	return status;
}

/* With a reference for the caller. */
static NTSTATUS get(struct opened **out, HANDLE handle, unsigned int access)
{
	struct ob_object *object;
	NTSTATUS status = ob_handle_reference(&object, handle, &file_type);

	if (!NT_SUCCESS(status))
		return status;
	*out = CONTAINING_RECORD(object, struct opened, object);
	if (((*out)->how.access & access) == access)
		return status;
	ob_dereference(object);
	return STATUS_ACCESS_DENIED;
}

static bool is_of(HANDLE handle, const struct ob_type *type)
{
	struct ob_object *object;

	if (!NT_SUCCESS(ob_handle_reference(&object, handle, type)))
		return false;
	ob_dereference(object);
	return true;
}

static bool is_device(HANDLE handle)
{
	return is_of(handle, &io_device_handle_type);
}

NTSTATUS ZwDeviceIoControlFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine,
	PVOID ApcContext, PIO_STATUS_BLOCK IoStatusBlock, ULONG IoControlCode, PVOID InputBuffer,
	ULONG InputBufferLength, PVOID OutputBuffer, ULONG OutputBufferLength)
{
	struct io_file_request request = { .major = IRP_MJ_DEVICE_CONTROL,
		.code = IoControlCode,
		.input = InputBuffer,
		.input_length = InputBufferLength,
		.output = OutputBuffer,
		.output_length = OutputBufferLength };

	UNREFERENCED_PARAMETER(ApcContext);
	ke_irql_check("ZwDeviceIoControlFile", PASSIVE_LEVEL, SITE);
	if (ApcRoutine)
		return STATUS_NOT_SUPPORTED;
	if (is_of(FileHandle, &file_type))
		return STATUS_INVALID_DEVICE_REQUEST;
	return io_device_handle_send(
		FileHandle, &request, &(struct io_device_call){ Event, IoStatusBlock });
}

/* Where a transfer begins; the file's own position for what is synchronous and names none. */
static NTSTATUS find_offset(
	LONGLONG *out, const struct opened *opened, const LARGE_INTEGER *wanted, bool is_write)
{
	bool is_special = wanted && wanted->HighPart == -1;

	if (is_special && is_write && wanted->LowPart == FILE_WRITE_TO_END_OF_FILE) {
		*out = (LONGLONG)fs_file_size(opened->file);
		return STATUS_SUCCESS;
	}
	if (!wanted || (is_special && wanted->LowPart == FILE_USE_FILE_POINTER_POSITION)) {
		*out = opened->position;
		return opened->is_synchronous ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
	}
	*out = wanted->QuadPart;
	return *out < 0 ? STATUS_INVALID_PARAMETER : STATUS_SUCCESS;
}

static NTSTATUS finish(struct opened *opened, PIO_STATUS_BLOCK result, NTSTATUS status, size_t done,
	LONGLONG offset)
{
	if (NT_SUCCESS(status) && opened->is_synchronous)
		opened->position = offset + (LONGLONG)done;
	ob_dereference(&opened->object);
	result->Status = status;
	result->Information = done;
	return status;
}

NTSTATUS ZwReadFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine, PVOID ApcContext,
	PIO_STATUS_BLOCK IoStatusBlock, PVOID Buffer, ULONG Length, PLARGE_INTEGER ByteOffset,
	PULONG Key)
{
	struct opened *opened;
	LONGLONG offset = 0;
	size_t done = 0;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(ApcContext);
	UNREFERENCED_PARAMETER(Key);
	ke_irql_check("ZwReadFile", PASSIVE_LEVEL, SITE);
	if (!ApcRoutine && is_device(FileHandle))
		return io_device_handle_send(FileHandle,
			&(struct io_file_request){ .major = IRP_MJ_READ,
				.output = Buffer,
				.output_length = Length,
				.offset = ByteOffset ? ByteOffset->QuadPart : 0 },
			&(struct io_device_call){ Event, IoStatusBlock });
	if (Event || ApcRoutine)
		return STATUS_NOT_SUPPORTED;
	status = get(&opened, FileHandle, FS_READ);
	if (!NT_SUCCESS(status))
		return status;
	status = find_offset(&offset, opened, ByteOffset, false);
	if (NT_SUCCESS(status))
		done = fs_file_read(opened->file, Buffer, Length, (ULONGLONG)offset);
	if (NT_SUCCESS(status) && done == 0 && Length > 0)
		status = STATUS_END_OF_FILE;
	return finish(opened, IoStatusBlock, status, done, offset);
}

NTSTATUS ZwWriteFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine, PVOID ApcContext,
	PIO_STATUS_BLOCK IoStatusBlock, PVOID Buffer, ULONG Length, PLARGE_INTEGER ByteOffset,
	PULONG Key)
{
	struct opened *opened;
	LONGLONG offset = 0;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(ApcContext);
	UNREFERENCED_PARAMETER(Key);
	ke_irql_check("ZwWriteFile", PASSIVE_LEVEL, SITE);
	if (!ApcRoutine && is_device(FileHandle))
		return io_device_handle_send(FileHandle,
			&(struct io_file_request){ .major = IRP_MJ_WRITE,
				.input = Buffer,
				.input_length = Length,
				.offset = ByteOffset ? ByteOffset->QuadPart : 0 },
			&(struct io_device_call){ Event, IoStatusBlock });
	if (Event || ApcRoutine)
		return STATUS_NOT_SUPPORTED;
	status = get(&opened, FileHandle, FS_WRITE);
	if (!NT_SUCCESS(status))
		return status;
	status = find_offset(&offset, opened, ByteOffset, true);
	if (NT_SUCCESS(status) && !fs_file_write(opened->file, Buffer, Length, (ULONGLONG)offset))
		status = STATUS_DISK_FULL;
	return finish(opened, IoStatusBlock, status, NT_SUCCESS(status) ? Length : 0, offset);
}

static NTSTATUS query(
	const struct opened *opened, void *out, ULONG *length, FILE_INFORMATION_CLASS class)
{
	FILE_STANDARD_INFORMATION standard = { .NumberOfLinks = 1 };
	FILE_POSITION_INFORMATION position;
	ULONG room = *length;

	switch (class) {
	case FileStandardInformation:
		standard.EndOfFile.QuadPart = (LONGLONG)fs_file_size(opened->file);
		standard.AllocationSize = standard.EndOfFile;
		*length = sizeof(standard);
		if (room < *length)
			return STATUS_INFO_LENGTH_MISMATCH;
		memcpy(out, &standard, sizeof(standard));
		return STATUS_SUCCESS;
	case FilePositionInformation:
		position.CurrentByteOffset.QuadPart = opened->position;
		*length = sizeof(position);
		if (room < *length)
			return STATUS_INFO_LENGTH_MISMATCH;
		memcpy(out, &position, sizeof(position));
		return STATUS_SUCCESS;
	default:
		return STATUS_INVALID_INFO_CLASS;
	}
}

NTSTATUS ZwQueryInformationFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock,
	PVOID FileInformation, ULONG Length, FILE_INFORMATION_CLASS FileInformationClass)
{
	struct opened *opened;
	NTSTATUS status;

	ke_irql_check("ZwQueryInformationFile", PASSIVE_LEVEL, SITE);
	status = get(&opened, FileHandle, 0);
	if (!NT_SUCCESS(status))
		return status;
	status = query(opened, FileInformation, &Length, FileInformationClass);
	ob_dereference(&opened->object);
	IoStatusBlock->Status = status;
	IoStatusBlock->Information = NT_SUCCESS(status) ? Length : 0;
	return status;
}

/* Both are one number, 64 bits wide. */
static NTSTATUS set(struct opened *opened, LONGLONG value, FILE_INFORMATION_CLASS class)
{
	if (class != FilePositionInformation && class != FileEndOfFileInformation)
		return STATUS_INVALID_INFO_CLASS;
	if (value < 0)
		return STATUS_INVALID_PARAMETER;
	if (class == FilePositionInformation) {
		opened->position = value;
		return STATUS_SUCCESS;
	}
	if (!(opened->how.access & FS_WRITE))
		return STATUS_ACCESS_DENIED;
	return fs_file_set_size(opened->file, (ULONGLONG)value) ? STATUS_SUCCESS : STATUS_DISK_FULL;
}

NTSTATUS ZwSetInformationFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock,
	PVOID FileInformation, ULONG Length, FILE_INFORMATION_CLASS FileInformationClass)
{
	struct opened *opened;
	LONGLONG value;
	NTSTATUS status;

	ke_irql_check("ZwSetInformationFile", PASSIVE_LEVEL, SITE);
	if (Length < sizeof(value))
		return STATUS_INFO_LENGTH_MISMATCH;
	memcpy(&value, FileInformation, sizeof(value));
	status = get(&opened, FileHandle, 0);
	if (!NT_SUCCESS(status))
		return status;
	status = set(opened, value, FileInformationClass);
	ob_dereference(&opened->object);
	IoStatusBlock->Status = status;
	IoStatusBlock->Information = 0;
	return status;
}
