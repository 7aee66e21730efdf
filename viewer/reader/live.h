/*
 * A running recording through its relay daemon (source.ctf.lttng-live): events as they arrive, from
 * the moment of attaching on. One viewer per session: the relay daemon refuses another one.
 */
#pragma once

#include "viewer/model/event.h"
#include "viewer/model/trace.h"

struct live;

enum live_condition {
	LIVE_NOTHING_YET = 1, /* wait a little */
	LIVE_END,             /* the session is gone, or what is wrong is a problem in the list */
};

/*
 * `url` names a session, "net://HOST/host/HOSTNAME/SESSION", or only the relay daemon when that has
 * but one. LIVE_END: there is nothing to attach to, and a problem says why.
 */
int live_open(struct live **out, const char *url, struct trace_list *list);
void live_close(struct live *live);

/* The next event; it is valid until the next call. */
int live_next(struct live *live, const struct event **event);
