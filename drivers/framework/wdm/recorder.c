#include "drivers/framework/wdm/recorder.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/wdm/driver.h"

struct recorder_log {
	struct io_resource resource;
	char name[RECORDER_NAME_MAX];
};

/* Over the names, and the life of a log whose name is being read. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct recorder_log *log_of(struct io_resource *resource)
{
	return CONTAINING_RECORD(resource, struct recorder_log, resource);
}

static void reclaim(struct io_resource *resource)
{
	free(log_of(resource));
}

static const struct io_kind log_kind = { "recorder-log", DRVTRACE_KIND_RECORDER_LOG, reclaim };

static void set_name(struct recorder_log *log, const RECORDER_LOG_CREATE_PARAMS *parameters)
{
	int length = (int)strnlen(parameters->LogIdentifier, RECORDER_LOG_IDENTIFIER_MAX_CHARS);

	if (parameters->LogIdentifierAppendValueSet)
		snprintf(log->name, sizeof(log->name), "%.*s-%#llx", length,
			parameters->LogIdentifier,
			(unsigned long long)parameters->LogIdentifierAppendValue);
	else
		snprintf(log->name, sizeof(log->name), "%.*s", length, parameters->LogIdentifier);
}

struct recorder_log *recorder_log_create(
	const RECORDER_LOG_CREATE_PARAMS *parameters, struct io_driver *driver, const void *site)
{
	struct recorder_log *log = malloc(sizeof(*log));

	if (!log)
		return NULL;
	set_name(log, parameters);
	io_resource_acquire(&log->resource, driver,
		&(struct io_claim){ .kind = &log_kind,
			.handle = log,
			.size = parameters->TotalBufferSize,
			.tag = parameters->LogTag,
			.site = site });
	return log;
}

void recorder_log_destroy(struct recorder_log *log, const void *site)
{
	pthread_mutex_lock(&lock);
	io_resource_release(&log->resource, site);
	pthread_mutex_unlock(&lock);
	free(log);
}

struct recorder_log *recorder_log_find(const void *handle)
{
	struct io_resource *resource = handle ? io_resource_find(handle) : NULL;

	return resource && resource->kind == &log_kind ? log_of(resource) : NULL;
}

RECORDER_LOG recorder_log_handle(struct recorder_log *log)
{
	return (RECORDER_LOG)(void *)log;
}

void recorder_log_rename(struct recorder_log *log, const char *name)
{
	pthread_mutex_lock(&lock);
	snprintf(log->name, sizeof(log->name), "%.*s", RECORDER_LOG_IDENTIFIER_MAX_CHARS - 1, name);
	pthread_mutex_unlock(&lock);
}

bool recorder_is_default_log(const void *handle)
{
	return handle && io_driver_at(handle);
}

bool recorder_log_name(char name[RECORDER_NAME_MAX], const void *handle)
{
	struct recorder_log *log;

	pthread_mutex_lock(&lock);
	log = recorder_log_find(handle);
	memcpy(name, log ? log->name : "", log ? sizeof(log->name) : 1);
	pthread_mutex_unlock(&lock);
	return log || recorder_is_default_log(handle);
}
