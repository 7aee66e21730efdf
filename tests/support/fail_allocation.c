#include "tests/support/fail_allocation.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/types.h>

static atomic_size_t countdown;
static atomic_bool has_failed;

void fail_allocation(size_t n)
{
	atomic_store(&countdown, n);
	atomic_store(&has_failed, false);
}

bool has_failed_allocation(void)
{
	return atomic_load(&has_failed);
}

static bool fails_now(void)
{
	size_t left = atomic_load(&countdown);

	while (left > 0 && !atomic_compare_exchange_weak(&countdown, &left, left - 1))
		continue;
	if (left != 1)
		return false;
	atomic_store(&has_failed, true);
	errno = ENOMEM;
	return true;
}

/* NOLINTBEGIN: the linker gives these names */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset);

void *__wrap_malloc(size_t size)
{
	return fails_now() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return fails_now() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	return fails_now() ? NULL : __real_realloc(old, size);
}

/* Of memory: a file that cannot be mapped is another matter. */
void *__wrap_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset)
{
	return flags & MAP_ANONYMOUS && fails_now()
		       ? MAP_FAILED
		       : __real_mmap(at, size, protection, flags, fd, offset);
}
/* NOLINTEND */
