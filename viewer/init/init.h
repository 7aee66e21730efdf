/*
 * Where initialisation spent its time: a tree of phases per driver name, over all its loads and
 * threads. An observer of the lifetime engine, which knows the spans and what is held. Knows
 * nothing of how results are printed.
 */
#pragma once

#include "viewer/lifetime/lifetime.h"

struct init_node {
	struct init_node *parent; /* NULL: outermost */
	struct init_node *first;  /* owned; by first begin */
	struct init_node *next;   /* owned */
	uint32_t driver;          /* strings; its name */
	uint32_t name;            /* strings */
	uint32_t site;            /* sites; of the first begin */
	uint64_t calls;
	uint64_t failed;     /* ended with an error */
	uint64_t origins;    /* of those, where no inner phase had failed in the same way */
	uint64_t unfinished; /* did not end */
	bool has_died;       /* a process died in it */
	int32_t last_status;
	int32_t worst_status; /* an error if there was one, the latest */
	int64_t total_ns;
	int64_t self_ns; /* without nested phases */
	int64_t longest_ns;
	int64_t begin_ns; /* of the first */
	int64_t objects;  /* acquired less released in the phase itself */
	int64_t bytes;
};

struct init {
	struct lifetime_observer observer; /* pass it to lifetime_observe() */
	struct init_node *first;           /* owned; outermost phases of all drivers */
	int64_t since_ns;                  /* phases that begin outside are left out */
	int64_t until_ns;
};

void init_begin(struct init *init);
void init_finish(struct init *init);

/* What the phase and all below it hold more than before. */
void init_held(const struct init_node *node, int64_t *objects, int64_t *bytes);
/* The next node of the whole tree, parents first; NULL after the last. */
const struct init_node *init_next(const struct init_node *node);
