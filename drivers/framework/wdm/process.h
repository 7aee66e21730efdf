/*
 * Processes of programs: each has handles of its own. A thread that runs drivers for a program is in its
 * process; all others are in the system's, which has only kernel handles. Knows nothing of files.
 */
#pragma once

#include <stdbool.h>
#include <wdm.h>

#include "drivers/framework/wdm/handle.h"
#include "drivers/framework/wdm/io.h"

struct ps_process;

extern const struct ob_type ps_process_type;

/* STATUS_INSUFFICIENT_RESOURCES. */
IO_API NTSTATUS ps_process_create(struct ps_process **out);

/* Closes its handles, newest first, and forgets it. The caller has no request outstanding any more. */
IO_API void ps_process_destroy(struct ps_process *process);

/* The calling thread is in that process from now on; NULL is the system's. The one before. */
struct ps_process *ps_process_enter(struct ps_process *process);
struct ps_process *ps_process_current(void);
struct ob_object *ps_process_object(struct ps_process *process);

/* A handle with a reference of its own. STATUS_INSUFFICIENT_RESOURCES. */
IO_API NTSTATUS ps_process_open(HANDLE *out, struct ps_process *process, struct ob_object *object);

/* With a reference for the caller. STATUS_INVALID_HANDLE. */
IO_API NTSTATUS ps_process_reference(
	struct ob_object **out, struct ps_process *process, HANDLE handle);
IO_API NTSTATUS ps_process_close(struct ps_process *process, HANDLE handle);

/* Any of its handles, the newest first; NULL when there is none. */
IO_API HANDLE ps_process_newest_handle(struct ps_process *process);
