#include "drivers/framework/kmdf/pnp_resources.h"

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/pdo.h"
#include "drivers/framework/kmdf/pnp_events.h"
#include "drivers/framework/kmdf/requirements_list.h"
#include "drivers/framework/kmdf/resource_list.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/pool.h"

typedef NTSTATUS requirements_routine(WDFDEVICE device, WDFIORESREQLIST list);

static NTSTATUS call_requirements(struct fx_device *device, const char *name,
	requirements_routine *routine, struct fx_requirements *list)
{
	struct fx_event event = fx_event_begin(&device->object, name, FX_ROUTINE(routine));
	NTSTATUS status =
		routine(fx_device_handle(device), (WDFIORESREQLIST)fx_object_handle(&list->object));

	fx_event_end(&event, status);
	return status;
}

static NTSTATUS call_resources(struct fx_device *device, struct fx_resource_list *list)
{
	PFN_WDF_DEVICE_RESOURCES_QUERY routine = device->pdo->callbacks.EvtDeviceResourcesQuery;
	struct fx_event event =
		fx_event_begin(&device->object, "EvtDeviceResourcesQuery", FX_ROUTINE(routine));
	NTSTATUS status = routine(fx_device_handle(device), fx_resource_list_handle(list));

	fx_event_end(&event, status);
	return status;
}

NTSTATUS fx_resources_query(struct fx_device *device, PIRP irp)
{
	struct fx_resource_list *list;
	PCM_RESOURCE_LIST answer = NULL;
	NTSTATUS status;

	if (!device->pdo->callbacks.EvtDeviceResourcesQuery)
		return irp->IoStatus.Status;
	status = fx_resource_list_create(&list, device, &device->driver->object);
	if (!NT_SUCCESS(status))
		return status;
	status = call_resources(device, list);
	if (NT_SUCCESS(status))
		status = fx_resource_list_answer(&answer, list, device->driver->tag);
	fx_object_delete(&list->object, NULL);
	if (NT_SUCCESS(status) && !answer)
		return irp->IoStatus.Status;
	irp->IoStatus.Information = (ULONG_PTR)answer;
	return status;
}

NTSTATUS fx_resources_query_requirements(struct fx_device *device, PIRP irp)
{
	requirements_routine *routine = device->pdo->callbacks.EvtDeviceResourceRequirementsQuery;
	PIO_RESOURCE_REQUIREMENTS_LIST answer = NULL;
	struct fx_requirements *list;
	NTSTATUS status;

	if (!routine)
		return STATUS_SUCCESS;
	status = fx_requirements_create(&list, device, NULL);
	if (!NT_SUCCESS(status))
		return status;
	status = call_requirements(device, "EvtDeviceResourceRequirementsQuery", routine, list);
	if (NT_SUCCESS(status))
		status = fx_requirements_answer(&answer, list, device->driver->tag);
	fx_object_delete(&list->object, NULL);
	if (NT_SUCCESS(status) && !answer)
		return irp->IoStatus.Status;
	if (answer)
		irp->IoStatus.Information = (ULONG_PTR)answer;
	return status;
}

/* What the driver has changed takes the place of what came; without a list the driver wants nothing. */
static NTSTATUS replace(struct fx_device *device, PIRP irp, struct fx_requirements *list)
{
	PIO_RESOURCE_REQUIREMENTS_LIST before =
		(PIO_RESOURCE_REQUIREMENTS_LIST)irp->IoStatus.Information;
	struct ex_block *block = before ? ex_block_find(before) : NULL;
	PIO_RESOURCE_REQUIREMENTS_LIST answer;
	NTSTATUS status = fx_requirements_answer(&answer, list, device->driver->tag);

	if (!NT_SUCCESS(status))
		return status;
	if (!answer)
		return STATUS_INSUFFICIENT_RESOURCES;
	if (before)
		answer->BusNumber = before->BusNumber;
	if (block)
		ex_block_destroy(block, NULL);
	irp->IoStatus.Information = (ULONG_PTR)answer;
	return STATUS_SUCCESS;
}

static NTSTATUS filter(
	struct fx_device *device, PIRP irp, const char *name, requirements_routine *routine)
{
	struct fx_requirements *list;
	NTSTATUS status;

	if (!routine)
		return STATUS_SUCCESS;
	status = fx_requirements_create(
		&list, device, (const IO_RESOURCE_REQUIREMENTS_LIST *)irp->IoStatus.Information);
	if (!NT_SUCCESS(status))
		return status;
	status = call_requirements(device, name, routine, list);
	if (NT_SUCCESS(status) && list->is_changed)
		status = replace(device, irp, list);
	fx_object_delete(&list->object, NULL);
	return status;
}

NTSTATUS fx_resources_filter(struct fx_device *device, PIRP irp)
{
	const WDF_FDO_EVENT_CALLBACKS *callbacks = &device->fdo_callbacks;
	NTSTATUS status = filter(device, irp, "EvtDeviceFilterRemoveResourceRequirements",
		callbacks->EvtDeviceFilterRemoveResourceRequirements);

	if (NT_SUCCESS(status)) {
		io_irp_forward(device->pnp.lower, irp);
		status = irp->IoStatus.Status;
	}
	if ((NT_SUCCESS(status) || status == STATUS_NOT_SUPPORTED) &&
		callbacks->EvtDeviceFilterAddResourceRequirements)
		status = filter(device, irp, "EvtDeviceFilterAddResourceRequirements",
			callbacks->EvtDeviceFilterAddResourceRequirements);
	return status;
}

static NTSTATUS call_remove_added(struct fx_device *device)
{
	PFN_WDF_DEVICE_REMOVE_ADDED_RESOURCES routine =
		device->fdo_callbacks.EvtDeviceRemoveAddedResources;
	struct fx_event event = fx_event_begin(
		&device->object, "EvtDeviceRemoveAddedResources", FX_ROUTINE(routine));
	NTSTATUS status =
		routine(fx_device_handle(device), fx_resource_list_handle(device->pnp.raw),
			fx_resource_list_handle(device->pnp.translated));

	fx_event_end(&event, status);
	return status;
}

static void free_list(PCM_RESOURCE_LIST list)
{
	if (list)
		ex_block_destroy(ex_block_find(list), NULL);
}

static NTSTATUS forward_rest(struct fx_device *device, PIRP irp, IO_STACK_LOCATION *below)
{
	struct fx_pnp *pnp = &device->pnp;
	PCM_RESOURCE_LIST raw = NULL;
	PCM_RESOURCE_LIST translated = NULL;
	NTSTATUS status = fx_resource_list_answer(&raw, pnp->raw, device->driver->tag);

	if (NT_SUCCESS(status))
		status = fx_resource_list_answer(&translated, pnp->translated, device->driver->tag);
	if (NT_SUCCESS(status)) {
		below->Parameters.StartDevice.AllocatedResources = raw;
		below->Parameters.StartDevice.AllocatedResourcesTranslated = translated;
		io_irp_forward_as(device->pnp.lower, irp, below);
		status = irp->IoStatus.Status;
	}
	free_list(raw);
	free_list(translated);
	return status;
}

NTSTATUS fx_resources_start_below(struct fx_device *device, PIRP irp)
{
	IO_STACK_LOCATION stack = *IoGetCurrentIrpStackLocation(irp);
	const CM_RESOURCE_LIST *raw = stack.Parameters.StartDevice.AllocatedResources;
	const CM_RESOURCE_LIST *translated =
		stack.Parameters.StartDevice.AllocatedResourcesTranslated;
	struct fx_pnp *pnp = &device->pnp;
	NTSTATUS status;

	if (!device->fdo_callbacks.EvtDeviceRemoveAddedResources || !raw || !translated) {
		io_irp_forward(pnp->lower, irp);
		return irp->IoStatus.Status;
	}
	status = fx_resource_list_fill(&pnp->raw, device, raw, false);
	if (NT_SUCCESS(status))
		status = fx_resource_list_fill(&pnp->translated, device, translated, false);
	if (NT_SUCCESS(status))
		status = call_remove_added(device);
	if (!NT_SUCCESS(status))
		return status;
	if (pnp->raw->descriptors.is_changed || pnp->translated->descriptors.is_changed)
		return forward_rest(device, irp, &stack);
	io_irp_forward(pnp->lower, irp);
	return irp->IoStatus.Status;
}
