/*
 * The kernel's formatter. It differs from printf in what counts: %lx is 32 bit, %I64x 64, %p is 16
 * digits, %wZ and %Z are counted strings, %S, %ls and %ws wide ones. There is no floating point
 * and no %n. A conversion that it does not know is copied as it is.
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>

/* Writes UTF-8, always ended by a NUL. Returns the length that was written. */
size_t io_format(char *out, size_t size, const char *format, va_list arguments);
