/*
 * What drivers in C++ write messages in, and what a trace must say of each: expect() prints the
 * fields as babeltrace2 does. The test compares the two, line by line.
 */
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

/* Expectations count lines. */
/* clang-format off */
#include "classes.h"
#include "classes.cpp.tmh"

int other(int value); /* another source of the same driver */

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

	snprintf(name, sizeof(name), "%s.classes.cpp(%d)", flag, line);
	return name;
}

/* Has a text as long as it lives. */
class Label {
public:
	explicit Label(const char *text) { strcpy(narrow_, text); }
	Label(const Label &) = delete;
	~Label() { memset(narrow_, 'x', 3); }
	operator const char *() const { return narrow_; }
	operator const wchar_t *() const { return L"wide label"; }

private:
	char narrow_[16];
};

int Device::start(int status)
{
	RETURN_IF_FAILED(status);
	expect(HERE("FLAG_ONE", 1), "a1 = %d", number_);
	TraceEvents(TRACE_LEVEL_INFORMATION, FLAG_ONE, "%!FUNC! %d", number_);
	return status;
}

static void texts()
{
	std::string narrow("narrow");
	const std::u16string wide(u"w\xe4");
	std::string_view view(narrow);
	std::wstring_view wide_view(L"view", 4); /* its own length is for 32 bit */

	expect(HERE("FLAG_TWO", 1), "_a1_length = 6, a1 = \"narrow\", _a2_length = 3, a2 = \"w\xc3\xa4\"");
	TraceEvents(TRACE_LEVEL_WARNING, FLAG_TWO, "%!str! %!wstr!", narrow, wide);
	expect(HERE("FLAG_TWO", 1), "_a1_length = 3, a1 = \"nar\", _a2_length = 4, a2 = \"view\"");
	TraceEvents(TRACE_LEVEL_WARNING, FLAG_TWO, "%!sv! %!wsv!", view.substr(0, 3), wide_view);
	expect(HERE("FLAG_TWO", 1), "a1 = \"narrow\", a2 = \"NULL\", a3 = \"NULL\", a4 = \"sixteen\"");
	TraceEvents(TRACE_LEVEL_WARNING, FLAG_TWO, "%s %s %S %S", narrow.c_str(), nullptr, nullptr, u"sixteen");
	expect(HERE("FLAG_TWO", 1), "a1 = \"label\", a2 = \"wide label\", a3 = \"second\"");
	TraceEvents(TRACE_LEVEL_WARNING, FLAG_TWO, "%s %ws %s", Label("label"), Label("unused"), Label("second"));
}

static void types()
{
	static const unsigned char sid[] = { 1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 32, 2, 0, 0 };
	const int &reference = 7;
	wire::Kind kind = wire::Kind::Answer;
	bool is_on = true;

	expect(HERE("FLAG_ONE", 1), "a1 = 7, a2 = 1, a3 = 0x0, a4 = 97");
	TraceEvents(TRACE_LEVEL_ERROR, FLAG_ONE, "%d %d %p %c", reference, is_on, nullptr, 'a');
	expect(HERE("FLAG_ONE", 1), "a1 = ( \"Answer\" : container = 9 ), a2 = ( \"Refused\" : container = 7 )");
	TraceEvents(TRACE_LEVEL_ERROR, FLAG_ONE, "%!kind! %!code!", kind, wire::Reply::Refused);
	expect(HERE("FLAG_ONE", 1), "_a1_length = 16, a1 = [ [0] = 0x1, [1] = 0x2, [2] = 0x0, [3] = 0x0, [4] = 0x0, [5] = 0x0, [6] = 0x0, [7] = 0x5, [8] = 0x20, [9] = 0x0, [10] = 0x0, [11] = 0x0, [12] = 0x20, [13] = 0x2, [14] = 0x0, [15] = 0x0 ]");
	TraceEvents(TRACE_LEVEL_ERROR, FLAG_ONE, "%!sid!", sid);
}

namespace { namespace inner {
static int in_namespace(int value)
{
	auto lambda = [&](int more) {
		expect(HERE("FLAG_ONE", 1), "a1 = %d", value + more);
		TraceEvents(TRACE_LEVEL_ERROR, FLAG_ONE, "%d", value + more);
		return more;
	};

	return lambda(1);
}
} }

int main()
{
	WPP_INIT_TRACING(L"classes");
	texts();
	types();
	const int level = inner::in_namespace(1) + 2;
	expect(HERE("FLAG_ONE", 1), "a1 = %d", 1);
	TraceEvents(TRACE_LEVEL_WARNING, FLAG_ONE, "%d", 1);
	expect(HERE("FLAG_ONE", 1), "level = 3, a1 = %d", level);
	TraceEvents(level, FLAG_ONE, "%d", level);
	{
		expect("FLAG_ONE.classes.h(19)", "a1 = 5");
		expect("FLAG_ONE.classes.h(24)", "a1 = 300, a2 = 2");
		expect("FLAG_ONE.classes.h(24)", "a1 = 6, a2 = 8");
		Device device(5);
		device.send<short>(300);
		device.send(6ll);
		expect("FLAG_TWO.classes.cpp(53)", "a1 = \"status\", a2 = 0xFFFFFFFF");
		if (device.start(-1) != -1 || device.start(0) != 0)
			return 1;
		expect("FLAG_TWO.classes.h(21)", "a1 = 5");
	}
	expect("FLAG_ONE.classes.h(19)", "a1 = 4");
	expect("FLAG_ONE.classes.h(11)", "a1 = 4");
	expect("FLAG_ONE.classes.h(24)", "a1 = 8, a2 = 4");
	expect("FLAG_TWO.classes.h(21)", "a1 = 4");
	if (other(4) != 8)
		return 1;
	expect("FLAG_ONE.classes.h(11)", "a1 = 11");
	twice(11);
	expect(HERE("RING", 1), "a1 = 12");
	DRVTRACE_LOG(DRVTRACE_LEVEL_WARNING, RING, "%d", 12);
	WPP_CLEANUP();
	return 0;
}
