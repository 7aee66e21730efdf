/* Hardware resources that drivers of hardware which nobody enumerates claim for themselves. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <wdm.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/resource.h"
#include "drivers/framework/wdm/resource_claim.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

/* What a driver has claimed, for one of its devices or for all. */
struct report {
	struct io_resource resource;
	struct io_resource_claim claim;
	const DEVICE_OBJECT *device;
	char *claimant;         /* owned */
	PCM_RESOURCE_LIST list; /* owned */
	LIST_ENTRY link;        /* in the list of reports */
};

/* A call of either routine. */
struct call {
	const char *function;
	const void *site;
	PDRIVER_OBJECT object;
	PDEVICE_OBJECT device;
	const CM_RESOURCE_LIST *list;
	ULONG size;
	bool is_override;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY reports = { &reports, &reports };

static void free_report(struct report *report)
{
	if (!report)
		return;
	io_resource_claim_remove(&report->claim);
	pthread_mutex_lock(&lock);
	RemoveEntryList(&report->link);
	pthread_mutex_unlock(&lock);
	free(report->claimant);
	free(report->list);
	free(report);
}

static void reclaim(struct io_resource *resource)
{
	free_report(CONTAINING_RECORD(resource, struct report, resource));
}

static const struct io_kind report_kind = { "hardware-resources", DRVTRACE_KIND_HARDWARE_RESOURCES,
	reclaim };

static struct report *find(const struct io_driver *driver, const DEVICE_OBJECT *device)
{
	struct report *found = NULL;

	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = reports.Flink; link != &reports; link = link->Flink) {
		struct report *report = CONTAINING_RECORD(link, struct report, link);

		if (report->resource.driver == driver && report->device == device)
			found = report;
	}
	pthread_mutex_unlock(&lock);
	return found;
}

static void release(struct report *report, const void *site)
{
	if (!report)
		return;
	io_resource_release(&report->resource, site);
	free_report(report);
}

static struct report *create(const struct call *call, struct io_driver *driver, size_t size)
{
	struct report *report = calloc(1, sizeof(*report));

	if (!report)
		return NULL;
	InitializeListHead(&report->link);
	report->device = call->device;
	report->claimant = strdup(io_driver_name(driver));
	report->list = malloc(size);
	if (!report->claimant || !report->list) {
		free_report(report);
		return NULL;
	}
	memcpy(report->list, call->list, size);
	return report;
}

static void publish(struct report *report, const struct call *call, struct io_driver *driver)
{
	io_resource_claim_enter(&report->claim, report->list, report->claimant);
	pthread_mutex_lock(&lock);
	InsertTailList(&reports, &report->link);
	pthread_mutex_unlock(&lock);
	io_resource_acquire(&report->resource, driver,
		&(struct io_claim){ .kind = &report_kind, .handle = report, .site = call->site });
}

/* What was reported before is replaced; an empty list, or none, gives it back. */
static NTSTATUS report_resources(const struct call *call, PBOOLEAN conflict)
{
	struct io_driver *driver = io_driver_of(call->object);
	struct report *report;
	size_t size;

	if (!driver) {
		struct io_breach breach = { io_driver_calling(call->site), "invalid-handle",
			call->function, call->object, call->site };

		io_stop(&breach, "%p is not a driver object", (void *)call->object);
	}
	ke_irql_check(call->function, PASSIVE_LEVEL, call->site);
	*conflict = FALSE;
	if (!call->list || (call->size >= sizeof(ULONG) && call->list->Count == 0)) {
		release(find(driver, call->device), call->site);
		return STATUS_SUCCESS;
	}
	size = io_resource_list_size(call->list, call->size);
	if (size == 0)
		return STATUS_UNSUCCESSFUL;
	if (io_fault(driver, call->function, call->site))
		return STATUS_INSUFFICIENT_RESOURCES;

	*conflict = io_resource_claim_conflicts(call->list, io_driver_name(driver));
	if (*conflict && !call->is_override)
		return STATUS_CONFLICTING_ADDRESSES;
	report = create(call, driver, size);
	if (!report)
		return STATUS_INSUFFICIENT_RESOURCES;
	release(find(driver, call->device), call->site);
	publish(report, call, driver);
	return STATUS_SUCCESS;
}

/* The class is only where the registry lists them. */
NTSTATUS IoReportResourceUsage(PUNICODE_STRING DriverClassName, PDRIVER_OBJECT DriverObject,
	PCM_RESOURCE_LIST DriverList, ULONG DriverListSize, PDEVICE_OBJECT DeviceObject,
	PCM_RESOURCE_LIST DeviceList, ULONG DeviceListSize, BOOLEAN OverrideConflict,
	PBOOLEAN ConflictDetected)
{
	struct call call = { "IoReportResourceUsage", SITE, DriverObject, DeviceObject,
		DeviceList ? DeviceList : DriverList, DeviceList ? DeviceListSize : DriverListSize,
		OverrideConflict != FALSE };

	UNREFERENCED_PARAMETER(DriverClassName);
	return report_resources(&call, ConflictDetected);
}

NTSTATUS IoReportResourceForDetection(PDRIVER_OBJECT DriverObject, PCM_RESOURCE_LIST DriverList,
	ULONG DriverListSize, PDEVICE_OBJECT DeviceObject, PCM_RESOURCE_LIST DeviceList,
	ULONG DeviceListSize, PBOOLEAN ConflictDetected)
{
	struct call call = { "IoReportResourceForDetection", SITE, DriverObject, DeviceObject,
		DeviceList ? DeviceList : DriverList, DeviceList ? DeviceListSize : DriverListSize,
		false };

	return report_resources(&call, ConflictDetected);
}
