/*
 * The RegistryPath that a driver is given: it ends when DriverEntry returns. From then on its
 * pages cannot be accessed, and no other use is made of them until the driver goes, so that a
 * driver that kept the pointer is caught.
 */
#pragma once

#include <ntdef.h>
#include <stdbool.h>

struct io_registry_path {
	void *pages; /* owned */
	size_t size;
	bool has_ended;
};

/* \Registry\Machine\System\CurrentControlSet\Services\<name>. 0, -ENOMEM, -ENAMETOOLONG. */
int io_registry_path_init(struct io_registry_path *path, const char *name);
void io_registry_path_finish(struct io_registry_path *path);

/* The string that DriverEntry gets; it and its buffer are in the pages. */
PUNICODE_STRING io_registry_path_string(struct io_registry_path *path);
void io_registry_path_end(struct io_registry_path *path);
bool io_registry_path_holds(const struct io_registry_path *path, const void *address);
