/* Reads the same traces with both readers, side by side, and tells every difference. */
#pragma once

#include <stddef.h>
#include <stdio.h>

#include "viewer/reader/reader.h"

/*
 * babeltrace2's reader against `choice`: events one by one with all their fields, then what the
 * trace lists say. Gives the number of differences; the first ones are described on `out`.
 */
size_t compare_readers(
	const char *const *paths, size_t path_count, enum reader_choice choice, FILE *out);
