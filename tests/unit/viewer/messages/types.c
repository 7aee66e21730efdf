/* Specifiers with a name: statuses, addresses, times, lists and sets. */
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/viewer/messages/message.h"
#include "viewer/messages/names.h"

static void expect_number(const char *format, uint8_t size_bytes, uint64_t number, const char *text)
{
	struct message message;

	message_init(&message, format);
	message_add_unsigned(&message, size_bytes, number);
	assert_string_equal(message_text(&message), text);
}

static void expect_bytes(const char *format, const void *bytes, size_t size, const char *text)
{
	struct message message;

	message_init(&message, format);
	message_add_bytes(&message, bytes, size);
	assert_string_equal(message_text(&message), text);
}

static void statuses_have_their_names(void **state)
{
	(void)state;
	expect_number("%!STATUS!", 4, 0xc000009a, "0xc000009a(STATUS_INSUFFICIENT_RESOURCES)");
	expect_number("%!status!", 4, 0x8000000f, "0x8000000f(STATUS_DEVICE_POWERED_OFF)");
	expect_number("%!STATUS!", 4, 0, "STATUS_SUCCESS");
	expect_number("%!STATUS!", 4, 0x103, "0x00000103(STATUS_PENDING)");
	expect_number("%!STATUS!", 4, 0xe1234567, "NTSTATUS=E1234567");
	expect_number("%!HRESULT!", 4, 0x80004005, "0x80004005(E_FAIL)");
	expect_number("%!hresult!", 4, 0x80070002, "0x80070002(ERROR_FILE_NOT_FOUND)");
	expect_number("%!HRESULT!", 4, 0xd000009a, "0xd000009a(STATUS_INSUFFICIENT_RESOURCES)");
	expect_number("%!HRESULT!", 4, 0, "S_OK");
	expect_number("%!HRESULT!", 4, 1, "0x00000001(S_FALSE)");
	expect_number("%!HRESULT!", 4, 0x8fffabcd, "HRESULT=8FFFABCD");
	expect_number("%!WINERROR!", 4, 5, "5(ERROR_ACCESS_DENIED)");
	expect_number("%!winerr!", 4, 0, "0(ERROR_SUCCESS)");
	expect_number("%!WINERROR!", 4, 0x7fffffff, "WINERROR=7FFFFFFF");
}

static void expect_sorted(const struct code_name *table, size_t count)
{
	assert_true(count > 300);
	for (size_t i = 1; i < count; i++)
		assert_true(table[i - 1].code < table[i].code);
}

static void tables_of_names_are_sorted(void **state)
{
	(void)state;
	expect_sorted(names_ntstatus, names_ntstatus_count);
	expect_sorted(names_win32, names_win32_count);
	expect_sorted(names_hresult, names_hresult_count);
	assert_string_equal(names_find_ntstatus(0xC0000001), "STATUS_UNSUCCESSFUL");
	assert_null(names_find_ntstatus(0xffffffff));
}

static void guids_are_in_the_order_of_windows(void **state)
{
	static const uint8_t guid[16] = { 0x5a, 0x0c, 0x3a, 0xd2, 0x07, 0xd3, 0x0e, 0x4f, 0xae,
		0x8e, 0xe2, 0xa3, 0x55, 0xad, 0x5d, 0xab };
	static const char text[] = "d23a0c5a-d307-4f0e-ae8e-e2a355ad5dab";

	(void)state;
	expect_bytes("%!GUID!", guid, sizeof(guid), text);
	expect_bytes("%!guid!", guid, sizeof(guid), text);
	expect_bytes("%!IID!", guid, sizeof(guid), text);
	expect_bytes("%!CLSID!", guid, sizeof(guid), text);
	expect_bytes("%!LIBID!", guid, sizeof(guid), text);
	expect_bytes("%!GUID!", guid, 3, "5a 0c 3a");
}

static void addresses_are_those_of_the_network(void **state)
{
	static const uint8_t mac[6] = { 0, 0x1b, 0x21, 0xff, 0x0a, 1 };
	static const uint8_t ipv6[16] = { [15] = 1 };
	static const uint8_t sid[16] = { 1, 2, [7] = 5, [8] = 32, [12] = 0x20, [13] = 2 };

	(void)state;
	expect_number("%!IPADDR!", 4, inet_addr("192.168.0.7"), "192.168.0.7");
	expect_number("%!ipaddr!:%d", 4, inet_addr("10.0.0.1"), "10.0.0.1:<no value>");
	expect_number("%!PORT!", 2, htons(8080), "8080");
	expect_number("%!port!", 2, htons(1), "1");
	expect_bytes("%!MACADDR!", mac, sizeof(mac), "00:1b:21:ff:0a:01");
	expect_bytes("%!IPV6ADDR!", ipv6, sizeof(ipv6), "::1");
	expect_bytes("%!sid!", sid, sizeof(sid), "S-1-5-32-544");
	expect_bytes("%!sid!", sid, 3, "01 02 00");
}

static void times_are_those_of_windows(void **state)
{
	/* 2025-11-21 09:34:19.123 UTC */
	const uint64_t filetime =
		(UINT64_C(1763717659) + UINT64_C(11644473600)) * 10000000 + 1234567;

	(void)state;
	expect_number("%!TIMESTAMP!", 8, filetime, "11/21/2025-09:34:19.123");
	expect_number("%!datetime!", 8, filetime, "11/21/2025-09:34:19.123");
	expect_number("%!TIME!", 8, 0, "01/01/1601-00:00:00.000");
	expect_number("%!due!", 8, (uint64_t)-15000000, "+00:00:01.500");
	expect_number("%!WAITTIME!", 8, filetime, "11/21/2025-09:34:19.123");
	expect_number("%!delta!", 8, UINT64_C(10000000) * 90061 + 20000, "1~01:01:01.002");
	/* No time at all, and no crash. */
	expect_number("%!delta!", 8, UINT64_MAX, "21350398~05:36:10.955");
}

static void dumps_are_bytes(void **state)
{
	(void)state;
	expect_bytes("%!HEXDUMP!", "\x00\x7f\xff", 3, "00 7f ff");
	expect_bytes("%!HEXDUMP!", "", 0, "");
	expect_bytes("%!SSID!", "abc", 3, "61 62 63");
}

static void lists_name_their_numbers(void **state)
{
	(void)state;
	expect_number("%!bool!", 4, 0, "false");
	expect_number("%!bool!", 4, 1, "true");
	expect_number("%!bool8!", 1, 1, "true");
	expect_number("%!BOOLEAN!", 1, 1, "TRUE");
	expect_number("%!BOOLEAN!", 1, 7, "!7!");
	expect_number("%!irql!", 1, 2, "DPC");
	expect_number("%!irql!", 1, 31, "!1F!");
	expect_number("%!pnpmj!", 1, 27, "IRP_MJ_PNP");
	expect_number("%!pnpmn!", 1, 0, "IRP_MN_START_DEVICE");
	expect_number("%!pnpmn!", 1, 23, "IRP_MN_SURPRISE_REMOVAL");
	expect_number("%!sysctrl!", 1, 11, "IRP_MN_REGINFO_EX");
	expect_number("[%10!irql!]", 1, 1, "[       APC]");
}

static void sets_name_their_bits(void **state)
{
	struct message message;

	(void)state;
	expect_number("%!b1!", 1, 0x81, "[1,8]");
	expect_number("%!b2!", 2, 0x8001, "[1,16]");
	expect_number("%!b4!", 4, 0x80000000, "[32]");
	expect_number("%!b1!", 1, 0, "[]");

	message_init(&message, "%!MASK!");
	message_add_unsigned(&message, 4, 0x15);
	message.parameters[0].specifier = "!MASK!:red,green,blue";
	assert_string_equal(message_text(&message), "[red,blue,4]");
}

static void enumerations_have_the_labels_of_the_trace(void **state)
{
	struct message_label labels[] = { { 1, 1, "Red" }, { 2, 2, "Green" }, { 4, 4, "Blue" } };
	struct message message;

	(void)state;
	message_init(&message, "%!COLOR!");
	message_add_unsigned(&message, 4, 2);
	message.parameters[0].labels = labels;
	message.parameters[0].label_count = 3;
	assert_string_equal(message_text(&message), "Green");
	message.values[0].number = 5;
	assert_string_equal(message_text(&message), "Red|Blue");
	message.values[0].number = 9;
	assert_string_equal(message_text(&message), "!9!");
	message.values[0].number = 0;
	assert_string_equal(message_text(&message), "!0!");
	/* They are no flags when one of them is the sum of others. */
	labels[1].first = labels[1].last = 3;
	message.values[0].number = 5;
	assert_string_equal(message_text(&message), "!5!");
	/* A name of the driver's own goes before what it usually means. */
	message.class.text = "%!STATUS!";
	message.values[0].number = 4;
	assert_string_equal(message_text(&message), "Blue");
	/* Negative numbers and ranges. */
	message.parameters[0].type = MESSAGE_SIGNED;
	labels[0] = (struct message_label){ (uint64_t)-9, (uint64_t)-2, "Below" };
	message.values[0].number = (uint64_t)-5;
	assert_string_equal(message_text(&message), "Below");
}

static void letters_and_names_stand_for_plain_specifiers(void **state)
{
	struct message message;

	(void)state;
	expect_number("%!d!", 4, 7, "7");
	expect_number("%!I64x!", 8, 0xabc, "abc");
	expect_number("%08!x!", 4, 0xabc, "00000abc");
	expect_number("%!XBYTE!", 1, 7, "07");
	expect_number("%!OBYTE!", 1, 8, "10");
	expect_number("%!XSHORT!", 2, 0xabc, "0ABC");
	expect_number("%!XINT!", 4, 0xabc, "00000abc");
	expect_number("%!XLONG!", 4, 0xabc, "00000ABC");
	expect_number("%!XLONGPTR!", 8, 0xabc, "abc");
	expect_number("%!SBYTE!", 1, 0xff, "-1");
	expect_number("%!ULONG!", 4, 7, "7");
	expect_number("%!UINT64!", 8, 7, "7");
	expect_number("%!HANDLE!", 8, 7, "0000000000000007");
	expect_number("%!cccc!", 4, 0x64636261, "abcd");
	message_init(&message, "%!s! %!wZ! %!ARSTR! %!str!");
	message_add_text(&message, "a");
	message_add_text(&message, "b");
	message_add_text(&message, "c\td \r\n");
	message_add_text(&message, "e");
	assert_string_equal(message_text(&message), "a b c d e");
}

static void unknown_names_are_written_as_what_they_are(void **state)
{
	struct message message;

	(void)state;
	message_init(&message, "%!A! %!B! %!C! %!D!");
	message_add_signed(&message, 4, -5);
	message_add_text(&message, "text");
	message_add_bytes(&message, "\x01\x02", 2);
	message_add_real(&message, 0.25);
	assert_string_equal(message_text(&message), "-5 text 01 02 0.25");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(statuses_have_their_names),
		cmocka_unit_test(tables_of_names_are_sorted),
		cmocka_unit_test(guids_are_in_the_order_of_windows),
		cmocka_unit_test(addresses_are_those_of_the_network),
		cmocka_unit_test(times_are_those_of_windows),
		cmocka_unit_test(dumps_are_bytes),
		cmocka_unit_test(lists_name_their_numbers),
		cmocka_unit_test(sets_name_their_bits),
		cmocka_unit_test(enumerations_have_the_labels_of_the_trace),
		cmocka_unit_test(letters_and_names_stand_for_plain_specifiers),
		cmocka_unit_test(unknown_names_are_written_as_what_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
