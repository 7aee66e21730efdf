/* Device objects and symbolic links: names that lead to them. */
#pragma once

#include <wdm.h>

#include "drivers/framework/wdm/resource.h"

struct io_driver;
struct io_start_io;
struct io_symbolic_link;
struct po_idle;

struct io_device_request {
	ULONG extension_size;
	PCUNICODE_STRING name; /* NULL: it has none */
	DEVICE_TYPE type;
	ULONG characteristics;
	bool is_exclusive;
};

/*
 * create only makes the device; publish takes it into the books as `owner`'s (NULL: the driver's),
 * unpublish out of them: its name is free then, its memory still there. Destroy accepts a device
 * that is not published.
 */
NTSTATUS io_device_create(
	PDEVICE_OBJECT *out, struct io_driver *driver, const struct io_device_request *request);
NTSTATUS io_device_create_for_root(
	PDEVICE_OBJECT *out, PDRIVER_OBJECT driver_object); /* of no driver that is loaded */
void io_device_publish(PDEVICE_OBJECT device, const void *owner, const void *site);
void io_device_unpublish(PDEVICE_OBJECT device, const void *site);
void io_device_destroy(PDEVICE_OBJECT device, const void *site);

/* An open handle: the memory of a device stays as long as it has any. */
void io_device_reference(PDEVICE_OBJECT device);
void io_device_dereference(PDEVICE_OBJECT device);

/* A reference of a driver's to the object; it keeps the memory, too. */
LONG io_device_object_reference(PDEVICE_OBJECT device);
LONG io_device_object_dereference(PDEVICE_OBJECT device);

/* NULL when no device has that name. */
PDEVICE_OBJECT io_device_find_name(PCUNICODE_STRING name);

/* Its name, empty when it has none; borrowed until it is unpublished. */
void io_device_name(PUNICODE_STRING out, PDEVICE_OBJECT device);

/* What a bus says of a device that it reports; set before anybody else knows of the device. */
struct io_device_identity {
	PWSTR description;    /* owned; NULL: none */
	PWSTR location;       /* owned; NULL: none */
	PWSTR hardware_ids;   /* owned; ended by two NULs; NULL: none */
	PWSTR compatible_ids; /* owned; ended by two NULs; NULL: none */
	ULONG address;        /* MAXULONG: unknown, and so are the others */
	ULONG ui_number;
	ULONG bus_number;
};

struct io_device_identity *io_device_identity(PDEVICE_OBJECT device);

/*
 * The path of its instance, for a device that a bus has reported; NULL for others. set copies it;
 * false without memory.
 */
const char *io_device_instance(PDEVICE_OBJECT device);
bool io_device_set_instance(PDEVICE_OBJECT device, const char *path);

/* Borrowed. */
struct io_start_io *io_device_start_io(PDEVICE_OBJECT device);

struct po_idle *io_device_idle(PDEVICE_OBJECT device);

/* What its driver has told the power manager last; set gives what was there before. */
POWER_STATE io_device_set_power(PDEVICE_OBJECT device, POWER_STATE_TYPE type, POWER_STATE state);
POWER_STATE io_device_power(PDEVICE_OBJECT device); /* of the device, not of the system */

ULONG io_device_extension_size(PDEVICE_OBJECT device);

/* NULL when it is no published device. */
struct io_resource *io_device_find(const DEVICE_OBJECT *device);

struct io_symbolic_link_request {
	PCUNICODE_STRING name;
	PCUNICODE_STRING target; /* looked up when the link is followed, not before */
	const void *owner;       /* NULL: the driver */
};

NTSTATUS io_symbolic_link_create(struct io_symbolic_link **out, struct io_driver *driver,
	const struct io_symbolic_link_request *request, const void *site);
void io_symbolic_link_destroy(struct io_symbolic_link *link, const void *site);

/* NULL when no symbolic link has that name. */
struct io_symbolic_link *io_symbolic_link_find(PCUNICODE_STRING name);

/* What it leads to; borrowed. */
PCUNICODE_STRING io_symbolic_link_target(const struct io_symbolic_link *link);
