/* What a thread holds, and where it began to: should it hold that too long, that is the line to look at. */
#pragma once

enum {
	KE_HELD_REMEMBERED = 16, /* of one thread; more are counted only */
};

struct ke_held {
	const void *object;
	const char *rule; /* that says when to let go of it */
	const char *name; /* of its kind */
	const void *site;
};

/* One for each thread and kind: no locks. */
struct ke_held_list {
	struct ke_held items[KE_HELD_REMEMBERED]; /* in the order in which they were acquired */
	unsigned int count;
};

void ke_held_add(struct ke_held_list *list, const struct ke_held *item);

/* The last one of `object`. */
void ke_held_forget(struct ke_held_list *list, const void *object);

/* The first of those that came when `count` were held; NULL: it is not remembered. */
const struct ke_held *ke_held_since(const struct ke_held_list *list, unsigned int count);
