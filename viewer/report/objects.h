/* The objects report: every lifetime, what was live at a moment, and who owned whom. */
#pragma once

#include "viewer/report/page.h"

struct objects {
	struct lifetime_observer observer; /* pass it to lifetime_observe() */
	struct lifetime_object *items;     /* owned */
	size_t count;
	size_t capacity;
};

void objects_begin(struct objects *objects);
void objects_finish(struct objects *objects);

/* One lifetime that is shown, and its place in the tree of owners. */
struct shown {
	const struct lifetime_object *object;
	size_t id;     /* from 1, in order of acquisition */
	size_t parent; /* id of its owner; 0: the driver, or not shown */
	size_t depth;  /* below the topmost */
	size_t first;  /* id of the first child; 0: none */
	size_t last;
	size_t next; /* id of the next child of the same parent */
};

struct selection {
	struct shown *items; /* owned; item i has the id i + 1 */
	size_t count;
	uint64_t verdicts[LIFETIME_LEAKED + 1];
};

int selection_init(struct selection *selection, const struct objects *objects, struct page *page);
void selection_finish(struct selection *selection);

/* After lifetime_end(). */
int objects_print(const struct objects *objects, struct page *page);
int objects_print_json(const struct objects *objects, struct page *page);
