/*
 * Which resources devices get: what their buses say that they need, what the drivers of the stack make of
 * that, and what is free.
 */
#include <stdlib.h>
#include <string.h>

#include "drivers/framework/wdm/pnp_irp.h"
#include "drivers/framework/wdm/pnp_private.h"
#include "drivers/framework/wdm/pool.h"
#include "drivers/framework/wdm/requirements.h"

enum {
	TAG = 'RpnP',
};

static void *copy(const void *data, size_t size)
{
	void *memory = malloc(size);

	if (memory)
		memcpy(memory, data, size);
	return memory;
}

static ULONG_PTR query(struct pnp_node *node, UCHAR minor)
{
	IO_STACK_LOCATION stack = { .MajorFunction = IRP_MJ_PNP, .MinorFunction = minor };
	ULONG_PTR answer = 0;

	return NT_SUCCESS(pnp_irp_send(node->pdo, &stack, &answer)) ? answer : 0;
}

static void free_answer(const void *answer)
{
	struct ex_block *block = ex_block_find(answer);

	if (block)
		ex_block_destroy(block, NULL);
}

void pnp_resources_ask(struct pnp_node *node)
{
	const CM_RESOURCE_LIST *boot =
		(const CM_RESOURCE_LIST *)query(node, IRP_MN_QUERY_RESOURCES);
	const IO_RESOURCE_REQUIREMENTS_LIST *wanted = (const IO_RESOURCE_REQUIREMENTS_LIST *)query(
		node, IRP_MN_QUERY_RESOURCE_REQUIREMENTS);

	free(node->boot);
	free(node->wanted);
	node->boot = boot ? copy(boot, io_resource_list_size(boot, SIZE_MAX)) : NULL;
	node->wanted = NULL;
	if (wanted)
		node->wanted = copy(wanted, io_requirements_size(wanted));
	else if (node->boot)
		node->wanted = io_requirements_of_list(node->boot);
	free_answer(boot);
	free_answer(wanted);
}

/* A driver may free the list that it is given, and give its own. */
static NTSTATUS filter(PIO_RESOURCE_REQUIREMENTS_LIST *out, struct pnp_node *node)
{
	IO_STACK_LOCATION stack = { .MajorFunction = IRP_MJ_PNP,
		.MinorFunction = IRP_MN_FILTER_RESOURCE_REQUIREMENTS };
	size_t size = node->wanted ? io_requirements_size(node->wanted) : 0;
	PIO_RESOURCE_REQUIREMENTS_LIST list = NULL;
	ULONG_PTR answer;
	NTSTATUS status;

	if (size > 0) {
		list = ex_block_create(NULL,
			&(struct ex_request){
				.size = size, .tag = TAG, .is_paged = true, .is_anybodys = true },
			NULL);
		if (!list)
			return STATUS_INSUFFICIENT_RESOURCES;
		memcpy(list, node->wanted, size);
	}
	stack.Parameters.FilterResourceRequirements.IoResourceRequirementList = list;
	answer = (ULONG_PTR)list;
	status = pnp_irp_send(node->pdo, &stack, &answer);
	*out = (PIO_RESOURCE_REQUIREMENTS_LIST)answer;
	return NT_SUCCESS(status) || status == STATUS_NOT_SUPPORTED ? STATUS_SUCCESS : status;
}

NTSTATUS pnp_resources_assign(struct pnp_node *node)
{
	PIO_RESOURCE_REQUIREMENTS_LIST wanted = NULL;
	PCM_RESOURCE_LIST list = NULL;
	NTSTATUS status = filter(&wanted, node);

	pnp_node_take_resources(node);
	if (NT_SUCCESS(status) && wanted)
		status = io_requirements_choose(&list, wanted, node->boot, pnp_node_claimant(node));
	free_answer(wanted);
	return NT_SUCCESS(status) && list ? pnp_node_give_resources(node, list) : status;
}
