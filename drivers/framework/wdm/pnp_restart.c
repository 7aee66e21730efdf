#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/framework/wdm/clock.h"
#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/pnp_irp.h"
#include "drivers/framework/wdm/pnp_private.h"
#include "drivers/framework/wdm/restart.h"

enum {
	RESTARTS_MAX = 5,
};

#define PERIOD (60 * 10000000ll) /* in units of 100 ns */

const GUID io_guid_reenumerate_self = { 0x2aeb0243, 0x6a6e, 0x486b,
	{ 0x82, 0xfc, 0xd8, 0x15, 0xf6, 0xb9, 0x70, 0x06 } };

/* Of an instance, which may be another device object each time. */
struct record {
	struct record *next;
	char *instance; /* owned */
	LONGLONG began;
	unsigned int count;
	bool has_started;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct record *records; /* owned */

static struct record *find(const char *instance)
{
	struct record *record = records;

	while (record && strcmp(record->instance, instance) != 0)
		record = record->next;
	return record;
}

static struct record *add(const char *instance)
{
	struct record *record = calloc(1, sizeof(*record));

	if (!record)
		return NULL;
	record->instance = strdup(instance);
	if (!record->instance) {
		free(record);
		return NULL;
	}
	record->next = records;
	records = record;
	return record;
}

/* After a period in which it was never started it is given up. */
static bool count_restart(struct record *record)
{
	LONGLONG now = ke_clock_interrupt();
	bool begins = record->count == 0 || now < record->began;

	if (!begins && now - record->began <= PERIOD)
		return record->count < RESTARTS_MAX && ++record->count > 0;
	if (!begins && !record->has_started)
		return false;
	record->has_started = false;
	record->began = now;
	record->count = 1;
	return true;
}

static bool may_restart(const struct pnp_node *node)
{
	const char *instance = io_device_instance(node->pdo);
	struct record *record;
	bool may;

	pthread_mutex_lock(&lock);
	record = instance ? find(instance) : NULL;
	may = record && count_restart(record);
	pthread_mutex_unlock(&lock);
	return may;
}

/* False when the bus cannot. */
static bool ask_bus(const struct pnp_node *node)
{
	REENUMERATE_SELF_INTERFACE_STANDARD interface = { .Size = 0 };
	IO_STACK_LOCATION stack = { .MajorFunction = IRP_MJ_PNP,
		.MinorFunction = IRP_MN_QUERY_INTERFACE };

	stack.Parameters.QueryInterface.InterfaceType = &io_guid_reenumerate_self;
	stack.Parameters.QueryInterface.Size = sizeof(interface);
	stack.Parameters.QueryInterface.Version = 1;
	stack.Parameters.QueryInterface.Interface = (PINTERFACE)&interface;
	if (!NT_SUCCESS(pnp_irp_send(node->pdo, &stack, NULL)) ||
		!interface.SurpriseRemoveAndReenumerateSelf)
		return false;
	interface.SurpriseRemoveAndReenumerateSelf(interface.Context);
	if (interface.InterfaceDereference)
		interface.InterfaceDereference(interface.Context);
	return true;
}

static void restart(struct pnp_node *node)
{
	if (node->is_gone || (may_restart(node) && ask_bus(node)))
		return;
	pnp_look_at_state(node);
}

void io_device_restart(PDEVICE_OBJECT pdo, bool has_started)
{
	const char *instance = io_device_instance(pdo);
	struct record *record;

	pthread_mutex_lock(&lock);
	record = instance ? find(instance) : NULL;
	if (instance && !record)
		record = add(instance);
	if (record)
		record->has_started |= has_started;
	pthread_mutex_unlock(&lock);
	pnp_enqueue(restart, pdo);
}
