/*
 * Spin locks, which live in the driver's memory. A held one holds the address of something that is
 * its owner's alone: so the two mistakes that hang a machine are seen, and stop the driver.
 */
#pragma once

#include <stdbool.h>
#include <wdm/spin_lock.h>

struct io_driver;

/* False when it is not free. `site`: the line to look at, should the driver never release it. */
bool ke_spin_lock_try(PKSPIN_LOCK lock, const void *site);

/* For the driver's call of `function` that returns to `site`; the IRQL is the caller's concern. */
void ke_spin_lock_acquire(const char *function, PKSPIN_LOCK lock, const void *site);
void ke_spin_lock_release(const char *function, PKSPIN_LOCK lock, const void *site);

/* Stops the driver when this thread does not hold it. */
void ke_spin_lock_check_held(const char *function, PKSPIN_LOCK lock, const void *site);

/* How many this thread holds. */
unsigned int ke_spin_lock_count(void);

/* Stops `driver`, whose routine has returned, when this thread holds more than `before`. */
void ke_spin_lock_check_return(struct io_driver *driver, const char *routine, unsigned int before);
