/* Which resources a device is given of those that it could have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "drivers/framework/wdm/pnp.h"
#include "drivers/framework/wdm/requirements.h"
#include "drivers/framework/wdm/resource_claim.h"
#include "drivers/framework/wdm/resource_list.h"

enum {
	PAGE = 0x1000,
	WANTED_MAX = 64,
};

/* One list of alternatives, as long as there is room. */
static struct {
	IO_RESOURCE_REQUIREMENTS_LIST list;
	IO_RESOURCE_DESCRIPTOR rest[WANTED_MAX];
} wanted;

static PCM_RESOURCE_LIST given;

static IO_RESOURCE_DESCRIPTOR *want(UCHAR type, UCHAR option)
{
	IO_RESOURCE_DESCRIPTOR *one = wanted.list.List[0].Descriptors + wanted.list.List[0].Count++;

	*one = (IO_RESOURCE_DESCRIPTOR){
		.Option = option, .Type = type, .ShareDisposition = CmResourceShareDeviceExclusive
	};
	return one;
}

static void want_page(ULONGLONG least, ULONGLONG most, UCHAR option)
{
	IO_RESOURCE_DESCRIPTOR *one = want(CmResourceTypeMemory, option);

	one->u.Memory.Length = PAGE;
	one->u.Memory.Alignment = PAGE;
	one->u.Memory.MinimumAddress.QuadPart = (LONGLONG)least;
	one->u.Memory.MaximumAddress.QuadPart = (LONGLONG)most;
}

static void want_vector(ULONG least, ULONG most)
{
	IO_RESOURCE_DESCRIPTOR *one = want(CmResourceTypeInterrupt, 0);

	one->u.Interrupt.MinimumVector = least;
	one->u.Interrupt.MaximumVector = most;
}

static NTSTATUS choose(const CM_RESOURCE_LIST *boot)
{
	return io_requirements_choose(&given, &wanted.list, boot, "device");
}

static void assert_pages(ULONGLONG first, ULONGLONG second)
{
	CM_PARTIAL_RESOURCE_LIST *partial = &given->List[0].PartialResourceList;

	assert_int_equal(partial->Count, 2);
	assert_int_equal(partial->PartialDescriptors[0].u.Memory.Start.QuadPart, first);
	assert_int_equal((partial->PartialDescriptors + 1)->u.Memory.Start.QuadPart, second);
}

static int begin(void **state)
{
	UNREFERENCED_PARAMETER(state);
	memset(&wanted, 0, sizeof(wanted));
	wanted.list.AlternativeLists = 1;
	given = NULL;
	return 0;
}

static int end(void **state)
{
	UNREFERENCED_PARAMETER(state);
	free(given);
	return 0;
}

static void the_first_that_is_free_is_given(void **state)
{
	UNREFERENCED_PARAMETER(state);
	want_page(0x10000, 0x1ffff, 0);
	want_page(0x10000, 0x1ffff, 0);
	assert_int_equal(choose(NULL), STATUS_SUCCESS);
	assert_pages(0x10000, 0x11000);
}

static void one_makes_room_for_another_that_has_no_choice(void **state)
{
	UNREFERENCED_PARAMETER(state);
	want_page(0x10000, 0x11fff, 0);
	want_page(0x10000, 0x10fff, 0);
	assert_int_equal(choose(NULL), STATUS_SUCCESS);
	assert_pages(0x11000, 0x10000);
}

static void an_alternative_is_taken_for_the_sake_of_another(void **state)
{
	UNREFERENCED_PARAMETER(state);
	want_page(0x10000, 0x10fff, 0);
	want_page(0x20000, 0x20fff, IO_RESOURCE_ALTERNATIVE);
	want_page(0x10000, 0x10fff, 0);
	assert_int_equal(choose(NULL), STATUS_SUCCESS);
	assert_pages(0x20000, 0x10000);
}

static void what_it_was_left_with_is_given_up_for_another(void **state)
{
	struct io_pnp_resource page = {
		.type = CmResourceTypeMemory, .start = 0x11000, .length = PAGE
	};
	PCM_RESOURCE_LIST boot = io_resource_list_create(&page, 1);

	UNREFERENCED_PARAMETER(state);
	want_page(0x10000, 0x12fff, 0);
	want_page(0x11000, 0x11fff, 0);
	assert_int_equal(choose(boot), STATUS_SUCCESS);
	assert_pages(0x10000, 0x11000);
	free(boot);
}

static void vectors_make_room_too(void **state)
{
	CM_PARTIAL_RESOURCE_LIST *partial;

	UNREFERENCED_PARAMETER(state);
	want_vector(5, 7);
	want_vector(5, 6);
	want_vector(5, 5);
	assert_int_equal(choose(NULL), STATUS_SUCCESS);
	partial = &given->List[0].PartialResourceList;
	for (ULONG i = 0; i < 3; i++)
		assert_int_equal((partial->PartialDescriptors + i)->u.Interrupt.Vector, 7 - i);
}

static void what_another_device_has_is_in_the_way(void **state)
{
	struct io_pnp_resource page = {
		.type = CmResourceTypeMemory, .start = 0x10000, .length = PAGE
	};
	PCM_RESOURCE_LIST others = io_resource_list_create(&page, 1);
	struct io_resource_claim claim;

	UNREFERENCED_PARAMETER(state);
	io_resource_claim_enter(&claim, others, "another");
	want_page(0x10000, 0x12fff, 0);
	want_page(0x10000, 0x11fff, 0);
	assert_int_equal(choose(NULL), STATUS_SUCCESS);
	assert_pages(0x12000, 0x11000);
	want_page(0x10000, 0x10fff, 0);
	free(given);
	given = NULL;
	assert_int_equal(choose(NULL), STATUS_CONFLICTING_ADDRESSES);
	assert_null(given);
	io_resource_claim_remove(&claim);
	free(others);
}

/* Each of the first ones has a million places; the last one has none. */
static void what_cannot_be_had_is_not_sought_for_ever(void **state)
{
	UNREFERENCED_PARAMETER(state);
	for (int i = 0; i < WANTED_MAX - 1; i++)
		want_page(0x10000, 0x10000 + (1ull << 32), 0);
	want_page(0x10000, 0x100ff, 0);
	assert_int_equal(choose(NULL), STATUS_CONFLICTING_ADDRESSES);
}

/* Each of the first ones has one place, or else another one; the last one has none. */
static void nor_is_it_among_alternatives(void **state)
{
	UNREFERENCED_PARAMETER(state);
	for (ULONGLONG place = 0x10000; wanted.list.List[0].Count < WANTED_MAX - 2;) {
		want_page(place, place + PAGE - 1, 0);
		place += PAGE;
		want_page(place, place + PAGE - 1, IO_RESOURCE_ALTERNATIVE);
		place += PAGE;
	}
	want_page(0x10000, 0x100ff, 0);
	assert_int_equal(choose(NULL), STATUS_CONFLICTING_ADDRESSES);
}

#define CHOICE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CHOICE(the_first_that_is_free_is_given),
		CHOICE(one_makes_room_for_another_that_has_no_choice),
		CHOICE(an_alternative_is_taken_for_the_sake_of_another),
		CHOICE(what_it_was_left_with_is_given_up_for_another),
		CHOICE(vectors_make_room_too),
		CHOICE(what_another_device_has_is_in_the_way),
		CHOICE(what_cannot_be_had_is_not_sought_for_ever),
		CHOICE(nor_is_it_among_alternatives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
