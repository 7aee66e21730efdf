/* Between records and the engine: what folds is folded, and the engine gets the rest in order. */
#pragma once

#include <stddef.h>

struct fold_feed;
struct lifetime;
struct record;

int fold_feed_create(struct fold_feed **out, struct lifetime *lifetime);
void fold_feed_destroy(struct fold_feed *feed);

int fold_feed_records(struct fold_feed *feed, const struct record *records, size_t count);
/* The engine then knows everything that was fed. */
int fold_feed_flush(struct fold_feed *feed);
