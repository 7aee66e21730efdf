#include "tracelib/src/kind.h"

#include <drvtrace/lifetime.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "tracelib/src/probe.h"
#include "tracelib/src/text.h"

#define NAME_MAX_BYTES 128

struct kind {
	struct kind *older;
	uint32_t id;
	char name[NAME_MAX_BYTES];
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct kind *newest; /* owned, and so are the older ones; they live as long as the process */

void kind_lock(void)
{
	pthread_mutex_lock(&mutex);
}

void kind_unlock(void)
{
	pthread_mutex_unlock(&mutex);
}

static void emit_kind(
	const struct lttng_ust_session *only, uint32_t id, const char *name, const void *site)
{
	PAYLOAD(payload, PAYLOAD_PREFIX + 4 + NAME_MAX_BYTES);

	if (!probe_is_on(SCHEMA_KIND))
		return;
	payload_u32(&payload, id);
	payload_string(&payload, name, NAME_MAX_BYTES);
	probe_emit_to(only, SCHEMA_KIND, &payload, site);
}

void kind_emit_all(const struct lttng_ust_session *only)
{
	kind_lock();
	for (const struct kind *kind = newest; kind; kind = kind->older)
		emit_kind(only, kind->id, kind->name, __builtin_return_address(0));
	kind_unlock();
}

/* The kind of that name, made if need be; NULL when memory ran out. */
static const struct kind *find_or_add(const char *name, bool *is_new)
{
	size_t length = text_fitting(name, NAME_MAX_BYTES);
	struct kind *kind = newest;

	while (kind && (strncmp(kind->name, name, length) != 0 || kind->name[length]))
		kind = kind->older;
	*is_new = !kind;
	if (kind)
		return kind;

	kind = calloc(1, sizeof(*kind));
	if (!kind)
		return NULL;
	kind->id = newest ? newest->id + 1 : DRVTRACE_KIND_FIRST_OWN;
	memcpy(kind->name, name, length);
	kind->older = newest;
	newest = kind;
	return kind;
}

uint32_t drvtrace_kind(const char *name)
{
	const struct kind *kind;
	uint32_t built_in;
	bool is_new;

	if (!name || !*name)
		return DRVTRACE_KIND_NONE;
	built_in = schema_kind_by_name(name);
	if (built_in != DRVTRACE_KIND_NONE)
		return built_in;

	kind_lock();
	kind = find_or_add(name, &is_new);
	kind_unlock();
	if (!kind)
		return DRVTRACE_KIND_NONE;

	if (is_new)
		emit_kind(NULL, kind->id, kind->name, __builtin_return_address(0));
	return kind->id;
}
