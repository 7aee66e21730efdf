/* Numbers in files, in the byte order of this machine or in the other one. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static inline uint32_t bytes_get_32(const unsigned char *bytes, bool is_swapped)
{
	uint32_t number;

	memcpy(&number, bytes, sizeof(number));
	return is_swapped ? __builtin_bswap32(number) : number;
}

static inline uint64_t bytes_get_64(const unsigned char *bytes, bool is_swapped)
{
	uint64_t number;

	memcpy(&number, bytes, sizeof(number));
	return is_swapped ? __builtin_bswap64(number) : number;
}
