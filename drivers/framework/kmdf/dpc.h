/* DPCs that are objects. Disposal waits until a queued one has run. */
#pragma once

#include <wdfdpc.h>

#include "drivers/framework/kmdf/callback.h"
#include "drivers/framework/kmdf/object.h"

struct fx_dpc {
	struct fx_object object;
	struct fx_object *parent; /* borrowed: it outlives this one's callbacks */
	struct fx_callback callback;
	KDPC dpc;
	bool is_going; /* it is disposed of */
};

extern const struct fx_class fx_dpc_class;

struct fx_dpc_request {
	const WDF_DPC_CONFIG *config;
	struct fx_object *parent;
};

/* For fx_child.init; the argument is a struct fx_dpc_request. */
NTSTATUS fx_dpc_init(struct fx_object *object, const void *request);
struct fx_dpc *fx_dpc_of(struct fx_object *object);
