/* The boundary of one-time initialisation. */
#include <pthread.h>
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

/* In the lower bits; the others are the initialised data, or the thread that is at it. */
enum state {
	NOT_BEGUN,
	IN_PROGRESS, /* by one thread */
	DONE,
	IN_PROGRESS_BY_ANY,
	STATES = (1 << RTL_RUN_ONCE_CTX_RESERVED_BITS) - 1,
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

static enum state state_of(const RTL_RUN_ONCE *once)
{
	return (enum state)((ULONG_PTR)once->Ptr & STATES);
}

static PVOID rest_of(const RTL_RUN_ONCE *once)
{
	return (PVOID)((ULONG_PTR)once->Ptr & ~(ULONG_PTR)STATES);
}

static void put_locked(PRTL_RUN_ONCE once, enum state state, const void *rest)
{
	once->Ptr = (PVOID)((ULONG_PTR)rest | state);
	pthread_cond_broadcast(&changed);
}

VOID RtlRunOnceInitialize(PRTL_RUN_ONCE RunOnce)
{
	RunOnce->Ptr = NULL;
}

static bool is_mine_locked(const RTL_RUN_ONCE *once)
{
	return state_of(once) == IN_PROGRESS && rest_of(once) == KeGetCurrentThread();
}

/* STATUS_SUCCESS, STATUS_PENDING or a mistake. */
static NTSTATUS begin_locked(PRTL_RUN_ONCE once, bool is_async)
{
	while (state_of(once) == IN_PROGRESS && !is_async)
		pthread_cond_wait(&changed, &lock);
	switch (state_of(once)) {
	case NOT_BEGUN:
		put_locked(once, is_async ? IN_PROGRESS_BY_ANY : IN_PROGRESS,
			is_async ? NULL : KeGetCurrentThread());
		return STATUS_PENDING;
	case DONE:
		return STATUS_SUCCESS;
	case IN_PROGRESS_BY_ANY:
		return is_async ? STATUS_PENDING : STATUS_INVALID_PARAMETER;
	default:
		return STATUS_INVALID_PARAMETER;
	}
}

static NTSTATUS begin(
	const char *function, PRTL_RUN_ONCE once, ULONG flags, PVOID *context, const void *site)
{
	bool would_wait_for_itself = false;
	NTSTATUS status = STATUS_PENDING;

	ke_irql_check(function, APC_LEVEL, site);
	if ((flags & RTL_RUN_ONCE_CHECK_ONLY) && (flags & RTL_RUN_ONCE_ASYNC))
		return STATUS_INVALID_PARAMETER;
	pthread_mutex_lock(&lock);
	if (flags & RTL_RUN_ONCE_CHECK_ONLY)
		status = state_of(once) == DONE ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
	else if (!(flags & RTL_RUN_ONCE_ASYNC) && is_mine_locked(once))
		would_wait_for_itself = true;
	else
		status = begin_locked(once, flags & RTL_RUN_ONCE_ASYNC);
	if (status == STATUS_SUCCESS && context)
		*context = rest_of(once);
	pthread_mutex_unlock(&lock);
	if (would_wait_for_itself) {
		struct io_breach breach = { io_driver_calling(site), "waits-for-itself", function,
			once, site };

		io_stop(&breach, "this thread has begun the initialisation that it waits for");
	}
	return status;
}

NTSTATUS RtlRunOnceBeginInitialize(PRTL_RUN_ONCE RunOnce, ULONG Flags, PVOID *Context)
{
	return begin("RtlRunOnceBeginInitialize", RunOnce, Flags, Context, SITE);
}

static NTSTATUS complete_locked(PRTL_RUN_ONCE once, ULONG flags, const void *context)
{
	bool is_failed = flags & RTL_RUN_ONCE_INIT_FAILED;

	switch (state_of(once)) {
	case IN_PROGRESS:
		put_locked(once, is_failed ? NOT_BEGUN : DONE, context);
		return STATUS_SUCCESS;
	case IN_PROGRESS_BY_ANY:
		if (!(flags & RTL_RUN_ONCE_ASYNC))
			return STATUS_INVALID_PARAMETER;
		put_locked(once, DONE, context);
		return STATUS_SUCCESS;
	default:
		return STATUS_UNSUCCESSFUL;
	}
}

/* Parallel attempts that fail say nothing: another one may succeed. */
static NTSTATUS complete(PRTL_RUN_ONCE once, ULONG flags, PVOID context)
{
	bool is_failed = flags & RTL_RUN_ONCE_INIT_FAILED;
	NTSTATUS status;

	if ((ULONG_PTR)context & STATES)
		return STATUS_INVALID_PARAMETER;
	if (is_failed && (context || (flags & RTL_RUN_ONCE_ASYNC)))
		return STATUS_INVALID_PARAMETER;
	pthread_mutex_lock(&lock);
	status = complete_locked(once, flags, context);
	pthread_mutex_unlock(&lock);
	return status;
}

NTSTATUS RtlRunOnceComplete(PRTL_RUN_ONCE RunOnce, ULONG Flags, PVOID Context)
{
	ke_irql_check("RtlRunOnceComplete", APC_LEVEL, SITE);
	return complete(RunOnce, Flags, Context);
}

NTSTATUS RtlRunOnceExecuteOnce(
	PRTL_RUN_ONCE RunOnce, PRTL_RUN_ONCE_INIT_FN InitFn, PVOID Parameter, PVOID *Context)
{
	NTSTATUS status = begin("RtlRunOnceExecuteOnce", RunOnce, 0, Context, SITE);

	if (status != STATUS_PENDING)
		return status;
	if (InitFn(RunOnce, Parameter, Context))
		return complete(RunOnce, 0, Context ? *Context : NULL);
	complete(RunOnce, RTL_RUN_ONCE_INIT_FAILED, NULL);
	return STATUS_UNSUCCESSFUL;
}
