/* What a client is, for client.c, client_events.c and the scenarios of the host. */
#pragma once

#include "drivers/framework/wdm/process.h"

struct drvtrace_client {
	struct ps_process *process;
};
