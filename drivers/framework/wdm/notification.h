/*
 * Drivers that are told of interfaces and of devices that come and go. Interfaces are told of when the
 * PnP manager has time for it, devices at once. Each registration is a resource of its driver.
 */
#pragma once

#include <stdbool.h>
#include <wdm.h>

/* It will be told that an interface is there, or is gone. */
void io_notification_interface(const GUID *class, PCUNICODE_STRING name, bool is_there);

/* False when nothing waits to be told. Needs the PnP manager's lock. */
bool io_notification_deliver(void);

/* From any thread: whether something waits to be told. */
bool io_notification_is_waiting(void);

/*
 * Whoever has registered for a file of a device whose stack begins with `pdo` is told. The first
 * failure ends a query, and is the status.
 */
NTSTATUS io_notification_target(const DEVICE_OBJECT *pdo, const GUID *event);

/*
 * For a layer above, which tells the driver itself: of what happens to the device of that file. NULL
 * without memory. The routine itself may end it.
 */
struct io_driver;
struct io_watch;
struct io_watch *io_notification_watch(PFILE_OBJECT file, struct io_driver *driver,
	PDRIVER_NOTIFICATION_CALLBACK_ROUTINE routine, void *context);
void io_notification_unwatch(struct io_watch *watch);
