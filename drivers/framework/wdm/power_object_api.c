/* The boundary of requests that the system, or its display, stays on. */
#include <stdlib.h>
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/resource_check.h"

#define SITE __builtin_return_address(0)

struct power_request {
	struct io_resource resource;
	LONG counts[PowerRequestExecutionRequired + 1];
};

struct system_state {
	struct io_resource resource;
	EXECUTION_STATE flags;
};

static void reclaim_request(struct io_resource *resource)
{
	free(CONTAINING_RECORD(resource, struct power_request, resource));
}

static void reclaim_state(struct io_resource *resource)
{
	free(CONTAINING_RECORD(resource, struct system_state, resource));
}

static const struct io_kind request_kind = { "power-request", 0, reclaim_request };
static const struct io_kind state_kind = { "system-state", 0, reclaim_state };

NTSTATUS PoCreatePowerRequest(
	PVOID *PowerRequest, PDEVICE_OBJECT DeviceObject, PCOUNTED_REASON_CONTEXT Context)
{
	const void *site = SITE;
	struct io_driver *driver = io_driver_calling(site);
	struct power_request *request;

	UNREFERENCED_PARAMETER(Context);
	ke_irql_check("PoCreatePowerRequest", APC_LEVEL, site);
	*PowerRequest = NULL;
	if (!DeviceObject)
		return STATUS_INVALID_PARAMETER;
	if (io_fault(driver, "PoCreatePowerRequest", site))
		return STATUS_INSUFFICIENT_RESOURCES;
	request = calloc(1, sizeof(*request));
	if (!request)
		return STATUS_INSUFFICIENT_RESOURCES;
	io_resource_acquire(&request->resource, driver,
		&(struct io_claim){ .kind = &request_kind,
			.handle = request,
			.owner = DeviceObject,
			.site = site });
	*PowerRequest = request;
	return STATUS_SUCCESS;
}

static struct power_request *check(const char *function, PVOID request, const void *site)
{
	return CONTAINING_RECORD(
		io_resource_check(&request_kind, "a power request", function, request, site),
		struct power_request, resource);
}

static NTSTATUS count(
	const char *function, PVOID handle, POWER_REQUEST_TYPE type, LONG by, const void *site)
{
	struct power_request *request;

	ke_irql_check(function, DISPATCH_LEVEL, site);
	request = check(function, handle, site);
	if ((unsigned int)type > PowerRequestExecutionRequired)
		return STATUS_NOT_SUPPORTED;
	if (__atomic_add_fetch(&request->counts[type], by, __ATOMIC_SEQ_CST) >= 0)
		return STATUS_SUCCESS;
	__atomic_sub_fetch(&request->counts[type], by, __ATOMIC_SEQ_CST);
	return STATUS_UNSUCCESSFUL;
}

NTSTATUS PoSetPowerRequest(PVOID PowerRequest, POWER_REQUEST_TYPE Type)
{
	return count("PoSetPowerRequest", PowerRequest, Type, 1, SITE);
}

NTSTATUS PoClearPowerRequest(PVOID PowerRequest, POWER_REQUEST_TYPE Type)
{
	return count("PoClearPowerRequest", PowerRequest, Type, -1, SITE);
}

VOID PoDeletePowerRequest(PVOID PowerRequest)
{
	const void *site = SITE;
	struct power_request *request;

	ke_irql_check("PoDeletePowerRequest", APC_LEVEL, site);
	request = check("PoDeletePowerRequest", PowerRequest, site);
	io_resource_release(&request->resource, site);
	free(request);
}

PVOID PoRegisterSystemState(PVOID StateHandle, EXECUTION_STATE Flags)
{
	const void *site = SITE;
	struct io_driver *driver = io_driver_calling(site);
	struct system_state *state;

	ke_irql_check("PoRegisterSystemState", APC_LEVEL, site);
	if (StateHandle) {
		state = CONTAINING_RECORD(io_resource_check(&state_kind, "a system state",
						  "PoRegisterSystemState", StateHandle, site),
			struct system_state, resource);
		state->flags = Flags;
		return state;
	}
	if (io_fault(driver, "PoRegisterSystemState", site))
		return NULL;
	state = calloc(1, sizeof(*state));
	if (!state)
		return NULL;
	state->flags = Flags;
	io_resource_acquire(&state->resource, driver,
		&(struct io_claim){ .kind = &state_kind, .handle = state, .site = site });
	return state;
}

VOID PoUnregisterSystemState(PVOID StateHandle)
{
	const void *site = SITE;
	struct io_resource *resource;

	ke_irql_check("PoUnregisterSystemState", APC_LEVEL, site);
	resource = io_resource_check(
		&state_kind, "a system state", "PoUnregisterSystemState", StateHandle, site);
	io_resource_release(resource, site);
	reclaim_state(resource);
}

/* The host's system works for as long as the host wants. */
VOID PoSetSystemState(EXECUTION_STATE Flags)
{
	UNREFERENCED_PARAMETER(Flags);
	ke_irql_check("PoSetSystemState", DISPATCH_LEVEL, SITE);
}
