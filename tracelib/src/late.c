#include "tracelib/src/late.h"

#include <lttng/tracepoint.h>
#include <stdbool.h>
#include <stddef.h>

/* LTTng's event at the beginning of such a dump, whose only argument is the session. */
static const char provider[] = "lttng_ust_statedump";
static const char event[] = "start";
static const char signature[] = "struct lttng_ust_session *, session";

static void (*tell_session)(const struct lttng_ust_session *session);
static bool is_registered;
static bool is_paused;

static void on_dump(void *unused, const struct lttng_ust_session *session)
{
	(void)unused;
	if (!__atomic_load_n(&is_paused, __ATOMIC_RELAXED))
		tell_session(session);
}

void late_register(void (*tell)(const struct lttng_ust_session *session))
{
	tell_session = tell;
	is_registered = lttng_ust_tracepoint_provider_register(
				provider, event, (void (*)(void))on_dump, NULL, signature) == 0;
}

void late_unregister(void)
{
	if (is_registered)
		lttng_ust_tracepoint_provider_unregister(
			provider, event, (void (*)(void))on_dump, NULL);
	is_registered = false;
}

void late_pause(void)
{
	__atomic_store_n(&is_paused, true, __ATOMIC_RELAXED);
}

void late_resume(void)
{
	__atomic_store_n(&is_paused, false, __ATOMIC_RELAXED);
}
