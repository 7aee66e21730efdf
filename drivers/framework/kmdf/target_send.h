/* Requests for an I/O target whose answer the driver waits for, with one of its own or without. */
#pragma once

#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/send_format.h"
#include "drivers/framework/kmdf/target.h"

struct fx_target_wait {
	struct fx_target *target;
	WDFREQUEST request; /* NULL: an IRP is made for the call */
	struct fx_send_request wanted;
	const WDF_REQUEST_SEND_OPTIONS *options; /* NULL: none */
	const struct fx_call *call;
	LONGLONG timeout; /* when the options say none; 0: for ever */
	bool ignores_state;
};

/* At PASSIVE_LEVEL, and a fault point. *bytes (NULL: not wanted) is what the answer came with. */
NTSTATUS fx_target_send_and_wait(const struct fx_target_wait *what, PULONG_PTR bytes);

/* The same without the checks: for a part of a call that has been made. */
NTSTATUS fx_target_send_quietly(const struct fx_target_wait *what, PULONG_PTR bytes);
