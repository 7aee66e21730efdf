/* File objects: what programs have opened of a device, from their opening to their closing. */
#pragma once

#include <wdffileobject.h>

#include "drivers/framework/kmdf/object.h"

struct fx_call;
struct fx_device;
struct fx_io;

struct fx_file_object {
	struct fx_object object; /* a child of its device */
	struct fx_device *device;
	PFILE_OBJECT wdm; /* borrowed: it is there until it is closed */
	LIST_ENTRY link;  /* in fx_io.files */
};

extern const struct fx_class fx_file_object_class;

/* The three IRPs of a file; each is completed, or on its way to that. */
NTSTATUS fx_file_object_open(struct fx_io *io, PIRP irp);
NTSTATUS fx_file_object_clean_up(struct fx_io *io, PIRP irp);

/* Sets *is_last when it was the last file of a device whose deletion waits for that. */
NTSTATUS fx_file_object_close(struct fx_io *io, PIRP irp, bool *is_last);

/* An IRP_MJ_CREATE is about to be completed: when it has failed, nothing was opened. */
void fx_file_object_create_completed(struct fx_io *io, PIRP irp);

/* NULL when the device has no file object for it. */
struct fx_file_object *fx_file_object_find(struct fx_io *io, const FILE_OBJECT *wdm);
struct fx_file_object *fx_file_object_get(WDFFILEOBJECT handle, const struct fx_call *call);
WDFFILEOBJECT fx_file_object_handle(const struct fx_file_object *file);
