/*
 * Device interfaces: names, made of a device's instance and a class, by which it is opened while they
 * are enabled. One that is enabled is a resource of its driver.
 */
#pragma once

#include <stdbool.h>
#include <wdm.h>

#include "drivers/framework/wdm/io.h"

struct io_driver;

struct io_interface_request {
	PDEVICE_OBJECT pdo;
	const GUID *class;
	PCUNICODE_STRING reference; /* NULL: none */
};

/*
 * *name is borrowed for as long as the device is there. STATUS_OBJECT_NAME_EXISTS when it was known,
 * STATUS_INVALID_DEVICE_REQUEST when no bus has reported the device, STATUS_INSUFFICIENT_RESOURCES.
 */
NTSTATUS io_interface_register(PCUNICODE_STRING *name, const struct io_interface_request *request);

/*
 * STATUS_OBJECT_NAME_NOT_FOUND; STATUS_OBJECT_NAME_EXISTS, a success, when it is enabled already;
 * STATUS_OBJECT_NAME_NOT_FOUND when it is disabled already.
 */
NTSTATUS io_interface_enable(struct io_driver *driver, PCUNICODE_STRING name, const void *site);
NTSTATUS io_interface_disable(PCUNICODE_STRING name, const void *site);

/* The device that an enabled interface leads to; its name may be given without the reference. */
PDEVICE_OBJECT io_interface_find(PCUNICODE_STRING name);

/* How many characters the names need, each with its end; written to `out` unless that is NULL. */
size_t io_interface_list(
	WCHAR *out, const GUID *class, const DEVICE_OBJECT *pdo, bool with_disabled);

/* Whether there is one of that name; what it is, when it is not NULL. */
struct io_interface_state {
	GUID class;
	bool is_enabled;
};
bool io_interface_state(struct io_interface_state *out, PCUNICODE_STRING name);

/* The device is gone. What was not disabled stays in the books. */
void io_interface_forget_device(const DEVICE_OBJECT *pdo);

/*
 * For the host: the name of the enabled interface of that class and place, from 0, as io_file_open()
 * takes it. False when there is none, or it is too long.
 */
IO_API bool io_interface_path(char *out, size_t size, const char *class, size_t place);
