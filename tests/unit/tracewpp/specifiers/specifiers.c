/*
 * Every specifier, and what C's own formats make of the same value: the program prints the texts that
 * its messages must have, in order. It is compiled as C and as C++.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define WPP_CONTROL_GUIDS                                                                          \
	WPP_DEFINE_CONTROL_GUID(                                                                   \
		SpecifiersGuid, (d23a0c5a, d307, 4f0e, ae8e, E2A355AD5DAD), WPP_DEFINE_BIT(ALL))
#define WPP_FLAGS_ENABLED(flags) WPP_FLAG_ENABLED(flags)

typedef struct {
	unsigned short size;
	const unsigned char *bytes;
} MAC;
#define LOG_MAC(mac) WPP_LOGPAIR((mac).size, (mac).bytes)

typedef int MYINT;

// begin_wpp config
// FUNC Say(FLAGS, MSG, ...);
// DEFINE_SIMPLE_TYPE(MYINT, MYINT, ItemLong, "d", i, 0);
// DEFINE_FLAVOR(HEXINT, XINT, ItemULongX, "08x");
// DEFINE_CPLX_TYPE(MY_MAC, LOG_MAC, MAC, ItemMACAddr, "s", _MAC_, 0);
// DEFINE_SIMPLE_TYPE(MYSTATUS, MYINT, ItemNTSTATUS, "s", i, 0);
// CUSTOM_TYPE(level, ItemListByte(low, middle, high));
// CUSTOM_TYPE(bits, ItemSetLong(one, two, three));
// end_wpp

#include "specifiers.tmh"

struct counted {
	uint16_t length, capacity;
	const void *buffer;
};

#define EXPECT(...) printf(__VA_ARGS__), putchar('\n')

static void characters(void)
{
	EXPECT("a b c %c %c %c", 'd', 'e', 'f');
	Say(ALL, "a b c %c %hc %C", 'd', 'e', 'f');
	EXPECT("g h");
	Say(ALL, "%wc %lc", L'g', L'h');
	EXPECT("tagX");
	Say(ALL, "%!cccc!", 't' | 'a' << 8 | 'g' << 16 | 'X' << 24);
}

static void shorts(short s, unsigned short u)
{
	EXPECT("%hd %hi %hu %hx %hX %ho", s, s, u, u, u, u);
	Say(ALL, "%hd %hi %hu %hx %hX %ho", s, s, u, u, u, u);
}

static void longs(int i, unsigned int u)
{
	EXPECT("%d %i %u %x %X %o", i, i, u, u, u, u);
	Say(ALL, "%d %i %u %x %X %o", i, i, u, u, u, u);
	EXPECT("%d %i %u %x %X %o", i, i, u, u, u, u);
	Say(ALL, "%ld %li %lu %lx %lX %lo", i, i, u, u, u, u);
	EXPECT("[%8d] [%-8d] [%+d] [%08x] [%#x] [%.5d] [%#o]", i, i, i, u, u, i, u);
	Say(ALL, "[%8d] [%-8d] [%+d] [%08x] [%#x] [%.5d] [%#o]", i, i, i, u, u, i, u);
}

static void quads(long long i, unsigned long long u)
{
	EXPECT("%lld %llu %llx %llX %llo", i, u, u, u, u);
	Say(ALL, "%I64d %I64u %I64x %I64X %I64o", i, u, u, u, u);
	EXPECT("%lld %lli %llu %llx %llX %llo", i, i, u, u, u, u);
	Say(ALL, "%lld %lli %llu %llx %llX %llo", i, i, u, u, u, u);
	EXPECT("%lld %lli %llu %llx %llX %llo", i, i, u, u, u, u);
	Say(ALL, "%Id %Ii %Iu %Ix %IX %Io", i, i, u, u, u, u);
	EXPECT("%016llX %020lld", u, i);
	Say(ALL, "%p %020I64d", (void *)(uintptr_t)u, i);
	EXPECT("%016llX", u);
	Say(ALL, "%!HANDLE!", (void *)(uintptr_t)u);
}

static void reals(double d)
{
	EXPECT("%e %E %f %g %G", d, d, d, d, d);
	Say(ALL, "%e %E %f %g %G", d, d, d, d, d);
	EXPECT("[%10.3f] [%-10.1e] [%.0f] %g", d, d, d, (double)(float)d);
	Say(ALL, "[%10.3f] [%-10.1e] [%.0f] %!DOUBLE!", d, d, d, (float)d);
}

static void texts(void)
{
	static const unsigned short wide[] = { 'w', 0xe4, 0x20ac, 0 };
	const struct counted ansi = { 4, 4, "ansi" };
	const struct counted unicode = { 6, 8, wide };

	EXPECT("plain [%10s] [%-10s] [%.3s]", "right", "left", "cut off");
	Say(ALL, "%s [%10s] [%-10s] [%.3s]", "plain", "right", "left", "cut off");
	EXPECT("a w\xc3\xa4\xe2\x82\xac w\xc3\xa4\xe2\x82\xac w\xc3\xa4\xe2\x82\xac");
	Say(ALL, "%hs %S %ws %ls", "a", wide, wide, wide);
	EXPECT("ansi ansi ansi w\xc3\xa4\xe2\x82\xac");
	Say(ALL, "%Z %hZ %z %wZ", &ansi, &ansi, &ansi, &unicode);
	EXPECT("a w\xc3\xa4\xe2\x82\xac ansi w\xc3\xa4\xe2\x82\xac trimmed");
	Say(ALL, "%!ASTR! %!WSTR! %!ANSTR! %!USTR! %!ARSTR!", "a", wide, &ansi, &unicode,
		"trimmed \r\n");
	EXPECT("built " __DATE__ " at %s, 1", __TIME__);
	Say(ALL, "built " __DATE__ " at " __TIME__ ", %d", 1);
	EXPECT("%% 100%% %s", "with a \"quote\" and a \\x5c backslash");
	Say(ALL, "%% 100%% %s", "with a \"quote\" and a \\x5c backslash");
}

static void named(void)
{
	static const unsigned char guid[16] = { 0x5a, 0x0c, 0x3a, 0xd2, 7, 0xd3, 0x0e, 0x4f, 0xae,
		0x8e, 0xe2, 0xa3, 0x55, 0xad, 0x5d, 0xad };
	static const unsigned char sid[] = { 1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0 };
	static const unsigned char bytes[] = { 0, 0x15, 0x5d, 0xfe, 1, 2 };
	const MAC mac = { 6, bytes };

	EXPECT("0xc0000022(STATUS_ACCESS_DENIED) 0x80070005(ERROR_ACCESS_DENIED) "
	       "5(ERROR_ACCESS_DENIED)");
	Say(ALL, "%!STATUS! %!HRESULT! %!WINERROR!", 0xc0000022, 0x80070005, 5);
	EXPECT("d23a0c5a-d307-4f0e-ae8e-e2a355ad5dad d23a0c5a-d307-4f0e-ae8e-e2a355ad5dad");
	Say(ALL, "%!GUID! %!CLSID!", (const void *)guid, (const void *)guid);
	EXPECT("127.0.0.1 8080 S-1-5-18 00:15:5d:fe:01:02");
	Say(ALL, "%!IPADDR! %!PORT! %!sid! %!MY_MAC!", 0x0100007f, 0x901f, sid, mac);
	EXPECT("true false TRUE FALSE APC IRP_MN_EJECT IRP_MJ_READ");
	Say(ALL, "%!bool! %!bool8! %!BOOLEAN! %!BOOLEAN! %!irql! %!pnpmn! %!IRPMJ!", 1, 0, 1, 0, 1,
		17, 3);
	EXPECT("high [one,three] -7 0000beef 0xc0000022(STATUS_ACCESS_DENIED)");
	Say(ALL, "%!level! %!bits! %!MYINT! %!HEXINT! %!MYSTATUS!", 2, 5, -7, 0xbeef,
		(int)0xc0000022);
	EXPECT("-5 200 c8 -300 65000 FDE8 70000 0001e240");
	Say(ALL, "%!SBYTE! %!UBYTE! %!XBYTE! %!SSHORT! %!USHORT! %!XSHORT! %!SINT! %!XINT!", -5,
		200, 200, -300, 65000, 65000, 70000, 123456);
}

int main(void)
{
	WPP_INIT_TRACING(L"specifiers");
	characters();
	shorts(-1234, 60000);
	longs(-123456, 0xdeadbeef);
	quads(-1234567890123ll, 0xfedcba9876543210ull);
	reals(1234.5678);
	texts();
	named();
	WPP_CLEANUP();
	return 0;
}
