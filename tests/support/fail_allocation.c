#include "tests/support/fail_allocation.h"

#include <stdlib.h>

static size_t countdown;
static bool has_failed;

void fail_allocation(size_t n)
{
	countdown = n;
	has_failed = false;
}

bool has_failed_allocation(void)
{
	return has_failed;
}

static bool fails_now(void)
{
	if (!countdown || --countdown)
		return false;
	has_failed = true;
	return true;
}

/* NOLINTBEGIN: the linker gives these names */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

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
/* NOLINTEND */
