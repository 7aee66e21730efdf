/*
 * The programs' side of the I/O manager: handles to devices, and the requests made through them.
 * Every request runs the drivers in a system thread; a program that waits, waits in its own.
 */
#pragma once

#include <stdbool.h>
#include <wdm.h>

#include "drivers/framework/wdm/io.h"

struct io_driver;
struct io_file;
struct ps_process;

enum {
	/* How long a program waits for a request before it cancels it, and how long after that. */
	IO_FILE_PATIENCE_S = 5,
	IO_FILE_LAST_WAIT_S = 2,
};

struct io_file_request {
	UCHAR major;       /* IRP_MJ_READ, IRP_MJ_WRITE or IRP_MJ_DEVICE_CONTROL */
	ULONG code;        /* of a device control */
	const void *input; /* borrowed for the call */
	ULONG input_length;
	ULONG output_length;
	LONGLONG offset;
	bool is_kernels; /* a driver makes it */

	/*
	 * Of io_file_start() only: the program's own buffer, which like the input stays where it is until
	 * the request is completed, and who is told of that, in whatever thread it happens.
	 */
	void *output;
	void (*completed)(void *argument, const IO_STATUS_BLOCK *result);
	void *argument;
};

/*
 * `path` is a device's name, or "\\.\NAME" for a symbolic link. On success *out is an open handle.
 * STATUS_OBJECT_NAME_NOT_FOUND, STATUS_NO_SUCH_DEVICE, STATUS_ACCESS_DENIED (exclusive and open),
 * STATUS_INSUFFICIENT_RESOURCES, or what the driver answers.
 */
IO_API NTSTATUS io_file_open(struct io_file **out, const char *path);
IO_API NTSTATUS io_file_open_in(struct io_file **out, const char *path, struct ps_process *process);

/* Waits for the requests that are outstanding, and says so when one is never completed. */
IO_API void io_file_close(struct io_file *file);

/* Its two halves: the handle, and, when no thread makes requests any more, what it leads to. */
IO_API void io_file_close_handle(struct io_file *file);
IO_API void io_file_close_object(struct io_file *file);

/*
 * Makes a request. When `is_async`, STATUS_PENDING says that it is outstanding; otherwise that it
 * was cancelled in vain.
 */
IO_API NTSTATUS io_file_send(
	struct io_file *file, const struct io_file_request *request, bool is_async);

/*
 * Starts one whose buffers are the program's, and which is told when it is completed, once, maybe
 * before this returns. What the driver's routine returned; when that is STATUS_INSUFFICIENT_RESOURCES
 * and *is_started is false, nothing was started.
 */
IO_API NTSTATUS io_file_start(
	struct io_file *file, const struct io_file_request *request, bool *is_started);

/* Cancels those of io_file_start() with that argument. STATUS_NOT_FOUND when there is none. */
IO_API NTSTATUS io_file_cancel_started(struct io_file *file, const void *argument);

/* Waits for the oldest outstanding request; STATUS_NOT_FOUND when there is none. */
IO_API NTSTATUS io_file_wait(struct io_file *file);

/* Cancels what is outstanding; STATUS_NOT_FOUND when nothing is. */
IO_API NTSTATUS io_file_cancel(struct io_file *file);

/* What the last request that was waited for has read. */
IO_API const void *io_file_output(const struct io_file *file, size_t *length);

/* Whether a handle to a device of the driver is open: then the driver cannot be unloaded. */
IO_API bool io_file_is_open(const struct io_driver *driver);

/* None of the driver's code will run again: requests that it has never completed are freed. */
void io_file_driver_gone(const struct io_driver *driver);
