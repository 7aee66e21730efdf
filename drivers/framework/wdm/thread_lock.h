/*
 * Locks that leave the IRQL as it is, or at APC_LEVEL, and that only the thread releases which holds them:
 * fast and guarded mutexes, and push locks. A routine releases those that it has acquired.
 */
#pragma once

struct io_driver;
struct ke_held;

void ke_thread_lock_add(const struct ke_held *lock);
void ke_thread_lock_forget(const void *lock);

/* How many the calling thread holds. */
unsigned int ke_thread_lock_count(void);

/* Stops `driver`, whose routine has returned, when this thread holds more than `before`. */
void ke_thread_lock_check_return(
	struct io_driver *driver, const char *routine, unsigned int before);
