/* The boundary of USBD: handles, and URBs that belong to them. */
#include <stdlib.h>
#include <usbdlib.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/pool.h"
#include "drivers/framework/wdm/resource_check.h"
#include "drivers/framework/wdm/stop.h"
#include "drivers/framework/wdm/usb_port.h"
#include "drivers/framework/wdm/usbd_urb.h"

#define SITE __builtin_return_address(0)

struct usbd_client {
	struct io_resource resource;
	PDEVICE_OBJECT target;
	ULONG tag;
};

/* A URB that the driver has, behind what is kept of it. */
struct usbd_urb {
	struct io_resource resource;
	const void *client; /* the handle that it was allocated for */
	URB urb;
};

static void reclaim_client(struct io_resource *resource)
{
	free(CONTAINING_RECORD(resource, struct usbd_client, resource));
}

static void reclaim_urb(struct io_resource *resource)
{
	free(CONTAINING_RECORD(resource, struct usbd_urb, resource));
}

static const struct io_kind client_kind = { "usbd-handle", DRVTRACE_KIND_USBD_HANDLE,
	reclaim_client };
static const struct io_kind urb_kind = { "urb", DRVTRACE_KIND_URB, reclaim_urb };

struct call {
	const char *function;
	const void *site;
};

static struct usbd_client *client_of(USBD_HANDLE handle, const struct call *call)
{
	struct io_resource *resource = io_resource_find(handle);
	struct io_breach breach = { io_driver_calling(call->site), "invalid-handle", call->function,
		handle, call->site };

	if (!resource || resource->kind != &client_kind)
		io_stop(&breach, "%p is no handle of USBD_CreateHandle", (void *)handle);
	return CONTAINING_RECORD(resource, struct usbd_client, resource);
}

NTSTATUS USBD_CreateHandle(PDEVICE_OBJECT DeviceObject, PDEVICE_OBJECT TargetDeviceObject,
	ULONG USBDClientContractVersion, ULONG PoolTag, USBD_HANDLE *USBDHandle)
{
	const void *site = SITE;
	struct io_driver *driver = io_driver_calling(site);
	struct usbd_client *client;

	ke_irql_check("USBD_CreateHandle", PASSIVE_LEVEL, site);
	if (!DeviceObject || !TargetDeviceObject ||
		USBDClientContractVersion != USBD_CLIENT_CONTRACT_VERSION_602)
		return STATUS_INVALID_PARAMETER;
	if (io_fault(driver, "USBD_CreateHandle", site))
		return STATUS_INSUFFICIENT_RESOURCES;
	client = calloc(1, sizeof(*client));
	if (!client)
		return STATUS_INSUFFICIENT_RESOURCES;
	client->target = TargetDeviceObject;
	client->tag = PoolTag;
	io_resource_acquire(&client->resource, driver,
		&(struct io_claim){
			.kind = &client_kind, .handle = client, .tag = PoolTag, .site = site });
	*USBDHandle = (USBD_HANDLE)client;
	return STATUS_SUCCESS;
}

VOID USBD_CloseHandle(USBD_HANDLE USBDHandle)
{
	struct call call = { "USBD_CloseHandle", SITE };
	struct usbd_client *client;

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	client = client_of(USBDHandle, &call);
	io_resource_release(&client->resource, call.site);
	free(client);
}

/* Zeroed, for a handle. */
static NTSTATUS allocate(PURB *out, USBD_HANDLE handle, size_t size, const struct call *call)
{
	struct usbd_client *client = client_of(handle, call);
	struct io_driver *driver = io_driver_calling(call->site);
	struct usbd_urb *urb;

	ke_irql_check(call->function, DISPATCH_LEVEL, call->site);
	if (io_fault(driver, call->function, call->site))
		return STATUS_INSUFFICIENT_RESOURCES;
	if (size < sizeof(URB))
		size = sizeof(URB);
	urb = calloc(1, offsetof(struct usbd_urb, urb) + size);
	if (!urb)
		return STATUS_INSUFFICIENT_RESOURCES;
	urb->client = handle;
	io_resource_acquire(&urb->resource, driver,
		&(struct io_claim){ .kind = &urb_kind,
			.handle = &urb->urb,
			.owner = handle,
			.size = size,
			.tag = client->tag,
			.site = call->site });
	*out = &urb->urb;
	return STATUS_SUCCESS;
}

NTSTATUS USBD_UrbAllocate(USBD_HANDLE USBDHandle, PURB *Urb)
{
	struct call call = { "USBD_UrbAllocate", SITE };

	return allocate(Urb, USBDHandle, sizeof(URB), &call);
}

NTSTATUS USBD_IsochUrbAllocate(USBD_HANDLE USBDHandle, ULONG NumberOfIsochPackets, PURB *Urb)
{
	struct call call = { "USBD_IsochUrbAllocate", SITE };

	if (NumberOfIsochPackets == 0 || NumberOfIsochPackets > 1024)
		return STATUS_INVALID_PARAMETER;
	return allocate(Urb, USBDHandle, GET_ISO_URB_SIZE(NumberOfIsochPackets), &call);
}

NTSTATUS USBD_SelectConfigUrbAllocateAndBuild(USBD_HANDLE USBDHandle,
	PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor,
	PUSBD_INTERFACE_LIST_ENTRY InterfaceList, PURB *Urb)
{
	struct call call = { "USBD_SelectConfigUrbAllocateAndBuild", SITE };
	size_t size = usbd_urb_configuration_size(InterfaceList);
	NTSTATUS status = STATUS_INVALID_PARAMETER;

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	if (size > 0)
		status = allocate(Urb, USBDHandle, size, &call);
	if (NT_SUCCESS(status))
		usbd_urb_build_configuration(*Urb, ConfigurationDescriptor, InterfaceList);
	return status;
}

NTSTATUS USBD_SelectInterfaceUrbAllocateAndBuild(USBD_HANDLE USBDHandle,
	USBD_CONFIGURATION_HANDLE ConfigurationHandle,
	PUSBD_INTERFACE_LIST_ENTRY InterfaceListEntry, PURB *Urb)
{
	struct call call = { "USBD_SelectInterfaceUrbAllocateAndBuild", SITE };
	size_t size = usbd_urb_interface_size(InterfaceListEntry);
	NTSTATUS status = STATUS_INVALID_PARAMETER;

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	if (size > 0)
		status = allocate(Urb, USBDHandle, size, &call);
	if (NT_SUCCESS(status))
		usbd_urb_build_interface(*Urb, ConfigurationHandle, InterfaceListEntry);
	return status;
}

VOID USBD_UrbFree(USBD_HANDLE USBDHandle, PURB Urb)
{
	struct call call = { "USBD_UrbFree", SITE };
	struct io_resource *resource;
	struct usbd_urb *urb;

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	resource = io_resource_check(
		&urb_kind, "a URB of USBD_UrbAllocate", call.function, Urb, call.site);
	client_of(USBDHandle, &call);
	urb = CONTAINING_RECORD(resource, struct usbd_urb, resource);
	if (urb->client != USBDHandle)
		io_stop(&(struct io_breach){ io_driver_calling(call.site), "release-of-unknown",
				call.function, Urb, call.site },
			"the URB at %p was allocated for another handle", (void *)Urb);
	io_resource_release(resource, call.site);
	free(urb);
}

VOID USBD_AssignUrbToIoStackLocation(
	USBD_HANDLE USBDHandle, PIO_STACK_LOCATION IoStackLocation, PURB Urb)
{
	struct call call = { "USBD_AssignUrbToIoStackLocation", SITE };

	client_of(USBDHandle, &call);
	IoStackLocation->Parameters.Others.Argument1 = Urb;
}

NTSTATUS USBD_QueryUsbCapability(USBD_HANDLE USBDHandle, const GUID *CapabilityType,
	ULONG OutputBufferLength, PUCHAR OutputBuffer, PULONG ResultLength)
{
	struct call call = { "USBD_QueryUsbCapability", SITE };
	struct usbd_client *client = client_of(USBDHandle, &call);
	const struct usb_description *description;

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	if (OutputBufferLength > 0 && !OutputBuffer)
		return STATUS_INVALID_PARAMETER;
	if (ResultLength)
		*ResultLength = 0;
	description = usb_port_description(client->target);
	return usb_port_capability(description, CapabilityType);
}

BOOLEAN USBD_IsInterfaceVersionSupported(USBD_HANDLE USBDHandle, ULONG USBDInterfaceVersion)
{
	struct call call = { "USBD_IsInterfaceVersionSupported", SITE };

	client_of(USBDHandle, &call);
	return USBDInterfaceVersion == USBD_INTERFACE_VERSION_600 ||
	       USBDInterfaceVersion == USBD_INTERFACE_VERSION_602;
}

/* In pool, as ExFreePool frees it. */
static PURB create_in_pool(PUSB_CONFIGURATION_DESCRIPTOR configuration,
	PUSBD_INTERFACE_LIST_ENTRY list, const struct call *call)
{
	struct io_driver *driver = io_driver_calling(call->site);
	struct ex_request request = {
		.size = usbd_urb_configuration_size(list), .tag = 'DBSU', .is_zeroed = true
	};
	PURB urb;

	ke_irql_check(call->function, DISPATCH_LEVEL, call->site);
	if (request.size == 0 || io_fault(driver, call->function, call->site))
		return NULL;
	urb = ex_block_create(driver, &request, call->site);
	if (urb)
		usbd_urb_build_configuration(urb, configuration, list);
	return urb;
}

PURB USBD_CreateConfigurationRequestEx(PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor,
	PUSBD_INTERFACE_LIST_ENTRY InterfaceList)
{
	struct call call = { "USBD_CreateConfigurationRequestEx", SITE };

	return create_in_pool(ConfigurationDescriptor, InterfaceList, &call);
}

/* The first interface, in its first setting. */
PURB USBD_CreateConfigurationRequest(
	PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor, PUSHORT Siz)
{
	struct call call = { "USBD_CreateConfigurationRequest", SITE };
	USBD_INTERFACE_LIST_ENTRY list[2] = { { NULL, NULL }, { NULL, NULL } };
	PURB urb;

	list[0].InterfaceDescriptor = USBD_ParseConfigurationDescriptorEx(
		ConfigurationDescriptor, ConfigurationDescriptor, -1, 0, -1, -1, -1);
	urb = create_in_pool(ConfigurationDescriptor, list, &call);
	if (urb)
		*Siz = urb->UrbHeader.Length;
	return urb;
}
