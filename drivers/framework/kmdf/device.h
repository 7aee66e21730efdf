/* Devices of the framework, each with a device object of the I/O manager. */
#pragma once

#include <wdfdevice.h>
#include <wdffdo.h>

#include "drivers/framework/kmdf/capabilities.h"
#include "drivers/framework/kmdf/constraints.h"
#include "drivers/framework/kmdf/device_interface.h"
#include "drivers/framework/kmdf/object.h"
#include "drivers/framework/kmdf/pnp.h"
#include "drivers/framework/kmdf/policy.h"
#include "drivers/framework/kmdf/power.h"
#include "drivers/framework/kmdf/relations.h"
#include "drivers/framework/kmdf/state_change.h"

struct fx_call;
struct fx_child_list;
struct fx_driver;
struct fx_io;
struct fx_target;
struct io_symbolic_link;

struct fx_device {
	struct fx_object object;
	struct fx_constraints constraints;
	struct fx_driver *driver;
	PDEVICE_OBJECT wdm; /* owned */
	struct fx_io *io;   /* a reference; its requests have their own */
	bool is_published;  /* `wdm` is in the books */
	bool is_control;
	bool has_name;
	struct io_symbolic_link *symbolic_link; /* owned; NULL: none */
	bool is_filter;
	WDF_PNPPOWER_EVENT_CALLBACKS callbacks;
	WDF_FDO_EVENT_CALLBACKS fdo_callbacks;
	struct fx_target
		*target;       /* borrowed, a child: to the device below; NULL: not asked for yet */
	LIST_ENTRY interrupts; /* fx_interrupt.link: children; oldest first */
	struct fx_pnp pnp;     /* unused by a control device */
	struct fx_states states;
	struct fx_power power;
	struct fx_policy policy;
	struct fx_interfaces interfaces;
	struct fx_pdo *pdo; /* owned; NULL: it is not a child of a bus */
	struct fx_capabilities capabilities;
	struct fx_query_interface *query_interfaces; /* owned */
	struct fx_relations removal_relations;
	struct fx_relations ejection_relations; /* of a child of a bus */
	struct fx_relations usage_dependents;
	LIST_ENTRY child_lists;                 /* fx_child_list.link, oldest first */
	struct fx_child_list *default_children; /* NULL: none */
	struct fx_child_list *static_children;  /* NULL: none yet */
	LIST_ENTRY wmi_providers;               /* fx_wmi_provider.link, oldest first */
	bool has_mof_name;
	LIST_ENTRY link; /* in fx_driver.devices, unless it is a control device */
};

extern const struct fx_class fx_device_class;

NTSTATUS fx_device_create(struct fx_device **out, struct WDFDEVICE_INIT *init,
	const WDF_OBJECT_ATTRIBUTES *attributes, const void *site);
struct fx_device *fx_device_of(struct fx_object *object);
struct fx_device *fx_device_of_wdm(const DEVICE_OBJECT *wdm); /* one of a driver of ours */
WDFDEVICE fx_device_handle(const struct fx_device *device);

/* What the driver has passed; fx_device_get(): at DISPATCH_LEVEL or below. */
struct fx_device *fx_device_of_handle(WDFDEVICE handle, const struct fx_call *call);
struct fx_device *fx_device_get(WDFDEVICE handle, const struct fx_call *call);

/* The device that the object belongs to, or is; NULL when it belongs to none. */
struct fx_device *fx_device_above(struct fx_object *object);

/* The WDM device leads nowhere any more; waits for who is in the device, as fx_io_settle() does. */
void fx_device_leave_wdm(struct fx_device *device);

/* For an IRP: the device of the framework that has this device object; NULL when it is gone. */
struct fx_device *fx_device_enter(PDEVICE_OBJECT wdm);
void fx_device_leave(struct fx_device *device);

/* For who has entered it: it is deleted when he leaves. */
void fx_device_delete_when_left(struct fx_device *device);

/* True when files are open: then it is deleted when the last is closed. */
bool fx_device_delete_when_closed(struct fx_device *device);

/* Of a control device: when the system shuts down it is told as its WDFDEVICE_INIT has said. */
NTSTATUS fx_device_register_shutdown(struct fx_device *device, const void *site);
