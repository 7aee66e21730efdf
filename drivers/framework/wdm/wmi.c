#include "drivers/framework/wdm/wmi.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <wmistr.h>

#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/guid.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/pnp_irp.h"
#include "drivers/framework/wdm/pnp_private.h"
#include "drivers/framework/wdm/pool.h"
#include "drivers/framework/wdm/resource.h"
#include "drivers/framework/wdm/stop.h"
#include "drivers/framework/wdm/thread.h"

#define SITE __builtin_return_address(0)

enum {
	EVENTS_MAX = 64, /* older ones are lost */
	INFORMATION_SIZE = 16384,
};

struct registration {
	struct io_resource resource;
	PDEVICE_OBJECT device;
	bool is_asked; /* what it provides, by IRP_MN_REGINFO_EX; not a layer's */
	LIST_ENTRY link;
};

struct event {
	GUID class;
	ULONG length;
	LIST_ENTRY link;
	unsigned char data[];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY registrations = { &registrations, &registrations };
static LIST_ENTRY events = { &events, &events };
static unsigned int event_count;

static void free_registration(struct registration *registration)
{
	pthread_mutex_lock(&lock);
	RemoveEntryList(&registration->link);
	pthread_mutex_unlock(&lock);
	free(registration);
}

static void reclaim(struct io_resource *resource)
{
	free_registration(CONTAINING_RECORD(resource, struct registration, resource));
}

static const struct io_kind registration_kind = { "wmi-registration", 0, reclaim };

static struct registration *find(const DEVICE_OBJECT *device)
{
	struct registration *found = NULL;

	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = registrations.Flink; link != &registrations && !found;
		link = link->Flink) {
		struct registration *one = CONTAINING_RECORD(link, struct registration, link);

		if (one->device == device && one->resource.driver)
			found = one;
	}
	pthread_mutex_unlock(&lock);
	return found;
}

bool io_wmi_is_registered(const DEVICE_OBJECT *device)
{
	return find(device) != NULL;
}

NTSTATUS io_wmi_register(PDEVICE_OBJECT device, const void *site)
{
	struct registration *registration;

	if (find(device))
		return STATUS_SUCCESS;
	registration = calloc(1, sizeof(*registration));
	if (!registration)
		return STATUS_INSUFFICIENT_RESOURCES;
	registration->device = device;
	io_resource_acquire(&registration->resource, io_driver_of(device->DriverObject),
		&(struct io_claim){ .kind = &registration_kind,
			.handle = registration,
			.owner = device,
			.site = site });
	pthread_mutex_lock(&lock);
	InsertTailList(&registrations, &registration->link);
	pthread_mutex_unlock(&lock);
	return STATUS_SUCCESS;
}

void io_wmi_deregister(PDEVICE_OBJECT device, const void *site)
{
	struct registration *registration = find(device);

	if (!registration)
		return;
	io_resource_release(&registration->resource, site);
	free_registration(registration);
}

/* A WDM driver has WMI ask what it provides, when somebody wants to know. */
static NTSTATUS register_to_be_asked(PDEVICE_OBJECT device, const void *site)
{
	NTSTATUS status = io_wmi_register(device, site);
	struct registration *registration = NT_SUCCESS(status) ? find(device) : NULL;

	if (registration)
		registration->is_asked = true;
	return status;
}

NTSTATUS IoWMIRegistrationControl(PDEVICE_OBJECT DeviceObject, ULONG Action)
{
	const void *site = SITE;

	ke_irql_check("IoWMIRegistrationControl", PASSIVE_LEVEL, site);
	switch (Action) {
	case WMIREG_ACTION_REGISTER:
		if (io_fault(io_driver_calling(site), "IoWMIRegistrationControl", site))
			return STATUS_INSUFFICIENT_RESOURCES;
		return register_to_be_asked(DeviceObject, site);
	case WMIREG_ACTION_DEREGISTER:
		io_wmi_deregister(DeviceObject, site);
		return STATUS_SUCCESS;
	case WMIREG_ACTION_REREGISTER:
	case WMIREG_ACTION_UPDATE_GUIDS:
	case WMIREG_ACTION_BLOCK_IRPS:
		return STATUS_SUCCESS;
	default:
		return STATUS_INVALID_PARAMETER;
	}
}

ULONG IoWMIDeviceObjectToProviderId(PDEVICE_OBJECT DeviceObject)
{
	return (ULONG)(uintptr_t)DeviceObject;
}

static void drop_oldest_event(void)
{
	free(CONTAINING_RECORD(RemoveHeadList(&events), struct event, link));
	event_count--;
}

bool io_wmi_write_event(const void *wnode)
{
	const WNODE_SINGLE_INSTANCE *node = wnode;
	struct event *event = malloc(sizeof(*event) + node->SizeDataBlock);

	if (!event)
		return false;
	event->class = node->WnodeHeader.Guid;
	event->length = node->SizeDataBlock;
	memcpy(event->data, (const char *)node + node->DataBlockOffset, node->SizeDataBlock);
	pthread_mutex_lock(&lock);
	if (event_count == EVENTS_MAX)
		drop_oldest_event();
	InsertTailList(&events, &event->link);
	event_count++;
	pthread_mutex_unlock(&lock);
	return true;
}

/* What is inside of the node must be. */
static bool is_valid(const WNODE_SINGLE_INSTANCE *node, const struct ex_block *block)
{
	ULONG size = node->WnodeHeader.BufferSize;

	return size >= FIELD_OFFSET(WNODE_SINGLE_INSTANCE, VariableData) &&
	       size <= ex_block_resource(block)->size && node->DataBlockOffset <= size &&
	       node->SizeDataBlock <= size - node->DataBlockOffset;
}

NTSTATUS IoWMIWriteEvent(PVOID WnodeEventItem)
{
	const void *site = SITE;
	struct io_driver *driver = io_driver_calling(site);
	struct ex_block *block = ex_block_find(WnodeEventItem);
	struct io_breach breach = { driver, "release-of-unknown", "IoWMIWriteEvent", WnodeEventItem,
		site };

	ke_irql_check("IoWMIWriteEvent", DISPATCH_LEVEL, site);
	if (io_fault(driver, "IoWMIWriteEvent", site))
		return STATUS_INSUFFICIENT_RESOURCES;
	if (!block)
		io_stop(&breach, "%p is not pool: WMI frees it", WnodeEventItem);
	if (!is_valid(WnodeEventItem, block))
		return STATUS_INVALID_PARAMETER;
	if (!io_wmi_write_event(WnodeEventItem))
		return STATUS_INSUFFICIENT_RESOURCES;
	ex_block_destroy(block, site);
	return STATUS_SUCCESS;
}

bool io_wmi_host_take_event(const char *class, void *data, ULONG *length)
{
	struct event *event = NULL;
	GUID guid;

	if (!io_guid_read(&guid, class))
		return false;
	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = events.Flink; link != &events && !event; link = link->Flink) {
		struct event *one = CONTAINING_RECORD(link, struct event, link);

		if (IsEqualGUID(&one->class, &guid))
			event = one;
	}
	if (event) {
		RemoveEntryList(&event->link);
		event_count--;
	}
	pthread_mutex_unlock(&lock);
	if (!event)
		return false;
	if (event->length < *length)
		*length = event->length;
	memcpy(data, event->data, *length);
	free(event);
	return true;
}

struct order {
	struct io_wmi_request *request;
	GUID class;
	NTSTATUS status;
};

/* Where in the node the data is; items and methods have one number more in front. */
static ULONG data_offset(UCHAR minor)
{
	return minor == IRP_MN_CHANGE_SINGLE_ITEM || minor == IRP_MN_EXECUTE_METHOD
		       ? FIELD_OFFSET(WNODE_METHOD_ITEM, VariableData)
		       : FIELD_OFFSET(WNODE_SINGLE_INSTANCE, VariableData);
}

static void fill(WNODE_METHOD_ITEM *node, const struct order *order, ULONG size)
{
	const struct io_wmi_request *request = order->request;
	ULONG offset = data_offset(request->minor);

	node->WnodeHeader.BufferSize = size;
	node->WnodeHeader.Guid = order->class;
	node->WnodeHeader.Flags = WNODE_FLAG_STATIC_INSTANCE_NAMES;
	node->InstanceIndex = request->instance;
	if (offset == FIELD_OFFSET(WNODE_METHOD_ITEM, VariableData)) {
		node->MethodId = request->item;
		node->DataBlockOffset = offset;
		node->SizeDataBlock = request->input_length;
	} else {
		WNODE_SINGLE_INSTANCE *instance = (WNODE_SINGLE_INSTANCE *)node;

		instance->DataBlockOffset = offset;
		instance->SizeDataBlock = request->input_length;
	}
	if (request->input_length > 0)
		memcpy((char *)node + offset, request->input, request->input_length);
}

static void read_answer(const WNODE_METHOD_ITEM *node, struct io_wmi_request *request)
{
	ULONG offset = data_offset(request->minor);
	ULONG length = offset == FIELD_OFFSET(WNODE_METHOD_ITEM, VariableData)
			       ? node->SizeDataBlock
			       : ((const WNODE_SINGLE_INSTANCE *)node)->SizeDataBlock;

	if (length < request->output_length)
		request->output_length = length;
	memcpy(request->output, (const char *)node + offset, request->output_length);
}

static NTSTATUS ask(PDEVICE_OBJECT pdo, PDEVICE_OBJECT provider, const struct order *order)
{
	struct io_wmi_request *request = order->request;
	ULONG room = request->output_length > request->input_length ? request->output_length
								    : request->input_length;
	ULONG size = data_offset(request->minor) + room;
	WNODE_METHOD_ITEM *node = calloc(1, size + sizeof(*node));
	IO_STACK_LOCATION stack = { .MajorFunction = IRP_MJ_SYSTEM_CONTROL,
		.MinorFunction = request->minor };
	NTSTATUS status;

	if (!node)
		return STATUS_INSUFFICIENT_RESOURCES;
	fill(node, order, size);
	stack.Parameters.WMI.ProviderId = (ULONG_PTR)provider;
	stack.Parameters.WMI.DataPath = &node->WnodeHeader.Guid;
	stack.Parameters.WMI.BufferSize = size;
	stack.Parameters.WMI.Buffer = node;
	status = pnp_irp_send(pdo, &stack, NULL);
	if (NT_SUCCESS(status) && (node->WnodeHeader.Flags & WNODE_FLAG_TOO_SMALL))
		status = STATUS_BUFFER_TOO_SMALL;
	if (NT_SUCCESS(status))
		read_answer(node, request);
	free(node);
	return status;
}

/* The names of instances are not used here: the PDOs that they are those of are given back. */
static bool has_class(const WMIREGINFOW *information, const GUID *class)
{
	bool is_there = false;

	for (ULONG i = 0; i < information->GuidCount; i++) {
		const WMIREGGUIDW *one = &information->WmiRegGuid[i];

		if (IsEqualGUID(&one->Guid, class) && !(one->Flags & WMIREG_FLAG_REMOVE_GUID))
			is_there = true;
		if (one->Flags & WMIREG_FLAG_INSTANCE_PDO)
			io_device_object_dereference((PDEVICE_OBJECT)one->Pdo);
	}
	return is_there;
}

/* IRP_MN_REGINFO_EX; a driver that has no more to say than an error is not a provider. */
static bool says_that_it_provides(
	PDEVICE_OBJECT pdo, PDEVICE_OBJECT provider, const struct order *order)
{
	IO_STACK_LOCATION stack = { .MajorFunction = IRP_MJ_SYSTEM_CONTROL,
		.MinorFunction = IRP_MN_REGINFO_EX };
	WMIREGINFOW *information = calloc(1, INFORMATION_SIZE);
	bool is_there;

	if (!information)
		return false;
	stack.Parameters.WMI.ProviderId = (ULONG_PTR)provider;
	stack.Parameters.WMI.DataPath = NULL; /* WMIREGISTER */
	stack.Parameters.WMI.BufferSize = INFORMATION_SIZE;
	stack.Parameters.WMI.Buffer = information;
	is_there = NT_SUCCESS(pnp_irp_send(pdo, &stack, NULL)) &&
		   has_class(information, &order->class);
	free(information);
	return is_there;
}

static bool provides(PDEVICE_OBJECT pdo, PDEVICE_OBJECT device, const struct order *order)
{
	const struct registration *registration = find(device);

	if (!registration)
		return false;
	return !registration->is_asked || says_that_it_provides(pdo, device, order);
}

/* From the bottom of the stack up, until one provides the class. */
static void run(void *argument)
{
	struct order *order = argument;
	struct pnp_node *node;

	pnp_lock();
	node = pnp_node_find(order->request->device);
	order->status = node ? STATUS_WMI_GUID_NOT_FOUND : STATUS_NO_SUCH_DEVICE;
	for (PDEVICE_OBJECT device = node ? node->pdo : NULL;
		device && order->status == STATUS_WMI_GUID_NOT_FOUND;
		device = device->AttachedDevice) {
		if (provides(node->pdo, device, order))
			order->status = ask(node->pdo, device, order);
	}
	pnp_settle();
	pnp_unlock();
}

NTSTATUS io_wmi_host_send(struct io_wmi_request *request)
{
	struct order order = { .request = request, .status = STATUS_INSUFFICIENT_RESOURCES };

	if (!io_guid_read(&order.class, request->class))
		return STATUS_WMI_GUID_NOT_FOUND;
	io_thread_run(run, &order);
	return order.status;
}
