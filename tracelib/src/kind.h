/* The numbers of the kinds that are not built in. */
#pragma once

struct lttng_ust_session;

/*
 * Emits `kind` for each of them again: the child of a fork is a process of its own in the trace, and
 * the session `only`, if it is not NULL, was not there before.
 */
void kind_emit_all(const struct lttng_ust_session *only);

void kind_lock(void);
void kind_unlock(void);
