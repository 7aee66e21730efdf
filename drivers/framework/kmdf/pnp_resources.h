/*
 * What a device needs of hardware resources: a bus driver says it of its children, the drivers of a stack
 * change it, and take what they have added away from those below (fxpkgpdo.cpp, fxpkgfdokm.cpp).
 */
#pragma once

#include <wdm.h>

struct fx_device;

/* Of a child: IRP_MN_QUERY_RESOURCES and IRP_MN_QUERY_RESOURCE_REQUIREMENTS. */
NTSTATUS fx_resources_query(struct fx_device *device, PIRP irp);
NTSTATUS fx_resources_query_requirements(struct fx_device *device, PIRP irp);

/* IRP_MN_FILTER_RESOURCE_REQUIREMENTS: the devices below are asked in between. */
NTSTATUS fx_resources_filter(struct fx_device *device, PIRP irp);

/* IRP_MN_START_DEVICE goes to the devices below, which are given what is theirs. */
NTSTATUS fx_resources_start_below(struct fx_device *device, PIRP irp);
