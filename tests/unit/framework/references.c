#include "tests/unit/framework/support.h"

static WDFOBJECT object_handle;
static WDFMEMORY memory_handle;

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

static NTSTATUS create_object(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	NTSTATUS status = create_driver(object, path, NULL, NULL);

	if (!NT_SUCCESS(status))
		return status;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = on_cleanup;
	attributes.EvtDestroyCallback = on_destroy;
	return WdfObjectCreate(&attributes, &object_handle);
}

static NTSTATUS delete_referenced(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_object(object, path);

	if (!NT_SUCCESS(status))
		return status;
	WdfObjectReference(object_handle);
	WdfObjectReferenceWithTag(object_handle, object);
	WdfObjectDelete(object_handle);
	say("deleted");
	WdfObjectDereferenceWithTag(object_handle, object);
	say("one left");
	WdfObjectDereference(object_handle);
	return status;
}

static void a_reference_delays_destruction_but_not_cleanup(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(delete_referenced), STATUS_SUCCESS);
	assert_string_equal(said(), "cleanup deleted one left destroy");
	assert_int_equal(outstanding(), 1);
	unload();
}

static NTSTATUS leak_reference(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_object(object, path);

	if (NT_SUCCESS(status))
		WdfObjectReference(object_handle);
	return status;
}

static void a_leaked_reference_leaves_the_object_behind(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(leak_reference), STATUS_SUCCESS);
	unload();
	assert_string_equal(said(), "cleanup");
	assert_int_equal(outstanding(), 1);
}

static VOID read_memory(WDFOBJECT object)
{
	size_t size = 0;
	const char *buffer = WdfMemoryGetBuffer(memory_handle, &size);

	UNREFERENCED_PARAMETER(object);
	if (size == 16 && buffer[0] == 'x' && buffer[15] == 'y')
		say("readable");
}

static NTSTATUS keep_globals_in_memory(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	PVOID buffer;
	NTSTATUS status;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = read_memory;
	status = create_driver(object, path, &attributes, NULL);
	if (!NT_SUCCESS(status))
		return status;
	status = WdfMemoryCreate(
		WDF_NO_OBJECT_ATTRIBUTES, PagedPool, 'tseT', 16, &memory_handle, &buffer);
	if (NT_SUCCESS(status)) {
		((char *)buffer)[0] = 'x';
		((char *)buffer)[15] = 'y';
	}
	return status;
}

static void memory_without_parent_is_readable_in_the_drivers_cleanup(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(keep_globals_in_memory), STATUS_SUCCESS);
	unload();
	assert_string_equal(said(), "readable");
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS create_empty_memory(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_driver(object, path, NULL, NULL);

	if (!NT_SUCCESS(status))
		return status;
	return WdfMemoryCreate(NULL, PagedPool, 'tseT', 0, &memory_handle, NULL);
}

static void memory_of_no_size_is_refused(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(create_empty_memory), STATUS_INVALID_PARAMETER);
	assert_null(memory_handle);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_reference_delays_destruction_but_not_cleanup),
		TEST(a_leaked_reference_leaves_the_object_behind),
		TEST(memory_without_parent_is_readable_in_the_drivers_cleanup),
		TEST(memory_of_no_size_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
