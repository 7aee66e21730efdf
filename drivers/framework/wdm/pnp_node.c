#include "drivers/framework/wdm/pnp_node.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/framework/wdm/attachment.h"
#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/device_interface.h"
#include "drivers/framework/wdm/device_property.h"
#include "drivers/framework/wdm/io_space.h"
#include "drivers/framework/wdm/pnp_root.h"
#include "drivers/framework/wdm/requirements.h"
#include "drivers/framework/wdm/string.h"
#include "drivers/framework/wdm/usb_port.h"

static LIST_ENTRY nodes = { &nodes, &nodes };

static struct pnp_node *node_of(LIST_ENTRY *link)
{
	return link == &nodes ? NULL : CONTAINING_RECORD(link, struct pnp_node, link);
}

struct pnp_node *pnp_node_next(const struct pnp_node *node)
{
	return node_of(node ? node->link.Flink : nodes.Flink);
}

struct pnp_node *pnp_node_previous(const struct pnp_node *node)
{
	return node_of(node ? node->link.Blink : nodes.Blink);
}

/* "ROOT\NAME\0000" */
static bool name_root(struct pnp_node *node)
{
	char path[300];

	snprintf(path, sizeof(path), "ROOT\\%s\\0000", node->name);
	io_device_identity(node->pdo)->description = io_string_widen(node->name);
	return io_device_set_instance(node->pdo, path);
}

static bool create_pdo(struct pnp_node *node, const struct usb_description *usb)
{
	if (usb)
		return NT_SUCCESS(usb_port_create_pdo(&node->pdo, node->name, usb));
	return NT_SUCCESS(pnp_root_create_pdo(&node->pdo)) && name_root(node);
}

struct pnp_node *pnp_node_create_root(const struct io_pnp_plug *plug)
{
	struct pnp_node *node = calloc(1, sizeof(*node));

	if (!node)
		return NULL;
	InsertTailList(&nodes, &node->link);
	node->name = strdup(plug->name);
	if (node->name && create_pdo(node, plug->usb))
		return node;
	pnp_node_destroy(node);
	return NULL;
}

struct pnp_node *pnp_node_create_child(struct pnp_node *parent, PDEVICE_OBJECT pdo)
{
	struct pnp_node *node = calloc(1, sizeof(*node));

	if (!node)
		return NULL;
	node->parent = parent;
	node->pdo = pdo;
	InsertTailList(&nodes, &node->link);
	return node;
}

void pnp_node_take_resources(struct pnp_node *node)
{
	for (size_t i = 0; i < IO_PNP_RESOURCES_MAX; i++) {
		io_space_destroy(node->spaces[i]);
		node->spaces[i] = NULL;
	}
	io_resource_claim_remove(&node->claim);
	free(node->resources);
	node->resources = NULL;
}

static void forget_properties(const struct pnp_node *node)
{
	const char *instance = node->parent ? node->name : io_device_instance(node->pdo);

	if (instance)
		io_device_property_forget(instance);
}

/* A bus driver deletes its children's devices itself. */
void pnp_node_destroy(struct pnp_node *node)
{
	RemoveEntryList(&node->link);
	if (node->pdo) {
		io_interface_forget_device(node->pdo);
		forget_properties(node);
	}
	if (node->pdo && !node->parent)
		usb_port_destroy(node->pdo);
	if (node->pdo && !node->parent)
		io_device_destroy(node->pdo, NULL);
	pnp_node_take_resources(node);
	free(node->boot);
	free(node->wanted);
	free(node->name);
	free(node);
}

bool pnp_node_add_driver(struct pnp_node *node, struct io_driver *driver)
{
	if (node->driver_count == IO_PNP_DRIVERS_MAX)
		return false;
	node->drivers[node->driver_count++] = driver;
	return true;
}

bool pnp_node_has_driver(const struct pnp_node *node, const struct io_driver *driver)
{
	for (size_t i = 0; i < node->driver_count; i++) {
		if (node->drivers[i] == driver)
			return true;
	}
	return false;
}

struct pnp_node *pnp_node_find(const char *name)
{
	struct pnp_node *node = pnp_node_next(NULL);

	while (node && (!node->name || strcmp(node->name, name) != 0))
		node = pnp_node_next(node);
	return node;
}

struct pnp_node *pnp_node_of(const DEVICE_OBJECT *pdo)
{
	struct pnp_node *node = pnp_node_next(NULL);

	while (node && node->pdo != pdo)
		node = pnp_node_next(node);
	return node;
}

NTSTATUS pnp_node_require(
	struct pnp_node *node, const struct io_pnp_resource *resources, size_t count)
{
	PIO_RESOURCE_REQUIREMENTS_LIST wanted = NULL;

	if (count > IO_PNP_RESOURCES_MAX)
		return STATUS_INVALID_PARAMETER;
	if (count > 0) {
		wanted = io_requirements_create(resources, count);
		if (!wanted)
			return STATUS_INSUFFICIENT_RESOURCES;
	}
	free(node->boot);
	node->boot = NULL;
	free(node->wanted);
	node->wanted = wanted;
	return STATUS_SUCCESS;
}

const char *pnp_node_claimant(const struct pnp_node *node)
{
	return node->name ? node->name : "";
}

NTSTATUS pnp_node_give_resources(struct pnp_node *node, PCM_RESOURCE_LIST list)
{
	const CM_PARTIAL_RESOURCE_LIST *partial = &list->List[0].PartialResourceList;
	size_t spaces = 0;

	node->resources = list;
	io_resource_claim_enter(&node->claim, list, pnp_node_claimant(node));
	for (ULONG i = 0; i < partial->Count; i++) {
		const CM_PARTIAL_RESOURCE_DESCRIPTOR *one = partial->PartialDescriptors + i;

		if (one->Type != CmResourceTypeMemory)
			continue;
		if (spaces == IO_PNP_RESOURCES_MAX ||
			io_space_create(&node->spaces[spaces],
				(uint64_t)one->u.Memory.Start.QuadPart, one->u.Memory.Length) < 0)
			return STATUS_INSUFFICIENT_RESOURCES;
		spaces++;
	}
	return STATUS_SUCCESS;
}

bool pnp_node_is_in_use(const struct pnp_node *node)
{
	bool is_open = false;

	for (PDEVICE_OBJECT one = node->pdo; one; one = one->AttachedDevice)
		is_open |= one->ReferenceCount > 0;
	return is_open;
}
