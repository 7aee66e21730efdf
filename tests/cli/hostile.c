/* Gives the trace names and texts that a terminal would obey, and that end what they stand in. */
#include <drvtrace/drvtrace.h>
#include <string.h>
#include <uchar.h>

#include "hostile.tmh"

#define HOSTILE "\033[31m\"'\\\n\r\t\b\a\x7f\xff\xc2\x9b\xe2\x80\xae%s%n{}<b>&amp;"
#define INFO    DRVTRACE_LEVEL_INFORMATION

enum {
	BIG_SIZE = 70000,
};

static DRVTRACE_DEFINE_DRIVER(driver, HOSTILE);

int main(void)
{
	static const char16_t wide[] = u"\x1b[2J\xd800 \x202e\"\\\n\x9b";
	static const struct {
		unsigned short length, capacity;
		const void *bytes;
	} counted = { 8, 8, "a\0\033[31m\n" };
	static char big[BIG_SIZE];
	static int block;
	uint32_t kind = drvtrace_kind("kind " HOSTILE);

	memset(big, '\033', sizeof(big) - 1);
	drvtrace_driver_init(&driver);
	{
		DRVTRACE_SPAN(&driver, "span " HOSTILE);
		DRVTRACE_ACQUIRE(&driver, kind, &block, sizeof(block), 0x1b0a225c, NULL);
		DRVTRACE_SPAN_STATUS(-5);
	}
	DRVTRACE_LOG(INFO, TEXTS, "text %s", HOSTILE);
	DRVTRACE_LOG(INFO, TEXTS, "wide %ws", wide);
	DRVTRACE_LOG(INFO, TEXTS, "counted %Z", &counted);
	DRVTRACE_LOG(INFO, TEXTS, "big %s", big);
	DRVTRACE_LOG(INFO, TEXTS, "characters %c %C", 0x1b, 0x202e);
	DRVTRACE_LOG(INFO, TEXTS, "format \033[31m\"\\\n\r\u202e\xff%% %d", 1);
	drvtrace_driver_state(&driver, DRVTRACE_STATE_ENTRY_FAILED, -5);
	drvtrace_driver_cleanup(&driver);
	return 0;
}
