/* Which fault point fails next. */
#pragma once

/* Reads DRVTRACE_FAIL and DRVTRACE_FAIL_AT. What cannot be understood chooses nothing. */
void fault_read_environment(void);

void fault_lock(void);
void fault_unlock(void);
