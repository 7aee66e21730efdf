/*
 * Messages of every kind, and what a trace must say of each: expect() prints the fields as
 * babeltrace2 does, from the values themselves. The test compares the two, line by line.
 */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Expectations count lines. */
/* clang-format off */
#include "shared.h"
#include "messages.tmh"

struct counted {
	uint16_t length, capacity;
	const void *buffer;
};

void second(int value); /* another source of the same driver */

static int evaluated;

static int count_evaluation(void)
{
	return ++evaluated;
}

__attribute__((format(printf, 2, 3))) static void expect(const char *event, const char *format, ...)
{
	va_list values;

	printf("%s: ", event);
	va_start(values, format);
	vprintf(format, values);
	va_end(values);
	putchar('\n');
}

#define HERE(flag, offset) here(flag, __LINE__ + (offset))
static const char *here(const char *flag, int line)
{
	static char name[128];

	snprintf(name, sizeof(name), "%s.messages.c(%d)", flag, line);
	return name;
}

static void integers(void)
{
	signed char c = -5;
	unsigned char byte = 200;
	short half = -30000;
	unsigned int word = 0xdeadbeef;
	long long wide = -1234567890123ll;
	unsigned long long huge = 0xfedcba9876543210ull;
	struct {
		unsigned int bits : 3;
	} fields = { 5 };

	expect(HERE("FLAG_ONE", 1), "a1 = %d, a2 = %d, a3 = %u, a4 = 0x%X", c, half, word, word);
	TraceEvents(TRACE_LEVEL_ERROR, FLAG_ONE, "%c %hd %u %x\n", c, half, word, word);
	expect(HERE("FLAG_ONE", 1), "a1 = %d, a2 = %lld, a3 = 0x%llX, a4 = %llu", byte, wide, huge, huge);
	TraceEvents(TRACE_LEVEL_ERROR, FLAG_ONE, "%d %I64d %#llx %llu", byte, wide, huge, huge);
	expect(HERE("FLAG_ONE", 1), "a1 = %u, a2 = 0%o, a3 = 0x%X, a4 = %d", fields.bits, word, 0x7fu, -1);
	TraceEvents(TRACE_LEVEL_ERROR, FLAG_ONE, "%u %lo %02hX %ld", fields.bits, word, 0x7f, -1);
	expect(HERE("FLAG_ONE", 1), "a1 = %zu, a2 = 0x%X, a3 = 0x%llX", sizeof(wide), 0xc000009au, huge);
	TraceEvents(TRACE_LEVEL_ERROR, FLAG_ONE, "%d %!STATUS! %p", sizeof(wide), (int)0xc000009a, (void *)huge);
	expect(HERE("FLAG_ONE", 1), "a1 = %g, a2 = %g", 0.5, -2.25);
	TraceEvents(TRACE_LEVEL_ERROR, FLAG_ONE, "%5.2f %g", 0.5, -2.25f);
}

static void texts(void)
{
	static const unsigned short lone[] = { 'a', 0xd800, 'b', 0xd83d, 0xde00, 0 };
	static const unsigned short name[] = { 'a', 0xe4, '!' };
	const struct counted unicode = { 4, 6, name };
	const struct counted ansi = { 2, 9, "hello" };
	static char text[70000];
	char array[] = "array";

	memset(text, 'x', sizeof(text) - 1);
	expect(HERE("FLAG_TWO", 1), "a1 = \"plain\", a2 = \"array\", a3 = \"NULL\"");
	TraceEvents(TRACE_LEVEL_WARNING, FLAG_TWO, "%s %-10s %s", "plain", array, (const char *)NULL);
	expect(HERE("FLAG_TWO", 1), "a1 = \"wide\", a2 = \"a\xef\xbf\xbd" "b\xf0\x9f\x98\x80\", a3 = \"NULL\"");
	TraceEvents(TRACE_LEVEL_WARNING, FLAG_TWO, "%S %ws %ls", L"wide", lone, NULL);
	expect(HERE("FLAG_TWO", 1), "_a1_length = 3, a1 = \"a\xc3\xa4\", _a2_length = 2, a2 = \"he\", _a3_length = 4, a3 = \"NULL\"");
	TraceEvents(TRACE_LEVEL_WARNING, FLAG_TWO, "%wZ %Z %wZ", &unicode, &ansi, NULL);
	expect(HERE("FLAG_TWO", 1), "a1 = \"quote \\\" backslash \\\\ tab \\t\"");
	TraceEvents(TRACE_LEVEL_WARNING, FLAG_TWO, "a \"quoted\" %s \\D %% %!FUNC!\n", "quote \" backslash \\ tab \t");
	expect(HERE("FLAG_TWO", 1), "a1 = \"%.*s\"", 65536, text);
	TraceEvents(TRACE_LEVEL_WARNING, FLAG_TWO, "%s", text);
}

static void types(void)
{
	static const unsigned char guid[16] = { 1, 2, 3 };
	unsigned char bytes[] = { 0xde, 0xad, 0xff };
	PLANET planet = PlanetMars;

	expect(HERE("FLAG_OTHER", 1), "a1 = ( \"PlanetMars\" : container = 3 ), a2 = ( \"PlanetNone\" : container = -1 ), a3 = ( \"PlanetBoth\" : container = 18 )");
	TraceEvents(TRACE_LEVEL_INFORMATION, FLAG_OTHER, "%!planet! %!planet! %!planet!", planet, PlanetNone, PlanetBoth);
	expect(HERE("FLAG_OTHER", 1), "a1 = ( \"blue\" : container = 2 ), a2 = 0x3, a3 = ( \"TRUE\" : container = 1 )");
	TraceEvents(TRACE_LEVEL_INFORMATION, FLAG_OTHER, "%!color! %!abilities! %!BOOLEAN!", 2, 3, 1 == 1);
	expect(HERE("FLAG_OTHER", 1), "_a1_length = 3, a1 = [ [0] = 0xDE, [1] = 0xAD, [2] = 0xFF ], a2 = 7");
	TraceEvents(TRACE_LEVEL_INFORMATION, FLAG_OTHER, "%!HEXDUMP! %d", log_xstr(bytes, sizeof(bytes)), 7);
	expect(HERE("FLAG_OTHER", 1), "a1 = [ [0] = 0x1, [1] = 0x2, [2] = 0x3, [3] = 0x0, [4] = 0x0, [5] = 0x0, [6] = 0x0, [7] = 0x0, [8] = 0x0, [9] = 0x0, [10] = 0x0, [11] = 0x0, [12] = 0x0, [13] = 0x0, [14] = 0x0, [15] = 0x0 ], a2 = 0x%X", 0x0100007fu);
	TraceEvents(TRACE_LEVEL_INFORMATION, FLAG_OTHER, "%!GUID! %!IPADDR!", (const void *)guid, 0x0100007f);
}

static int returns_early(int value)
{
	RETURN_IF_NEGATIVE(value + 1);
	return 100;
}

static void shapes(int level)
{
	int value = 0;

	expect(HERE("FLAG_ONE", 1), "a1 = 1");
	TraceSwapped(FLAG_ONE, TRACE_LEVEL_INFORMATION, "%d", 1);
	expect(HERE("FLAG_TWO", 1), "a1 = 2");
	TraceBare("%d", 2);
	expect(HERE("FLAG_ONE", 1), "a1 = 3");
	TraceDouble((TRACE_LEVEL_INFORMATION,
		FLAG_ONE,
		"over %d"
		" lines",
		3));
	expect(HERE("FLAG_ONE", 1), "a1 = 4");
	TraceNested(TRACE_LEVEL_INFORMATION, FLAG_ONE, ("%d", 4));
	expect(HERE("FLAG_TWO", 1), "%s", "");
	TraceEntry(FLAG_TWO);
	expect(HERE("FLAG_ONE", -22), "a1 = \"value + 1\", a2 = -4");
	if (returns_early(-5) != -4 || returns_early(1) != 100)
		abort();
	expect(HERE("FLAG_OTHER", 1), "a1 = 5");
	TraceFlag(FLAG_OTHER, "%d", 5);

	/* As an expression: without braces, its value, in a comma expression. */
	if (level > 100)
		TraceEvents(TRACE_LEVEL_ERROR, FLAG_ONE, "never");
	else
		value = (expect(HERE("FLAG_ONE", 1), "a1 = 6"),
			TraceEvents(TRACE_LEVEL_ERROR, FLAG_ONE, "%d", 6));
	if (value != 1)
		abort();

	/* A level of the moment comes with the message. */
	expect(HERE("FLAG_ONE", 1), "level = %d, a1 = 7", level);
	TraceEvents(level, FLAG_ONE, "%d", 7);
	expect(HERE("FLAG_ONE", 1), "level = 3, a1 = 8");
	TraceEvents(level == 3 ? TRACE_LEVEL_ERROR : TRACE_LEVEL_WARNING, FLAG_ONE, "%d", 8);

	expect(HERE("FLAG_ONE", 1), "a1 = 1, a2 = 2, a3 = 3, a4 = 4, a5 = 5, a6 = 6, a7 = 7, a8 = 8, a9 = 9, a10 = 10, a11 = 11, a12 = 12");
	TraceEvents(TRACE_LEVEL_ERROR, FLAG_ONE, "%d %d %d %d %d %d %d %d %d %d %d %d", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);

	/* Arguments are evaluated once, and only when somebody listens. */
	expect(HERE("FLAG_ONE", 1), "a1 = 1");
	TraceEvents(TRACE_LEVEL_ERROR, FLAG_ONE, "%d", count_evaluation());
	WPP_CONTROL(WPP_BIT_FLAG_ONE).Level = 1;
	TraceEvents(TRACE_LEVEL_ERROR, FLAG_ONE, "%d", count_evaluation());
	WPP_CONTROL(WPP_BIT_FLAG_ONE).Level = 255;
	if (evaluated != 1)
		abort();
}

int main(void)
{
	for (int i = 0; i < 3; i++)
		TraceEvents(TRACE_LEVEL_ERROR, FLAG_ONE, "before %d", i);
	WPP_INIT_TRACING(L"messages");
	integers();
	texts();
	types();
	shapes(4);
	expect("FLAG_TWO.second.c(12)", "a1 = 11");
	second(11);
	expect("FLAG_TWO.shared.h(11)", "a1 = 13");
	expect("FLAG_TWO.shared.h(11)", "a1 = 14");
	shared(14);
	WPP_CLEANUP();
	TraceEvents(TRACE_LEVEL_ERROR, FLAG_ONE, "after");
	return 0;
}
