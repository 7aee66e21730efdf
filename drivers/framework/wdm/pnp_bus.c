/* Buses and their children. */
#include <stdlib.h>
#include <string.h>

#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/device_reference.h"
#include "drivers/framework/wdm/pnp_irp.h"
#include "drivers/framework/wdm/pnp_match.h"
#include "drivers/framework/wdm/pnp_private.h"
#include "drivers/framework/wdm/pool.h"

enum {
	ENGLISH = 0x409, /* the language that texts are asked for in */
};

/* What drivers answer with is pool, which is the PnP manager's then. */
static void free_answer(void *memory)
{
	struct ex_block *block = ex_block_find(memory);

	if (block)
		ex_block_destroy(block, NULL);
}

static PDEVICE_RELATIONS query_children(struct pnp_node *bus)
{
	IO_STACK_LOCATION stack = { .MajorFunction = IRP_MJ_PNP,
		.MinorFunction = IRP_MN_QUERY_DEVICE_RELATIONS };
	ULONG_PTR answer = 0;

	stack.Parameters.QueryDeviceRelations.Type = BusRelations;
	if (!NT_SUCCESS(pnp_irp_send(bus->pdo, &stack, &answer)))
		return NULL;
	return (PDEVICE_RELATIONS)answer;
}

static size_t multi_length(PCWSTR text, bool is_multi)
{
	size_t length = 0;

	while (text[length] || (is_multi && text[length + 1]))
		length++;
	return length + (is_multi ? 2 : 1);
}

/* A copy that free() frees; NULL when the bus does not say. */
static PWSTR query_text_of(struct pnp_node *node, const IO_STACK_LOCATION *stack, bool is_multi)
{
	ULONG_PTR answer = 0;
	size_t size;
	PWSTR copy;

	if (!NT_SUCCESS(pnp_irp_send(node->pdo, stack, &answer)) || !answer)
		return NULL;
	size = multi_length((PCWSTR)answer, is_multi) * sizeof(WCHAR);
	copy = malloc(size);
	if (copy)
		memcpy(copy, (const void *)answer, size);
	free_answer((void *)answer);
	return copy;
}

static PWSTR query_id(struct pnp_node *node, BUS_QUERY_ID_TYPE type)
{
	IO_STACK_LOCATION stack = { .MajorFunction = IRP_MJ_PNP, .MinorFunction = IRP_MN_QUERY_ID };

	stack.Parameters.QueryId.IdType = type;
	return query_text_of(
		node, &stack, type == BusQueryHardwareIDs || type == BusQueryCompatibleIDs);
}

static size_t narrow(char *out, PCWSTR text)
{
	size_t length = 0;

	for (; text[length]; length++)
		out[length] = text[length] < 0x80 ? (char)text[length] : '?';
	out[length] = '\0';
	return length;
}

/* "DEVICE-ID\INSTANCE-ID" */
static char *make_name(PCWSTR device, PCWSTR instance)
{
	char *name = malloc(multi_length(device, false) + multi_length(instance, false));
	size_t length;

	if (!name)
		return NULL;
	length = narrow(name, device);
	name[length++] = '\\';
	narrow(name + length, instance);
	return name;
}

static PWSTR query_text(struct pnp_node *node, DEVICE_TEXT_TYPE type)
{
	IO_STACK_LOCATION stack = { .MajorFunction = IRP_MJ_PNP,
		.MinorFunction = IRP_MN_QUERY_DEVICE_TEXT };

	stack.Parameters.QueryDeviceText.DeviceTextType = type;
	stack.Parameters.QueryDeviceText.LocaleId = ENGLISH;
	return query_text_of(node, &stack, false);
}

static bool query_capabilities(struct pnp_node *node, PDEVICE_CAPABILITIES capabilities)
{
	IO_STACK_LOCATION stack = { .MajorFunction = IRP_MJ_PNP,
		.MinorFunction = IRP_MN_QUERY_CAPABILITIES };

	*capabilities = (DEVICE_CAPABILITIES){ .Size = sizeof(*capabilities), .Version = 1 };
	capabilities->Address = MAXULONG;
	capabilities->UINumber = MAXULONG;
	stack.Parameters.DeviceCapabilities.Capabilities = capabilities;
	return NT_SUCCESS(pnp_irp_send(node->pdo, &stack, NULL));
}

static ULONG query_bus_number(struct pnp_node *node)
{
	IO_STACK_LOCATION stack = { .MajorFunction = IRP_MJ_PNP,
		.MinorFunction = IRP_MN_QUERY_BUS_INFORMATION };
	ULONG_PTR answer = 0;
	ULONG number = MAXULONG;

	if (!NT_SUCCESS(pnp_irp_send(node->pdo, &stack, &answer)) || !answer)
		return number;
	number = ((const PNP_BUS_INFORMATION *)answer)->BusNumber;
	free_answer((void *)answer);
	return number;
}

static void identify(struct pnp_node *node)
{
	struct io_device_identity *identity = io_device_identity(node->pdo);
	PWSTR device = query_id(node, BusQueryDeviceID);
	PWSTR instance = query_id(node, BusQueryInstanceID);
	DEVICE_CAPABILITIES capabilities;

	if (device && instance)
		node->name = make_name(device, instance);
	if (node->name)
		io_device_set_instance(node->pdo, node->name);
	free(device);
	free(instance);
	identity->hardware_ids = query_id(node, BusQueryHardwareIDs);
	identity->compatible_ids = query_id(node, BusQueryCompatibleIDs);
	identity->description = query_text(node, DeviceTextDescription);
	identity->location = query_text(node, DeviceTextLocationInformation);
	identity->bus_number = query_bus_number(node);
	if (query_capabilities(node, &capabilities)) {
		identity->address = capabilities.Address;
		identity->ui_number = capabilities.UINumber;
	}
	pnp_resources_ask(node);
}

static bool can_be_raw(struct pnp_node *node)
{
	DEVICE_CAPABILITIES capabilities;

	return query_capabilities(node, &capabilities) && capabilities.RawDeviceOK;
}

/* A device that has no driver stays as it is, unless it needs none. */
static void serve(struct pnp_node *node)
{
	if (pnp_match_node(node) || can_be_raw(node))
		pnp_bring_up(node);
}

static void add_child(struct pnp_node *bus, PDEVICE_OBJECT pdo)
{
	struct pnp_node *node = pnp_node_create_child(bus, pdo);

	if (!node)
		return;
	pdo->Flags |= DO_BUS_ENUMERATED_DEVICE;
	identify(node);
	serve(node);
}

static bool is_reported(const DEVICE_RELATIONS *relations, const DEVICE_OBJECT *pdo)
{
	for (ULONG i = 0; i < relations->Count; i++) {
		if (relations->Objects[i] == pdo)
			return true;
	}
	return false;
}

static void mark_missing(struct pnp_node *bus, const DEVICE_RELATIONS *relations)
{
	struct pnp_node *node = NULL;

	while ((node = pnp_node_next(node)) != NULL) {
		if (node->parent == bus && !is_reported(relations, node->pdo))
			node->is_missing = true;
	}
}

static struct pnp_node *find_new_missing(const struct pnp_node *bus)
{
	struct pnp_node *node = pnp_node_next(NULL);

	while (node && !(node->parent == bus && node->is_missing && !node->is_gone))
		node = pnp_node_next(node);
	return node;
}

static void add_new(struct pnp_node *bus, const DEVICE_RELATIONS *relations)
{
	for (ULONG i = 0; i < relations->Count; i++) {
		struct pnp_node *known = pnp_node_of(relations->Objects[i]);

		if (!known)
			add_child(bus, relations->Objects[i]);
	}
}

static void free_relations(PDEVICE_RELATIONS relations)
{
	for (ULONG i = 0; i < relations->Count; i++) {
		if (!io_device_reference_passed(relations->Objects[i]))
			io_device_object_dereference(relations->Objects[i]);
	}
	free_answer(relations);
}

void pnp_enumerate(struct pnp_node *bus)
{
	PDEVICE_RELATIONS relations = query_children(bus);
	struct pnp_node *missing;

	if (!relations)
		return;
	mark_missing(bus, relations);
	while ((missing = find_new_missing(bus)) != NULL)
		pnp_surprise_remove(missing);
	pnp_remove_unused();
	add_new(bus, relations);
	free_relations(relations);
}

static NTSTATUS serve_all(void)
{
	struct pnp_node *node = NULL;

	while ((node = pnp_node_next(node)) != NULL) {
		if (node->parent && !node->is_added && !node->is_gone && pnp_match_node(node)) {
			pnp_bring_up(node);
			node = NULL; /* it may be gone */
		}
	}
	return STATUS_SUCCESS;
}

NTSTATUS pnp_install(const char *id, const char *const *drivers, size_t count)
{
	if (!pnp_match_add(id, drivers, count))
		return STATUS_INSUFFICIENT_RESOURCES;
	return serve_all();
}
