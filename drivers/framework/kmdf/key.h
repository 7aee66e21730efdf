/*
 * Keys of the registry that are objects, each with a handle of its own that it closes at its end.
 * Also what they hold, as their callers want to have it.
 */
#pragma once

#include <wdfregistry.h>

#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/object.h"

struct fx_driver;

struct fx_key {
	struct fx_object object;
	HANDLE handle;       /* owned; NULL: none yet, or closed */
	struct reg_key *key; /* owned reference, until it has a handle; NULL afterwards */
};

extern const struct fx_class fx_key_class;

enum fx_key_how {
	FX_KEY_OPEN,
	FX_KEY_CREATE,      /* the keys above it must be there */
	FX_KEY_CREATE_PATH, /* the whole path */
};

struct fx_key_request {
	HANDLE base; /* NULL: the path is absolute */
	PCUNICODE_STRING path;
	ACCESS_MASK access;
	enum fx_key_how how;
	bool *is_new; /* set when it is created; NULL: of no interest */
};

/*
 * Opens or creates a key for a driver's call, below the parent of its attributes, or the driver's
 * object: STATUS_OBJECT_NAME_NOT_FOUND and what else the registry answers.
 */
NTSTATUS fx_key_create(WDFKEY *out, struct fx_driver *driver,
	const WDF_OBJECT_ATTRIBUTES *attributes, const struct fx_key_request *request,
	const struct fx_call *call);
/* Closes the handle; the object is no use any more. */
void fx_key_close(struct fx_key *key, const void *site);
struct fx_key *fx_key_get(WDFKEY handle, const struct fx_call *call);

/* A value, copied out of the registry. */
struct fx_key_value {
	ULONG type;
	ULONG size;
	void *data; /* for free(); NULL when it is empty */
};

NTSTATUS fx_key_read(struct fx_key_value *out, struct fx_key *key, PCUNICODE_STRING name,
	const struct fx_call *call);

struct fx_key_data {
	ULONG type;
	const void *data;
	ULONG size;
};

NTSTATUS fx_key_write(struct fx_key *key, PCUNICODE_STRING name, const struct fx_key_data *data,
	const struct fx_call *call);
NTSTATUS fx_key_remove(struct fx_key *key, PCUNICODE_STRING name, const struct fx_call *call);
