/*
 * Call sites: a module and an offset in it, so that one line of one build of a driver has one
 * number in every process and trace, wherever it was loaded.
 */
#pragma once

#include "viewer/model/table.h"

struct site {
	uint32_t id;
	uint32_t module_path; /* strings; 0: no module is known to be there */
	uint32_t build_id;    /* strings */
	uint32_t process;     /* index of the process when no module is known, else 0 */
	bool is_framework;    /* what a framework does for a driver: its own lines say nothing */
	uint64_t offset;      /* in the module; the address when no module is known */
};

struct sites {
	struct table table;
	struct site **items; /* owned, and so is each; item i has the number i + 1 */
	size_t count;
	size_t capacity;
};

void sites_init(struct sites *sites);
void sites_finish(struct sites *sites);

/* The number of the site that equals `site` in all but its id; from 1. */
int sites_add(struct sites *sites, uint32_t *out, const struct site *site);
/* NULL for 0, which is no site. */
const struct site *sites_get(const struct sites *sites, uint32_t id);
