/* What a bus driver says of its children, and what becomes of them. */
#include "tests/unit/framework/support.h"

#include "drivers/framework/wdm/pnp.h"

enum {
	CHILDREN_MAX = 3
};

struct id {
	WDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER header;
	ULONG number;
};

struct address {
	WDF_CHILD_ADDRESS_DESCRIPTION_HEADER header;
	ULONG port;
};

static WDFCHILDLIST list;
static ULONG created[CHILDREN_MAX]; /* how often */
static ULONG gone[CHILDREN_MAX];

typedef struct {
	ULONG number;
} CHILD;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(CHILD, child_of)

static void on_child_cleanup(WDFOBJECT object)
{
	gone[child_of(object)->number]++;
}

static NTSTATUS on_create(WDFCHILDLIST handle, PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER header,
	PWDFDEVICE_INIT init)
{
	static const WCHAR *const names[CHILDREN_MAX] = { L"Zero", L"One", L"Two" };
	DECLARE_CONST_UNICODE_STRING(device_id, L"UNIT\\Child");
	ULONG number = ((struct id *)header)->number;
	WDF_OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING instance_id;
	WDFDEVICE device;
	NTSTATUS status;

	assert_ptr_equal(handle, list);
	RtlInitUnicodeString(&instance_id, names[number]);
	WdfPdoInitAssignDeviceID(init, &device_id);
	WdfPdoInitAssignInstanceID(init, &instance_id);
	WdfPdoInitAddHardwareID(init, &device_id);
	WdfPdoInitAssignRawDevice(init, NULL);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, CHILD);
	attributes.EvtCleanupCallback = on_child_cleanup;
	status = WdfDeviceCreate(&init, &attributes, &device);
	if (!NT_SUCCESS(status))
		return status;
	child_of(device)->number = number;
	created[number]++;
	return status;
}

static NTSTATUS on_add(WDFDRIVER driver, PWDFDEVICE_INIT init)
{
	WDF_CHILD_LIST_CONFIG config;
	WDFDEVICE bus;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(driver);
	WDF_CHILD_LIST_CONFIG_INIT(&config, sizeof(struct id), on_create);
	config.AddressDescriptionSize = sizeof(struct address);
	WdfFdoInitSetDefaultChildListConfig(init, &config, WDF_NO_OBJECT_ATTRIBUTES);
	status = WdfDeviceCreate(&init, WDF_NO_OBJECT_ATTRIBUTES, &bus);
	if (NT_SUCCESS(status))
		list = WdfFdoGetDefaultChildList(bus);
	return status;
}

static NTSTATUS entry(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, on_add);
	return WdfDriverCreate(object, path, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

static struct id id_of(ULONG number)
{
	struct id id = { .number = number };

	WDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER_INIT(&id.header, sizeof(id));
	return id;
}

static NTSTATUS add(ULONG number, ULONG port)
{
	struct id id = id_of(number);
	struct address address = { .port = port };

	WDF_CHILD_ADDRESS_DESCRIPTION_HEADER_INIT(&address.header, sizeof(address));
	return WdfChildListAddOrUpdateChildDescriptionAsPresent(list, &id.header, &address.header);
}

static ULONG port_of(ULONG number)
{
	struct id id = id_of(number);
	struct address address = { .port = 0 };

	WDF_CHILD_ADDRESS_DESCRIPTION_HEADER_INIT(&address.header, sizeof(address));
	if (!NT_SUCCESS(WdfChildListRetrieveAddressDescription(list, &id.header, &address.header)))
		return 0;
	return address.port;
}

static void start_bus(void)
{
	memset(created, 0, sizeof(created));
	memset(gone, 0, sizeof(gone));
	assert_int_equal(enter(entry), STATUS_SUCCESS);
	assert_int_equal(plug(NULL, 0), STATUS_SUCCESS);
}

static void stop_bus(void)
{
	assert_int_equal(unplug(), STATUS_SUCCESS);
	unload();
	assert_int_equal(outstanding(), 0);
	for (ULONG i = 0; i < CHILDREN_MAX; i++)
		assert_int_equal(gone[i], created[i]);
}

static void a_child_that_is_told_of_twice_is_one(void **state)
{
	UNREFERENCED_PARAMETER(state);
	start_bus();
	assert_int_equal(add(0, 7), STATUS_SUCCESS);
	assert_int_equal(add(0, 8), STATUS_OBJECT_NAME_EXISTS);
	io_pnp_host_settle();
	assert_int_equal(created[0], 1);
	assert_int_equal(port_of(0), 8);
	stop_bus();
}

static void what_a_scan_does_not_find_is_missing(void **state)
{
	UNREFERENCED_PARAMETER(state);
	start_bus();
	add(0, 1);
	add(1, 2);
	io_pnp_host_settle();

	WdfChildListBeginScan(list);
	add(1, 3);
	add(2, 4);
	io_pnp_host_settle();
	assert_int_equal(created[2], 0); /* not before the scan ends */
	WdfChildListEndScan(list);
	io_pnp_host_settle();
	assert_int_equal(gone[0], 1);
	assert_int_equal(gone[1], 0);
	assert_int_equal(created[2], 1);
	assert_int_equal(port_of(0), 0);
	assert_int_equal(port_of(1), 3);
	stop_bus();
}

static void a_child_that_is_missing_goes_and_may_come_back(void **state)
{
	struct id id = id_of(1);

	UNREFERENCED_PARAMETER(state);
	start_bus();
	add(1, 5);
	io_pnp_host_settle();
	assert_int_equal(
		WdfChildListUpdateChildDescriptionAsMissing(list, &id.header), STATUS_SUCCESS);
	io_pnp_host_settle();
	assert_int_equal(gone[1], 1);
	assert_int_equal(WdfChildListUpdateChildDescriptionAsMissing(list, &id.header),
		STATUS_NO_SUCH_DEVICE);
	add(1, 6);
	io_pnp_host_settle();
	assert_int_equal(created[1], 2);
	stop_bus();
}

static void iterations_go_over_those_that_are_asked_for(void **state)
{
	WDF_CHILD_LIST_ITERATOR iterator;
	WDFDEVICE device;
	ULONG sum = 0;
	ULONG count = 0;

	UNREFERENCED_PARAMETER(state);
	start_bus();
	add(1, 1);
	add(2, 2);
	io_pnp_host_settle();

	WDF_CHILD_LIST_ITERATOR_INIT(&iterator, WdfRetrievePresentChildren);
	WdfChildListBeginIteration(list, &iterator);
	while (WdfChildListRetrieveNextDevice(list, &iterator, &device, NULL) == STATUS_SUCCESS) {
		sum += child_of(device)->number;
		count++;
	}
	WdfChildListEndIteration(list, &iterator);
	assert_int_equal(count, 2);
	assert_int_equal(sum, 3);

	WDF_CHILD_LIST_ITERATOR_INIT(&iterator, WdfRetrieveMissingChildren);
	WdfChildListBeginIteration(list, &iterator);
	assert_int_equal(WdfChildListRetrieveNextDevice(list, &iterator, &device, NULL),
		STATUS_NO_MORE_ENTRIES);
	WdfChildListEndIteration(list, &iterator);
	stop_bus();
}

static void a_device_is_found_by_its_description(void **state)
{
	WDF_CHILD_RETRIEVE_INFO info;
	struct id id = id_of(2);

	UNREFERENCED_PARAMETER(state);
	start_bus();
	add(2, 9);
	WDF_CHILD_RETRIEVE_INFO_INIT(&info, &id.header);
	io_pnp_host_settle();
	assert_non_null(WdfChildListRetrievePdo(list, &info));
	assert_int_equal(info.Status, WdfChildListRetrieveDeviceSuccess);

	id.number = 0;
	WDF_CHILD_RETRIEVE_INFO_INIT(&info, &id.header);
	assert_null(WdfChildListRetrievePdo(list, &info));
	assert_int_equal(info.Status, WdfChildListRetrieveDeviceNoSuchDevice);
	stop_bus();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_child_that_is_told_of_twice_is_one),
		TEST(what_a_scan_does_not_find_is_missing),
		TEST(a_child_that_is_missing_goes_and_may_come_back),
		TEST(iterations_go_over_those_that_are_asked_for),
		TEST(a_device_is_found_by_its_description),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
