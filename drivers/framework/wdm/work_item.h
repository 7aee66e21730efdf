/* Work items in the memory of drivers, queued for them. */
#pragma once

#include <wdm/work_item.h>

struct io_driver;

/* As ExQueueWorkItem does it: the driver that called `function` is stopped when it is queued already. */
void ex_work_item_queue(
	PWORK_QUEUE_ITEM item, struct io_driver *driver, const char *function, const void *site);
