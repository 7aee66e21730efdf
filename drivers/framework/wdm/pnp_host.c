/* What the host has done to devices, each in a system thread. */
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/notification.h"
#include "drivers/framework/wdm/pnp_irp.h"
#include "drivers/framework/wdm/pnp_private.h"
#include "drivers/framework/wdm/power_irp.h"
#include "drivers/framework/wdm/thread.h"
#include "drivers/framework/wdm/usb_port.h"

struct order {
	NTSTATUS (*carry_out)(const struct order *order);
	const struct io_pnp_plug *plug;
	const char *name;
	const struct io_pnp_resource *resources;
	const char *const *drivers;
	size_t count; /* of either */
	const IO_STACK_LOCATION *request;
	NTSTATUS status;
};

static void run(void *argument)
{
	struct order *order = argument;

	pnp_lock();
	order->status = order->carry_out(order);
	pnp_settle();
	pnp_unlock();
}

static NTSTATUS carry_out(struct order order)
{
	order.status = STATUS_INSUFFICIENT_RESOURCES;
	io_thread_run(run, &order);
	return order.status;
}

static void run_plug(void *argument)
{
	struct order *order = argument;

	order->status = io_pnp_plug(order->plug);
}

NTSTATUS io_pnp_host_plug(const struct io_pnp_plug *plug)
{
	struct order order = { .plug = plug, .status = STATUS_INSUFFICIENT_RESOURCES };

	io_thread_run(run_plug, &order);
	return order.status;
}

/* What the device is asked, told, and given again. */
static NTSTATUS rebalance(const struct order *order)
{
	struct pnp_node *node = pnp_node_find(order->name);
	NTSTATUS status;

	if (!node || node->is_gone)
		return STATUS_NO_SUCH_DEVICE;
	status = pnp_irp_send_minor(node, IRP_MN_QUERY_STOP_DEVICE);
	if (!NT_SUCCESS(status)) {
		pnp_irp_send_minor(node, IRP_MN_CANCEL_STOP_DEVICE);
		return status;
	}
	pnp_irp_send_minor(node, IRP_MN_STOP_DEVICE);
	status = pnp_node_require(node, order->resources, order->count);
	if (NT_SUCCESS(status))
		status = pnp_resources_assign(node);
	if (NT_SUCCESS(status))
		status = pnp_start(node);
	if (!NT_SUCCESS(status)) {
		pnp_surprise_remove(node);
		pnp_remove_unused();
		return status;
	}
	pnp_enumerate(node);
	return status;
}

NTSTATUS io_pnp_host_rebalance(
	const char *name, const struct io_pnp_resource *resources, size_t count)
{
	return carry_out((struct order){
		.carry_out = rebalance, .name = name, .resources = resources, .count = count });
}

static NTSTATUS unplug(const struct order *order)
{
	struct pnp_node *node = pnp_node_find(order->name);
	NTSTATUS status;

	if (!node || node->is_gone)
		return STATUS_NO_SUCH_DEVICE;
	status = pnp_query_remove(node);
	if (NT_SUCCESS(status))
		pnp_remove(node);
	else
		pnp_cancel_remove(node);
	return status;
}

NTSTATUS io_pnp_host_unplug(const char *name)
{
	return carry_out((struct order){ .carry_out = unplug, .name = name });
}

static NTSTATUS surprise_remove(const struct order *order)
{
	struct pnp_node *node = pnp_node_find(order->name);

	if (!node || node->is_gone)
		return STATUS_NO_SUCH_DEVICE;
	usb_port_unplug(node->pdo);
	pnp_surprise_remove(node);
	pnp_remove_unused();
	return STATUS_SUCCESS;
}

NTSTATUS io_pnp_host_surprise_remove(const char *name)
{
	return carry_out((struct order){ .carry_out = surprise_remove, .name = name });
}

static NTSTATUS request(const struct order *order)
{
	struct pnp_node *node = pnp_node_find(order->name);

	if (!node || node->is_gone || !node->is_started)
		return STATUS_NO_SUCH_DEVICE;
	return pnp_irp_send(node->pdo, order->request, NULL);
}

NTSTATUS io_pnp_host_use(const char *name, DEVICE_USAGE_NOTIFICATION_TYPE type, bool is_in_path)
{
	IO_STACK_LOCATION stack = { .MajorFunction = IRP_MJ_PNP,
		.MinorFunction = IRP_MN_DEVICE_USAGE_NOTIFICATION };

	stack.Parameters.UsageNotification.Type = type;
	stack.Parameters.UsageNotification.InPath = is_in_path;
	return carry_out((struct order){ .carry_out = request, .name = name, .request = &stack });
}

NTSTATUS io_pnp_host_lock(const char *name, bool is_locked)
{
	IO_STACK_LOCATION stack = { .MajorFunction = IRP_MJ_PNP, .MinorFunction = IRP_MN_SET_LOCK };

	stack.Parameters.SetLock.Lock = is_locked;
	return carry_out((struct order){ .carry_out = request, .name = name, .request = &stack });
}

static NTSTATUS eject(const struct order *order)
{
	struct pnp_node *node = pnp_node_find(order->name);

	if (!node || node->is_gone)
		return STATUS_NO_SUCH_DEVICE;
	IoRequestDeviceEject(node->pdo);
	return STATUS_SUCCESS;
}

NTSTATUS io_pnp_host_eject(const char *name)
{
	return carry_out((struct order){ .carry_out = eject, .name = name });
}

static NTSTATUS install(const struct order *order)
{
	return pnp_install(order->name, order->drivers, order->count);
}

NTSTATUS io_pnp_host_install(const char *id, const char *const *drivers, size_t count)
{
	return carry_out((struct order){
		.carry_out = install, .name = id, .drivers = drivers, .count = count });
}

static NTSTATUS handle_closed(const struct order *order)
{
	UNREFERENCED_PARAMETER(order);
	pnp_remove_unused();
	return STATUS_SUCCESS;
}

void io_pnp_host_handle_closed(void)
{
	carry_out((struct order){ .carry_out = handle_closed });
}

static NTSTATUS do_nothing(const struct order *order)
{
	UNREFERENCED_PARAMETER(order);
	return STATUS_SUCCESS;
}

void io_pnp_host_settle(void)
{
	po_irp_settle();
	if (pnp_has_events() || io_notification_is_waiting())
		carry_out((struct order){ .carry_out = do_nothing });
}
