/*
 * messages [SIZE]: emits what messages_provider.h declares, once each; with SIZE, a text of so many
 * hostile bytes only. See README.md.
 */
#define LTTNG_UST_TRACEPOINT_CREATE_PROBES
#define LTTNG_UST_TRACEPOINT_DEFINE
#include "messages_provider.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

/* Quotes, escapes, line ends, what is not UTF-8 or turns text around. */
static const char hostile[] =
	"\"q\" \\ 'a' \n\r\t\033[31mred\033[0m \xff\xc3 \xe2\x80\xae %s %n {}";

static int emit_large(size_t size)
{
	char *text = malloc(size + 1);

	if (!text)
		return 1;
	for (size_t i = 0; i < size; i++)
		text[i] = hostile[i % (sizeof(hostile) - 1)];
	text[size] = '\0';
	lttng_ust_tracepoint(station, IO__line20, text, 5);
	free(text);
	return 0;
}

static void emit_nonsense(void)
{
	lttng_ust_tracepoint(station, BAD__line50, "no number");
	lttng_ust_tracepoint(station, nonsense_version, 1);
	lttng_ust_tracepoint(station, nonsense_percent, 2);
	lttng_ust_tracepoint(station, nonsense_hex, 3);
	lttng_ust_tracepoint(station, nonsense_zero, 4);
	lttng_ust_tracepoint(station, nonsense_level, 5);
	lttng_ust_tracepoint(station, nonsense_line, 6);
	lttng_ust_tracepoint(station, nonsense_key, 7);
	lttng_ust_tracepoint(station, nonsense_nothing, 8);
	lttng_ust_tracepoint(station, nonsense_short, 9);
	lttng_ust_tracepoint(station, foreign, 10);
}

int main(int count, char **arguments)
{
	static const uint8_t guid[16] = { 0x5a, 0x0c, 0x3a, 0xd2, 0x07, 0xd3, 0x0e, 0x4f, 0xae,
		0x8e, 0xe2, 0xa3, 0x55, 0xad, 0x5d, 0xab };
	static const uint8_t dump[] = { 0, 1, 0x7f, 0xff };

	if (count > 1)
		return emit_large(strtoul(arguments[1], NULL, 10));

	lttng_ust_tracepoint(station, INIT__line10, 0);
	lttng_ust_tracepoint(
		station, INIT__line12, (int32_t)0xc000009a, (void *)0xffffe18072c39b10);
	lttng_ust_tracepoint(station, IO__line20, "plain", 3);
	lttng_ust_tracepoint(station, IO__line20, "", 0);
	lttng_ust_tracepoint(station, IO__line20, hostile, sizeof(hostile) - 1);
	lttng_ust_tracepoint(station, IO__line30, guid, dump, sizeof(dump), inet_addr("10.0.0.7"),
		htons(8080), 2);
	lttng_ust_tracepoint(station, IO__line30, guid, dump, 0, 0, 0, 9);
	lttng_ust_tracepoint(station, IO__line40, 3);
	lttng_ust_tracepoint(station, IO__line40, 4);
	emit_nonsense();
	return 0;
}
