#include "tests/bench/message_log.h"

#include <lttng/tracelog.h>

void message_log(unsigned int count)
{
	for (unsigned int i = 1; i <= count; i++)
		lttng_ust_tracelog(LTTNG_UST_TRACEPOINT_LOGLEVEL_ERR, "%d %x %lld %u", (int)i, i,
			(long long)i, i);
}
