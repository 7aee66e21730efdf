/* Which driver's module an address is in: a table of the loaded modules, sorted by address. */
#pragma once

struct io_driver;

/* Adds the module that holds `address`. 0, -ENOENT when no module holds it, -ENOMEM. */
int io_module_add(struct io_driver *driver, const void *address);
void io_module_remove(const struct io_driver *driver);

/* NULL when the address is in no driver's module. */
struct io_driver *io_module_find(const void *address);

/* The same for signal handlers: rather finds nothing than waits for a lock. */
struct io_driver *io_module_find_now(const void *address);
