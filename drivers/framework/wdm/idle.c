#include "drivers/framework/wdm/idle.h"

#include <pthread.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/pnp_irp.h"
#include "drivers/framework/wdm/pnp_private.h"
#include "drivers/framework/wdm/pnp_root.h"
#include "drivers/framework/wdm/thread.h"

struct order {
	NTSTATUS (*carry_out)(const struct order *order);
	const char *device;
	POWER_STATE_TYPE type;
	POWER_STATE state;
	bool is_wake;
	NTSTATUS status;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY clients = { &clients, &clients };

void io_idle_register(struct io_idle *idle)
{
	pthread_mutex_lock(&lock);
	InsertTailList(&clients, &idle->link);
	pthread_mutex_unlock(&lock);
}

void io_idle_deregister(struct io_idle *idle)
{
	pthread_mutex_lock(&lock);
	RemoveEntryList(&idle->link);
	InitializeListHead(&idle->link);
	pthread_mutex_unlock(&lock);
}

static struct io_idle *find(const DEVICE_OBJECT *pdo)
{
	struct io_idle *found = NULL;

	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = clients.Flink; link != &clients && !found; link = link->Flink) {
		struct io_idle *one = CONTAINING_RECORD(link, struct io_idle, link);

		if (one->pdo == pdo)
			found = one;
	}
	pthread_mutex_unlock(&lock);
	return found;
}

void io_idle_wake(const DEVICE_OBJECT *pdo)
{
	struct io_idle *idle = find(pdo);

	if (idle)
		idle->wake(idle);
}

static void carry_out_wake(struct pnp_node *node)
{
	io_idle_wake(node->pdo);
}

static void carry_out_need(struct pnp_node *node)
{
	struct io_idle *idle = find(node->pdo);

	if (idle)
		idle->need(idle);
}

void io_idle_signal(const DEVICE_OBJECT *pdo, bool has_come)
{
	pnp_enqueue(has_come ? carry_out_wake : carry_out_need, pdo);
}

/* Clients come and go with plug and play, whose lock is held. */
static NTSTATUS tell(const struct order *order)
{
	struct pnp_node *node = pnp_node_find(order->device);
	struct io_idle *idle = node ? find(node->pdo) : NULL;

	if (!node)
		return STATUS_NO_SUCH_DEVICE;
	if (!idle)
		return order->is_wake ? pnp_root_wake(node->pdo) : STATUS_NOT_SUPPORTED;
	return order->is_wake ? idle->wake(idle) : idle->sleep(idle);
}

static NTSTATUS check_awake(const struct order *order)
{
	struct pnp_node *node = pnp_node_find(order->device);
	struct io_idle *idle = node ? find(node->pdo) : NULL;

	if (!node)
		return STATUS_NO_SUCH_DEVICE;
	if (!idle)
		return STATUS_NOT_SUPPORTED;
	return idle->is_asleep(idle) ? STATUS_DEVICE_BUSY : STATUS_SUCCESS;
}

static NTSTATUS send(
	const struct pnp_node *node, UCHAR minor, POWER_STATE_TYPE type, POWER_STATE state)
{
	IO_STACK_LOCATION stack = { .MajorFunction = IRP_MJ_POWER, .MinorFunction = minor };

	stack.Parameters.Power.Type = type;
	stack.Parameters.Power.State = state;
	if (type == SystemPowerState && state.SystemState > PowerSystemWorking)
		stack.Parameters.Power.ShutdownType =
			state.SystemState < PowerSystemHibernate    ? PowerActionSleep
			: state.SystemState == PowerSystemHibernate ? PowerActionHibernate
								    : PowerActionShutdown;
	return pnp_irp_send(node->pdo, &stack, NULL);
}

static NTSTATUS set_device(const struct order *order)
{
	const struct pnp_node *node = pnp_node_find(order->device);

	return node && node->is_started ? send(node, IRP_MN_SET_POWER, order->type, order->state)
					: STATUS_NO_SUCH_DEVICE;
}

/* The next one that is told of `state`: children sleep first, and wake last. NULL begins, and ends. */
static const struct pnp_node *next_node(const struct pnp_node *node, SYSTEM_POWER_STATE state)
{
	do
		node = state == PowerSystemWorking ? pnp_node_next(node) : pnp_node_previous(node);
	while (node && (!node->is_started || node->is_gone));
	return node;
}

/* The system stays as it is: those that were asked whether it may sleep are told so. */
static void stay_working(const struct pnp_node *refusing, SYSTEM_POWER_STATE state)
{
	POWER_STATE working = { .SystemState = PowerSystemWorking };

	for (const struct pnp_node *node = next_node(NULL, state); node;
		node = node == refusing ? NULL : next_node(node, state))
		send(node, IRP_MN_SET_POWER, SystemPowerState, working);
}

static NTSTATUS ask(POWER_STATE state)
{
	const struct pnp_node *node = NULL;

	while ((node = next_node(node, state.SystemState)) != NULL) {
		NTSTATUS status = send(node, IRP_MN_QUERY_POWER, SystemPowerState, state);

		if (!NT_SUCCESS(status)) {
			stay_working(node, state.SystemState);
			return status;
		}
	}
	return STATUS_SUCCESS;
}

/* Nobody is asked whether the system may work, or be shut down. */
static NTSTATUS set_system(const struct order *order)
{
	SYSTEM_POWER_STATE state = order->state.SystemState;
	const struct pnp_node *node = NULL;
	NTSTATUS status = STATUS_SUCCESS;

	if (state > PowerSystemWorking && state < PowerSystemShutdown)
		status = ask(order->state);
	if (!NT_SUCCESS(status))
		return status;
	while ((node = next_node(node, state)) != NULL) {
		NTSTATUS one = send(node, IRP_MN_SET_POWER, SystemPowerState, order->state);

		if (!NT_SUCCESS(one))
			status = one;
	}
	return status;
}

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

NTSTATUS io_idle_host_sleep(const char *device)
{
	return carry_out((struct order){ .carry_out = tell, .device = device });
}

NTSTATUS io_idle_host_wake(const char *device)
{
	return carry_out((struct order){ .carry_out = tell, .device = device, .is_wake = true });
}

NTSTATUS io_idle_host_check_awake(const char *device)
{
	return carry_out((struct order){ .carry_out = check_awake, .device = device });
}

NTSTATUS io_idle_host_set_device(const char *device, DEVICE_POWER_STATE state)
{
	return carry_out((struct order){ .carry_out = set_device,
		.device = device,
		.type = DevicePowerState,
		.state = { .DeviceState = state } });
}

NTSTATUS io_idle_host_set_system(SYSTEM_POWER_STATE state)
{
	return carry_out((struct order){ .carry_out = set_system,
		.type = SystemPowerState,
		.state = { .SystemState = state } });
}
