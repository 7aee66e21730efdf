/* The interfaces that a device gives to other drivers of its stack (fxqueryinterface.cpp). */
#pragma once

#include <wdfqueryinterface.h>

struct fx_device;
struct fx_query_interface;

NTSTATUS fx_query_interface_add(struct fx_device *device, const WDF_QUERY_INTERFACE_CONFIG *config);

/*
 * STATUS_NOT_SUPPORTED when the device has no such interface. STATUS_INVALID_BUFFER_SIZE when
 * its size or version is another.
 */
NTSTATUS fx_query_interface_answer(struct fx_device *device, const IO_STACK_LOCATION *request);
void fx_query_interfaces_finish(struct fx_device *device);
