/* The init report: phases as a tree with times, or by what each costs itself. */
#pragma once

#include "viewer/init/init.h"
#include "viewer/report/page.h"

/* Phases that are shown, in the order of the report. */
struct phases {
	const struct init_node **nodes; /* owned */
	size_t count;
	struct init_node *sums; /* owned; with blame, the nodes are these */
	uint64_t failed;
	uint64_t unfinished;
};

int phases_init(struct phases *phases, const struct init *init, struct page *page);
void phases_finish(struct phases *phases);

/* After lifetime_end(). */
int phases_print(const struct init *init, struct page *page);
int phases_print_json(const struct init *init, struct page *page);
