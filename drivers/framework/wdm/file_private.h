/* What file.c and file_request.c share, and nobody else. */
#pragma once

#include "drivers/framework/wdm/file.h"

struct io_file {
	FILE_OBJECT object;
	struct io_driver *driver; /* of the device that was named */
	LIST_ENTRY requests;      /* outstanding, oldest first */
	void *output;             /* owned */
	size_t output_length;
	LIST_ENTRY link; /* in the list of open handles */
};

/* A request without data: IRP_MJ_CREATE, IRP_MJ_CLEANUP, IRP_MJ_CLOSE. */
NTSTATUS io_file_send_plain(struct io_file *file, UCHAR major);

/* Waits for a while, then reports those that are not completed, and forgets them. */
void io_file_end_requests(struct io_file *file);
