/*
 * Critical regions: parts of a thread in which it gets no normal kernel APCs. No APC is ever delivered,
 * but a driver may ask, and leaves each region that it enters before its routine returns.
 */
#pragma once

struct io_driver;
struct ke_held;

void ke_critical_region_enter(const void *site);

/* The same, for a lock whose holder is in a region meanwhile. */
void ke_critical_region_enter_with(const struct ke_held *lock);

/* `object`: the lock, or NULL. */
void ke_critical_region_leave(const char *function, const void *object, const void *site);

/* In a guarded region no APC at all is delivered. */
void ke_guarded_region_enter(const void *site);
void ke_guarded_region_leave(const char *function, const void *site);

/* How many the calling thread is in. */
unsigned int ke_critical_region_count(void);

/* Stops `driver`, whose routine has returned, when this thread is in others than `before`. */
void ke_critical_region_check_return(
	struct io_driver *driver, const char *routine, unsigned int before);
