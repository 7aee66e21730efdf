#include "tracelib/src/fault.h"

#include <drvtrace/fault.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "tracelib/src/probe.h"

#define POINT_NAME_MAX 128

struct choice {
	bool has_name;
	char name[POINT_NAME_MAX];
	uint32_t nth; /* 0: nothing is chosen, or it has failed already */
	uint32_t reached;
};

/* One for each variable of the environment; drvtrace_fault_arm() replaces both. */
enum {
	CHOICE_ANY,
	CHOICE_NAMED,
	CHOICE_COUNT
};

int drvtrace_fault_armed;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct choice choices[CHOICE_COUNT];
static uint32_t reached;

void fault_lock(void)
{
	pthread_mutex_lock(&mutex);
}

void fault_unlock(void)
{
	pthread_mutex_unlock(&mutex);
}

static void choose(struct choice *choice, const char *name, size_t length, uint32_t nth)
{
	*choice = (struct choice){ .has_name = name != NULL, .nth = nth };
	if (length >= POINT_NAME_MAX)
		length = POINT_NAME_MAX - 1;
	if (name)
		memcpy(choice->name, name, length);
}

/* A number from 1, alone in `text`; 0 when it is anything else. */
static uint32_t read_number(const char *text)
{
	char *end;
	unsigned long number;

	if (*text < '0' || *text > '9')
		return 0;
	number = strtoul(text, &end, 10);
	return *end == '\0' && number <= UINT32_MAX ? (uint32_t)number : 0;
}

void fault_read_environment(void)
{
	const char *any = getenv("DRVTRACE_FAIL");
	const char *named = getenv("DRVTRACE_FAIL_AT");

	if (any)
		choose(&choices[CHOICE_ANY], NULL, 0, read_number(any));
	if (named && *named) {
		/* A name may hold colons; only what follows the last one can be the number. */
		const char *colon = strrchr(named, ':');
		uint32_t nth = colon ? read_number(colon + 1) : 0;

		choose(&choices[CHOICE_NAMED], named, nth ? (size_t)(colon - named) : strlen(named),
			nth ? nth : 1);
	}
	drvtrace_fault_armed = choices[CHOICE_ANY].nth || choices[CHOICE_NAMED].nth;
}

/* Counts the point in; the number of the choice that it matches when it must fail, else 0. */
static uint32_t reach(struct choice *choice, const char *name)
{
	if (!choice->nth ||
		(choice->has_name && strncmp(choice->name, name, POINT_NAME_MAX - 1) != 0))
		return 0;
	if (++choice->reached != choice->nth)
		return 0;
	choice->nth = 0;
	return choice->reached;
}

static void emit_fault(
	const struct drvtrace_driver *driver, const char *name, uint32_t nth, const void *site)
{
	PAYLOAD(payload, PAYLOAD_PREFIX + 16 + POINT_NAME_MAX);

	if (!probe_is_on(SCHEMA_FAULT))
		return;
	payload_string(&payload, name, POINT_NAME_MAX);
	payload_u32(&payload, nth);
	payload_address(&payload, site);
	payload_u32(&payload, driver ? driver->id : 0);
	probe_emit(SCHEMA_FAULT, &payload, site);
}

int drvtrace_fault_point(struct drvtrace_driver *driver, const char *name, const void *site)
{
	uint32_t nth = 0;

	if (!name || !__atomic_load_n(&drvtrace_fault_armed, __ATOMIC_RELAXED))
		return 0;

	fault_lock();
	reached++;
	for (size_t i = 0; i < CHOICE_COUNT; i++) {
		uint32_t chosen = reach(&choices[i], name);

		nth = chosen ? chosen : nth;
	}
	fault_unlock();
	if (!nth)
		return 0;

	emit_fault(driver, name, nth, site ? site : __builtin_return_address(0));
	return 1;
}

void drvtrace_fault_arm(const char *name, uint32_t nth)
{
	fault_lock();
	choose(&choices[CHOICE_ANY], NULL, 0, 0);
	choose(&choices[CHOICE_NAMED], name, name ? strlen(name) : 0, nth);
	reached = 0;
	__atomic_store_n(&drvtrace_fault_armed, nth != 0, __ATOMIC_RELAXED);
	fault_unlock();
}

uint32_t drvtrace_fault_count(void)
{
	uint32_t count;

	fault_lock();
	count = reached;
	fault_unlock();
	return count;
}
