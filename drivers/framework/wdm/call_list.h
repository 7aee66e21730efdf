/*
 * Routines of drivers that are called when something happens, by whoever makes it happen: a routine that
 * is taken out of its list has returned, and is not called any more. Knows nothing of what they are.
 */
#pragma once

#include <ntdef.h>
#include <pthread.h>
#include <stdbool.h>

struct io_call {
	LIST_ENTRY link;    /* in the list */
	unsigned int calls; /* that have not returned */
	pthread_t caller;   /* of the newest of them */
	bool is_removed;
};

struct io_call_list {
	pthread_mutex_t lock;
	pthread_cond_t returned;
	LIST_ENTRY calls; /* io_call.link, oldest first */
};

#define IO_CALL_LIST_INIT(name)                                                                    \
	{                                                                                          \
		PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER,                               \
		{                                                                                  \
			&(name).calls, &(name).calls                                               \
		}                                                                                  \
	}

void io_call_list_init(struct io_call_list *list);
void io_call_list_finish(struct io_call_list *list);
void io_call_list_add(struct io_call_list *list, struct io_call *call);

/*
 * Waits until it has returned. False, and nothing is done, when this is called by the routine itself: it
 * would wait for ever.
 */
bool io_call_list_remove(struct io_call_list *list, struct io_call *call);

/*
 * The oldest one, or the one after `previous`, which is left at that. It stays where it is until the next
 * one is asked for, so the routine is called in between. NULL is the end.
 */
struct io_call *io_call_list_next(struct io_call_list *list, struct io_call *previous);
