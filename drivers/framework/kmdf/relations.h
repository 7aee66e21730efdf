/* Devices that depend on a device, as its driver has said: each is there once, and kept by a reference. */
#pragma once

#include <wdm.h>

struct fx_device;

struct fx_relations {
	LIST_ENTRY entries; /* fx_relation.link, oldest first */
};

void fx_relations_init(struct fx_relations *relations);

/* All is forgotten; also when the device goes. */
void fx_relations_clear(struct fx_device *device, struct fx_relations *relations);

/* STATUS_DUPLICATE_OBJECTID, STATUS_INSUFFICIENT_RESOURCES. */
NTSTATUS fx_relations_add(
	struct fx_device *device, struct fx_relations *relations, PDEVICE_OBJECT other);
void fx_relations_remove(
	struct fx_device *device, struct fx_relations *relations, const DEVICE_OBJECT *other);

/* The one behind `place`, with a reference; NULL at the end. */
PDEVICE_OBJECT fx_relations_take(
	struct fx_device *device, struct fx_relations *relations, size_t place);

/* They are put behind those that the request has; nothing is changed when there are none. */
NTSTATUS fx_relations_report(struct fx_device *device, struct fx_relations *relations, PIRP irp);
