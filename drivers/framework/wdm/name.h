/*
 * The namespace of named objects: case does not matter, and \DosDevices, \?? and \GLOBAL?? are one
 * directory. The directories are fixed.
 */
#pragma once

#include <ntdef.h>
#include <stdbool.h>

struct io_name {
	WCHAR *text; /* owned; the normalised name, NULL when there is no name */
	size_t length;
	LIST_ENTRY link; /* in the namespace */
	bool is_device;  /* whose name; otherwise that of a symbolic link */
};

/*
 * Enters `name`. STATUS_OBJECT_NAME_COLLISION when it is taken; STATUS_OBJECT_PATH_SYNTAX_BAD,
 * STATUS_OBJECT_PATH_NOT_FOUND, STATUS_OBJECT_NAME_INVALID, STATUS_INSUFFICIENT_RESOURCES.
 */
NTSTATUS io_name_enter(struct io_name *out, PCUNICODE_STRING name);

/* Removes it; of a name that was not entered, nothing. */
void io_name_remove(struct io_name *name);

/* NULL when there is no such name, or when it is not one. */
struct io_name *io_name_find(PCUNICODE_STRING name);
