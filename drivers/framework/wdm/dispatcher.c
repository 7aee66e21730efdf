#include "drivers/framework/wdm/dispatcher.h"

#include <errno.h>
#include <pthread.h>
#include <wdm.h>

#include "drivers/framework/wdm/clock.h"
#include "drivers/framework/wdm/system_thread.h"

struct waiter {
	const struct ke_wait_request *request;
	PKTHREAD thread;
	pthread_cond_t condition;
	LIST_ENTRY link; /* in the list of waiters */
	NTSTATUS status; /* STATUS_PENDING: it waits */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY waiters = { &waiters, &waiters }; /* in order of arrival */

void ke_header_init(PDISPATCHER_HEADER header, enum ke_object_type type, LONG state)
{
	*header = (DISPATCHER_HEADER){ .Type = (UCHAR)type, .SignalState = state };
	InitializeListHead(&header->WaitListHead);
}

static bool is_signalled(DISPATCHER_HEADER *header, PKTHREAD thread)
{
	if (header->SignalState > 0)
		return true;
	return header->Type == KE_MUTANT &&
	       CONTAINING_RECORD(header, KMUTANT, Header)->OwnerThread == thread;
}

/* What a wait takes of an object that is signalled. */
static NTSTATUS take(DISPATCHER_HEADER *header, PKTHREAD thread)
{
	KMUTANT *mutant;

	switch (header->Type) {
	case KE_EVENT_SYNCHRONIZATION:
	case KE_TIMER_SYNCHRONIZATION:
		header->SignalState = 0;
		return STATUS_SUCCESS;
	case KE_SEMAPHORE:
		header->SignalState--;
		return STATUS_SUCCESS;
	case KE_MUTANT:
		mutant = CONTAINING_RECORD(header, KMUTANT, Header);
		header->SignalState--;
		mutant->OwnerThread = thread;
		if (mutant->Abandoned) {
			mutant->Abandoned = FALSE;
			return STATUS_ABANDONED;
		}
		return STATUS_SUCCESS;
	default:
		return STATUS_SUCCESS;
	}
}

static NTSTATUS take_any(const struct ke_wait_request *request, PKTHREAD thread)
{
	for (size_t i = 0; i < request->count; i++) {
		if (is_signalled(request->objects[i], thread))
			return take(request->objects[i], thread) + (NTSTATUS)i;
	}
	return STATUS_PENDING;
}

/* All or none, so that no object is held back for a wait that still lacks another. */
static NTSTATUS take_all(const struct ke_wait_request *request, PKTHREAD thread)
{
	NTSTATUS result = STATUS_SUCCESS;

	for (size_t i = 0; i < request->count; i++) {
		if (!is_signalled(request->objects[i], thread))
			return STATUS_PENDING;
	}
	for (size_t i = 0; i < request->count; i++) {
		NTSTATUS status = take(request->objects[i], thread);

		if (result == STATUS_SUCCESS)
			result = status;
	}
	return result;
}

static NTSTATUS try_take(const struct ke_wait_request *request, PKTHREAD thread)
{
	if (request->count == 0)
		return STATUS_PENDING;
	return request->is_for_all ? take_all(request, thread) : take_any(request, thread);
}

static void init_condition(pthread_cond_t *condition)
{
	pthread_condattr_t attributes;

	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(condition, &attributes);
	pthread_condattr_destroy(&attributes);
}

/* Until it is woken, or the time is over. A thread that is to stop leaves by waking, too. */
static void block(struct waiter *waiter, LONGLONG due)
{
	struct timespec end = ke_clock_timespec(due);
	int error = 0;

	init_condition(&waiter->condition);
	InsertTailList(&waiters, &waiter->link);
	while (waiter->status == STATUS_PENDING && error != ETIMEDOUT &&
		!ps_thread_is_stopping(waiter->thread)) {
		if (due == INT64_MAX)
			pthread_cond_wait(&waiter->condition, &lock);
		else
			error = pthread_cond_timedwait(&waiter->condition, &lock, &end);
	}
	if (waiter->status == STATUS_PENDING)
		RemoveEntryList(&waiter->link);
	pthread_cond_destroy(&waiter->condition);
}

NTSTATUS ke_wait(const struct ke_wait_request *request)
{
	struct waiter waiter = { .request = request, .thread = KeGetCurrentThread() };
	LONGLONG due = request->timeout ? ke_clock_due(request->timeout->QuadPart) : INT64_MAX;
	bool may_block = !request->timeout || request->timeout->QuadPart != 0;

	pthread_mutex_lock(&lock);
	waiter.status = try_take(request, waiter.thread);
	if (waiter.status == STATUS_PENDING && may_block)
		block(&waiter, due);
	pthread_mutex_unlock(&lock);

	ps_thread_stop_if_told();
	return waiter.status == STATUS_PENDING ? STATUS_TIMEOUT : waiter.status;
}

void ke_dispatcher_lock(void)
{
	pthread_mutex_lock(&lock);
}

/* In order of arrival: what one of them takes, the next cannot have. */
void ke_dispatcher_wake(void)
{
	LIST_ENTRY *link = waiters.Flink;

	while (link != &waiters) {
		struct waiter *waiter = CONTAINING_RECORD(link, struct waiter, link);

		link = link->Flink;
		waiter->status = try_take(waiter->request, waiter->thread);
		if (waiter->status == STATUS_PENDING)
			continue;
		RemoveEntryList(&waiter->link);
		pthread_cond_signal(&waiter->condition);
	}
}

void ke_dispatcher_unlock(void)
{
	ke_dispatcher_wake();
	pthread_mutex_unlock(&lock);
}

void ke_dispatcher_wake_all(void)
{
	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = waiters.Flink; link != &waiters; link = link->Flink)
		pthread_cond_signal(&CONTAINING_RECORD(link, struct waiter, link)->condition);
	pthread_mutex_unlock(&lock);
}
