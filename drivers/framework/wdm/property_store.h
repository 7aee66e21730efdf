/* Values under keys, of devices and of interfaces, each of which is known by a name. */
#pragma once

#include <stdbool.h>
#include <wdm.h>

struct io_property {
	DEVPROPTYPE type;
	ULONG size;
	const void *data;
};

/* Where a value goes to: `needed` and `type` are set even when it is too small. */
struct io_property_buffer {
	ULONG size;
	void *data;
	ULONG needed;
	DEVPROPTYPE type;
};

/* No data: it is taken away. STATUS_INSUFFICIENT_RESOURCES. */
NTSTATUS io_property_store(PCUNICODE_STRING owner, const DEVPROPKEY *key, LCID locale,
	const struct io_property *value, bool is_persistent);

/* STATUS_OBJECT_NAME_NOT_FOUND; STATUS_BUFFER_TOO_SMALL. */
NTSTATUS io_property_fetch(PCUNICODE_STRING owner, const DEVPROPKEY *key, LCID locale,
	struct io_property_buffer *buffer);

/* A value that is not in the store, in the same way. */
NTSTATUS io_property_give(struct io_property_buffer *buffer, const struct io_property *value);

/* The owner is gone: only what is persistent stays. */
void io_property_forget(PCUNICODE_STRING owner);
