/*
 * Lookaside lists, known by the address of the driver's list. None keeps entries that are free, as
 * under Driver Verifier: each entry is a block of pool while the driver has it, and only then.
 */
#pragma once

#include <wdm.h>

#include "drivers/framework/wdm/resource.h"

/* The three types of lists have their own routines, and are not to be mixed. */
enum ex_list_type {
	EX_LIST_PAGED,
	EX_LIST_NPAGED,
	EX_LIST_EX,
};

struct ex_list {
	struct io_resource resource;
	enum ex_list_type type;
	POOL_TYPE pool_type;
	ULONG flags;
	SIZE_T size;
	ULONG tag;

	/* The driver's own routines; NULL: pool. Those of the ex type, or the plain ones. */
	PALLOCATE_FUNCTION allocate;
	PFREE_FUNCTION free;
	PALLOCATE_FUNCTION_EX allocate_ex;
	PFREE_FUNCTION_EX free_ex;
};

/* Copies what `list` says, but for the resource. NULL when there is no memory. */
struct ex_list *ex_list_create(const struct ex_list *list, const void *address,
	struct io_driver *driver, const void *site);
void ex_list_destroy(struct ex_list *list, const void *site);

/* NULL when no list is at that address. */
struct ex_list *ex_list_find(const void *address);
