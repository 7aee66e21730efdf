#include <initguid.h>

#include "tests/unit/framework/support.h"

#include <stdlib.h>
#include <usbdlib.h>

enum {
	TOTAL = 9 + 9 + 7 + 7 + 9 + 7 + 5,
	FIRST_INTERFACE = 9,
	FIRST_ENDPOINT = 18,
	SECOND_SETTING = 32,
	LAST_ENDPOINT = 41,
	CLASS_SPECIFIC = 48,
};

/* An interface of two settings, with a descriptor at the end that only its class knows. */
static const unsigned char sound[TOTAL] = {
	9, 2, TOTAL, 0, 1, 1, 0, 0xa0, 50, /* configuration */
	9, 4, 0, 0, 2, 0xff, 1, 2, 0,      /* interface 0, setting 0 */
	7, 5, 0x81, 3, 64, 0, 1,           /* endpoint */
	7, 5, 0x02, 2, 0, 2, 0,            /* endpoint */
	9, 4, 0, 1, 1, 0xff, 1, 3, 0,      /* setting 1 */
	7, 5, 0x81, 3, 8, 0, 1,            /* endpoint */
	5, 0x21, 1, 2, 3,                  /* class-specific */
};

/* As long as it is and no longer, so that a sanitizer sees what is read behind it. */
static PUSB_CONFIGURATION_DESCRIPTOR copy_of(const unsigned char *bytes, size_t length)
{
	void *copy = malloc(length ? length : 1);

	assert_non_null(copy);
	if (length > 0)
		memcpy(copy, bytes, length);
	return copy;
}

static USBD_STATUS validate(PUSB_CONFIGURATION_DESCRIPTOR configuration, ULONG length, USHORT level)
{
	PUCHAR offset = NULL;
	USBD_STATUS status =
		USBD_ValidateConfigurationDescriptor(configuration, length, level, &offset, 'gaT ');

	if (status == USBD_STATUS_SUCCESS) {
		assert_null(offset);
	} else if (status != USBD_STATUS_INVALID_PARAMETER) {
		assert_true(offset >= (PUCHAR)configuration);
		assert_true(offset <= (PUCHAR)configuration + length);
	}
	return status;
}

static USBD_STATUS validate_changed(size_t place, unsigned char value, USHORT level)
{
	PUSB_CONFIGURATION_DESCRIPTOR configuration = copy_of(sound, TOTAL);
	USBD_STATUS status;

	((unsigned char *)configuration)[place] = value;
	status = validate(configuration, TOTAL, level);
	free(configuration);
	return status;
}

static void what_is_in_a_descriptor_is_found(void **state)
{
	PUSB_CONFIGURATION_DESCRIPTOR configuration = copy_of(sound, TOTAL);
	PUSB_INTERFACE_DESCRIPTOR interface;
	PUSB_COMMON_DESCRIPTOR common;

	UNREFERENCED_PARAMETER(state);
	assert_int_equal(validate(configuration, TOTAL, 3), USBD_STATUS_SUCCESS);
	interface = USBD_ParseConfigurationDescriptor(configuration, 0, 1);
	assert_ptr_equal(interface, (unsigned char *)configuration + SECOND_SETTING);
	assert_null(USBD_ParseConfigurationDescriptor(configuration, 1, 0));
	interface = USBD_ParseConfigurationDescriptorEx(
		configuration, configuration, -1, -1, 0xff, 1, 3);
	assert_ptr_equal(interface, (unsigned char *)configuration + SECOND_SETTING);
	assert_null(USBD_ParseConfigurationDescriptorEx(
		configuration, (char *)interface + 1, 0, 0, -1, -1, -1));
	common = USBD_ParseDescriptors(
		configuration, TOTAL, interface, USB_ENDPOINT_DESCRIPTOR_TYPE);
	assert_ptr_equal(common, (unsigned char *)configuration + LAST_ENDPOINT);
	common = USBD_ParseDescriptors(configuration, TOTAL, configuration, 0x21);
	assert_ptr_equal(common, (unsigned char *)configuration + CLASS_SPECIFIC);
	assert_null(USBD_ParseDescriptors(configuration, TOTAL, configuration, 0x22));
	free(configuration);
}

static void an_interface_is_as_long_as_all_that_belongs_to_it(void **state)
{
	PUSB_CONFIGURATION_DESCRIPTOR configuration = copy_of(sound, TOTAL);
	unsigned char *bytes = (unsigned char *)configuration;

	UNREFERENCED_PARAMETER(state);
	assert_int_equal(
		USBD_GetInterfaceLength(
			(PUSB_INTERFACE_DESCRIPTOR)(bytes + FIRST_INTERFACE), bytes + TOTAL),
		SECOND_SETTING - FIRST_INTERFACE);
	assert_int_equal(
		USBD_GetInterfaceLength(
			(PUSB_INTERFACE_DESCRIPTOR)(bytes + SECOND_SETTING), bytes + TOTAL),
		TOTAL - SECOND_SETTING);
	free(configuration);
}

static void one_that_ends_too_early_is_wrong(void **state)
{
	UNREFERENCED_PARAMETER(state);
	for (ULONG length = 0; length < TOTAL; length++) {
		PUSB_CONFIGURATION_DESCRIPTOR configuration = copy_of(sound, length);

		for (USHORT level = 1; level <= 3; level++)
			assert_int_equal(validate(configuration, length, level),
				USBD_STATUS_BAD_CONFIG_DESC_LENGTH);
		/* It says that it ends there: then the last of those in it may be cut. */
		if (length >= sizeof(*configuration)) {
			BOOLEAN is_whole = length == SECOND_SETTING || length == CLASS_SPECIFIC;

			configuration->wTotalLength = (USHORT)length;
			assert_int_equal(validate(configuration, length, 1), USBD_STATUS_SUCCESS);
			assert_true(is_whole ==
				    (validate(configuration, length, 3) == USBD_STATUS_SUCCESS));
		}
		free(configuration);
	}
}

static void each_thing_that_is_wrong_has_its_status(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(validate_changed(1, 1, 1), USBD_STATUS_BAD_DESCRIPTOR_TYPE);
	assert_int_equal(validate_changed(0, 8, 1), USBD_STATUS_BAD_DESCRIPTOR_BLEN);
	assert_int_equal(validate_changed(2, 8, 1), USBD_STATUS_BAD_CONFIG_DESC_LENGTH);
	assert_int_equal(validate_changed(3, 1, 1), USBD_STATUS_BAD_CONFIG_DESC_LENGTH);
	assert_int_equal(validate_changed(FIRST_INTERFACE, 0, 1), USBD_STATUS_SUCCESS);
	assert_int_equal(
		validate_changed(FIRST_INTERFACE, 0, 2), USBD_STATUS_BAD_INTERFACE_DESCRIPTOR);
	assert_int_equal(
		validate_changed(FIRST_INTERFACE, 8, 2), USBD_STATUS_BAD_INTERFACE_DESCRIPTOR);
	assert_int_equal(
		validate_changed(FIRST_ENDPOINT, 6, 2), USBD_STATUS_BAD_ENDPOINT_DESCRIPTOR);
	assert_int_equal(
		validate_changed(LAST_ENDPOINT, 255, 2), USBD_STATUS_BAD_ENDPOINT_DESCRIPTOR);
	assert_int_equal(validate_changed(CLASS_SPECIFIC, 1, 2), USBD_STATUS_BAD_DESCRIPTOR_BLEN);
	assert_int_equal(
		validate_changed(FIRST_ENDPOINT + 2, 0x80, 2), USBD_STATUS_BAD_ENDPOINT_ADDRESS);
	assert_int_equal(validate_changed(4, 2, 2), USBD_STATUS_BAD_NUMBER_OF_INTERFACES);
	assert_int_equal(validate_changed(FIRST_INTERFACE + 4, 3, 2), USBD_STATUS_SUCCESS);
	assert_int_equal(
		validate_changed(FIRST_INTERFACE + 4, 3, 3), USBD_STATUS_BAD_NUMBER_OF_ENDPOINTS);
	assert_int_equal(validate_changed(0, 9, 4), USBD_STATUS_INVALID_PARAMETER);
}

/* Whatever was found right can be walked through. */
static void walk(PUSB_CONFIGURATION_DESCRIPTOR configuration)
{
	unsigned char *end = (unsigned char *)configuration + configuration->wTotalLength;
	void *place = configuration;
	PUSB_INTERFACE_DESCRIPTOR interface;

	while ((interface = USBD_ParseConfigurationDescriptorEx(
			configuration, place, -1, -1, -1, -1, -1)) != NULL) {
		ULONG length = USBD_GetInterfaceLength(interface, end);
		USBD_INTERFACE_LIST_ENTRY list[] = { { interface, NULL }, { NULL, NULL } };
		PURB urb = USBD_CreateConfigurationRequestEx(configuration, list);

		assert_true((unsigned char *)interface + length <= end);
		assert_non_null(urb);
		assert_int_equal(list[0].Interface->NumberOfPipes, interface->bNumEndpoints);
		ExFreePool(urb);
		place = (unsigned char *)interface + length;
	}
}

static void no_byte_is_trusted(void **state)
{
	static const unsigned char values[] = { 0, 1, 2, 4, 5, 7, 9, 48, 52, 53, 54, 127, 128,
		255 };

	UNREFERENCED_PARAMETER(state);
	for (size_t place = 0; place < TOTAL; place++) {
		for (size_t i = 0; i < sizeof(values); i++) {
			PUSB_CONFIGURATION_DESCRIPTOR configuration = copy_of(sound, TOTAL);

			((unsigned char *)configuration)[place] = values[i];
			validate(configuration, TOTAL, 3);
			if (validate(configuration, TOTAL, 1) == USBD_STATUS_SUCCESS)
				walk(configuration);
			free(configuration);
		}
	}
}

static void a_list_of_what_is_no_interface_gives_no_urb(void **state)
{
	USB_INTERFACE_DESCRIPTOR wrong = { .bLength = 8, .bDescriptorType = 4 };
	USBD_INTERFACE_LIST_ENTRY list[] = { { &wrong, NULL }, { NULL, NULL } };

	UNREFERENCED_PARAMETER(state);
	assert_null(USBD_CreateConfigurationRequestEx((void *)(ULONG_PTR)sound, list));
	wrong.bLength = 9;
	wrong.bDescriptorType = 5;
	assert_null(USBD_CreateConfigurationRequestEx((void *)(ULONG_PTR)sound, list));
}

static DEVICE_OBJECT nowhere;
static NTSTATUS found;
static int held;

static NTSTATUS use_handle(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	USBD_HANDLE handle;
	PURB urb;
	PURB isochronous;

	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	found = USBD_CreateHandle(&nowhere, &nowhere, 0x601, 'gaT ', &handle);
	if (found != STATUS_INVALID_PARAMETER)
		return found;
	found = USBD_CreateHandle(
		&nowhere, &nowhere, USBD_CLIENT_CONTRACT_VERSION_602, 'gaT ', &handle);
	if (!NT_SUCCESS(found) || !NT_SUCCESS(USBD_UrbAllocate(handle, &urb)) ||
		!NT_SUCCESS(USBD_IsochUrbAllocate(handle, 100, &isochronous)))
		return STATUS_UNSUCCESSFUL;
	isochronous->UrbIsochronousTransfer.IsoPacket[99].Length = 1;
	held = outstanding();
	found = USBD_QueryUsbCapability(handle, &GUID_USB_CAPABILITY_CHAINED_MDLS, 0, NULL, NULL);
	USBD_UrbFree(handle, isochronous);
	USBD_UrbFree(handle, urb);
	USBD_CloseHandle(handle);
	return STATUS_SUCCESS;
}

static void handles_and_their_urbs_are_in_the_books(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(use_handle), STATUS_SUCCESS);
	assert_int_equal(held, 3);
	assert_int_equal(found, STATUS_NOT_SUPPORTED);
	assert_int_equal(outstanding(), 0);
}

static PURB urb_of(USBD_HANDLE *handle)
{
	PURB urb = NULL;

	USBD_CreateHandle(&nowhere, &nowhere, USBD_CLIENT_CONTRACT_VERSION_602, 'gaT ', handle);
	USBD_UrbAllocate(*handle, &urb);
	return urb;
}

static NTSTATUS free_twice(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	USBD_HANDLE handle;
	PURB urb = urb_of(&handle);

	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	USBD_UrbFree(handle, urb);
	USBD_UrbFree(handle, urb);
	return STATUS_SUCCESS;
}

static NTSTATUS free_after_close(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	USBD_HANDLE handle;
	PURB urb = urb_of(&handle);

	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	USBD_CloseHandle(handle);
	USBD_UrbFree(handle, urb);
	return STATUS_SUCCESS;
}

static NTSTATUS free_others(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	USBD_HANDLE first;
	USBD_HANDLE second;
	PURB urb = urb_of(&first);

	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	urb_of(&second);
	USBD_UrbFree(second, urb);
	return STATUS_SUCCESS;
}

static void misuse_of_urbs_is_stopped(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_stopped(free_twice, "double-release");
	assert_stopped(free_after_close, "invalid-handle");
	assert_stopped(free_others, "release-of-unknown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(misuse_of_urbs_is_stopped),
		TEST(handles_and_their_urbs_are_in_the_books),
		TEST(what_is_in_a_descriptor_is_found),
		TEST(an_interface_is_as_long_as_all_that_belongs_to_it),
		TEST(one_that_ends_too_early_is_wrong),
		TEST(each_thing_that_is_wrong_has_its_status),
		TEST(no_byte_is_trusted),
		TEST(a_list_of_what_is_no_interface_gives_no_urb),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
