#include "drivers/framework/wdm/attachment.h"

#include <pthread.h>
#include <stdlib.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/resource.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

struct attachment {
	struct io_resource resource;
	PDEVICE_OBJECT upper; /* NULL when one of them is gone */
	PDEVICE_OBJECT lower;
	bool is_lower_gone; /* deleted; its memory is held for the upper one, which still has to detach */
	LIST_ENTRY link;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY attachments = { &attachments, &attachments };

static void free_attachment(struct attachment *attachment)
{
	pthread_mutex_lock(&lock);
	RemoveEntryList(&attachment->link);
	pthread_mutex_unlock(&lock);
	free(attachment);
}

static void reclaim(struct io_resource *resource)
{
	struct attachment *attachment = CONTAINING_RECORD(resource, struct attachment, resource);

	if (attachment->is_lower_gone)
		io_device_dereference(attachment->lower);
	free_attachment(attachment);
}

static const struct io_kind attachment_kind = { "attachment", DRVTRACE_KIND_ATTACHMENT, reclaim };

PDEVICE_OBJECT io_attachment_top(PDEVICE_OBJECT device)
{
	pthread_mutex_lock(&lock);
	while (device->AttachedDevice)
		device = device->AttachedDevice;
	pthread_mutex_unlock(&lock);
	return device;
}

static PDEVICE_OBJECT attach(struct attachment *attachment, PDEVICE_OBJECT target)
{
	pthread_mutex_lock(&lock);
	while (target->AttachedDevice)
		target = target->AttachedDevice;
	target->AttachedDevice = attachment->upper;
	attachment->lower = target;
	attachment->upper->StackSize = (CCHAR)(target->StackSize + 1);
	attachment->upper->AlignmentRequirement = target->AlignmentRequirement;
	InsertTailList(&attachments, &attachment->link);
	pthread_mutex_unlock(&lock);
	return target;
}

static struct attachment *find_above(const DEVICE_OBJECT *lower)
{
	for (LIST_ENTRY *link = attachments.Flink; link != &attachments; link = link->Flink) {
		struct attachment *one = CONTAINING_RECORD(link, struct attachment, link);

		if (one->upper && one->lower == lower)
			return one;
	}
	return NULL;
}

/* Under the lock: they have nothing to do with each other any more. What is to be let go, or NULL. */
static PDEVICE_OBJECT part(struct attachment *attachment)
{
	PDEVICE_OBJECT lower = attachment->lower;
	bool was_gone = attachment->is_lower_gone;

	attachment->upper = NULL;
	attachment->is_lower_gone = false;
	if (was_gone)
		return lower;
	lower->AttachedDevice = NULL;
	return NULL;
}

/* Undoes the one above `lower`, but for the books. */
static struct attachment *detach(const DEVICE_OBJECT *lower)
{
	PDEVICE_OBJECT held = NULL;
	struct attachment *attachment;

	pthread_mutex_lock(&lock);
	attachment = find_above(lower);
	if (attachment)
		held = part(attachment);
	pthread_mutex_unlock(&lock);
	if (held)
		io_device_dereference(held);
	return attachment;
}

/* NULL at the bottom. */
static PDEVICE_OBJECT lower_of(const DEVICE_OBJECT *device)
{
	PDEVICE_OBJECT lower = NULL;

	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = attachments.Flink; link != &attachments; link = link->Flink) {
		struct attachment *one = CONTAINING_RECORD(link, struct attachment, link);

		if (one->upper == device)
			lower = one->lower;
	}
	pthread_mutex_unlock(&lock);
	return lower;
}

PDEVICE_OBJECT io_attachment_bottom(PDEVICE_OBJECT device)
{
	PDEVICE_OBJECT lower;

	while ((lower = lower_of(device)) != NULL)
		device = lower;
	return device;
}

/* Who is above detaches later: it has been passed the removal, and so has this one. */
void io_attachment_device_gone(PDEVICE_OBJECT device)
{
	PDEVICE_OBJECT held = NULL;
	struct attachment *above;

	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = attachments.Flink; link != &attachments; link = link->Flink) {
		struct attachment *one = CONTAINING_RECORD(link, struct attachment, link);

		if (one->upper == device)
			held = part(one);
	}
	above = find_above(device);
	if (above) {
		above->is_lower_gone = true;
		device->AttachedDevice = NULL;
	}
	pthread_mutex_unlock(&lock);
	if (above)
		io_device_reference(device);
	if (held)
		io_device_dereference(held);
}

PDEVICE_OBJECT IoGetAttachedDevice(PDEVICE_OBJECT DeviceObject)
{
	return io_attachment_top(DeviceObject);
}

PDEVICE_OBJECT io_attachment_create(PDEVICE_OBJECT source, PDEVICE_OBJECT target, const void *site)
{
	struct attachment *attachment = calloc(1, sizeof(*attachment));
	PDEVICE_OBJECT lower;

	if (!attachment)
		return NULL;
	attachment->upper = source;
	lower = attach(attachment, target);
	io_resource_acquire(&attachment->resource, io_driver_of(source->DriverObject),
		&(struct io_claim){ .kind = &attachment_kind,
			.handle = attachment,
			.owner = source,
			.site = site });
	return lower;
}

bool io_attachment_destroy(const DEVICE_OBJECT *lower, const void *site)
{
	struct attachment *attachment = detach(lower);

	if (!attachment)
		return false;
	io_resource_release(&attachment->resource, site);
	free_attachment(attachment);
	return true;
}

PDEVICE_OBJECT IoAttachDeviceToDeviceStack(PDEVICE_OBJECT SourceDevice, PDEVICE_OBJECT TargetDevice)
{
	const void *site = SITE;

	ke_irql_check("IoAttachDeviceToDeviceStack", DISPATCH_LEVEL, site);
	if (io_fault(io_driver_of(SourceDevice->DriverObject), "IoAttachDeviceToDeviceStack", site))
		return NULL;
	return io_attachment_create(SourceDevice, TargetDevice, site);
}

VOID IoDetachDevice(PDEVICE_OBJECT TargetDevice)
{
	const void *site = SITE;
	struct io_breach breach = { io_driver_calling(site), "release-of-unknown", "IoDetachDevice",
		TargetDevice, site };

	if (!io_attachment_destroy(TargetDevice, site))
		io_stop(&breach, "no device is attached to the one at %p", (void *)TargetDevice);
}
