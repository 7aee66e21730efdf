/*
 * Sessions that begin while the process runs. LTTng dumps the state of a process into each session
 * that starts: on this occasion the session is told what its events refer to, too.
 */
#pragma once

#include <stdint.h>

struct lttng_ust_session;

/*
 * `tell` is called in LTTng's thread, with LTTng's locks held: it may emit events, to that session
 * alone, and may not look for modules.
 */
void late_register(void (*tell)(const struct lttng_ust_session *session));
void late_unregister(void);

/* Between these, sessions are told by other means. */
void late_pause(void);
void late_resume(void);

/* The drivers of which they are told; apart from the registry, whose lock is LTTng's elder. */
void late_add_driver(uint32_t id, const char *name);
void late_remove_driver(uint32_t id);
void late_for_each_driver(
	void (*visit)(uint32_t id, const char *name, const struct lttng_ust_session *session),
	const struct lttng_ust_session *session);

/* Around a fork. */
void late_lock(void);
void late_unlock(void);
