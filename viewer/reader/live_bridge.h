/*
 * A way over IPv6 for babeltrace2's live source, which speaks IPv4 alone: what it sends to a port of
 * this machine is carried to the relay daemon, and back. Knows nothing of what is said.
 */
#pragma once

#include <stdbool.h>

struct live_bridge;

/* "net6://[ADDRESS][:PORT]" and what may follow; ADDRESS can be a name. */
bool live_bridge_is_for(const char *url);

/*
 * `*near_url` is the URL to ask instead of `url`, to be freed. Negative: the relay daemon cannot be
 * reached, and `*why` is the reason.
 */
int live_bridge_open(struct live_bridge **out, char **near_url, const char **why, const char *url);
/* When nobody is connected to it any more; NULL is fine. */
void live_bridge_close(struct live_bridge *bridge);
