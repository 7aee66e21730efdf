/* What every routine that frees memory checks first; a driver that breaks a rule is stopped. */
#pragma once

#include "drivers/framework/wdm/pool.h"

struct ex_release {
	const char *function;
	const void *memory;
	const void *site;
	enum ex_block_kind kind; /* what the function frees */
};

/* The block, which is of that kind and the calling driver's. */
struct ex_block *ex_block_to_free(const struct ex_release *release);

/* Destroys it; what was written before its beginning is found then. */
void ex_block_free(struct ex_block *block, const struct ex_release *release);
