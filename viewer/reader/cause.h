/* Why babeltrace2 has failed, in one line. */
#pragma once

/*
 * The innermost cause of the thread's error, which is no error any more. To be freed; NULL when
 * memory ran out.
 */
char *cause_take(void);
