#include "drivers/framework/wdm/pnp.h"

#include <pthread.h>

#include <drvtrace/drvtrace.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/pnp_irp.h"
#include "drivers/framework/wdm/pnp_private.h"
#include "drivers/framework/wdm/power_irp.h"

/* A span's call site, from the routine that it is about: a return address just inside of it. */
#define SITE_IN(routine) ((const void *)((uintptr_t)(routine) + 1))

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void pnp_lock(void)
{
	pthread_mutex_lock(&lock);
}

void pnp_unlock(void)
{
	pthread_mutex_unlock(&lock);
}

static NTSTATUS add_device(struct pnp_node *node, struct io_driver *driver)
{
	struct drvtrace_driver *trace = io_driver_trace(driver);
	PDRIVER_OBJECT object = io_driver_object(driver);
	PDRIVER_ADD_DEVICE routine = object->DriverExtension->AddDevice;
	struct ke_level level = ke_level();
	struct io_driver *previous;
	NTSTATUS status;

	if (!routine)
		return STATUS_NOT_SUPPORTED;
	previous = io_driver_begin_call(driver);
	drvtrace_span_begin(trace, "AddDevice", SITE_IN(routine));
	status = routine(object, node->pdo);
	drvtrace_span_end(trace, "AddDevice", status, SITE_IN(routine));
	ke_level_check_return(driver, "AddDevice", &level);
	io_driver_end_call(previous);
	return status;
}

static NTSTATUS add_devices(struct pnp_node *node)
{
	NTSTATUS status = STATUS_SUCCESS;

	for (size_t i = 0; i < node->driver_count && NT_SUCCESS(status); i++) {
		status = add_device(node, node->drivers[i]);
		node->is_added |= NT_SUCCESS(status);
	}
	return status;
}

/* In the trace it is the topmost driver that is started. */
NTSTATUS pnp_start(struct pnp_node *node)
{
	struct io_driver *driver =
		node->driver_count > 0 ? node->drivers[node->driver_count - 1] : NULL;
	struct drvtrace_driver *trace = io_driver_trace(driver);
	const void *site =
		driver ? SITE_IN(io_driver_object(driver)->MajorFunction[IRP_MJ_PNP]) : NULL;
	NTSTATUS status;

	drvtrace_span_begin(trace, "IRP_MN_START_DEVICE", site);
	status = pnp_irp_send_minor(node, IRP_MN_START_DEVICE);
	drvtrace_span_end(trace, "IRP_MN_START_DEVICE", status, site);
	if (!NT_SUCCESS(status))
		return status;
	node->is_started = true;
	for (size_t i = 0; i < node->driver_count; i++)
		io_driver_started(node->drivers[i]);
	return status;
}

/* A device that cannot be started is removed; one that nobody has added anything for just goes. */
NTSTATUS pnp_bring_up(struct pnp_node *node)
{
	NTSTATUS status = add_devices(node);

	if (NT_SUCCESS(status))
		status = pnp_resources_assign(node);
	if (NT_SUCCESS(status))
		status = pnp_start(node);
	if (NT_SUCCESS(status))
		pnp_enumerate(node);
	else
		pnp_remove(node);
	return status;
}

static NTSTATUS plug(const struct io_pnp_plug *plug)
{
	struct pnp_node *node;
	NTSTATUS status;

	if (pnp_node_find(plug->name))
		return STATUS_OBJECT_NAME_COLLISION;
	node = pnp_node_create_root(plug);
	if (!node)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = pnp_node_require(node, plug->resources, plug->resource_count);
	for (size_t i = 0; i < plug->driver_count && NT_SUCCESS(status); i++) {
		if (!pnp_node_add_driver(node, plug->drivers[i]))
			status = STATUS_INVALID_PARAMETER;
	}
	if (NT_SUCCESS(status))
		return pnp_bring_up(node);
	pnp_node_destroy(node);
	return status;
}

NTSTATUS io_pnp_plug(const struct io_pnp_plug *request)
{
	NTSTATUS status;

	pnp_lock();
	status = plug(request);
	pnp_settle();
	pnp_unlock();
	return status;
}

static void remove_for_unload(struct pnp_node *node)
{
	if (NT_SUCCESS(pnp_query_remove(node))) {
		pnp_remove(node);
		return;
	}
	/* The machine goes down: nobody is asked any more. */
	pnp_cancel_remove(node);
	pnp_surprise_remove(node);
	pnp_remove(node);
}

void io_pnp_remove_all(struct io_driver *driver)
{
	struct pnp_node *node;

	po_irp_settle();
	pnp_lock();
	node = pnp_node_previous(NULL);
	while (node) {
		bool is_its = node->is_added && pnp_node_has_driver(node, driver);

		if (is_its)
			remove_for_unload(node);
		/* Others may have gone with it. */
		node = is_its ? pnp_node_previous(NULL) : pnp_node_previous(node);
	}
	pnp_settle();
	pnp_unlock();
}
