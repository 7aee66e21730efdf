/*
 * Children of a bus (fxchildlist.cpp): descriptions, of which devices are made when the PnP manager asks
 * for the children, and devices that the driver has made itself. A child that is missing goes when its
 * device was removed. Changes are told to the PnP manager; it makes one request at a time.
 */
#pragma once

#include <pthread.h>
#include <wdfchildlist.h>

#include "drivers/framework/kmdf/object.h"

struct fx_device;

struct fx_bus_child {
	struct fx_child_list *list;
	unsigned long number;                            /* in the order in which they came */
	PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER id; /* owned; NULL: static */
	PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER address;   /* owned; NULL: none */
	struct fx_device *device;                        /* NULL: not made yet */
	bool is_missing;
	bool is_reported; /* the PnP manager has its device */
	bool is_busy;     /* its device is being made */
	bool is_found;    /* by the scan that is going on */
	LIST_ENTRY link;
};

struct fx_child_list {
	struct fx_object object;
	struct fx_device *device;
	bool is_static;
	WDF_CHILD_LIST_CONFIG config;
	pthread_mutex_t lock; /* of all below, and of the callbacks about descriptions */
	pthread_cond_t idle;
	LIST_ENTRY children; /* fx_child.link, oldest first */
	unsigned long last_number;
	unsigned int scans;
	unsigned int iterations;
	LIST_ENTRY link; /* in fx_device.child_lists */
};

extern const struct fx_class fx_child_list_class;

NTSTATUS fx_child_list_create(struct fx_child_list **out, struct fx_device *device,
	const WDF_CHILD_LIST_CONFIG *config, const WDF_OBJECT_ATTRIBUTES *attributes,
	const void *site);
struct fx_child_list *fx_child_list_of(struct fx_object *object);
WDFCHILDLIST fx_child_list_handle(const struct fx_child_list *list);

/* See the WdfChildList functions. */
NTSTATUS fx_child_list_add(struct fx_child_list *list,
	PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER id,
	PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER address);
NTSTATUS fx_child_list_add_static(struct fx_child_list *list, struct fx_device *device);
NTSTATUS fx_child_list_miss(
	struct fx_child_list *list, PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER id);
void fx_child_list_miss_device(struct fx_device *device);

/* A child that is described is missing, and there again as another one. False of others. */
bool fx_child_list_reenumerate(struct fx_device *device);
void fx_child_list_begin_scan(struct fx_child_list *list);
void fx_child_list_end_scan(struct fx_child_list *list, bool all_are_present);

/* Under the lock. `id`'s child that is not missing; the next one behind `number` by the flags. */
struct fx_bus_child *fx_child_find(
	struct fx_child_list *list, PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER id);
struct fx_bus_child *fx_child_next(struct fx_child_list *list, unsigned long number, ULONG flags);

/* One of the same description has not been removed yet. */
bool fx_child_has_predecessor(const struct fx_bus_child *child);
void fx_child_copy_id(
	const struct fx_bus_child *child, PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER to);
void fx_child_copy_address(
	const struct fx_bus_child *child, PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER to);
NTSTATUS fx_child_set_address(
	struct fx_bus_child *child, PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER from);

void fx_child_list_begin_iteration(struct fx_child_list *list);
void fx_child_list_end_iteration(struct fx_child_list *list);

/* For plug and play: all lists of the device. */
void fx_child_lists_scan(struct fx_device *device);
NTSTATUS fx_child_lists_report(struct fx_device *device, PIRP irp);
void fx_child_lists_remove(struct fx_device *device);

/* The device is deleted: it was missing, and is removed. */
void fx_child_forget(struct fx_bus_child *child);
