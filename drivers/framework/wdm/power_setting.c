#include "drivers/framework/wdm/power_setting.h"

#include <stdlib.h>

#include "drivers/framework/wdm/call_list.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/guid.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/resource_check.h"
#include "drivers/framework/wdm/stop.h"
#include "drivers/framework/wdm/thread.h"

#define SITE __builtin_return_address(0)

const GUID GUID_ACDC_POWER_SOURCE = { 0x5d3e9a59, 0xe9d5, 0x4b00,
	{ 0xa6, 0xbd, 0xff, 0x34, 0xff, 0x51, 0x65, 0x48 } };
const GUID GUID_BATTERY_PERCENTAGE_REMAINING = { 0xa7ad8041, 0xb45a, 0x4cae,
	{ 0x87, 0xa3, 0xee, 0xcb, 0xb4, 0x68, 0xa9, 0xe1 } };
const GUID GUID_CONSOLE_DISPLAY_STATE = { 0x6fe69556, 0x704a, 0x47a0,
	{ 0x8f, 0x24, 0xc2, 0x8d, 0x93, 0x6f, 0xda, 0x47 } };
const GUID GUID_MONITOR_POWER_ON = { 0x02731015, 0x4510, 0x4526,
	{ 0x99, 0xe6, 0xe5, 0xa1, 0x7e, 0xbd, 0x1a, 0xea } };
const GUID GUID_POWERSCHEME_PERSONALITY = { 0x245d8541, 0x3943, 0x4422,
	{ 0xb0, 0x25, 0x13, 0xa7, 0x84, 0xf6, 0x79, 0xb7 } };
const GUID GUID_SYSTEM_AWAYMODE = { 0x98a7f580, 0x01f7, 0x48aa,
	{ 0x9c, 0x0f, 0x44, 0x35, 0x2c, 0x29, 0xe5, 0xc0 } };

struct registration {
	struct io_resource resource;
	struct io_call call;
	GUID setting;
	PPOWER_SETTING_CALLBACK routine;
	PVOID context;
};

struct setting {
	GUID guid;
	ULONG length;
	unsigned char value[PO_SETTING_VALUE_MAX];
	struct setting *next;
};

static struct io_call_list registrations = IO_CALL_LIST_INIT(registrations);
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of the settings */
static struct setting *settings;

static void free_registration(struct registration *registration)
{
	io_call_list_remove(&registrations, &registration->call);
	free(registration);
}

static void reclaim(struct io_resource *resource)
{
	free_registration(CONTAINING_RECORD(resource, struct registration, resource));
}

static const struct io_kind registration_kind = { "power-setting", 0, reclaim };

/* A machine on mains, with its display on; other settings are 0. */
static void fill_default(struct setting *setting, const GUID *guid)
{
	ULONG value = IsEqualGUID(guid, &GUID_BATTERY_PERCENTAGE_REMAINING) ? 100
		      : IsEqualGUID(guid, &GUID_CONSOLE_DISPLAY_STATE) ||
				      IsEqualGUID(guid, &GUID_MONITOR_POWER_ON)
			      ? 1
			      : 0;

	setting->guid = *guid;
	setting->length = sizeof(value);
	memcpy(setting->value, &value, sizeof(value));
}

static struct setting *find_locked(const GUID *guid)
{
	struct setting *setting = settings;

	while (setting && !IsEqualGUID(&setting->guid, guid))
		setting = setting->next;
	return setting;
}

static struct setting value_of(const GUID *guid)
{
	struct setting value = { .length = 0 };
	const struct setting *found;

	pthread_mutex_lock(&lock);
	found = find_locked(guid);
	if (found)
		value = *found;
	pthread_mutex_unlock(&lock);
	if (!found)
		fill_default(&value, guid);
	return value;
}

static void call(const struct registration *registration, struct setting value)
{
	struct io_driver *driver = registration->resource.driver;
	struct io_driver *previous = io_driver_begin_call(driver);
	struct ke_level level = ke_level();

	registration->routine(
		&registration->setting, value.value, value.length, registration->context);
	ke_level_check_return(driver, "a power setting callback", &level);
	io_driver_end_call(previous);
}

NTSTATUS PoRegisterPowerSettingCallback(PDEVICE_OBJECT DeviceObject, LPCGUID SettingGuid,
	PPOWER_SETTING_CALLBACK Callback, PVOID Context, PVOID *Handle)
{
	const void *site = SITE;
	struct io_driver *driver = io_driver_calling(site);
	struct registration *registration;

	UNREFERENCED_PARAMETER(DeviceObject);
	ke_irql_check("PoRegisterPowerSettingCallback", PASSIVE_LEVEL, site);
	if (io_fault(driver, "PoRegisterPowerSettingCallback", site))
		return STATUS_INSUFFICIENT_RESOURCES;
	registration = calloc(1, sizeof(*registration));
	if (!registration)
		return STATUS_INSUFFICIENT_RESOURCES;
	registration->setting = *SettingGuid;
	registration->routine = Callback;
	registration->context = Context;
	io_resource_acquire(&registration->resource, driver,
		&(struct io_claim){
			.kind = &registration_kind, .handle = registration, .site = site });
	*Handle = registration;
	call(registration, value_of(SettingGuid));
	io_call_list_add(&registrations, &registration->call);
	return STATUS_SUCCESS;
}

NTSTATUS PoUnregisterPowerSettingCallback(PVOID Handle)
{
	const void *site = SITE;
	struct io_resource *resource;
	struct registration *registration;

	ke_irql_check("PoUnregisterPowerSettingCallback", PASSIVE_LEVEL, site);
	resource = io_resource_check(&registration_kind, "a handle of a power setting callback",
		"PoUnregisterPowerSettingCallback", Handle, site);
	registration = CONTAINING_RECORD(resource, struct registration, resource);
	if (!io_call_list_remove(&registrations, &registration->call))
		io_stop(&(struct io_breach){ io_driver_calling(site), "waits-for-itself",
				"PoUnregisterPowerSettingCallback", Handle, site },
			"a power setting callback waits until it has returned");
	io_resource_release(resource, site);
	free(registration);
	return STATUS_SUCCESS;
}

static bool store(const GUID *guid, const void *value, ULONG length)
{
	struct setting *setting;

	pthread_mutex_lock(&lock);
	setting = find_locked(guid);
	if (!setting) {
		setting = calloc(1, sizeof(*setting));
		if (setting) {
			setting->guid = *guid;
			setting->next = settings;
			settings = setting;
		}
	}
	if (setting) {
		setting->length = length;
		memcpy(setting->value, value, length);
	}
	pthread_mutex_unlock(&lock);
	return setting != NULL;
}

static void tell(void *argument)
{
	const GUID *guid = argument;
	struct io_call *one = NULL;

	while ((one = io_call_list_next(&registrations, one)) != NULL) {
		struct registration *registration =
			CONTAINING_RECORD(one, struct registration, call);

		/* A driver that is gone has left it behind. */
		if (registration->resource.driver && IsEqualGUID(&registration->setting, guid))
			call(registration, value_of(guid));
	}
}

NTSTATUS po_setting_host_set(const char *setting, const void *value, ULONG length)
{
	GUID guid;

	if (!io_guid_read(&guid, setting) || length > PO_SETTING_VALUE_MAX)
		return STATUS_INVALID_PARAMETER;
	if (!store(&guid, value, length))
		return STATUS_INSUFFICIENT_RESOURCES;
	io_thread_run(tell, &guid);
	return STATUS_SUCCESS;
}
