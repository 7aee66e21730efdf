/*
 * What makes a device one that a bus driver has made: its ids and texts, and its place among the children
 * of the bus. Belongs to a WDFDEVICE_INIT first, and then to the device.
 */
#pragma once

#include <stdbool.h>
#include <wdfpdo.h>

struct fx_bus_child;
struct fx_call;
struct fx_device;

struct fx_pdo_text {
	struct fx_pdo_text *next;
	LCID locale;
	PWSTR description; /* owned */
	PWSTR location;    /* owned */
};

struct fx_pdo {
	struct fx_device *parent;
	struct fx_bus_child *child; /* NULL: in no list */
	PWSTR device_id;            /* owned; NULL: none */
	PWSTR instance_id;          /* owned; NULL: none */
	PWSTR container_id;         /* owned; NULL: none */
	PWSTR hardware_ids;         /* owned; ended by two NULs; NULL: none */
	PWSTR compatible_ids;       /* owned; ended by two NULs; NULL: none */
	struct fx_pdo_text *texts;  /* owned */
	LCID default_locale;
	bool is_wake_enabled; /* for who sleeps above */
	bool is_wake_awaited; /* and was not told of it yet */
	bool is_told_missing; /* its driver, that the PnP manager was told so */
	bool is_independent;  /* of its parent's power */
	bool holds_parent;    /* in its working state */
	bool is_raw;
	bool is_forwarding; /* its requests may go to queues of the parent */
	WDF_PDO_EVENT_CALLBACKS callbacks;
};

/* As fx_device_get(); a device that is not a child of a bus stops the driver. */
struct fx_device *fx_pdo_get(WDFDEVICE handle, const struct fx_call *call);

/* NULL: no memory. destroy accepts NULL. */
struct fx_pdo *fx_pdo_create(struct fx_device *parent);
void fx_pdo_destroy(struct fx_pdo *pdo);

/* STATUS_INSUFFICIENT_RESOURCES. set replaces what is there, add puts it behind. */
NTSTATUS fx_pdo_set_id(PWSTR *id, PCUNICODE_STRING text);
NTSTATUS fx_pdo_add_id(PWSTR *ids, PCUNICODE_STRING text);
NTSTATUS fx_pdo_add_text(
	struct fx_pdo *pdo, PCUNICODE_STRING description, PCUNICODE_STRING location, LCID locale);

/* The PnP manager was told that it is gone. */
void fx_pdo_tell_missing(struct fx_device *device);

/* IRP_MJ_PNP of such a device. */
NTSTATUS fx_pdo_dispatch(struct fx_device *device, PIRP irp);

/* The device is removed by its bus, and is gone. */
void fx_pdo_delete(struct fx_device *device);
