/*
 * The logs of the in-flight recorder: names that messages carry. Those that drivers create are in
 * the books; each driver's default log comes and goes with its tracing, and is not: its handle is the
 * address of the control blocks in the driver's module.
 */
#pragma once

#include <wpprecorder.h>

#include "drivers/framework/wdm/resource.h"

/* Bytes of a name: the identifier, and the number that is appended to it. */
enum {
	RECORDER_NAME_MAX = 48
};

struct recorder_log;

/* NULL when there is no memory. */
struct recorder_log *recorder_log_create(
	const RECORDER_LOG_CREATE_PARAMS *parameters, struct io_driver *driver, const void *site);
void recorder_log_destroy(struct recorder_log *log, const void *site);

/* A log that a driver has created; NULL when there is none of that handle. */
struct recorder_log *recorder_log_find(const void *handle);
RECORDER_LOG recorder_log_handle(struct recorder_log *log);

void recorder_log_rename(struct recorder_log *log, const char *name);

/* False when no log has that handle, be it a driver's own or its default one. */
bool recorder_log_name(char name[RECORDER_NAME_MAX], const void *handle);
bool recorder_is_default_log(const void *handle);
