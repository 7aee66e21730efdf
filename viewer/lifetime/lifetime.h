/*
 * The lifetime engine: from events to objects, verdicts and findings (DESIGN.md, "The lifetime
 * engine"). Knows nothing of readers, symbols, or how results are printed.
 *
 * Feed every event in order, then finish once; the results are then complete and stay valid until
 * the engine is destroyed. Memory grows with what is alive and with distinct call sites.
 */
#pragma once

#include "viewer/model/event.h"
#include "viewer/model/trace.h"

struct lifetime;

/* `list` is borrowed, read when processes are named and when verdicts are given. */
int lifetime_create(struct lifetime **out, const struct trace_list *list);
void lifetime_destroy(struct lifetime *lifetime);

int lifetime_feed(struct lifetime *lifetime, const struct event *event);
int lifetime_end(struct lifetime *lifetime);
