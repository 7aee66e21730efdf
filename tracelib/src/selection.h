/*
 * Which messages of a driver the environment lets through: DRVTRACE_WPP=DRIVER:LEVEL:FLAGS;...,
 * where DRIVER may be *, LEVEL is a number or a name, four letters at least, FLAGS names or masks
 * (0x3), separated by commas; empty parts are anything. The last fitting entry counts. Knows nothing
 * of LTTng.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct selection {
	int level;        /* the highest wanted */
	bool has_flags;   /* otherwise all of them */
	char flags[1024]; /* names, each between commas: ",A,B," */
	uint32_t mask;
};

/* What DRVTRACE_WPP says of `driver`; everything when it says nothing. */
void selection_of(struct selection *out, const char *driver);

/* A flag's name; its number in its GUID, from 0, or -1 when it is not known. */
bool selection_has_flag(const struct selection *selection, const char *flag, int number);
