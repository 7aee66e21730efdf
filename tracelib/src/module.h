/*
 * The loaded module that contains an address: what a call site is resolved against once the trace
 * is read elsewhere. Knows nothing of drivers or of LTTng.
 */
#pragma once

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

struct module {
	uintptr_t base; /* load base: an address minus this is the address in the module's file */
	uint64_t size;  /* from base to the end of its last segment */
	char path[PATH_MAX];
	char build_id[2 * 32 + 1]; /* hex, "" when it has none */
};

/* False when no module contains `address`; `out` is then untouched. */
bool module_find(struct module *out, const void *address);

/* The load base alone, 0 when there is no such module; a position-dependent program's is 0, too. */
uintptr_t module_base(const void *address);

/* The path of the running program, "" when unknown. */
void module_program_path(char path[PATH_MAX]);

/* Emits `module` of the module that contains `address`, if one does. */
void module_emit(const void *address, uint32_t driver, const void *site);
