/* drvhost's command line. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct options {
	const char *scenario;   /* NULL: load, start and unload all */
	const char *fail_point; /* NULL: any point */
	uint32_t fail_nth;      /* 0: nothing fails on purpose */
	uint32_t repeat;        /* cycles, from 1 */
	uint32_t clock_rate;    /* the drivers' time goes that many times as fast... */
	uint32_t clock_per;     /* ...divided by this */
	const char *registry;   /* NULL: only what the framework itself puts there */
	const char *books;      /* NULL: not written */
	bool no_start;
	bool list_points;
	bool special_pool;
	bool wants_help;
	bool wants_version;
	char **drivers; /* borrowed from argv */
	size_t driver_count;

	char point[128]; /* what fail_point points to */
};

/*
 * 0, or -EINVAL after writing one line about what is wrong into `error`. argv's order may change.
 */
int options_parse(struct options *out, int argc, char **argv, char *error, size_t error_size);
