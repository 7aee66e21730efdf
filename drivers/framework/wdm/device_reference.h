/*
 * References that drivers hold to device objects: what ObReferenceObject and IoGetAttachedDeviceReference
 * give, and ObDereferenceObject takes back. Those of a driver to a device are one resource of its.
 */
#pragma once

#include <stdbool.h>
#include <wdm.h>

struct io_driver;

/* The count of the driver's references; 0 without memory. `device` is one. */
LONG io_device_reference_take(PDEVICE_OBJECT device, struct io_driver *driver, const void *site);

/* The driver's own, or else what another has handed to it. False when there is none. */
bool io_device_reference_give_back(
	LONG *left, PDEVICE_OBJECT device, struct io_driver *driver, const void *site);

/* One that the driver of the device has passed to the PnP manager; false when it has none. */
bool io_device_reference_passed(PDEVICE_OBJECT device);

/* Whether it is a device, which some driver has a reference to if it is not there any more. */
bool io_device_is_known(const void *object);
