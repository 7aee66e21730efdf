/* Lists of what a device could work with, and what of that is free. */
#pragma once

#include <wdm.h>

struct io_pnp_resource;

/* Just these, on bus 0; just those of the list. Freed with free(); NULL without memory. */
PIO_RESOURCE_REQUIREMENTS_LIST io_requirements_create(
	const struct io_pnp_resource *resources, size_t count);
PIO_RESOURCE_REQUIREMENTS_LIST io_requirements_of_list(const CM_RESOURCE_LIST *list);

/* In bytes, counted. */
size_t io_requirements_size(const IO_RESOURCE_REQUIREMENTS_LIST *list);

/*
 * The first of the alternative lists of which everything can be had: resources that nobody else has
 * claimed, those of `boot`, which may be NULL, before others. *out is freed with free(); NULL when
 * nothing is wanted. What one resource takes is given back for the sake of another one of the list, within
 * bounds; what another device has is not.
 * STATUS_CONFLICTING_ADDRESSES, STATUS_INSUFFICIENT_RESOURCES.
 */
NTSTATUS io_requirements_choose(PCM_RESOURCE_LIST *out, const IO_RESOURCE_REQUIREMENTS_LIST *wanted,
	const CM_RESOURCE_LIST *boot, const char *claimant);
