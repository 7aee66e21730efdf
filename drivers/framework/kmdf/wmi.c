#include "drivers/framework/kmdf/wmi.h"

#include <stdlib.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/wdm/wmi.h"

struct fx_wmi_provider *fx_wmi_provider_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_wmi_provider, object);
}

struct fx_wmi_instance *fx_wmi_instance_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_wmi_instance, object);
}

/* Nobody finds it any more; what its cleanup callback does is its own matter. */
static bool dispose_provider(struct fx_object *object, const void *site)
{
	UNREFERENCED_PARAMETER(site);
	fx_globals_lock(object->globals);
	RemoveEntryList(&fx_wmi_provider_of(object)->link);
	InitializeListHead(&fx_wmi_provider_of(object)->link);
	fx_globals_unlock(object->globals);
	return true;
}

static bool dispose_instance(struct fx_object *object, const void *site)
{
	UNREFERENCED_PARAMETER(site);
	fx_wmi_instance_deregister(fx_wmi_instance_of(object));
	return true;
}

const struct fx_class fx_wmi_provider_class = {
	.kind = { "WDFWMIPROVIDER", 0, fx_object_reclaim },
	.size = sizeof(struct fx_wmi_provider),
	.dispose = dispose_provider,
};

const struct fx_class fx_wmi_instance_class = {
	.kind = { "WDFWMIINSTANCE", 0, fx_object_reclaim },
	.size = sizeof(struct fx_wmi_instance),
	.dispose = dispose_instance,
};

static struct fx_wmi_provider *find(struct fx_device *device, const GUID *class)
{
	LIST_ENTRY *head = &device->wmi_providers;

	for (LIST_ENTRY *link = head->Flink; link != head; link = link->Flink) {
		struct fx_wmi_provider *one = CONTAINING_RECORD(link, struct fx_wmi_provider, link);

		if (IsEqualGUID(&one->config.Guid, class))
			return one;
	}
	return NULL;
}

NTSTATUS fx_wmi_provider_enter(struct fx_wmi_provider *provider, struct fx_device *device)
{
	NTSTATUS status = STATUS_SUCCESS;

	fx_globals_lock(device->object.globals);
	if (find(device, &provider->config.Guid))
		status = STATUS_OBJECT_NAME_COLLISION;
	else
		InsertTailList(&device->wmi_providers, &provider->link);
	fx_globals_unlock(device->object.globals);
	return status;
}

bool fx_wmi_instance_register(struct fx_wmi_instance *instance)
{
	bool is_new;

	fx_globals_lock(instance->object.globals);
	is_new = !instance->is_registered;
	instance->is_registered = true;
	if (is_new)
		InsertTailList(&instance->provider->instances, &instance->link);
	fx_globals_unlock(instance->object.globals);
	return is_new;
}

bool fx_wmi_instance_deregister(struct fx_wmi_instance *instance)
{
	bool was_registered;

	fx_globals_lock(instance->object.globals);
	was_registered = instance->is_registered;
	instance->is_registered = false;
	if (was_registered)
		RemoveEntryList(&instance->link);
	fx_globals_unlock(instance->object.globals);
	return was_registered;
}

/* A device without providers has nothing to register. */
void fx_wmi_start(struct fx_device *device)
{
	bool has_providers;

	fx_globals_lock(device->object.globals);
	has_providers = !IsListEmpty(&device->wmi_providers);
	fx_globals_unlock(device->object.globals);
	if (has_providers)
		io_wmi_register(device->wdm, NULL);
}

void fx_wmi_stop(struct fx_device *device)
{
	io_wmi_deregister(device->wdm, NULL);
}
