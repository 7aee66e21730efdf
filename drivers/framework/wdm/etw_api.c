/* The boundary of event tracing: which providers are registered. */
#include <stdlib.h>
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/resource.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

struct provider {
	struct io_resource resource;
};

static void reclaim(struct io_resource *resource)
{
	free(CONTAINING_RECORD(resource, struct provider, resource));
}

static const struct io_kind provider_kind = { "etw-provider", 0, reclaim };

static const void *handle_of(REGHANDLE handle)
{
	return (const void *)(uintptr_t)handle;
}

/* NULL when none is registered under that handle. */
static struct io_resource *find(REGHANDLE handle)
{
	struct io_resource *resource = io_resource_find(handle_of(handle));

	return resource && resource->kind == &provider_kind ? resource : NULL;
}

NTSTATUS EtwRegister(LPCGUID ProviderId, PETWENABLECALLBACK EnableCallback, PVOID CallbackContext,
	PREGHANDLE RegHandle)
{
	const void *site = SITE;
	struct io_driver *driver = io_driver_calling(site);
	struct provider *provider;

	UNREFERENCED_PARAMETER(EnableCallback);
	UNREFERENCED_PARAMETER(CallbackContext);
	ke_irql_check("EtwRegister", APC_LEVEL, site);
	if (!ProviderId || !RegHandle)
		return STATUS_INVALID_PARAMETER;
	*RegHandle = 0;
	if (io_fault(driver, "EtwRegister", site))
		return STATUS_NO_MEMORY;
	provider = calloc(1, sizeof(*provider));
	if (!provider)
		return STATUS_NO_MEMORY;
	io_resource_acquire(&provider->resource, driver,
		&(struct io_claim){ .kind = &provider_kind, .handle = provider, .site = site });
	*RegHandle = (REGHANDLE)(uintptr_t)provider;
	return STATUS_SUCCESS;
}

NTSTATUS EtwUnregister(REGHANDLE RegHandle)
{
	const void *site = SITE;
	struct io_breach breach = { io_driver_calling(site), "double-release", "EtwUnregister",
		handle_of(RegHandle), site };
	struct io_resource *resource;

	ke_irql_check("EtwUnregister", APC_LEVEL, site);
	resource = find(RegHandle);
	if (!resource) {
		if (io_resource_was_released(handle_of(RegHandle)))
			io_stop(&breach, "the provider is unregistered already");
		return STATUS_INVALID_HANDLE;
	}
	io_resource_release(resource, site);
	reclaim(resource);
	return STATUS_SUCCESS;
}

/* There is no session that would enable it. */
BOOLEAN EtwEventEnabled(REGHANDLE RegHandle, PCEVENT_DESCRIPTOR EventDescriptor)
{
	UNREFERENCED_PARAMETER(RegHandle);
	UNREFERENCED_PARAMETER(EventDescriptor);
	return FALSE;
}

BOOLEAN EtwProviderEnabled(REGHANDLE RegHandle, UCHAR Level, ULONGLONG Keyword)
{
	UNREFERENCED_PARAMETER(RegHandle);
	UNREFERENCED_PARAMETER(Level);
	UNREFERENCED_PARAMETER(Keyword);
	return FALSE;
}

NTSTATUS EtwWrite(REGHANDLE RegHandle, PCEVENT_DESCRIPTOR EventDescriptor, LPCGUID ActivityId,
	ULONG UserDataCount, PEVENT_DATA_DESCRIPTOR UserData)
{
	UNREFERENCED_PARAMETER(ActivityId);
	if (!EventDescriptor || (UserDataCount > 0 && !UserData))
		return STATUS_INVALID_PARAMETER;
	return find(RegHandle) ? STATUS_SUCCESS : STATUS_INVALID_HANDLE;
}

NTSTATUS EtwWriteTransfer(REGHANDLE RegHandle, PCEVENT_DESCRIPTOR EventDescriptor,
	LPCGUID ActivityId, LPCGUID RelatedActivityId, ULONG UserDataCount,
	PEVENT_DATA_DESCRIPTOR UserData)
{
	UNREFERENCED_PARAMETER(ActivityId);
	UNREFERENCED_PARAMETER(RelatedActivityId);
	if (!EventDescriptor || (UserDataCount > 0 && !UserData))
		return STATUS_INVALID_PARAMETER;
	return find(RegHandle) ? STATUS_SUCCESS : STATUS_INVALID_HANDLE;
}

NTSTATUS EtwWriteString(
	REGHANDLE RegHandle, UCHAR Level, ULONGLONG Keyword, LPCGUID ActivityId, PCWSTR String)
{
	UNREFERENCED_PARAMETER(Level);
	UNREFERENCED_PARAMETER(Keyword);
	UNREFERENCED_PARAMETER(ActivityId);
	if (!String)
		return STATUS_INVALID_PARAMETER;
	return find(RegHandle) ? STATUS_SUCCESS : STATUS_INVALID_HANDLE;
}
