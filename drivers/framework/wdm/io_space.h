/* Physical memory of devices that do not exist: each piece is a file, which mappings show. */
#pragma once

#include <wdm.h>

struct io_space;

/* Memory of a device, zeroed. 0, -errno. */
int io_space_create(struct io_space **out, uint64_t start, uint64_t length);
void io_space_destroy(struct io_space *space);
