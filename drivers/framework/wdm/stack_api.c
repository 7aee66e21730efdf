/* The stack that a thread of a driver's runs on. */
#include <pthread.h>
#include <stdbool.h>
#include <wdm.h>

#include "drivers/framework/wdm/irql.h"

static bool find(ULONG_PTR *low, ULONG_PTR *high)
{
	pthread_attr_t attributes;
	void *address;
	size_t size;
	bool is_known;

	if (pthread_getattr_np(pthread_self(), &attributes) != 0)
		return false;
	is_known = pthread_attr_getstack(&attributes, &address, &size) == 0;
	pthread_attr_destroy(&attributes);
	if (is_known) {
		*low = (ULONG_PTR)address;
		*high = (ULONG_PTR)address + size;
	}
	return is_known;
}

PVOID IoGetInitialStack(VOID)
{
	ULONG_PTR low;
	ULONG_PTR high = 0;

	ke_irql_check("IoGetInitialStack", APC_LEVEL, __builtin_return_address(0));
	return find(&low, &high) ? (PVOID)high : NULL;
}

VOID IoGetStackLimits(PULONG_PTR LowLimit, PULONG_PTR HighLimit)
{
	*LowLimit = *HighLimit = 0;
	find(LowLimit, HighLimit);
}

ULONG_PTR IoGetRemainingStackSize(VOID)
{
	ULONG_PTR here = (ULONG_PTR)__builtin_frame_address(0);
	ULONG_PTR low = here;
	ULONG_PTR high;

	return find(&low, &high) ? here - low : 0;
}
