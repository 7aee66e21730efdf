/* File objects that drivers hold by reference: how they have another driver's device. */
#pragma once

#include <stdbool.h>
#include <wdm.h>

struct io_driver;

/* False when the object is no such file object; *count is the count after the call. */
bool io_file_object_reference(LONG *count, const void *object);
bool io_file_object_dereference(LONG *count, const void *object, const void *site);

/* The driver has it by a handle, whose reference is its own now. False without memory. */
struct ob_object;
bool io_file_object_take(
	PFILE_OBJECT object, struct ob_object *handle, struct io_driver *driver, const void *site);

/* A device that a layer above has open for a driver, with its handle, until it closes it. */
struct io_opened;

struct io_opening {
	struct io_driver *driver;
	const void *owner;
	const void *site;
};

/* What io_file_open() answers. */
NTSTATUS io_opened_open(
	struct io_opened **out, PCUNICODE_STRING name, const struct io_opening *opening);
void io_opened_close(struct io_opened *opened, const void *site);
PFILE_OBJECT io_opened_file(const struct io_opened *opened);

/* A handle of the kernel's for it, which is closed with it; NULL without memory. */
HANDLE io_opened_handle(struct io_opened *opened, const struct io_opening *opening);

/* The top of the stack that the name led into. */
PDEVICE_OBJECT io_opened_device(const struct io_opened *opened);
