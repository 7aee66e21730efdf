/* Lists of hardware resources as drivers see them. */
#pragma once

#include <wdm.h>

struct io_pnp_resource;

/* One full descriptor on bus 0, freed with free(). NULL without memory. */
PCM_RESOURCE_LIST io_resource_list_create(const struct io_pnp_resource *resources, size_t count);
