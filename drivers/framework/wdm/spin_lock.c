#include "drivers/framework/wdm/spin_lock.h"

#include <sched.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/stop.h"

static __thread char self;

static KSPIN_LOCK owner_word(void)
{
	return (KSPIN_LOCK)&self;
}

static bool is_mine(PKSPIN_LOCK lock)
{
	return __atomic_load_n(lock, __ATOMIC_RELAXED) == owner_word();
}

bool ke_spin_lock_try(PKSPIN_LOCK lock)
{
	KSPIN_LOCK expected = 0;

	return __atomic_compare_exchange_n(
		lock, &expected, owner_word(), false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

void ke_spin_lock_acquire(const char *function, PKSPIN_LOCK lock, const void *site)
{
	struct io_breach breach = { NULL, "spin-lock-misused", function, lock, site };

	if (is_mine(lock)) {
		breach.driver = io_driver_calling(site);
		io_stop(&breach, "the spin lock at %p is held by this thread already",
			(void *)lock);
	}
	while (!ke_spin_lock_try(lock))
		sched_yield();
}

void ke_spin_lock_check_held(const char *function, PKSPIN_LOCK lock, const void *site)
{
	struct io_breach breach = { NULL, "spin-lock-misused", function, lock, site };

	if (!is_mine(lock)) {
		breach.driver = io_driver_calling(site);
		io_stop(&breach, "the spin lock at %p is not held by this thread", (void *)lock);
	}
}

void ke_spin_lock_release(const char *function, PKSPIN_LOCK lock, const void *site)
{
	ke_spin_lock_check_held(function, lock, site);
	__atomic_store_n(lock, 0, __ATOMIC_RELEASE);
}
