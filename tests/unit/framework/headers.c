#include <initguid.h>

#include "tests/unit/framework/support.h"

#include <devioctl.h>
#include <ntintsafe.h>
#include <stdlib.h>

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_guid_is_defined_by_who_includes_initguid),
		cmocka_unit_test(sums_fail_instead_of_wrapping),
		cmocka_unit_test(conversions_fail_where_the_value_does_not_fit),
		cmocka_unit_test(packing_begins_and_ends),
		cmocka_unit_test(declarations_of_microsofts_are_understood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
