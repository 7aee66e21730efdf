/*
 * A program of Linux: its messages have the formats of printf here, and the texts that printf makes
 * of them. It is compiled as C and as C++.
 */
#include <drvtrace/drvtrace.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>

#include "native.tmh"

static DRVTRACE_DEFINE_DRIVER(native, "native");

/* The same text twice: what printf makes of it, and the message, whose line is its own. */
#define EXPECT(...) printf(__VA_ARGS__), putchar('\n')
#define INFO        DRVTRACE_LEVEL_INFORMATION

static void longs(long i, unsigned long u)
{
	EXPECT("ld %ld %li %lu %lx %lX %lo %%ld", i, i, u, u, u, u);
	DRVTRACE_LOG(INFO, SIZES, "ld %ld %li %lu %lx %lX %lo %%ld", i, i, u, u, u, u);
	EXPECT("[%+ld] [%-20ld] [%020lx] [%.3lu] [%#lo]", i, i, u, u, u);
	DRVTRACE_LOG(INFO, SIZES, "[%+ld] [%-20ld] [%020lx] [%.3lu] [%#lo]", i, i, u, u, u);
}

static void sizes(size_t size, ptrdiff_t distance, intmax_t maximum)
{
	EXPECT("%zu %zx %zX %zo %td %ti %jd %ji", size, size, size, size, distance, distance,
		maximum, maximum);
	DRVTRACE_LOG(INFO, SIZES, "%zu %zx %zX %zo %td %ti %jd %ji", size, size, size, size,
		distance, distance, maximum, maximum);
}

static void bytes(signed char i, unsigned char u)
{
	EXPECT("%hhd %hhi %hhu %hhx %02hhX %hho", i, i, u, u, u, u);
	DRVTRACE_LOG(INFO, SIZES, "%hhd %hhi %hhu %hhx %02hhX %hho", i, i, u, u, u, u);
}

static void exact(int64_t i64, uint64_t u64, uint32_t u32, uint16_t u16, uint8_t u8)
{
	EXPECT("%" PRId64 " %016" PRIx64 " %" PRIu32 " %" PRIu16 " %" PRIX8, i64, u64, u32, u16,
		u8);
	DRVTRACE_LOG(INFO, SIZES, "%" PRId64 " %016" PRIx64 " %" PRIu32 " %" PRIu16 " %" PRIX8, i64,
		u64, u32, u16, u8);
}

int main(int argc, char **argv)
{
	DRVTRACE_LOG(INFO, TEXTS, "too early: %d", argc);
	drvtrace_driver_init(&native);
	longs(-5000000000L, 0xfedcba9876543210ul);
	sizes(sizeof(int) * 5000000000u, argv - (argv + argc) - 6000000000, INTMAX_MIN);
	bytes(-5, 200);
	exact(INT64_MIN, UINT64_MAX, UINT32_MAX, UINT16_MAX, UINT8_MAX);
	EXPECT("\u00e9\u20ac\U0001F600 %d", argc);
	DRVTRACE_LOG(INFO, TEXTS, "\u00e9\u20ac\U0001F600 %d", argc);
	EXPECT("%s has %d arguments, %g %c", "it", argc, 0.5, 'x');
	DRVTRACE_LOG(INFO, TEXTS, "%s has %d arguments, %g %c", "it", argc, 0.5, 'x');
	drvtrace_driver_cleanup(&native);
	return 0;
}
