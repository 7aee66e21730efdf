#include "drivers/framework/wdm/process.h"

#include <pthread.h>
#include <stdlib.h>

#include "drivers/framework/wdm/dispatcher.h"

enum {
	SYSTEM_ID = 4,
	HANDLE_STEP = 4,
};

struct entry {
	uintptr_t number;
	struct ob_object *object; /* one reference is owned */
	LIST_ENTRY link;
};

struct ps_process {
	DISPATCHER_HEADER header; /* signalled when it has ended */
	struct ob_object object;
	uintptr_t id;
	uintptr_t next_number;
	LIST_ENTRY handles; /* of struct entry, oldest first; under the lock */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uintptr_t next_id = SYSTEM_ID + HANDLE_STEP;
static __thread struct ps_process *current;

static void destroy(struct ob_object *object)
{
	free(CONTAINING_RECORD(object, struct ps_process, object));
}

const struct ob_type ps_process_type = { "Process", NULL, destroy,
	-(ptrdiff_t)offsetof(struct ps_process, object), NULL };

static struct ps_process system_process = {
	.object = { &ps_process_type, 1 },
	.id = SYSTEM_ID,
};
PEPROCESS PsInitialSystemProcess = (PEPROCESS)&system_process;

NTSTATUS ps_process_create(struct ps_process **out)
{
	struct ps_process *process = calloc(1, sizeof(*process));

	if (!process)
		return STATUS_INSUFFICIENT_RESOURCES;
	ob_init(&process->object, &ps_process_type);
	ke_header_init(&process->header, KE_PROCESS, 0);
	InitializeListHead(&process->handles);
	process->next_number = HANDLE_STEP;
	process->id = __atomic_fetch_add(&next_id, HANDLE_STEP, __ATOMIC_RELAXED);
	*out = process;
	return STATUS_SUCCESS;
}

void ps_process_destroy(struct ps_process *process)
{
	HANDLE handle;

	while ((handle = ps_process_newest_handle(process)) != NULL)
		ps_process_close(process, handle);
	ke_dispatcher_lock();
	process->header.SignalState = 1;
	ke_dispatcher_unlock();
	ob_dereference(&process->object);
}

struct ps_process *ps_process_enter(struct ps_process *process)
{
	struct ps_process *previous = current;

	current = process;
	return previous;
}

struct ps_process *ps_process_current(void)
{
	return current;
}

struct ob_object *ps_process_object(struct ps_process *process)
{
	return &process->object;
}

NTSTATUS ps_process_open(HANDLE *out, struct ps_process *process, struct ob_object *object)
{
	struct entry *entry = calloc(1, sizeof(*entry));

	if (!entry)
		return STATUS_INSUFFICIENT_RESOURCES;
	ob_reference(object);
	entry->object = object;
	pthread_mutex_lock(&lock);
	entry->number = process->next_number;
	process->next_number += HANDLE_STEP;
	InsertTailList(&process->handles, &entry->link);
	*out = (HANDLE)entry->number;
	pthread_mutex_unlock(&lock);
	return STATUS_SUCCESS;
}

static struct entry *find_locked(struct ps_process *process, HANDLE handle)
{
	LIST_ENTRY *head = &process->handles;

	for (LIST_ENTRY *link = head->Blink; link != head; link = link->Blink) {
		struct entry *entry = CONTAINING_RECORD(link, struct entry, link);

		if (entry->number == (uintptr_t)handle)
			return entry;
	}
	return NULL;
}

NTSTATUS ps_process_reference(struct ob_object **out, struct ps_process *process, HANDLE handle)
{
	struct entry *entry;

	pthread_mutex_lock(&lock);
	entry = find_locked(process, handle);
	if (entry) {
		ob_reference(entry->object);
		*out = entry->object;
	}
	pthread_mutex_unlock(&lock);
	return entry ? STATUS_SUCCESS : STATUS_INVALID_HANDLE;
}

NTSTATUS ps_process_close(struct ps_process *process, HANDLE handle)
{
	struct entry *entry;

	pthread_mutex_lock(&lock);
	entry = find_locked(process, handle);
	if (entry)
		RemoveEntryList(&entry->link);
	pthread_mutex_unlock(&lock);
	if (!entry)
		return STATUS_INVALID_HANDLE;
	ob_dereference(entry->object);
	free(entry);
	return STATUS_SUCCESS;
}

HANDLE ps_process_newest_handle(struct ps_process *process)
{
	HANDLE handle = NULL;

	pthread_mutex_lock(&lock);
	if (!IsListEmpty(&process->handles))
		handle = (HANDLE)CONTAINING_RECORD(process->handles.Blink, struct entry, link)
				 ->number;
	pthread_mutex_unlock(&lock);
	return handle;
}

PEPROCESS IoGetCurrentProcess(VOID)
{
	return current ? (PEPROCESS)current : PsInitialSystemProcess;
}

HANDLE PsGetProcessId(PEPROCESS Process)
{
	return (HANDLE)((struct ps_process *)Process)->id;
}

HANDLE PsGetCurrentProcessId(VOID)
{
	return PsGetProcessId(IoGetCurrentProcess());
}
