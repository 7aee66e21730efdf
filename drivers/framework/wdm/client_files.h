/* The file objects of clients: an open device, as a handle of a process leads to it. */
#pragma once

#include "drivers/framework/wdm/file.h"
#include "drivers/framework/wdm/handle.h"
#include "drivers/framework/wdm/process.h"

/* Opens the device and a handle to it. */
NTSTATUS io_client_file_open(HANDLE *out, struct ps_process *process, const char *path);

/*
 * The device of a handle, for use; it is not gone before the release. STATUS_INVALID_HANDLE, or
 * STATUS_OBJECT_TYPE_MISMATCH when the handle is another object's.
 */
NTSTATUS io_client_file_acquire(
	struct ob_object **out, struct io_file **file, struct ps_process *process, HANDLE handle);
void io_client_file_release(struct ob_object *object);

/* The handle was that of a device and is closed now: cleanup, then, when nobody uses it, close. */
bool io_client_file_close(struct ob_object *object);
