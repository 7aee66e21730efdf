/* Keys as the run-time library's routines name them: a well-known place and a path below it. */
#pragma once

#include "drivers/framework/wdm/registry_open.h"

struct reg_place {
	const char *function;
	ULONG relative_to;
	PCWSTR path; /* NULL: the place itself */
	const void *site;
	bool is_created; /* when it is not there */
};

/* The key, with a reference for the caller. */
NTSTATUS reg_place_find(struct reg_key **out, const struct reg_place *place);
void reg_place_leave(struct reg_key *key);
