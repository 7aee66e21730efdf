/* What file.c and file_request.c share, and nobody else. */
#pragma once

#include "drivers/framework/wdm/file.h"

struct io_file {
	FILE_OBJECT object;
	struct io_driver *driver; /* of the device that was named */
	LIST_ENTRY requests;      /* outstanding, oldest first; under the lock of file_request.c */
	struct ps_process *process; /* in whose context drivers run; NULL: the system's */
	void *output;               /* owned */
	size_t output_length;
	LIST_ENTRY link; /* in the list of open handles */
};

/* Whose program has opened it; the system's for NULL. */
PEPROCESS io_file_process(const FILE_OBJECT *object);

/* io_file_open() by a name of `length` characters. */
NTSTATUS io_file_open_wide(
	struct io_file **out, WCHAR *name, size_t length, struct ps_process *process);

void io_file_forget(struct io_file *file);

/* The driver is gone: what still leads to its devices leads nowhere. */
void io_file_leave_driver(const struct io_driver *driver);

/* A request without data: IRP_MJ_CREATE, IRP_MJ_CLEANUP, IRP_MJ_CLOSE. */
NTSTATUS io_file_send_plain(struct io_file *file, UCHAR major);

/* Waits for a while, then reports those that are not completed, and forgets them. */
void io_file_end_requests(struct io_file *file);
