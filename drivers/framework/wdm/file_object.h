/* File objects that drivers hold by reference: how they have another driver's device. */
#pragma once

#include <stdbool.h>
#include <wdm.h>

/* False when the object is no such file object; *count is the count after the call. */
bool io_file_object_reference(LONG *count, const void *object);
bool io_file_object_dereference(LONG *count, const void *object, const void *site);
