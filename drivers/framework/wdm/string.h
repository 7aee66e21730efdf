/* 16 bit strings, which the C library knows nothing of. */
#pragma once

#include <ntdef.h>
#include <stdbool.h>

size_t io_string_length(const WCHAR *text);

/* Of Latin-1; a list of this one string as well. Freed with free(); NULL without memory. */
WCHAR *io_string_widen(const char *text);

/* Case as of ASCII and Latin-1, which is what names of drivers and devices are made of. */
WCHAR io_string_upcase(WCHAR character);
bool io_string_equal(const WCHAR *one, const WCHAR *other, size_t count, bool ignore_case);
