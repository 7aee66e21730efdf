#include "tests/unit/framework/support.h"

#include <drvtrace/fault.h>

static WDFCOLLECTION collection;
static WDFOBJECT objects[3];
static WDFOBJECT got[6];
static ULONG counts[3];
static NTSTATUS statuses[2];

static VOID on_cleanup(WDFOBJECT object)
{
	UNREFERENCED_PARAMETER(object);
	say("cleanup");
}

static VOID on_destroy(WDFOBJECT object)
{
	UNREFERENCED_PARAMETER(object);
	say("destroy");
}

static WDFOBJECT create_object(void)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFOBJECT object = NULL;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = on_cleanup;
	attributes.EvtDestroyCallback = on_destroy;
	WdfObjectCreate(&attributes, &object);
	return object;
}

static NTSTATUS create_all(PDRIVER_OBJECT object, PUNICODE_STRING path, int count)
{
	NTSTATUS status = create_driver(object, path, NULL, NULL);

	if (NT_SUCCESS(status))
		status = WdfCollectionCreate(WDF_NO_OBJECT_ATTRIBUTES, &collection);
	if (!NT_SUCCESS(status))
		return status;
	for (int i = 0; i < count; i++) {
		objects[i] = create_object();
		status = WdfCollectionAdd(collection, objects[i]);
		if (!NT_SUCCESS(status))
			return status;
	}
	return STATUS_SUCCESS;
}

static NTSTATUS look_at_items(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_all(object, path, 3);

	counts[0] = WdfCollectionGetCount(collection);
	for (ULONG i = 0; i < 4; i++)
		got[i] = WdfCollectionGetItem(collection, i);
	got[4] = WdfCollectionGetFirstItem(collection);
	got[5] = WdfCollectionGetLastItem(collection);
	return status;
}

static void items_are_in_the_order_in_which_they_were_added(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(look_at_items), STATUS_SUCCESS);
	assert_int_equal(counts[0], 3);
	for (int i = 0; i < 3; i++)
		assert_ptr_equal(got[i], objects[i]);
	assert_null(got[3]);
	assert_ptr_equal(got[4], objects[0]);
	assert_ptr_equal(got[5], objects[2]);
	unload();
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS remove_items(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_all(object, path, 3);

	statuses[0] = WdfCollectionAdd(collection, objects[0]);
	WdfCollectionRemove(collection, objects[0]);
	counts[0] = WdfCollectionGetCount(collection);
	got[0] = WdfCollectionGetFirstItem(collection);
	got[1] = WdfCollectionGetLastItem(collection);
	WdfCollectionRemoveItem(collection, 1);
	got[2] = WdfCollectionGetItem(collection, 1);
	WdfCollectionRemoveItem(collection, 0);
	WdfCollectionRemoveItem(collection, 0);
	counts[1] = WdfCollectionGetCount(collection);
	got[3] = WdfCollectionGetFirstItem(collection);
	got[4] = WdfCollectionGetLastItem(collection);
	return status;
}

static void the_first_of_an_object_is_removed_and_so_is_an_index(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(remove_items), STATUS_SUCCESS);
	assert_int_equal(statuses[0], STATUS_SUCCESS);
	assert_int_equal(counts[0], 3);
	assert_ptr_equal(got[0], objects[1]);
	assert_ptr_equal(got[1], objects[0]);
	assert_ptr_equal(got[2], objects[0]);
	assert_int_equal(counts[1], 0);
	assert_null(got[3]);
	assert_null(got[4]);
	unload();
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS delete_item(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_all(object, path, 1);

	WdfObjectDelete(objects[0]);
	say("deleted");
	WdfCollectionRemoveItem(collection, 0);
	say("removed");
	return status;
}

static void an_item_that_is_deleted_is_destroyed_when_it_is_removed(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(delete_item), STATUS_SUCCESS);
	assert_string_equal(said(), "cleanup deleted destroy removed");
	unload();
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS delete_both(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_all(object, path, 1);

	WdfObjectDelete(objects[0]);
	say("deleted");
	WdfObjectDelete(collection);
	say("both");
	return status;
}

static void a_collection_gives_its_items_back_when_it_is_destroyed(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(delete_both), STATUS_SUCCESS);
	assert_string_equal(said(), "cleanup deleted destroy both");
	unload();
	assert_int_equal(outstanding(), 0);
}

static void an_item_that_cannot_be_added_is_not_held(void **state)
{
	UNREFERENCED_PARAMETER(state);
	drvtrace_fault_arm("WdfCollectionAdd", 1);
	assert_int_equal(enter(delete_item), STATUS_UNSUCCESSFUL);
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS pass_wrong_type(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	create_all(object, path, 1);
	WdfCollectionGetCount((WDFCOLLECTION)objects[0]);
	return STATUS_SUCCESS;
}

static void another_object_is_no_collection(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_stopped(pass_wrong_type, "invalid-handle");
}

static NTSTATUS remove_twice(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_all(object, path, 1);

	WdfCollectionRemove(collection, objects[0]);
	WdfCollectionRemove(collection, objects[0]);
	return status;
}

static NTSTATUS remove_behind_the_last(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_all(object, path, 1);

	WdfCollectionRemoveItem(collection, 1);
	return status;
}

static void what_is_not_in_it_is_not_removed(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_reported(remove_twice, "not-in-collection");
	assert_reported(remove_behind_the_last, "not-in-collection");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(items_are_in_the_order_in_which_they_were_added),
		TEST(the_first_of_an_object_is_removed_and_so_is_an_index),
		TEST(an_item_that_is_deleted_is_destroyed_when_it_is_removed),
		TEST(a_collection_gives_its_items_back_when_it_is_destroyed),
		TEST(an_item_that_cannot_be_added_is_not_held),
		TEST(another_object_is_no_collection),
		TEST(what_is_not_in_it_is_not_removed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
