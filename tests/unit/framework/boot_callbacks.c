/* Callbacks that see drivers before they are initialised: each is registered, and unregistered once. */
#include "tests/unit/framework/support.h"

static BOOT_DRIVER_CALLBACK_FUNCTION on_boot;

static VOID on_boot(PVOID context, BDCB_CALLBACK_TYPE type, PBDCB_IMAGE_INFORMATION information)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(information);
	say(type == BdCbInitializeImage ? "image" : "status");
}

static NTSTATUS keep(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	return IoRegisterBootDriverCallback(on_boot, NULL) ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

static void one_that_is_kept_is_in_the_books(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(keep), STATUS_SUCCESS);
	assert_int_equal(outstanding(), 1);
	/* Nobody was loaded after it. */
	assert_string_equal(said(), "");
}

static NTSTATUS unregister(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	IoUnregisterBootDriverCallback(IoRegisterBootDriverCallback(on_boot, NULL));
	return STATUS_SUCCESS;
}

static void one_that_is_unregistered_is_gone(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(unregister), STATUS_SUCCESS);
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS unregister_twice(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	PVOID handle = IoRegisterBootDriverCallback(on_boot, NULL);

	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	IoUnregisterBootDriverCallback(handle);
	IoUnregisterBootDriverCallback(handle);
	return STATUS_SUCCESS;
}

static void it_is_unregistered_once(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_stopped(unregister_twice, "double-release");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(one_that_is_kept_is_in_the_books),
		TEST(one_that_is_unregistered_is_gone),
		TEST(it_is_unregistered_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
