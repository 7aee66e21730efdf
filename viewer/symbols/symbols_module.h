/*
 * One module's file as elfutils sees it, with its debug information, inside or in a separate file
 * found by build id or debug link. Knows nothing of call sites or caches.
 */
#pragma once

#include <stdint.h>

#include "viewer/symbols/symbols.h"

struct symbols_module;

/* A module that cannot be used is one too: every location in it says why. */
int symbols_module_open(struct symbols_module **out, const char *path, const char *build_id);
void symbols_module_close(struct symbols_module *module);

/* `address` is one of the module's file. What `out` points to lives as long as the module. */
void symbols_module_find(struct symbols_module *module, uint64_t address, struct location *out);
