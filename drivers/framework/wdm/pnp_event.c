/* What drivers tell the PnP manager: it waits in a queue until the PnP manager's thread is free. */
#include <pthread.h>
#include <stdlib.h>

#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/notification.h"
#include "drivers/framework/wdm/pnp_irp.h"
#include "drivers/framework/wdm/pnp_private.h"

#define SITE __builtin_return_address(0)

struct event {
	void (*carry_out)(struct pnp_node *node);
	const DEVICE_OBJECT *pdo;
	LIST_ENTRY link;
};

static pthread_mutex_t queue_lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY queue = { &queue, &queue };

static bool is_queued(void (*carry_out)(struct pnp_node *node), const DEVICE_OBJECT *pdo)
{
	for (LIST_ENTRY *link = queue.Flink; link != &queue; link = link->Flink) {
		struct event *event = CONTAINING_RECORD(link, struct event, link);

		if (event->carry_out == carry_out && event->pdo == pdo)
			return true;
	}
	return false;
}

/* Without memory it is lost, as on Windows. */
void pnp_enqueue(void (*carry_out)(struct pnp_node *node), const DEVICE_OBJECT *pdo)
{
	struct event *event = malloc(sizeof(*event));

	if (!event)
		return;
	event->carry_out = carry_out;
	event->pdo = pdo;
	pthread_mutex_lock(&queue_lock);
	if (is_queued(carry_out, pdo)) {
		free(event);
		event = NULL;
	}
	if (event)
		InsertTailList(&queue, &event->link);
	pthread_mutex_unlock(&queue_lock);
}

static struct event *dequeue(void)
{
	struct event *event = NULL;

	pthread_mutex_lock(&queue_lock);
	if (!IsListEmpty(&queue))
		event = CONTAINING_RECORD(RemoveHeadList(&queue), struct event, link);
	pthread_mutex_unlock(&queue_lock);
	return event;
}

void pnp_forget_events(const DEVICE_OBJECT *pdo)
{
	pthread_mutex_lock(&queue_lock);
	for (LIST_ENTRY *link = queue.Flink; link != &queue;) {
		struct event *event = CONTAINING_RECORD(link, struct event, link);

		link = link->Flink;
		if (event->pdo == pdo) {
			RemoveEntryList(&event->link);
			free(event);
		}
	}
	pthread_mutex_unlock(&queue_lock);
}

bool pnp_has_events(void)
{
	bool has_events;

	pthread_mutex_lock(&queue_lock);
	has_events = !IsListEmpty(&queue);
	pthread_mutex_unlock(&queue_lock);
	return has_events;
}

static bool carry_out_one(void)
{
	struct event *event = dequeue();
	struct pnp_node *node;

	if (!event)
		return false;
	node = pnp_node_of(event->pdo);
	if (node)
		event->carry_out(node);
	free(event);
	return true;
}

void pnp_settle(void)
{
	while (carry_out_one() || io_notification_deliver())
		;
}

static void enumerate(struct pnp_node *node)
{
	if (node->is_started)
		pnp_enumerate(node);
}

VOID IoInvalidateDeviceRelations(PDEVICE_OBJECT DeviceObject, DEVICE_RELATION_TYPE Type)
{
	ke_irql_check("IoInvalidateDeviceRelations", DISPATCH_LEVEL, SITE);
	if (Type == BusRelations || Type == SingleBusRelations)
		pnp_enqueue(enumerate, DeviceObject);
}

static PNP_DEVICE_STATE query_state(struct pnp_node *node)
{
	IO_STACK_LOCATION stack = { .MajorFunction = IRP_MJ_PNP,
		.MinorFunction = IRP_MN_QUERY_PNP_DEVICE_STATE };
	ULONG_PTR state = 0;

	return NT_SUCCESS(pnp_irp_send(node->pdo, &stack, &state)) ? (PNP_DEVICE_STATE)state : 0;
}

/* A device that has failed is removed, as soon as nobody has it open. */
void pnp_look_at_state(struct pnp_node *node)
{
	if (!node->is_started || node->is_gone)
		return;
	if (query_state(node) & (PNP_DEVICE_FAILED | PNP_DEVICE_REMOVED)) {
		pnp_surprise_remove(node);
		pnp_remove_unused();
	}
}

VOID IoInvalidateDeviceState(PDEVICE_OBJECT PhysicalDeviceObject)
{
	ke_irql_check("IoInvalidateDeviceState", DISPATCH_LEVEL, SITE);
	pnp_enqueue(pnp_look_at_state, PhysicalDeviceObject);
}

/* The stack goes as if it was unplugged; then the bus lets the device go, and reports it no more. */
static void eject(struct pnp_node *node)
{
	struct pnp_node *bus = node->parent;
	PDEVICE_OBJECT pdo = node->pdo;
	IO_STACK_LOCATION stack = { .MajorFunction = IRP_MJ_PNP, .MinorFunction = IRP_MN_EJECT };

	if (!bus || node->is_gone)
		return;
	pnp_relations_ask(node, EjectionRelations);
	if (!NT_SUCCESS(pnp_query_remove(node))) {
		pnp_cancel_remove(node);
		return;
	}
	pnp_remove(node);
	pnp_irp_send(pdo, &stack, NULL);
	pnp_enumerate(bus);
}

VOID IoRequestDeviceEject(PDEVICE_OBJECT PhysicalDeviceObject)
{
	ke_irql_check("IoRequestDeviceEject", DISPATCH_LEVEL, SITE);
	pnp_enqueue(eject, PhysicalDeviceObject);
}
