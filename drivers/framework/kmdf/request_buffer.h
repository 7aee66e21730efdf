/* The buffers of a request, however its maker has passed them. */
#pragma once

#include "drivers/framework/kmdf/request.h"

struct fx_request_buffer {
	void *address;
	size_t length;
	PMDL mdl; /* the IRP's; NULL: it has none */
	bool is_read_only;
};

/*
 * STATUS_INVALID_DEVICE_REQUEST: a request of this kind has no such buffer, or it is the user's own;
 * STATUS_BUFFER_TOO_SMALL: it has none at all.
 */
NTSTATUS fx_request_find_buffer(
	struct fx_request_buffer *out, const struct fx_request *request, enum fx_request_side side);

/* The same, of requests that pass the user's own addresses. */
NTSTATUS fx_request_find_user_buffer(
	struct fx_request_buffer *out, const struct fx_request *request, enum fx_request_side side);

/* What is made of a buffer for the driver, once: it goes with the request. */
NTSTATUS fx_request_memory(struct fx_object **out, struct fx_request *request,
	enum fx_request_side side, const struct fx_call *call);
NTSTATUS fx_request_mdl(PMDL *out, struct fx_request *request, enum fx_request_side side);

/* Whether the object is memory that was made for the IRP of its request. */
bool fx_request_is_memory_of_irp(const struct fx_object *object);

/* Memory of the user's, which stays where it is until the request is completed. STATUS_ACCESS_VIOLATION. */
NTSTATUS fx_request_lock_user_memory(struct fx_object **out, struct fx_request *request,
	const struct fx_request_buffer *user, const struct fx_call *call);
