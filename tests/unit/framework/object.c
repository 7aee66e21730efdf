#include "tests/unit/framework/support.h"

#include <stdio.h>
#include <string.h>

/* An object's context is its name, which its callbacks say. */
typedef struct _NAME {
	char text[8];
} NAME;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(NAME, NameOf)

static WDFDRIVER driver_handle;
static WDFOBJECT first_object;
static WDFOBJECT second_object;
static NTSTATUS late_status;

static void say_of(const char *what, WDFOBJECT object)
{
	char word[32];

	snprintf(word, sizeof(word), "%s:%s", what, NameOf(object)->text);
	say(word);
}

static VOID on_cleanup(WDFOBJECT object)
{
	say_of("cleanup", object);
}

static VOID on_destroy(WDFOBJECT object)
{
	say_of("destroy", object);
}

static void init_attributes(PWDF_OBJECT_ATTRIBUTES attributes, WDFOBJECT parent)
{
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(attributes, NAME);
	attributes->EvtCleanupCallback = on_cleanup;
	attributes->EvtDestroyCallback = on_destroy;
	attributes->ParentObject = parent;
}

static WDFOBJECT create(const char *name, WDFOBJECT parent)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFOBJECT object = NULL;

	init_attributes(&attributes, parent);
	if (NT_SUCCESS(WdfObjectCreate(&attributes, &object)))
		strcpy(NameOf(object)->text, name);
	return object;
}

static NTSTATUS create_root(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	NTSTATUS status;

	init_attributes(&attributes, NULL);
	status = create_driver(object, path, &attributes, &driver_handle);
	if (NT_SUCCESS(status))
		strcpy(NameOf(driver_handle)->text, "D");
	return status;
}

static NTSTATUS enter_with_tree(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_root(object, path);

	if (!NT_SUCCESS(status))
		return status;
	first_object = create("A", NULL);
	second_object = create("B", NULL);
	create("a", first_object);
	return STATUS_SUCCESS;
}

static NTSTATUS fail_with_tree(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	enter_with_tree(object, path);
	return STATUS_UNSUCCESSFUL;
}

static void all_is_cleaned_up_before_anything_is_destroyed(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(enter_with_tree), STATUS_SUCCESS);
	assert_int_equal(outstanding(), 4);
	unload();
	assert_string_equal(said(), "cleanup:a cleanup:A cleanup:B cleanup:D "
				    "destroy:a destroy:A destroy:B destroy:D");
	assert_int_equal(outstanding(), 0);
}

static void a_failed_entry_unwinds_the_same_way(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(fail_with_tree), STATUS_UNSUCCESSFUL);
	assert_string_equal(said(), "cleanup:a cleanup:A cleanup:B cleanup:D "
				    "destroy:a destroy:A destroy:B destroy:D");
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS delete_first(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = enter_with_tree(object, path);

	WdfObjectDelete(first_object);
	say("deleted");
	return status;
}

static void a_deleted_object_takes_its_children_along(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(delete_first), STATUS_SUCCESS);
	assert_string_equal(said(), "cleanup:a cleanup:A destroy:a destroy:A deleted");
	assert_int_equal(outstanding(), 2);
	unload();
	assert_string_equal(said(), "cleanup:a cleanup:A destroy:a destroy:A deleted "
				    "cleanup:B cleanup:D destroy:B destroy:D");
}

static VOID add_child_too_late(WDFOBJECT object)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFOBJECT child;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = object;
	late_status = WdfObjectCreate(&attributes, &child);
}

static NTSTATUS delete_object_that_adds(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFOBJECT parent;
	NTSTATUS status = create_root(object, path);

	if (!NT_SUCCESS(status))
		return status;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = add_child_too_late;
	status = WdfObjectCreate(&attributes, &parent);
	if (NT_SUCCESS(status))
		WdfObjectDelete(parent);
	return status;
}

static void an_object_that_goes_takes_no_new_children(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(delete_object_that_adds), STATUS_SUCCESS);
	assert_int_equal(late_status, STATUS_DELETE_PENDING);
	unload();
}

/* The second child is deleted by the cleanup of the driver: both phases belong to the parent then. */
static VOID delete_second(WDFOBJECT object)
{
	say_of("cleanup", object);
	WdfObjectDelete(second_object);
	say("asked");
}

static NTSTATUS delete_child_while_parent_goes(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	NTSTATUS status;

	init_attributes(&attributes, NULL);
	attributes.EvtCleanupCallback = delete_second;
	status = create_driver(object, path, &attributes, &driver_handle);
	if (!NT_SUCCESS(status))
		return status;
	strcpy(NameOf(driver_handle)->text, "D");
	second_object = create("B", NULL);
	return STATUS_SUCCESS;
}

static void a_child_deleted_by_its_parents_cleanup_is_destroyed_with_the_parent(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(delete_child_while_parent_goes), STATUS_SUCCESS);
	unload();
	assert_string_equal(said(), "cleanup:B cleanup:D asked destroy:B destroy:D");
	assert_int_equal(outstanding(), 0);
}

/* A sibling that was not disposed of yet: its parent will, in its turn. */
static VOID delete_later_sibling(WDFOBJECT object)
{
	say_of("cleanup", object);
	WdfObjectDelete(second_object);
	say("asked");
}

static NTSTATUS delete_sibling_while_parent_goes(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFOBJECT first;
	NTSTATUS status = create_root(object, path);

	if (!NT_SUCCESS(status))
		return status;
	init_attributes(&attributes, NULL);
	attributes.EvtCleanupCallback = delete_later_sibling;
	status = WdfObjectCreate(&attributes, &first);
	if (!NT_SUCCESS(status))
		return status;
	strcpy(NameOf(first)->text, "A");
	second_object = create("B", NULL);
	return STATUS_SUCCESS;
}

static void a_sibling_deleted_while_the_parent_goes_keeps_its_turn(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(delete_sibling_while_parent_goes), STATUS_SUCCESS);
	unload();
	assert_string_equal(said(), "cleanup:A asked cleanup:B cleanup:D "
				    "destroy:A destroy:B destroy:D");
	assert_int_equal(outstanding(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_is_cleaned_up_before_anything_is_destroyed),
		TEST(a_failed_entry_unwinds_the_same_way),
		TEST(a_deleted_object_takes_its_children_along),
		TEST(an_object_that_goes_takes_no_new_children),
		TEST(a_child_deleted_by_its_parents_cleanup_is_destroyed_with_the_parent),
		TEST(a_sibling_deleted_while_the_parent_goes_keeps_its_turn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
