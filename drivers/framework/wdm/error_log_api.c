/* The boundary of the error log. */
#include <stdio.h>
#include <stdlib.h>
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/resource_check.h"

#define SITE __builtin_return_address(0)

struct entry {
	struct io_resource resource;
	IO_ERROR_LOG_PACKET packet; /* as large as was asked for */
};

static void reclaim(struct io_resource *resource)
{
	free(CONTAINING_RECORD(resource, struct entry, resource));
}

static const struct io_kind entry_kind = { "error-log-entry", 0, reclaim };

PVOID IoAllocateErrorLogEntry(PVOID IoObject, UCHAR EntrySize)
{
	const void *site = SITE;
	struct io_driver *driver = io_driver_calling(site);
	struct entry *entry;

	UNREFERENCED_PARAMETER(IoObject);
	ke_irql_check("IoAllocateErrorLogEntry", DISPATCH_LEVEL, site);
	if (EntrySize < FIELD_OFFSET(IO_ERROR_LOG_PACKET, DumpData) ||
		EntrySize > ERROR_LOG_LIMIT_SIZE ||
		io_fault(driver, "IoAllocateErrorLogEntry", site))
		return NULL;
	entry = calloc(1, sizeof(*entry) + EntrySize);
	if (!entry)
		return NULL;
	io_resource_acquire(&entry->resource, driver,
		&(struct io_claim){ .kind = &entry_kind,
			.handle = &entry->packet,
			.size = EntrySize,
			.site = site });
	return &entry->packet;
}

static struct entry *take(const char *function, const void *packet, const void *site)
{
	struct io_resource *resource;

	ke_irql_check(function, DISPATCH_LEVEL, site);
	resource = io_resource_check(
		&entry_kind, "an entry for the error log", function, packet, site);
	io_resource_release(resource, site);
	return CONTAINING_RECORD(resource, struct entry, resource);
}

VOID IoWriteErrorLogEntry(PVOID ElEntry)
{
	const void *site = SITE;
	struct entry *entry = take("IoWriteErrorLogEntry", ElEntry, site);
	struct io_driver *driver = io_driver_calling(site);

	fprintf(stderr, "%s: error log: 0x%08x, status 0x%08x, value %u\n",
		driver ? io_driver_name(driver) : "drvhost", (unsigned int)entry->packet.ErrorCode,
		(unsigned int)entry->packet.FinalStatus, entry->packet.UniqueErrorValue);
	free(entry);
}

VOID IoFreeErrorLogEntry(PVOID ElEntry)
{
	free(take("IoFreeErrorLogEntry", ElEntry, SITE));
}
