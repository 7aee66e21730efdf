/* How devices go: asked for or not, with all that is below them. */
#include "drivers/framework/wdm/pnp_private.h"

#include "drivers/framework/wdm/notification.h"
#include "drivers/framework/wdm/pnp_irp.h"

static struct pnp_node *newest_child(const struct pnp_node *node)
{
	struct pnp_node *child = pnp_node_previous(NULL);

	while (child && child->parent != node)
		child = pnp_node_previous(child);
	return child;
}

static struct pnp_node *next_older_child(const struct pnp_node *child)
{
	struct pnp_node *node = pnp_node_previous(child);

	while (node && node->parent != child->parent)
		node = pnp_node_previous(node);
	return node;
}

/* Those who have it open from another driver are asked first, and may close it. */
static NTSTATUS query_one(struct pnp_node *node)
{
	NTSTATUS status = io_notification_target(node->pdo, &GUID_TARGET_DEVICE_QUERY_REMOVE);

	node->is_told = true;
	if (!NT_SUCCESS(status))
		return status;
	if (pnp_node_is_in_use(node))
		return STATUS_DEVICE_BUSY;
	node->is_queried = true;
	return pnp_irp_send_minor(node, IRP_MN_QUERY_REMOVE_DEVICE);
}

static NTSTATUS query_related(struct pnp_node *node)
{
	NTSTATUS status = STATUS_SUCCESS;

	pnp_relations_ask(node, RemovalRelations);
	for (size_t i = 0; i < node->related_count && NT_SUCCESS(status); i++) {
		struct pnp_node *other = pnp_related(node, i);

		if (other && !other->is_going && !other->is_gone)
			status = pnp_query_remove(other);
	}
	return status;
}

static NTSTATUS query_children_and_itself(struct pnp_node *node)
{
	NTSTATUS status;

	for (struct pnp_node *child = newest_child(node); child; child = next_older_child(child)) {
		status = pnp_query_remove(child);
		if (!NT_SUCCESS(status))
			return status;
	}
	if (!node->is_started)
		return STATUS_SUCCESS;
	status = query_related(node);
	return NT_SUCCESS(status) ? query_one(node) : status;
}

NTSTATUS pnp_query_remove(struct pnp_node *node)
{
	NTSTATUS status;

	node->is_going = true;
	status = query_children_and_itself(node);
	node->is_going = false;
	return status;
}

/* From the top down, as far as it was asked. */
void pnp_cancel_remove(struct pnp_node *node)
{
	if (node->is_queried)
		pnp_irp_send_minor(node, IRP_MN_CANCEL_REMOVE_DEVICE);
	if (node->is_told)
		io_notification_target(node->pdo, &GUID_TARGET_DEVICE_REMOVE_CANCELLED);
	node->is_queried = false;
	node->is_told = false;
	node->is_going = true;
	for (size_t i = 0; i < node->related_count; i++) {
		struct pnp_node *other = pnp_related(node, i);

		if (other && !other->is_going)
			pnp_cancel_remove(other);
	}
	node->is_going = false;
	node->related_count = 0;
	for (struct pnp_node *child = newest_child(node); child; child = next_older_child(child))
		pnp_cancel_remove(child);
}

static void surprise_related(struct pnp_node *node)
{
	if (!node->is_started || node->is_gone || node->is_going)
		return;
	node->is_going = true;
	pnp_relations_ask(node, RemovalRelations);
	for (size_t i = 0; i < node->related_count; i++) {
		struct pnp_node *other = pnp_related(node, i);

		if (other && !other->is_going)
			pnp_surprise_remove(other);
	}
	node->is_going = false;
}

void pnp_surprise_remove(struct pnp_node *node)
{
	for (struct pnp_node *child = newest_child(node); child; child = next_older_child(child))
		pnp_surprise_remove(child);
	surprise_related(node);
	if (node->is_started && !node->is_gone)
		pnp_irp_send_minor(node, IRP_MN_SURPRISE_REMOVAL);
	if (node->is_started && !node->is_gone)
		io_notification_target(node->pdo, &GUID_TARGET_DEVICE_REMOVE_COMPLETE);
	node->is_gone = true;
}

/* A device that its bus still reports can be given to a driver again. */
static bool stays(const struct pnp_node *node)
{
	return node->parent && node->parent->is_started && !node->is_missing && !node->is_gone;
}

static void remove_stack(struct pnp_node *node)
{
	bool is_told = node->is_told;

	node->is_queried = false;
	node->is_told = false;
	node->is_started = false;
	if (node->is_added || node->parent)
		pnp_irp_send_minor(node, IRP_MN_REMOVE_DEVICE);
	node->is_added = false;
	node->driver_count = 0;
	if (is_told)
		io_notification_target(node->pdo, &GUID_TARGET_DEVICE_REMOVE_COMPLETE);
}

/* Those that were surprise-removed go when nobody has them open. */
static void remove_related(struct pnp_node *node)
{
	node->is_going = true;
	for (size_t i = 0; i < node->related_count; i++) {
		struct pnp_node *other = pnp_related(node, i);

		if (other && !other->is_going && !other->is_gone)
			pnp_remove(other);
	}
	node->is_going = false;
	node->related_count = 0;
}

void pnp_remove(struct pnp_node *node)
{
	struct pnp_node *child;

	while ((child = newest_child(node)) != NULL) {
		child->is_missing = true;
		pnp_remove(child);
	}
	remove_related(node);
	remove_stack(node);
	pnp_node_take_resources(node);
	if (stays(node))
		return;
	pnp_forget_events(node->pdo);
	pnp_node_destroy(node);
}

static bool is_removable(const struct pnp_node *node)
{
	const struct pnp_node *other = NULL;

	if (!node->is_gone || pnp_node_is_in_use(node))
		return false;
	while ((other = pnp_node_next(other)) != NULL) {
		if (other->parent == node && !is_removable(other))
			return false;
	}
	return true;
}

void pnp_remove_unused(void)
{
	struct pnp_node *node = pnp_node_previous(NULL);

	while (node) {
		bool is_to_go = is_removable(node);

		if (is_to_go)
			pnp_remove(node);
		/* Others may have gone with it. */
		node = is_to_go ? pnp_node_previous(NULL) : pnp_node_previous(node);
	}
}
