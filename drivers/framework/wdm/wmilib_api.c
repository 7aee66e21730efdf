/* The boundary of WMILIB: requests of WMI, and the driver's routine that each is for. */
#include <stdbool.h>
#include <stdlib.h>
#include <wdm.h>
#include <wmilib.h>

#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/pool.h"
#include "drivers/framework/wdm/stop.h"
#include "drivers/framework/wdm/wmi.h"

#define SITE __builtin_return_address(0)

/* A request, and the block that it is about. */
struct question {
	PWMILIB_CONTEXT context;
	PDEVICE_OBJECT device;
	PIRP irp;
	const IO_STACK_LOCATION *stack;
	ULONG index; /* of the block */
};

static NTSTATUS answer(const struct question *question, NTSTATUS status, ULONG_PTR information)
{
	question->irp->IoStatus.Status = status;
	question->irp->IoStatus.Information = information;
	return status;
}

static bool find_block(struct question *question)
{
	const GUID *class = question->stack->Parameters.WMI.DataPath;

	for (ULONG i = 0; i < question->context->GuidCount; i++) {
		if (IsEqualGUID(question->context->GuidList[i].Guid, class)) {
			question->index = i;
			return true;
		}
	}
	return false;
}

/* What the driver says of its instances' names. */
struct naming {
	ULONG flags;
	UNICODE_STRING instance; /* owned: the driver's pool */
	UNICODE_STRING mof;
	UNICODE_STRING none;
	PUNICODE_STRING registry_path;
	PDEVICE_OBJECT pdo;
};

static ULONG string_size(PCUNICODE_STRING string)
{
	return (ULONG)sizeof(USHORT) + string->Length;
}

/* A USHORT with the size, and the characters. */
static ULONG put_string(void *buffer, ULONG *end, PCUNICODE_STRING string)
{
	ULONG offset = *end;

	memcpy((char *)buffer + offset, &string->Length, sizeof(USHORT));
	if (string->Length > 0)
		memcpy((char *)buffer + offset + sizeof(USHORT), string->Buffer, string->Length);
	*end += string_size(string);
	return offset;
}

static void fill_information(
	WMIREGINFOW *information, const WMILIB_CONTEXT *context, const struct naming *naming)
{
	ULONG end = (ULONG)(sizeof(*information) +
			    context->GuidCount * sizeof(information->WmiRegGuid[0]));
	ULONG name = 0;

	information->NextWmiRegInfo = 0;
	information->GuidCount = context->GuidCount;
	if (naming->flags & WMIREG_FLAG_INSTANCE_BASENAME)
		name = put_string(information, &end, &naming->instance);
	for (ULONG i = 0; i < context->GuidCount; i++) {
		WMIREGGUIDW *one = &information->WmiRegGuid[i];

		one->Guid = *context->GuidList[i].Guid;
		one->Flags = context->GuidList[i].Flags | naming->flags;
		one->InstanceCount = context->GuidList[i].InstanceCount;
		one->Pdo = (ULONG_PTR)naming->pdo;
		if (naming->flags & WMIREG_FLAG_INSTANCE_PDO)
			io_device_object_reference(naming->pdo);
		else
			one->BaseNameOffset = name;
	}
	information->RegistryPath = put_string(information, &end, naming->registry_path);
	information->MofResourceName = put_string(information, &end, &naming->mof);
	information->BufferSize = end;
}

static ULONG information_size(const WMILIB_CONTEXT *context, const struct naming *naming)
{
	ULONG size = (ULONG)(sizeof(WMIREGINFOW) + context->GuidCount * sizeof(WMIREGGUIDW));

	if (naming->flags & WMIREG_FLAG_INSTANCE_BASENAME)
		size += string_size(&naming->instance);
	return size + string_size(naming->registry_path) + string_size(&naming->mof);
}

/* What the driver has to say, or how much of it there is. */
static NTSTATUS write_information(const struct question *question, const struct naming *naming)
{
	ULONG size = information_size(question->context, naming);
	ULONG *buffer = question->stack->Parameters.WMI.Buffer;

	if (question->stack->Parameters.WMI.BufferSize < size) {
		*buffer = size;
		return answer(question, STATUS_BUFFER_TOO_SMALL, sizeof(*buffer));
	}
	fill_information((WMIREGINFOW *)buffer, question->context, naming);
	return answer(question, STATUS_SUCCESS, size);
}

static NTSTATUS query_information(const struct question *question, const void *site)
{
	struct naming naming = { .flags = 0 };
	struct ex_block *block;
	NTSTATUS status;

	naming.registry_path = &naming.none;
	status = question->context->QueryWmiRegInfo(question->device, &naming.flags,
		&naming.instance, &naming.registry_path, &naming.mof, &naming.pdo);
	if (!naming.registry_path)
		naming.registry_path = &naming.none;
	if (NT_SUCCESS(status) && (naming.flags & WMIREG_FLAG_INSTANCE_PDO) && !naming.pdo)
		status = STATUS_INVALID_DEVICE_REQUEST;
	status = NT_SUCCESS(status) ? write_information(question, &naming)
				    : answer(question, status, 0);
	block = naming.instance.Buffer ? ex_block_find(naming.instance.Buffer) : NULL;
	if (block)
		ex_block_destroy(block, site);
	return status;
}

static NTSTATUS query_all(const struct question *question)
{
	PWNODE_ALL_DATA node = question->stack->Parameters.WMI.Buffer;
	ULONG count = question->context->GuidList[question->index].InstanceCount;
	ULONG offset = (ULONG)(FIELD_OFFSET(WNODE_ALL_DATA, OffsetInstanceDataAndLength) +
			       count * sizeof(node->OffsetInstanceDataAndLength[0]));
	ULONG size = question->stack->Parameters.WMI.BufferSize;
	bool has_room;

	offset = (offset + 7) & ~7u;
	has_room = size > offset;
	node->DataBlockOffset = offset;
	node->InstanceCount = count;
	return question->context->QueryWmiDataBlock(question->device, question->irp,
		question->index, 0, count,
		has_room ? (PULONG)(void *)&node->OffsetInstanceDataAndLength[0] : NULL,
		has_room ? size - offset : 0, has_room ? (PUCHAR)node + offset : NULL);
}

static NTSTATUS query_one(const struct question *question)
{
	PWNODE_SINGLE_INSTANCE node = question->stack->Parameters.WMI.Buffer;
	ULONG size = question->stack->Parameters.WMI.BufferSize;
	ULONG room = size > node->DataBlockOffset ? size - node->DataBlockOffset : 0;

	node->SizeDataBlock = 0;
	return question->context->QueryWmiDataBlock(question->device, question->irp,
		question->index, node->InstanceIndex, 1, room ? &node->SizeDataBlock : NULL, room,
		room ? (PUCHAR)node + node->DataBlockOffset : NULL);
}

static NTSTATUS set_block(const struct question *question)
{
	PWNODE_SINGLE_INSTANCE node = question->stack->Parameters.WMI.Buffer;

	return question->context->SetWmiDataBlock(question->device, question->irp, question->index,
		node->InstanceIndex, node->SizeDataBlock, (PUCHAR)node + node->DataBlockOffset);
}

static NTSTATUS set_item(const struct question *question)
{
	PWNODE_SINGLE_ITEM node = question->stack->Parameters.WMI.Buffer;

	return question->context->SetWmiDataItem(question->device, question->irp, question->index,
		node->InstanceIndex, node->ItemId, node->SizeDataItem,
		(PUCHAR)node + node->DataBlockOffset);
}

static NTSTATUS execute(const struct question *question)
{
	PWNODE_METHOD_ITEM node = question->stack->Parameters.WMI.Buffer;

	return question->context->ExecuteWmiMethod(question->device, question->irp, question->index,
		node->InstanceIndex, node->MethodId, node->SizeDataBlock,
		question->stack->Parameters.WMI.BufferSize - node->DataBlockOffset,
		(PUCHAR)node + node->DataBlockOffset);
}

static NTSTATUS control(const struct question *question)
{
	UCHAR minor = question->stack->MinorFunction;

	return question->context->WmiFunctionControl(question->device, question->irp,
		question->index,
		minor == IRP_MN_ENABLE_EVENTS || minor == IRP_MN_DISABLE_EVENTS
			? WmiEventControl
			: WmiDataBlockControl,
		minor == IRP_MN_ENABLE_EVENTS || minor == IRP_MN_ENABLE_COLLECTION);
}

/* How each request is served, and what it gets from a driver that has no routine for it. */
struct service {
	UCHAR minor;
	bool has_instance;
	NTSTATUS (*serve)(const struct question *question);
	size_t routine; /* in the context */
	NTSTATUS without;
};

#define ROUTINE(name) offsetof(WMILIB_CONTEXT, name)

static const struct service services[] = {
	{ IRP_MN_QUERY_ALL_DATA, false, query_all, ROUTINE(QueryWmiDataBlock),
		STATUS_INVALID_DEVICE_REQUEST },
	{ IRP_MN_QUERY_SINGLE_INSTANCE, true, query_one, ROUTINE(QueryWmiDataBlock),
		STATUS_INVALID_DEVICE_REQUEST },
	{ IRP_MN_CHANGE_SINGLE_INSTANCE, true, set_block, ROUTINE(SetWmiDataBlock),
		STATUS_WMI_READ_ONLY },
	{ IRP_MN_CHANGE_SINGLE_ITEM, true, set_item, ROUTINE(SetWmiDataItem),
		STATUS_WMI_READ_ONLY },
	{ IRP_MN_EXECUTE_METHOD, true, execute, ROUTINE(ExecuteWmiMethod),
		STATUS_INVALID_DEVICE_REQUEST },
	{ IRP_MN_ENABLE_EVENTS, false, control, ROUTINE(WmiFunctionControl), STATUS_SUCCESS },
	{ IRP_MN_DISABLE_EVENTS, false, control, ROUTINE(WmiFunctionControl), STATUS_SUCCESS },
	{ IRP_MN_ENABLE_COLLECTION, false, control, ROUTINE(WmiFunctionControl), STATUS_SUCCESS },
	{ IRP_MN_DISABLE_COLLECTION, false, control, ROUTINE(WmiFunctionControl), STATUS_SUCCESS },
};

static const struct service *find_service(UCHAR minor)
{
	for (size_t i = 0; i < RTL_NUMBER_OF(services); i++) {
		if (services[i].minor == minor)
			return &services[i];
	}
	return NULL;
}

static bool has_routine(const WMILIB_CONTEXT *context, const struct service *service)
{
	void (*routine)(void);

	memcpy(&routine, (const char *)context + service->routine, sizeof(routine));
	return routine != NULL;
}

/* STATUS_SUCCESS when the driver's routine may be called. */
static NTSTATUS check(struct question *question, const struct service *service)
{
	const WNODE_SINGLE_INSTANCE *node = question->stack->Parameters.WMI.Buffer;

	if (!find_block(question))
		return STATUS_WMI_GUID_NOT_FOUND;
	if (service->has_instance &&
		(!(node->WnodeHeader.Flags &
			 (WNODE_FLAG_STATIC_INSTANCE_NAMES | WNODE_FLAG_PDO_INSTANCE_NAMES)) ||
			node->InstanceIndex >=
				question->context->GuidList[question->index].InstanceCount))
		return STATUS_WMI_INSTANCE_NOT_FOUND;
	return STATUS_SUCCESS;
}

NTSTATUS WmiSystemControl(PWMILIB_CONTEXT WmiLibInfo, PDEVICE_OBJECT DeviceObject, PIRP Irp,
	PSYSCTL_IRP_DISPOSITION IrpDisposition)
{
	const void *site = SITE;
	struct question question = { .context = WmiLibInfo,
		.device = DeviceObject,
		.irp = Irp,
		.stack = IoGetCurrentIrpStackLocation(Irp) };
	UCHAR minor = question.stack->MinorFunction;
	const struct service *service = find_service(minor);
	bool is_information = minor == IRP_MN_REGINFO || minor == IRP_MN_REGINFO_EX;
	NTSTATUS status;

	ke_irql_check("WmiSystemControl", PASSIVE_LEVEL, site);
	io_irp_check("WmiSystemControl", Irp, site);
	*IrpDisposition = IrpNotWmi;
	if (!service && !is_information)
		return STATUS_SUCCESS;
	*IrpDisposition = IrpForward;
	if (question.stack->Parameters.WMI.ProviderId != (ULONG_PTR)DeviceObject)
		return STATUS_SUCCESS;
	*IrpDisposition = IrpNotCompleted;
	if (is_information)
		return query_information(&question, site);
	status = check(&question, service);
	if (!NT_SUCCESS(status))
		return answer(&question, status, 0);
	if (!has_routine(WmiLibInfo, service))
		return answer(&question, service->without, 0);
	*IrpDisposition = IrpProcessed;
	return service->serve(&question);
}

/* The answer does not fit: it says how much room it needs. */
static ULONG make_too_small(WNODE_TOO_SMALL *node, ULONG size)
{
	node->WnodeHeader.BufferSize = sizeof(*node);
	node->WnodeHeader.Flags |= WNODE_FLAG_TOO_SMALL;
	node->SizeNeeded = size;
	return sizeof(*node);
}

/* The driver has put the lengths where each is to stand behind its offset: from the last one on. */
static void make_pairs(PWNODE_ALL_DATA node)
{
	POFFSETINSTANCEDATAANDLENGTH pairs = node->OffsetInstanceDataAndLength;
	const ULONG *lengths = (const ULONG *)(const void *)pairs;
	ULONG offset = node->DataBlockOffset;

	for (ULONG i = node->InstanceCount; i > 0; i--)
		pairs[i - 1].LengthInstanceData = lengths[i - 1];
	for (ULONG i = 0; i < node->InstanceCount; i++) {
		pairs[i].OffsetInstanceData = offset;
		offset += (pairs[i].LengthInstanceData + 7) & ~7u;
	}
}

/* How long the answer is as a whole, of which so much is data. */
static ULONG finish_node(const IO_STACK_LOCATION *stack, NTSTATUS *status, ULONG used)
{
	PWNODE_SINGLE_INSTANCE single = stack->Parameters.WMI.Buffer;
	PWNODE_METHOD_ITEM method = stack->Parameters.WMI.Buffer;
	PWNODE_ALL_DATA all = stack->Parameters.WMI.Buffer;
	ULONG offset = stack->MinorFunction == IRP_MN_EXECUTE_METHOD   ? method->DataBlockOffset
		       : stack->MinorFunction == IRP_MN_QUERY_ALL_DATA ? all->DataBlockOffset
								       : single->DataBlockOffset;

	if (*status == STATUS_BUFFER_TOO_SMALL) {
		*status = STATUS_SUCCESS;
		return make_too_small(stack->Parameters.WMI.Buffer, offset + used);
	}
	if (!NT_SUCCESS(*status))
		return 0;
	single->WnodeHeader.BufferSize = offset + used;
	if (stack->MinorFunction == IRP_MN_EXECUTE_METHOD)
		method->SizeDataBlock = used;
	else if (stack->MinorFunction == IRP_MN_QUERY_SINGLE_INSTANCE)
		single->SizeDataBlock = used;
	else
		make_pairs(all);
	return offset + used;
}

NTSTATUS WmiCompleteRequest(PDEVICE_OBJECT DeviceObject, PIRP Irp, NTSTATUS Status,
	ULONG BufferUsed, CCHAR PriorityBoost)
{
	const void *site = SITE;
	const IO_STACK_LOCATION *stack;
	ULONG information = 0;

	UNREFERENCED_PARAMETER(DeviceObject);
	UNREFERENCED_PARAMETER(PriorityBoost);
	ke_irql_check("WmiCompleteRequest", DISPATCH_LEVEL, site);
	io_irp_check("WmiCompleteRequest", Irp, site);
	stack = IoGetCurrentIrpStackLocation(Irp);
	if (stack->MinorFunction == IRP_MN_QUERY_ALL_DATA ||
		stack->MinorFunction == IRP_MN_QUERY_SINGLE_INSTANCE ||
		stack->MinorFunction == IRP_MN_EXECUTE_METHOD)
		information = finish_node(stack, &Status, BufferUsed);
	Irp->IoStatus.Status = Status;
	Irp->IoStatus.Information = information;
	io_irp_complete(Irp);
	return Status;
}

static bool write_event(const GUID *class, ULONG instance, const void *data, ULONG size)
{
	WNODE_SINGLE_INSTANCE *node = calloc(1, sizeof(*node) + size);
	bool is_written;

	if (!node)
		return false;
	node->WnodeHeader.Guid = *class;
	node->WnodeHeader.BufferSize = (ULONG)sizeof(*node) + size;
	node->InstanceIndex = instance;
	node->DataBlockOffset = FIELD_OFFSET(WNODE_SINGLE_INSTANCE, VariableData);
	node->SizeDataBlock = size;
	if (size > 0)
		memcpy(node->VariableData, data, size);
	is_written = io_wmi_write_event(node);
	free(node);
	return is_written;
}

NTSTATUS WmiFireEvent(PDEVICE_OBJECT DeviceObject, LPCGUID Guid, ULONG InstanceIndex,
	ULONG EventDataSize, PVOID EventData)
{
	const void *site = SITE;
	struct io_breach breach = { io_driver_calling(site), "release-of-unknown", "WmiFireEvent",
		EventData, site };
	struct ex_block *block = EventData ? ex_block_find(EventData) : NULL;
	bool is_written;

	UNREFERENCED_PARAMETER(DeviceObject);
	ke_irql_check("WmiFireEvent", DISPATCH_LEVEL, site);
	if (EventData && !block)
		io_stop(&breach, "%p is not pool: WMI frees it", EventData);
	is_written = write_event(Guid, InstanceIndex, EventData, EventData ? EventDataSize : 0);
	if (block)
		ex_block_destroy(block, site);
	return is_written ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}
