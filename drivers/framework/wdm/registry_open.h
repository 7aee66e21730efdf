/* Keys as handles open them. */
#pragma once

#include "drivers/framework/wdm/handle.h"
#include "drivers/framework/wdm/registry.h"

struct reg_watching;

struct reg_open {
	struct ob_object object;
	struct reg_key *key;           /* one reference is owned */
	ACCESS_MASK access;            /* what it was opened for */
	struct reg_watching *watching; /* owned; NULL: nobody has asked to be told of changes */
};

/*
 * What the handle that a driver passed to `function` opens, if that was for `access`. The caller
 * gives the reference back. STATUS_INVALID_HANDLE, STATUS_OBJECT_TYPE_MISMATCH,
 * STATUS_ACCESS_DENIED, STATUS_KEY_DELETED.
 */
NTSTATUS reg_open_reference(
	struct reg_open **out, const char *function, HANDLE handle, ULONG access, const void *site);
void reg_open_dereference(struct reg_open *open);

/* A handle to the key, which takes a reference of its own to it. STATUS_INSUFFICIENT_RESOURCES. */
NTSTATUS reg_open_key(
	HANDLE *out, struct reg_key *key, ACCESS_MASK desired, const struct ob_claim *claim);
