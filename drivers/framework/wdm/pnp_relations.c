/* Devices that go with a device, though it is not their bus: its drivers say which. */
#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/pnp_irp.h"
#include "drivers/framework/wdm/pnp_private.h"
#include "drivers/framework/wdm/pool.h"

static bool is_known(const struct pnp_node *node, const DEVICE_OBJECT *pdo)
{
	for (size_t i = 0; i < node->related_count; i++) {
		if (node->related[i] == pdo)
			return true;
	}
	return false;
}

static void add(struct pnp_node *node, PDEVICE_OBJECT pdo)
{
	if (pdo != node->pdo && node->related_count < PNP_RELATED_MAX && !is_known(node, pdo))
		node->related[node->related_count++] = pdo;
}

void pnp_relations_ask(struct pnp_node *node, DEVICE_RELATION_TYPE type)
{
	IO_STACK_LOCATION stack = { .MajorFunction = IRP_MJ_PNP,
		.MinorFunction = IRP_MN_QUERY_DEVICE_RELATIONS };
	PDEVICE_RELATIONS relations;
	ULONG_PTR answer = 0;

	stack.Parameters.QueryDeviceRelations.Type = type;
	if (!NT_SUCCESS(pnp_irp_send(node->pdo, &stack, &answer)) || !answer)
		return;
	relations = (PDEVICE_RELATIONS)answer;
	for (ULONG i = 0; i < relations->Count; i++) {
		add(node, relations->Objects[i]);
		io_device_object_dereference(relations->Objects[i]);
	}
	ex_block_destroy(ex_block_find(relations), NULL);
}

struct pnp_node *pnp_related(const struct pnp_node *node, size_t place)
{
	return place < node->related_count ? pnp_node_of(node->related[place]) : NULL;
}
