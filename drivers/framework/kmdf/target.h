/*
 * I/O targets: where a driver sends requests to. A device has one that leads to the device below it;
 * others are opened by the driver. The states are those of fxiotarget.cpp.
 */
#pragma once

#include <wdfiotarget.h>

#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/object.h"

struct fx_device;
struct fx_target;
struct io_opened;
struct io_watch;

/* What one that is more than a target does when its state changes; without the lock. */
struct fx_target_hooks {
	NTSTATUS (*started)(struct fx_target *target);
	/* It is stopped, purged, closed or deleted, as its state says; `action`: as the driver said. */
	void (*stopped)(struct fx_target *target, WDF_IO_TARGET_SENT_IO_ACTION action);
	/* What is in flight is cancelled and waited for, whatever the driver says. */
	bool (*always_cancels)(struct fx_target *target);
};

struct fx_target {
	struct fx_object object;
	const struct fx_target_hooks *hooks; /* NULL: none */
	struct fx_device *device;
	bool is_remote;
	/* Under fx_send_lock(): */
	WDF_IO_TARGET_STATE state;
	PDEVICE_OBJECT wdm; /* NULL: closed */
	PDEVICE_OBJECT
	physical;          /* at the bottom of its stack; NULL: there is none, or it is closed */
	LIST_ENTRY sent;   /* fx_send.link */
	LIST_ENTRY queued; /* fx_send.link */
	unsigned int in_flight;  /* until they are completed */
	unsigned int waited_for; /* of those, the ones that do not ignore its state */
	LIST_ENTRY link;         /* in the list of all targets */
	/* Of a remote one: */
	PFILE_OBJECT file;                /* borrowed of `opened`, or the driver's */
	bool has_file_reference;          /* to the driver's */
	struct io_opened *opened;         /* owned; NULL: it was given a device */
	struct io_watch *watch;           /* owned: of the removal of its device; NULL: none */
	WDF_IO_TARGET_OPEN_PARAMS params; /* of the last open; the name's buffer is owned */
};

extern const struct fx_class fx_target_class;

struct fx_target_request {
	struct fx_device *device;
	PDEVICE_OBJECT wdm; /* NULL: it is opened later */
};

/* For fx_child.init; the argument is a struct fx_target_request. */
NTSTATUS fx_target_init(struct fx_object *object, const void *request);
struct fx_target *fx_target_of(struct fx_object *object);

/* For the classes of those that are more: fx_class.dispose and destroy of the target in them. */
bool fx_target_dispose(struct fx_object *object, const void *site);
void fx_target_destroy(struct fx_object *object);
struct fx_target *fx_target_get(WDFIOTARGET handle, const struct fx_call *call);

/*
 * That of the device below; NULL when there is none. It is made when it is asked for first, and is the
 * device's then. On Windows it is there with the device: that never fails.
 */
struct fx_target *fx_target_below(struct fx_device *device, const void *site);

/*
 * Under the lock. STATUS_SUCCESS: send it; STATUS_PENDING: it waits until the target is started;
 * STATUS_INVALID_DEVICE_STATE.
 */
NTSTATUS fx_target_accepts(const struct fx_target *target, bool ignores_state);

/* Under the lock: the send that waits somewhere for its target, by its IRP. NULL: none. */
struct fx_send *fx_target_find_queued(const IRP *irp);

/* STATUS_INVALID_DEVICE_STATE: it is closed, or being deleted. */
NTSTATUS fx_target_start(struct fx_target *target);
void fx_target_stop(struct fx_target *target, WDF_IO_TARGET_SENT_IO_ACTION action);
void fx_target_purge(struct fx_target *target, WDF_IO_TARGET_PURGE_IO_ACTION action);

/* Of a remote one: what is in flight is cancelled and waited for. */
NTSTATUS fx_target_open(struct fx_target *target, const WDF_IO_TARGET_OPEN_PARAMS *params,
	const struct fx_call *call);
void fx_target_close(struct fx_target *target, WDF_IO_TARGET_STATE state, const void *site);
