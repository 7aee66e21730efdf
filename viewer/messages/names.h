/*
 * Names of Windows' status codes. The one place for them: messages and reports both ask here.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* NULL for a code without a name. */
const char *names_find_ntstatus(uint32_t status);
const char *names_find_win32(uint32_t error);
/* One of its own, or that of the Win32 error or the NTSTATUS that it wraps. */
const char *names_find_hresult(uint32_t result);

/* The tables, sorted by code. */
struct code_name {
	uint32_t code;
	const char *name;
};
extern const struct code_name names_ntstatus[], names_win32[], names_hresult[];
extern const size_t names_ntstatus_count, names_win32_count, names_hresult_count;
