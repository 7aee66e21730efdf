#include "drivers/framework/wdm/call_list.h"

#include <wdm.h>

void io_call_list_init(struct io_call_list *list)
{
	pthread_mutex_init(&list->lock, NULL);
	pthread_cond_init(&list->returned, NULL);
	InitializeListHead(&list->calls);
}

void io_call_list_finish(struct io_call_list *list)
{
	pthread_cond_destroy(&list->returned);
	pthread_mutex_destroy(&list->lock);
}

void io_call_list_add(struct io_call_list *list, struct io_call *call)
{
	call->calls = 0;
	call->is_removed = false;
	pthread_mutex_lock(&list->lock);
	InsertTailList(&list->calls, &call->link);
	pthread_mutex_unlock(&list->lock);
}

bool io_call_list_remove(struct io_call_list *list, struct io_call *call)
{
	bool is_own;

	pthread_mutex_lock(&list->lock);
	is_own = call->calls > 0 && pthread_equal(call->caller, pthread_self());
	if (!is_own) {
		call->is_removed = true;
		while (call->calls > 0)
			pthread_cond_wait(&list->returned, &list->lock);
		RemoveEntryList(&call->link);
	}
	pthread_mutex_unlock(&list->lock);
	return !is_own;
}

static LIST_ENTRY *leave(struct io_call_list *list, struct io_call *call)
{
	LIST_ENTRY *next = call->link.Flink;

	if (--call->calls == 0)
		pthread_cond_broadcast(&list->returned);
	return next;
}

struct io_call *io_call_list_next(struct io_call_list *list, struct io_call *previous)
{
	struct io_call *found = NULL;
	LIST_ENTRY *link;

	pthread_mutex_lock(&list->lock);
	link = previous ? leave(list, previous) : list->calls.Flink;
	for (; link != &list->calls && !found; link = link->Flink) {
		struct io_call *call = CONTAINING_RECORD(link, struct io_call, link);

		if (call->is_removed)
			continue;
		call->calls++;
		call->caller = pthread_self();
		found = call;
	}
	pthread_mutex_unlock(&list->lock);
	return found;
}
