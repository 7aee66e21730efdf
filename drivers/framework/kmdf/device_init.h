/*
 * What a device will be, before it is created. One for a control device is allocated by the driver,
 * which owns it until WdfDeviceCreate succeeds; one for plug and play is the framework's.
 */
#pragma once

#include <stdbool.h>
#include <wdfchildlist.h>
#include <wdfdevice.h>
#include <wdffdo.h>
#include <wdfpowerpolicy.h>

#include "drivers/framework/kmdf/io_setup.h"
#include "drivers/framework/wdm/resource.h"

struct fx_call;
struct fx_device;
struct fx_driver;
struct fx_pdo;
struct fx_state_callback;

struct WDFDEVICE_INIT {
	struct io_resource resource; /* of a control device's */
	struct fx_driver *driver;
	PDEVICE_OBJECT physical; /* what a device of plug and play is for; NULL: a control device */
	bool is_control;
	bool is_exclusive;
	bool is_filter;
	DEVICE_TYPE type;
	UNICODE_STRING name; /* owned buffer; NULL: no name */
	WDF_PNPPOWER_EVENT_CALLBACKS callbacks;
	WDF_FDO_EVENT_CALLBACKS fdo_callbacks;
	WDF_POWER_POLICY_EVENT_CALLBACKS policy_callbacks;
	WDF_TRI_STATE power_pageable; /* WdfUseDefault: as the device below */
	bool is_inrush;
	bool releases_late;             /* its hardware, when it has failed */
	WDF_TRI_STATE policy_ownership; /* WdfUseDefault: function devices, and raw ones, have it */
	struct fx_state_callback *state_callbacks; /* owned until the device is created */
	ULONG characteristics;
	struct fx_io_setup io;
	struct fx_pdo *pdo; /* owned until the device is created; NULL: no child of a bus */
	bool is_drivers;    /* the driver has allocated it, and is to free it */
	WDF_CHILD_LIST_CONFIG child_list; /* its size is 0: none is wanted */
	WDF_OBJECT_ATTRIBUTES child_list_attributes;
	struct fx_device *created; /* NULL: not yet */
};

/* For a child of a bus: the framework's, or the driver's, in the books. NULL: no memory. */
struct WDFDEVICE_INIT *fx_device_init_create_child(struct fx_device *parent);
struct WDFDEVICE_INIT *fx_device_init_allocate_child(struct fx_device *parent, const void *site);

/* NULL: no memory. */
struct WDFDEVICE_INIT *fx_device_init_create(struct fx_driver *driver, PDEVICE_OBJECT physical);
void fx_device_init_destroy(struct WDFDEVICE_INIT *init);

/* A control device's, in the books. */
struct WDFDEVICE_INIT *fx_device_init_create_control(struct fx_driver *driver, const void *site);
void fx_device_init_destroy_control(struct WDFDEVICE_INIT *init, const void *site);

/* Stops the driver when `init` is none, or is gone. */
void fx_device_init_check(struct WDFDEVICE_INIT *init, const struct fx_call *call);
void fx_device_init_check_release(struct WDFDEVICE_INIT *init, const struct fx_call *call);

/* NULL takes the name away. */
NTSTATUS fx_device_init_set_name(struct WDFDEVICE_INIT *init, PCUNICODE_STRING name);
