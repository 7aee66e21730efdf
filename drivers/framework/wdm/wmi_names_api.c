/* The boundary of what WMI suggests for instances of data: numbers and names. */
#include <stdlib.h>
#include <wdm.h>

#include <pthread.h>

#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/pool.h"
#include "drivers/framework/wdm/string.h"

#define SITE __builtin_return_address(0)

enum {
	NAME_MAX_CHARACTERS = 512,
	SEPARATOR = L'_',
};

/* How many numbers of a class are given out. */
struct class
{
	GUID guid;
	ULONG count;
	struct class *next;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct class *classes;

static struct class *find_locked(const GUID *guid)
{
	struct class *class = classes;

	while (class && !IsEqualGUID(&class->guid, guid))
		class = class->next;
	if (class)
		return class;
	class = calloc(1, sizeof(*class));
	if (!class)
		return NULL;
	class->guid = *guid;
	class->next = classes;
	classes = class;
	return class;
}

NTSTATUS IoWMIAllocateInstanceIds(GUID *Guid, ULONG InstanceCount, ULONG *FirstInstanceId)
{
	const void *site = SITE;
	struct class *class;

	ke_irql_check("IoWMIAllocateInstanceIds", APC_LEVEL, site);
	if (io_fault(io_driver_calling(site), "IoWMIAllocateInstanceIds", site))
		return STATUS_INSUFFICIENT_RESOURCES;
	pthread_mutex_lock(&lock);
	class = find_locked(Guid);
	if (class) {
		*FirstInstanceId = class->count;
		class->count += InstanceCount;
	}
	pthread_mutex_unlock(&lock);
	return class ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}

static size_t add_device(WCHAR *name, size_t length, PDEVICE_OBJECT pdo)
{
	const WCHAR *description = io_device_identity(pdo)->description;
	const char *instance = io_device_instance(pdo);

	for (; description && *description && length < NAME_MAX_CHARACTERS; description++)
		name[length++] = *description;
	for (; !description && instance && *instance && length < NAME_MAX_CHARACTERS; instance++)
		name[length++] = (unsigned char)*instance;
	return length;
}

static size_t add_link(WCHAR *name, size_t length, PCUNICODE_STRING link)
{
	for (USHORT i = 0; i < link->Length / sizeof(WCHAR) && length < NAME_MAX_CHARACTERS; i++)
		name[length++] = link->Buffer[i];
	return length;
}

NTSTATUS IoWMISuggestInstanceName(PDEVICE_OBJECT PhysicalDeviceObject,
	PUNICODE_STRING SymbolicLinkName, BOOLEAN CombineNames,
	PUNICODE_STRING SuggestedInstanceName)
{
	const void *site = SITE;
	struct io_driver *driver = io_driver_calling(site);
	struct ex_request request = { .tag = 'pimW', .is_paged = true };
	WCHAR name[NAME_MAX_CHARACTERS];
	size_t length = 0;

	ke_irql_check("IoWMISuggestInstanceName", PASSIVE_LEVEL, site);
	if (PhysicalDeviceObject)
		length = add_device(name, length, PhysicalDeviceObject);
	if (SymbolicLinkName && (CombineNames || length == 0)) {
		if (length > 0 && length < NAME_MAX_CHARACTERS)
			name[length++] = SEPARATOR;
		length = add_link(name, length, SymbolicLinkName);
	}
	if (length == 0)
		return STATUS_UNSUCCESSFUL;
	request.size = length * sizeof(WCHAR);
	if (io_fault(driver, "IoWMISuggestInstanceName", site))
		return STATUS_INSUFFICIENT_RESOURCES;
	SuggestedInstanceName->Buffer = ex_block_create(driver, &request, site);
	if (!SuggestedInstanceName->Buffer)
		return STATUS_INSUFFICIENT_RESOURCES;
	memcpy(SuggestedInstanceName->Buffer, name, request.size);
	SuggestedInstanceName->Length = SuggestedInstanceName->MaximumLength = (USHORT)request.size;
	return STATUS_SUCCESS;
}
