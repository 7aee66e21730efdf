#include "drivers/framework/wdm/quiet.h"

#include "drivers/framework/wdm/dpc.h"
#include "drivers/framework/wdm/system_thread.h"
#include "drivers/framework/wdm/work_queue.h"

bool io_is_quiet(void)
{
	return ex_work_is_idle() && ke_dpc_is_idle() && !ps_thread_is_any();
}
