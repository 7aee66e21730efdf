/*
 * Handles of drivers to devices: what ZwCreateFile opens when its path names one. Closing the handle ends
 * what is outstanding with it; the device is closed when the last reference to the file object is gone.
 */
#pragma once

#include <stdbool.h>
#include <wdm.h>

#include "drivers/framework/wdm/handle.h"

struct io_file;
struct io_file_request;

extern const struct ob_type io_device_handle_type;

/* Whether a path can only be a device's: a file is never made there. */
bool io_device_handle_is_path(PCUNICODE_STRING path);

/* STATUS_OBJECT_NAME_NOT_FOUND when no device has that name, or what its driver answers. */
NTSTATUS io_device_handle_open(
	HANDLE *out, PCUNICODE_STRING path, ULONG options, const struct ob_claim *claim);

/* Where the results go, and who is told. */
struct io_device_call {
	HANDLE event; /* NULL: none */
	PIO_STATUS_BLOCK result;
};

/*
 * Makes the request; waits for it when the handle is synchronous. STATUS_INVALID_HANDLE, or
 * STATUS_OBJECT_TYPE_MISMATCH when it is the handle of something else.
 */
NTSTATUS io_device_handle_send(
	HANDLE handle, struct io_file_request *request, const struct io_device_call *call);

PFILE_OBJECT io_device_handle_file(struct ob_object *object);
