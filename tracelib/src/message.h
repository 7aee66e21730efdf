/*
 * The messages of drivers: the library's own copies of their descriptors, as LTTng events. A copy
 * is found again by what it says when the driver's module is loaded anew, and is never freed; a
 * driver that was built again has copies of its own for the messages that changed, which are never
 * mistaken for the old ones although they may have the same name.
 */
#pragma once

#include <drvtrace/message.h>
#include <lttng/tracepoint-types.h>
#include <lttng/ust-events.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct registration;

struct message {
	struct message *next; /* with the same hash */
	struct lttng_ust_tracepoint point;
	struct lttng_ust_tracepoint_class class;
	struct lttng_ust_event_desc description;
	const int *loglevel;
	const char *uri; /* owned, and so are the texts below and what the class points to */
	char *provider;
	char *base_name; /* the event's, before a number told it from others of its module */
	char *types;
	int loglevel_value;
	bool has_level; /* each call passes its own */
	/* Of each argument, when all are integers and doubles: nothing to measure; else NULL. */
	unsigned char *sizes; /* owned */
	size_t argument_count;
};

/*
 * Makes the messages of the driver's module events, and the driver's calls reach them; records
 * those that came too early. Memory that cannot be had leaves messages out.
 */
void message_register_all(
	const struct registration *registration, struct drvtrace_driver *descriptor);

/* The driver's calls are counted from now on. */
void message_switch_off(struct drvtrace_driver *descriptor);

/* At the end of the process, while LTTng is still there. */
void message_forget_all(void);

/* Around a fork. */
void message_lock(void);
void message_unlock(void);

/* The event of a message under `provider` and `name`; NULL when there is no memory. */
struct message *message_create(const struct drvtrace_message *descriptor, const char *provider,
	const char *name, const char *uri);
