/*
 * Requests that a driver sends: those that it was given, and those that it has made. What is needed
 * for it comes into being when it is needed first.
 */
#pragma once

#include <wdfrequest.h>

#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/send.h"

struct fx_driver;
struct fx_request;
struct fx_target;

struct fx_outgoing {
	struct fx_send send;
	struct fx_request *request;
	PFN_WDF_REQUEST_COMPLETION_ROUTINE routine; /* NULL: nobody is told */
	WDFCONTEXT context;
	WDF_REQUEST_COMPLETION_PARAMS params; /* of the last completion */
	bool is_created;                      /* by the driver */
	bool owns_irp;
	bool is_formatted;        /* the next stack location is filled in */
	bool is_sent;             /* the driver has lost it until it is completed */
	struct fx_target *target; /* of the last send */
};

/* An IRP of the request's own, for `target` (NULL: it is chosen later), or the driver's `irp`. */
struct fx_outgoing_wish {
	struct fx_target *target;
	PIRP irp;
	bool owns_irp;
};

NTSTATUS fx_outgoing_create_request(WDFREQUEST *out, struct fx_driver *driver,
	const WDF_OBJECT_ATTRIBUTES *attributes, const struct fx_outgoing_wish *wish,
	const struct fx_call *call);

/* For the end of the request, before its IRP is somebody else's, and after; all accept one that was never sent. */
void fx_outgoing_end(struct fx_request *request);
void fx_outgoing_let_go(struct fx_request *request, const void *site);
void fx_outgoing_destroy(struct fx_request *request);

/* NULL without memory. */
struct fx_outgoing *fx_outgoing_of(struct fx_request *request);

bool fx_outgoing_is_sent(const struct fx_request *request);
bool fx_outgoing_is_created(const struct fx_request *request);

/* The IRP gets room for a target's stack. STATUS_REQUEST_NOT_ACCEPTED: it is not the request's own. */
NTSTATUS fx_outgoing_make_room(struct fx_request *request, const struct fx_target *target);

NTSTATUS fx_outgoing_format(
	struct fx_request *request, struct fx_target *target, const struct fx_send_request *wanted);
NTSTATUS fx_outgoing_reuse(struct fx_request *request, const WDF_REQUEST_REUSE_PARAMS *params);

/* STATUS_PENDING: its completion routine is called, or was; otherwise it was not sent. */
NTSTATUS fx_outgoing_send(struct fx_request *request, struct fx_target *target,
	const struct fx_send_options *options);

/* False when it was not sent; out->Status says why. The driver may have ended it when this is back. */
bool fx_outgoing_send_and_wait(IO_STATUS_BLOCK *out, struct fx_request *request,
	struct fx_target *target, const struct fx_send_options *options);
