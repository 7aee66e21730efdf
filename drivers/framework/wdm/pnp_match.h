/* Which drivers serve a device, by its hardware and compatible ids; as .inf files say on Windows. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "drivers/framework/wdm/pnp_node.h"

/* Replaces what was said of that id before. False without memory, or with too many drivers. */
bool pnp_match_add(const char *id, const char *const *drivers, size_t count);

/*
 * Gives the node its drivers: the first hardware id that is known decides, or else the first
 * compatible one. False when none is known, or one of its drivers is not loaded.
 */
bool pnp_match_node(struct pnp_node *node);
