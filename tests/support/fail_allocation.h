/*
 * Makes an allocation of the code under test fail. The test program is linked with
 * -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=mmap (drvtrace_fail_allocations() in tests.cmake), so
 * that this reaches what is compiled here, and nothing inside other libraries.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* The n-th allocation from now on fails, once, in whichever thread it is; 0: none does. */
void fail_allocation(size_t n);
/* Whether it has come to that. */
bool has_failed_allocation(void);
