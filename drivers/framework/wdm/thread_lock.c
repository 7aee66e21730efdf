#include "drivers/framework/wdm/thread_lock.h"

#include "drivers/framework/wdm/held.h"
#include "drivers/framework/wdm/stop.h"

static __thread struct ke_held_list locks;

void ke_thread_lock_add(const struct ke_held *lock)
{
	ke_held_add(&locks, lock);
}

void ke_thread_lock_forget(const void *lock)
{
	ke_held_forget(&locks, lock);
}

unsigned int ke_thread_lock_count(void)
{
	return locks.count;
}

void ke_thread_lock_check_return(struct io_driver *driver, const char *routine, unsigned int before)
{
	const struct ke_held *held = ke_held_since(&locks, before);
	struct io_breach breach = { driver, "mutex-misused", routine, NULL, NULL };

	if (locks.count <= before)
		return;
	if (!held)
		io_stop(&breach, "%s has returned and holds %u locks", routine, locks.count);
	breach = (struct io_breach){ driver, held->rule, routine, held->object, held->site };
	io_stop(&breach, "%s has returned and holds the %s at %p", routine, held->name,
		held->object);
}
