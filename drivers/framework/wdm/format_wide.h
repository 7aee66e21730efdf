/* The formatter for strings of 16 bit characters, in which %s is one of them, and %S is not. */
#pragma once

#include <ntdef.h>
#include <stdarg.h>
#include <stdbool.h>

/*
 * Writes at most `count` characters and no NUL; the text's length goes to *length. False when it was
 * cut, or when there was no memory for it, which writes nothing.
 */
bool io_format_wide(
	WCHAR *out, size_t count, size_t *length, const WCHAR *format, va_list arguments);
