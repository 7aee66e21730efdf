/* What is called at PASSIVE_LEVEL, and nowhere else. */
#include "tests/unit/framework/support.h"

#include <wdmsec.h>

static WDFDRIVER driver;
static WDFDEVICE device;
static PWDFDEVICE_INIT init;
static WDFKEY key;
static WDFSTRING string;
static WDFQUEUE queue;
static WDFTIMER timer;

static DECLARE_CONST_UNICODE_STRING(name, L"\\Device\\Passive");
static DECLARE_CONST_UNICODE_STRING(link_name, L"\\DosDevices\\Passive");
static DECLARE_CONST_UNICODE_STRING(value_name, L"Value");
static const GUID class = { 1, 2, 3, { 4 } };

static void allocate_init(void)
{
	WdfControlDeviceInitAllocate(driver, &SDDL_DEVOBJ_SYS_ALL_ADM_ALL);
}

static void create_device(void)
{
	WDFDEVICE created;

	WdfDeviceCreate(&init, WDF_NO_OBJECT_ATTRIBUTES, &created);
}

static void assign_name(void)
{
	WdfDeviceInitAssignName(init, &name);
}

static void assign_security(void)
{
	WdfDeviceInitAssignSDDLString(init, &SDDL_DEVOBJ_SYS_ALL_ADM_ALL);
}

static void create_link(void)
{
	WdfDeviceCreateSymbolicLink(device, &link_name);
}

static void create_interface(void)
{
	WdfDeviceCreateDeviceInterface(device, &class, NULL);
}

static void retrieve_interface(void)
{
	WdfDeviceRetrieveDeviceInterfaceString(device, &class, NULL, string);
}

static void create_list(void)
{
	WDF_CHILD_LIST_CONFIG config;
	WDFCHILDLIST list;

	WDF_CHILD_LIST_CONFIG_INIT(&config, 8, NULL);
	WdfChildListCreate(device, &config, WDF_NO_OBJECT_ATTRIBUTES, &list);
}

static void assign_resource_name(void)
{
	WdfDeviceAssignMofResourceName(device, &value_name);
}

static void get_registry_path(void)
{
	WdfDriverGetRegistryPath(driver);
}

static void open_parameters(void)
{
	WDFKEY opened;

	WdfDriverOpenParametersRegistryKey(driver, KEY_READ, WDF_NO_OBJECT_ATTRIBUTES, &opened);
}

static void open_device_key(void)
{
	WDFKEY opened;

	WdfDeviceOpenRegistryKey(
		device, PLUGPLAY_REGKEY_DEVICE, KEY_READ, WDF_NO_OBJECT_ATTRIBUTES, &opened);
}

static void query_property(void)
{
	ULONG length;

	WdfDeviceQueryProperty(device, DevicePropertyHardwareID, 0, NULL, &length);
}

static void read_value(void)
{
	ULONG value;

	WdfRegistryQueryULong(key, &value_name, &value);
}

static void write_value(void)
{
	WdfRegistryAssignULong(key, &value_name, 1);
}

static void close_key(void)
{
	WdfRegistryClose(key);
}

static void create_string(void)
{
	WDFSTRING created;

	WdfStringCreate(NULL, WDF_NO_OBJECT_ATTRIBUTES, &created);
}

static void stop_queue(void)
{
	WdfIoQueueStopSynchronously(queue);
}

static void purge_queue(void)
{
	WdfIoQueuePurgeSynchronously(queue);
}

static void drain_queue(void)
{
	WdfIoQueueDrainSynchronously(queue);
}

static void wait_for_timer(void)
{
	WdfTimerStop(timer, TRUE);
}

#define CALL(routine)                                                                              \
	{                                                                                          \
#routine, routine                                                                  \
	}

static const struct {
	const char *name;
	void (*routine)(void);
} calls[] = {
	CALL(allocate_init),
	CALL(create_device),
	CALL(assign_name),
	CALL(assign_security),
	CALL(create_link),
	CALL(create_interface),
	CALL(retrieve_interface),
	CALL(create_list),
	CALL(assign_resource_name),
	CALL(get_registry_path),
	CALL(open_parameters),
	CALL(open_device_key),
	CALL(query_property),
	CALL(read_value),
	CALL(write_value),
	CALL(close_key),
	CALL(create_string),
	CALL(stop_queue),
	CALL(purge_queue),
	CALL(drain_queue),
	CALL(wait_for_timer),
};

static void (*call)(void);
static KIRQL level;

static void on_timer(WDFTIMER handle)
{
	UNREFERENCED_PARAMETER(handle);
}

static void create_objects(void)
{
	WDF_IO_QUEUE_CONFIG queue_config;
	WDF_TIMER_CONFIG timer_config;
	WDF_OBJECT_ATTRIBUTES attributes;

	init = WdfControlDeviceInitAllocate(driver, &SDDL_DEVOBJ_SYS_ALL_ADM_ALL);
	WdfDeviceInitAssignName(init, &name);
	WdfDeviceCreate(&init, WDF_NO_OBJECT_ATTRIBUTES, &device);
	init = WdfControlDeviceInitAllocate(driver, &SDDL_DEVOBJ_SYS_ALL_ADM_ALL);

	WDF_IO_QUEUE_CONFIG_INIT(&queue_config, WdfIoQueueDispatchManual);
	WdfIoQueueCreate(device, &queue_config, WDF_NO_OBJECT_ATTRIBUTES, &queue);
	WDF_TIMER_CONFIG_INIT(&timer_config, on_timer);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = device;
	WdfTimerCreate(&timer_config, &attributes, &timer);
	WdfStringCreate(NULL, WDF_NO_OBJECT_ATTRIBUTES, &string);
	WdfDriverOpenParametersRegistryKey(
		driver, KEY_READ | KEY_WRITE, WDF_NO_OBJECT_ATTRIBUTES, &key);
}

static NTSTATUS call_at_level(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	KIRQL before;

	create_driver(object, path, NULL, &driver);
	create_objects();
	KeRaiseIrql(level, &before);
	call();
	KeLowerIrql(before);
	return STATUS_UNSUCCESSFUL;
}

static void what_is_passive_is_not_called_at_dispatch_level(void **state)
{
	(void)state;
	level = DISPATCH_LEVEL;
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		call = calls[i].routine;
		print_message("%s\n", calls[i].name);
		assert_stopped(call_at_level, "wrong-irql");
	}
}

static void it_is_not_called_at_apc_level_either(void **state)
{
	(void)state;
	level = APC_LEVEL;
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		call = calls[i].routine;
		print_message("%s\n", calls[i].name);
		assert_stopped(call_at_level, "wrong-irql");
	}
}

static void at_passive_level_nothing_is_wrong(void **state)
{
	(void)state;
	level = PASSIVE_LEVEL;
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		call = calls[i].routine;
		assert_int_equal(enter(call_at_level), STATUS_UNSUCCESSFUL);
		forget_driver(NULL);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_passive_is_not_called_at_dispatch_level),
		TEST(it_is_not_called_at_apc_level_either),
		TEST(at_passive_level_nothing_is_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
