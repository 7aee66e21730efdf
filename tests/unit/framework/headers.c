#include <initguid.h>

#include "tests/unit/framework/support.h"

#include <devguid.h>
#include <devioctl.h>
#include <evntrace.h>
#include <kbdmou.h>
#include <ntdd8042.h>
#include <ntddser.h>
#include <ntintsafe.h>
#include <stdlib.h>
#include <wdmguid.h>

DEFINE_GUID(GUID_OF_THE_TEST, 0x6bdd1fc6, 0x810f, 0x11d0, 0xbe, 0xc7, 0x08, 0x00, 0x2b, 0xe2, 0x09,
	0x2f);
/* As two sources of a driver may have it. */
extern const GUID GUID_OF_THE_TEST;

static void a_guid_is_defined_by_who_includes_initguid(void **state)
{
	const GUID same = GUID_OF_THE_TEST;
	GUID other = same;

	UNREFERENCED_PARAMETER(state);
	other.Data4[7]++;
	assert_int_equal(GUID_OF_THE_TEST.Data1, 0x6bdd1fc6);
	assert_int_equal(GUID_OF_THE_TEST.Data4[7], 0x2f);
	assert_true(IsEqualGUID(&GUID_OF_THE_TEST, &same));
	assert_false(IsEqualGUID(&GUID_OF_THE_TEST, &other));
}

static void sums_fail_instead_of_wrapping(void **state)
{
	ULONG sum = 0;
	SIZE_T size = 0;
	USHORT small = 0;
	LONGLONG large = 0;

	UNREFERENCED_PARAMETER(state);
	assert_int_equal(RtlULongAdd(0xfffffffe, 1, &sum), STATUS_SUCCESS);
	assert_int_equal(sum, 0xffffffff);
	assert_int_equal(RtlULongAdd(0xfffffffe, 2, &sum), STATUS_INTEGER_OVERFLOW);
	assert_int_equal(sum, 0xffffffff);
	assert_int_equal(RtlSizeTAdd(1, 2, &size), STATUS_SUCCESS);
	assert_int_equal(size, 3);
	assert_int_equal(
		RtlSizeTMult((SIZE_T)1 << 33, (SIZE_T)1 << 31, &size), STATUS_INTEGER_OVERFLOW);
	assert_true(size == ~(SIZE_T)0);
	assert_int_equal(RtlUShortAdd(0xffff, 1, &small), STATUS_INTEGER_OVERFLOW);
	assert_int_equal(RtlULongSub(1, 2, &sum), STATUS_INTEGER_OVERFLOW);
	assert_int_equal(RtlLongLongSub(1, 2, &large), STATUS_SUCCESS);
	assert_int_equal(large, -1);
}

static void conversions_fail_where_the_value_does_not_fit(void **state)
{
	ULONG number = 0;
	USHORT small = 0;
	LONG with_sign = 0;
	UINT8 byte = 0;

	UNREFERENCED_PARAMETER(state);
	assert_int_equal(RtlLongLongToULong(0x100000000ll, &number), STATUS_INTEGER_OVERFLOW);
	assert_int_equal(number, 0xffffffff);
	assert_int_equal(RtlLongLongToULong(0xfffffffell, &number), STATUS_SUCCESS);
	assert_int_equal(number, 0xfffffffe);
	assert_int_equal(RtlLongToULong(-1, &number), STATUS_INTEGER_OVERFLOW);
	assert_int_equal(RtlULongToLong(0x80000000, &with_sign), STATUS_INTEGER_OVERFLOW);
	assert_int_equal(with_sign, -1);
	assert_int_equal(RtlSizeTToUShort(65535, &small), STATUS_SUCCESS);
	assert_int_equal(small, 65535);
	assert_int_equal(RtlSizeTToUShort(65536, &small), STATUS_INTEGER_OVERFLOW);
	assert_int_equal(RtlIntToUInt8(256, &byte), STATUS_INTEGER_OVERFLOW);
	assert_int_equal(byte, 0xff);
}

#include <pshpack1.h>
struct packed {
	UCHAR one;
	ULONG four;
};
#include <poppack.h>

struct unpacked {
	UCHAR one;
	ULONG four;
};

static void packing_begins_and_ends(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(sizeof(struct packed), 5);
	assert_int_equal(sizeof(struct unpacked), 8);
}

__declspec(align(64)) static UCHAR aligned[3];
__declspec(selectany) unsigned __int64 of_any_source = 7;

static void declarations_of_microsofts_are_understood(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal((ULONG_PTR)aligned % 64, 0);
	assert_int_equal(of_any_source, 7);
}

/* Values that are documented, one of each header. */
static void headers_of_classes_have_their_codes(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(IOCTL_INTERNAL_KEYBOARD_CONNECT, 0x000b0203);
	assert_int_equal(IOCTL_INTERNAL_MOUSE_CONNECT, 0x000f0203);
	assert_int_equal(IOCTL_KEYBOARD_QUERY_ATTRIBUTES, 0x000b0000);
	assert_int_equal(IOCTL_INTERNAL_I8042_HOOK_KEYBOARD, 0x000b3fc3);
	assert_int_equal(IOCTL_SERIAL_SET_BAUD_RATE, 0x001b0004);
	assert_int_equal(IOCTL_SERIAL_INTERNAL_RESTORE_SETTINGS, 0x001b0010);
	assert_int_equal(sizeof(KEYBOARD_INPUT_DATA), 12);
	assert_int_equal(sizeof(MOUSE_INPUT_DATA), 24);
	assert_int_equal(sizeof(SERIAL_COMMPROP), 64);
	assert_int_equal(GUID_DEVCLASS_KEYBOARD.Data1, 0x4d36e96b);
	assert_int_equal(GUID_BUS_TYPE_SERENUM.Data1, 0x77114a87);
	assert_int_equal(TRACE_LEVEL_VERBOSE, 5);
}

static void the_version_is_that_of_the_headers(void **state)
{
	RTL_OSVERSIONINFOW version = { .dwOSVersionInfoSize = sizeof(version) };
	RTL_OSVERSIONINFOEXW wanted = {
		.dwOSVersionInfoSize = sizeof(wanted), .dwMajorVersion = 6, .dwMinorVersion = 1
	};
	ULONGLONG mask = 0;

	UNREFERENCED_PARAMETER(state);
	assert_int_equal(RtlGetVersion(&version), STATUS_SUCCESS);
	assert_int_equal(version.dwMajorVersion, 10);
	assert_int_equal(version.dwMinorVersion, 0);

	/* 10.0 is behind 6.1: the minor number tells apart what has the same major one. */
	VER_SET_CONDITION(mask, VER_MAJORVERSION, VER_GREATER_EQUAL);
	VER_SET_CONDITION(mask, VER_MINORVERSION, VER_GREATER_EQUAL);
	assert_int_equal(RtlVerifyVersionInfo(&wanted, VER_MAJORVERSION | VER_MINORVERSION, mask),
		STATUS_SUCCESS);
	wanted.dwMajorVersion = 10;
	assert_int_equal(RtlVerifyVersionInfo(&wanted, VER_MAJORVERSION | VER_MINORVERSION, mask),
		STATUS_REVISION_MISMATCH);
	assert_int_equal(RtlVerifyVersionInfo(&wanted, 0, mask), STATUS_INVALID_PARAMETER);

	assert_true(RtlIsNtDdiVersionAvailable(NTDDI_WINXP));
	assert_true(RtlIsNtDdiVersionAvailable(NTDDI_WIN10_NI));
	assert_false(RtlIsNtDdiVersionAvailable(NTDDI_WIN10_NI + 1));
	assert_false(RtlIsNtDdiVersionAvailable(NTDDI_WINXPSP1));
}

static void routines_are_found_by_name(void **state)
{
	UNICODE_STRING known;
	UNICODE_STRING unknown;
	UNICODE_STRING internal;

	UNREFERENCED_PARAMETER(state);
	RtlInitUnicodeString(&known, L"ExAllocatePool2");
	RtlInitUnicodeString(&unknown, L"ExNoSuchRoutine");
	RtlInitUnicodeString(&internal, L"io_driver_load");
	assert_ptr_equal(MmGetSystemRoutineAddress(&known), (PVOID)(ULONG_PTR)ExAllocatePool2);
	assert_null(MmGetSystemRoutineAddress(&unknown));
	assert_null(MmGetSystemRoutineAddress(&internal));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_guid_is_defined_by_who_includes_initguid),
		cmocka_unit_test(sums_fail_instead_of_wrapping),
		cmocka_unit_test(conversions_fail_where_the_value_does_not_fit),
		cmocka_unit_test(packing_begins_and_ends),
		cmocka_unit_test(declarations_of_microsofts_are_understood),
		cmocka_unit_test(headers_of_classes_have_their_codes),
		cmocka_unit_test(the_version_is_that_of_the_headers),
		cmocka_unit_test(routines_are_found_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
