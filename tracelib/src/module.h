/*
 * The loaded module that contains an address: what a call site is resolved against once the trace
 * is read elsewhere. Knows nothing of drivers.
 */
#pragma once

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

enum {
	MODULE_BUILD_ID_BYTES = 2 * 32 + 1
};

struct module {
	uintptr_t base; /* load base: an address minus this is the address in the module's file */
	uint64_t size;  /* from base to the end of its last segment */
	char path[PATH_MAX];
	char build_id[MODULE_BUILD_ID_BYTES]; /* hex, "" when it has none */
};

/* False when no module contains `address`; `out` is then untouched. */
bool module_find(struct module *out, const void *address);

/* The load base alone, 0 when there is no such module; a position-dependent program's is 0, too. */
uintptr_t module_base(const void *address);

/* The path of the running program, "" when unknown. */
void module_program_path(char path[PATH_MAX]);

/* Emits `module` of the module that contains `address`, if one does, and remembers it. */
void module_emit(const void *address, uint32_t driver, const void *site);

struct lttng_ust_session;

/*
 * Emits those that are remembered again: for the session `only`, which was not there before, or for
 * all in the child of a fork.
 */
void module_emit_all(const struct lttng_ust_session *only);
/* The driver is gone, and its modules with it. */
void module_forget(uint32_t driver);

/* Around a fork: of the search, and of what is remembered. */
void module_search_lock(void);
void module_search_unlock(void);
void module_lock(void);
void module_unlock(void);
