/*
 * Numbers written into memory that is known to be large enough, by the instructions that a log
 * spends most of its time in: two or eight digits at a time.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum {
	DIGITS_ROOM = 24 /* what any number may write, if not all of it counts */
};

extern const char digits_pairs[200]; /* "000102...99" */
extern const uint64_t digits_powers[20];

static inline unsigned int digits_count(uint64_t number)
{
	unsigned int guess = (unsigned int)(64 - __builtin_clzll(number | 1)) * 1233 >> 12;

	return guess + (number >= digits_powers[guess]);
}

/* Eight decimal digits in the order in which they are read, zeros among them. */
static inline uint64_t digits_eight(uint32_t number)
{
	/* Halved three times, each time all parts at once: by 10000, by 100, by 10. */
	uint64_t high = number / 10000;
	uint64_t digits = high | (number - high * 10000) << 32;

	high = digits * 10486 >> 20 & 0x0000007f0000007f;
	digits = high | (digits - high * 100) << 16;
	high = digits * 103 >> 10 & 0x000f000f000f000f;
	digits = high | (digits - high * 10) << 8;
	return digits + 0x3030303030303030;
}

/* These give the end of what they wrote. The first one is for numbers that are small. */
static inline char *digits_put_small(char *to, uint64_t number)
{
	char *end = to + digits_count(number);
	char *at = end;

	while (number >= 100) {
		at -= 2;
		memcpy(at, digits_pairs + 2 * (number % 100), 2);
		number /= 100;
	}
	if (number >= 10)
		memcpy(at - 2, digits_pairs + 2 * number, 2);
	else
		at[-1] = (char)('0' + number);
	return end;
}

static inline char *digits_put_eight(char *to, uint32_t number)
{
	uint64_t digits = digits_eight(number);

	memcpy(to, &digits, sizeof(digits));
	return to + sizeof(digits);
}

static inline char *digits_put_decimal(char *to, uint64_t number)
{
	static const uint64_t limit = 100000000;
	uint64_t high;

	if (number < limit)
		return digits_put_small(to, number);
	high = number / limit;
	if (high < limit) {
		to = digits_put_small(to, high);
	} else {
		to = digits_put_small(to, high / limit);
		to = digits_put_eight(to, (uint32_t)(high % limit));
	}
	return digits_put_eight(to, (uint32_t)(number % limit));
}

static inline char *digits_put_signed(char *to, int64_t number)
{
	*to = '-';
	to += number < 0;
	return digits_put_decimal(to, number < 0 ? -(uint64_t)number : (uint64_t)number);
}

/* Eight digits in the order in which they are read; `gap` is what letters are behind the nine. */
static inline uint64_t digits_spread(uint32_t number, unsigned int gap)
{
	uint64_t digits = number;

	digits = (digits & 0xffff0000) << 16 | (digits & 0xffff);
	digits = (digits & 0x0000ff000000ff00) << 8 | (digits & 0x000000ff000000ff);
	digits = (digits & 0x00f000f000f000f0) << 4 | (digits & 0x000f000f000f000f);
	digits = __builtin_bswap64(digits);
	return digits + 0x3030303030303030 +
	       ((digits + 0x0606060606060606) >> 4 & 0x0101010101010101) * gap;
}

/* With zeros up to `least` digits, of which there may be 16. */
static inline char *digits_put_hexadecimal(
	char *to, uint64_t number, unsigned int least, bool is_upper)
{
	unsigned int gap = is_upper ? 'A' - '9' - 1 : 'a' - '9' - 1;
	unsigned int count = (unsigned int)(67 - __builtin_clzll(number | 1)) / 4;
	uint64_t high;
	uint64_t low = digits_spread((uint32_t)number, gap);

	if (count < least)
		count = least;
	if (count <= 8) {
		low >>= 8 * (8 - count);
		memcpy(to, &low, sizeof(low));
		return to + count;
	}
	high = digits_spread((uint32_t)(number >> 32), gap) >> 8 * (16 - count);
	memcpy(to, &high, sizeof(high));
	memcpy(to + count - 8, &low, sizeof(low));
	return to + count;
}
