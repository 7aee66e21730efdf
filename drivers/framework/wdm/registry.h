/*
 * The registry: a tree of keys below \Registry, each with values. It lives in memory and ends with
 * the process; every driver's service key is there. Case does not matter in names. Knows nothing
 * of handles. Except for reg_lock() itself, the caller holds the lock.
 */
#pragma once

#include <ntdef.h>
#include <stdbool.h>

#include "drivers/framework/wdm/io.h"

struct reg_value {
	LIST_ENTRY link;     /* in reg_key.values */
	UNICODE_STRING name; /* its buffer is owned; that of the default value is empty */
	ULONG type;
	ULONG size;
	void *data; /* owned */
};

struct reg_key {
	LIST_ENTRY link;        /* in its parent's `keys` */
	struct reg_key *parent; /* NULL: the root, or it is deleted */
	UNICODE_STRING name;    /* its buffer is owned */
	LIST_ENTRY keys;        /* of struct reg_key; each holds a reference to its parent */
	LIST_ENTRY values;      /* of struct reg_value, owned */
	LONGLONG written;       /* 100 ns since 1601 */
	LONG references;
	bool is_deleted;
};

/* Who wants to know of changes to a key; embedded in what that is for. */
struct reg_watch {
	struct reg_key *key;
	ULONG filter; /* REG_NOTIFY_CHANGE_... */
	bool is_tree; /* also below it */

	/* STATUS_NOTIFY_ENUM_DIR: it has changed; STATUS_NOTIFY_CLEANUP: it is deleted. Under the lock. */
	void (*changed)(struct reg_watch *watch, NTSTATUS status);
	LIST_ENTRY link; /* in the list of all */
};

IO_API void reg_lock(void);
IO_API void reg_unlock(void);

/*
 * The key of that path below `base`, NULL for an absolute path. Borrowed, unless it is referenced.
 * STATUS_OBJECT_NAME_NOT_FOUND, STATUS_OBJECT_PATH_SYNTAX_BAD, STATUS_KEY_DELETED.
 */
NTSTATUS reg_key_find(struct reg_key **out, struct reg_key *base, PCUNICODE_STRING path);

enum reg_create {
	REG_CREATE_LAST, /* the keys above it must be there */
	REG_CREATE_PATH, /* the whole path */
};

/* The same, and makes it when it is not there. Also STATUS_INSUFFICIENT_RESOURCES. */
IO_API NTSTATUS reg_key_create(struct reg_key **out, bool *is_new, struct reg_key *base,
	PCUNICODE_STRING path, enum reg_create how);

/* STATUS_CANNOT_DELETE when it has subkeys. Who has a reference keeps what is left of it. */
NTSTATUS reg_key_delete(struct reg_key *key);
void reg_key_reference(struct reg_key *key);
void reg_key_dereference(struct reg_key *key);

/* By place, from 0; NULL when there are not so many. */
struct reg_key *reg_key_at(const struct reg_key *key, ULONG index);
struct reg_value *reg_value_at(const struct reg_key *key, ULONG index);

/* NULL when there is none. */
struct reg_value *reg_value_find(const struct reg_key *key, PCUNICODE_STRING name);

/* A value of that name is replaced. STATUS_INSUFFICIENT_RESOURCES. */
IO_API NTSTATUS reg_value_set(
	struct reg_key *key, PCUNICODE_STRING name, ULONG type, const void *data, ULONG size);
void reg_value_delete(struct reg_key *key, struct reg_value *value);

void reg_watch_add(struct reg_watch *watch);
void reg_watch_remove(struct reg_watch *watch);

/* Makes the service key of a driver, unless it is there. 0, -ENOMEM. */
int reg_add_service(const char *name);

/* The end of the process: everything goes. */
IO_API void reg_finish(void);
