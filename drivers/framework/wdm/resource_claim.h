/* Which ports, memory and interrupts are whose, so that two drivers do not get the same. */
#pragma once

#include <stdbool.h>
#include <wdm.h>

struct io_resource_claim {
	const char *claimant;         /* whose claims never conflict with one another */
	const CM_RESOURCE_LIST *list; /* NULL: not entered */
	LIST_ENTRY link;
};

/* The bytes of a list that may have `most`; 0 when it needs more, or makes no sense. */
size_t io_resource_list_size(const CM_RESOURCE_LIST *list, size_t most);

/* True when somebody else has a part of it, and both do not want to share it. */
bool io_resource_claim_conflicts(const CM_RESOURCE_LIST *list, const char *claimant);

/* The same of one resource; *conflict is what is in its way. */
bool io_resource_claim_find(CM_PARTIAL_RESOURCE_DESCRIPTOR *conflict,
	const CM_PARTIAL_RESOURCE_DESCRIPTOR *resource, const char *claimant);

/* Whether both have a part of the same, and do not want to share it. */
bool io_resource_overlap(
	const CM_PARTIAL_RESOURCE_DESCRIPTOR *one, const CM_PARTIAL_RESOURCE_DESCRIPTOR *other);

/* `list` and `claimant` stay borrowed until it is removed; of one that was not entered, nothing. */
void io_resource_claim_enter(
	struct io_resource_claim *claim, const CM_RESOURCE_LIST *list, const char *claimant);
void io_resource_claim_remove(struct io_resource_claim *claim);
