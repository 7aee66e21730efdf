/*
 * WMI: devices that provide data are asked for it by the host; the events that drivers write wait until
 * it takes them.
 */
#pragma once

#include <stdbool.h>
#include <wdm.h>

#include "drivers/framework/wdm/io.h"

/* Takes the device into the books as a provider, and out of them. */
NTSTATUS io_wmi_register(PDEVICE_OBJECT device, const void *site);
void io_wmi_deregister(PDEVICE_OBJECT device, const void *site);
bool io_wmi_is_registered(const DEVICE_OBJECT *device);

/* Copies it. False without memory. */
bool io_wmi_write_event(const void *wnode);

struct io_wmi_request {
	const char *device; /* as the host calls it */
	UCHAR minor;        /* IRP_MN_QUERY_SINGLE_INSTANCE and so on */
	const char *class;  /* a GUID */
	ULONG instance;     /* its place among those of the class */
	ULONG item;         /* or the method */
	const void *input;
	ULONG input_length;
	void *output;
	ULONG output_length; /* room for, then how much came */
};

/*
 * STATUS_NO_SUCH_DEVICE, STATUS_WMI_GUID_NOT_FOUND when no driver of the device provides that class,
 * STATUS_WMI_INSTANCE_NOT_FOUND, or what the driver answers.
 */
IO_API NTSTATUS io_wmi_host_send(struct io_wmi_request *request);

/* The oldest event of that class. False when there is none; *length is cut to the room. */
IO_API bool io_wmi_host_take_event(const char *class, void *data, ULONG *length);
