#include "tests/unit/framework/support.h"

typedef struct _FIRST {
	ULONG value;
} FIRST;
typedef struct _SECOND {
	ULONG64 value[4];
} SECOND;

WDF_DECLARE_CONTEXT_TYPE(FIRST)
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(SECOND, GetSecond)
WDF_DECLARE_CUSTOM_TYPE(PRINTER)
WDF_DECLARE_CUSTOM_TYPE(SCANNER)

static struct {
	FIRST *first;
	SECOND *absent;
	SECOND *second;
	SECOND *second_found;
	PVOID again;
	NTSTATUS again_status;
	NTSTATUS without_type;
	NTSTATUS with_parent;
	ULONG64 second_value;
} seen;

static VOID second_cleanup(WDFOBJECT object)
{
	seen.second_value = GetSecond(object)->value[0];
	say("second-cleanup");
}

static VOID second_destroy(WDFOBJECT object)
{
	/* The one call that is allowed here. */
	seen.second_found = GetSecond(object);
	say("second-destroy");
}

static VOID first_cleanup(WDFOBJECT object)
{
	UNREFERENCED_PARAMETER(object);
	say("first-cleanup");
}

static NTSTATUS add_second(WDFDRIVER driver)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	NTSTATUS status;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	seen.without_type = WdfObjectAllocateContext(driver, &attributes, &seen.again);
	WDF_OBJECT_ATTRIBUTES_SET_CONTEXT_TYPE(&attributes, SECOND);
	attributes.ParentObject = driver;
	seen.with_parent = WdfObjectAllocateContext(driver, &attributes, &seen.again);
	attributes.ParentObject = NULL;
	attributes.EvtCleanupCallback = second_cleanup;
	attributes.EvtDestroyCallback = second_destroy;
	status = WdfObjectAllocateContext(driver, &attributes, (PVOID *)&seen.second);
	if (!NT_SUCCESS(status))
		return status;
	seen.second->value[0] = 42;
	seen.again_status = WdfObjectAllocateContext(driver, &attributes, &seen.again);
	return status;
}

static NTSTATUS two_contexts(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFDRIVER driver;
	NTSTATUS status;

	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, FIRST);
	attributes.EvtCleanupCallback = first_cleanup;
	attributes.ContextSizeOverride = 100;
	status = create_driver(object, path, &attributes, &driver);
	if (!NT_SUCCESS(status))
		return status;
	seen.first = WdfObjectGet_FIRST(driver);
	seen.absent = WdfObjectGetTypedContext(driver, SECOND);
	return add_second(driver);
}

static void each_context_has_memory_and_callbacks_of_its_own(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(two_contexts), STATUS_SUCCESS);
	assert_non_null(seen.first);
	for (size_t i = 0; i < 100; i++)
		assert_int_equal(((UCHAR *)seen.first)[i], 0);
	assert_null(seen.absent);
	assert_int_equal(seen.without_type, STATUS_OBJECT_NAME_INVALID);
	assert_int_equal(seen.with_parent, STATUS_WDF_PARENT_ASSIGNMENT_NOT_ALLOWED);
	assert_int_equal(seen.again_status, STATUS_OBJECT_NAME_EXISTS);
	assert_ptr_equal(seen.again, seen.second);
	unload();
	assert_int_equal(seen.second_value, 42);
	assert_ptr_equal(seen.second_found, seen.second);
	assert_string_equal(said(), "first-cleanup second-cleanup second-destroy");
}

static NTSTATUS override_too_small(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_OBJECT_ATTRIBUTES attributes;

	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, SECOND);
	attributes.ContextSizeOverride = sizeof(SECOND) - 1;
	return create_driver(object, path, &attributes, NULL);
}

static void a_context_cannot_be_smaller_than_its_type(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(override_too_small), STATUS_WDF_OBJECT_ATTRIBUTES_INVALID);
}

static WDFDRIVER owner;
static NTSTATUS typed[3];

static NTSTATUS custom_type(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_driver(object, path, NULL, &owner);

	typed[0] = WdfObjectAddCustomTypeWithData(owner, PRINTER, 600, NULL, second_destroy);
	/* That it is there is no error: the number is another then. */
	typed[1] = WdfObjectAddCustomTypeWithData(owner, PRINTER, 1200, NULL, NULL);
	return status;
}

static void an_object_may_have_a_type_of_the_drivers_own(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(custom_type), STATUS_SUCCESS);
	assert_int_equal(typed[0], STATUS_SUCCESS);
	assert_int_equal(typed[1], STATUS_OBJECT_NAME_EXISTS);
	assert_true(WdfObjectIsCustomType(owner, PRINTER));
	assert_false(WdfObjectIsCustomType(owner, SCANNER));
	assert_int_equal(WdfObjectGetCustomTypeData(owner, PRINTER), 1200);
	unload();
	assert_string_equal(said(), "second-destroy");
}

static NTSTATUS owned_contexts(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	NTSTATUS status;

	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, FIRST);
	status = create_driver(object, path, &attributes, &owner);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, SECOND);
	typed[0] = WdfObjectAllocateContext(owner, &attributes, (PVOID *)&seen.second);
	return status;
}

static void a_context_leads_to_its_object(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(owned_contexts), STATUS_SUCCESS);
	assert_ptr_equal(WdfObjectContextGetObject(WdfObjectGet_FIRST(owner)), owner);
	assert_ptr_equal(WdfObjectContextGetObject(GetSecond(owner)), owner);
	unload();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_context_has_memory_and_callbacks_of_its_own),
		TEST(a_context_cannot_be_smaller_than_its_type),
		TEST(an_object_may_have_a_type_of_the_drivers_own),
		TEST(a_context_leads_to_its_object),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
